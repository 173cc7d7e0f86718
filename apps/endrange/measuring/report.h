#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/measure/protocol.h"
#include "core/measure/trial.h"

namespace endrange::app {

/// A file and what measuring it gave.
struct MeasuredFile {
  std::string file = {};
  measure::TrialResult result = {};
};

/// One self-contained page of what recordings showed: plots as SVG, no script, nothing loaded from anywhere.
/// A section a joint motion, each of which prints on a page of its own; refused files at the end with what to
/// do. The same results give the same bytes.
[[nodiscard]] std::string make_report(const std::vector<MeasuredFile>& files,
                                      const measure::Protocols& protocols);

}  // namespace endrange::app
