#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/measure/protocol.h"
#include "core/measure/trial.h"

namespace endrange::app {

/// A file and what measuring it gave.
struct MeasuredFile {
  std::string file = {};
  measure::TrialResult result = {};
};

/// "2.1 ± 0.3 steradians"; a unit of `one` or `count` stands for itself.
[[nodiscard]] std::string words_of_figure(double value, double standard_error, std::string_view unit);

/// One self-contained page of what recordings showed: plots as SVG, no script, nothing loaded from anywhere.
/// First an overview, with refused files and what to do about them; then, joint motion by joint motion, all
/// its recordings on one sheet where there are several, and each on a sheet of its own, A4 or Letter, as long
/// as it has no more than twelve repetitions. The same results give the same bytes.
[[nodiscard]] std::string make_report(const std::vector<MeasuredFile>& files,
                                      const measure::Protocols& protocols);

}  // namespace endrange::app
