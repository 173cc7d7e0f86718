#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/journal/event.h"
#include "core/progress/comparison.h"

namespace endrange::progress {

/// How a test's figure stands to an earlier one of the same kind.
struct FigureComparison {
  Verdict verdict = Verdict::First;
  std::optional<double> difference = {};  ///< later minus earlier, in the figure's unit
  std::optional<double> detectable = {};  ///< smallest difference that is more than wobble, 95 %
  std::string words = {};                 ///< one or two sentences for the person
  int repeats = 0;  ///< pairs of the person's own behind `detectable`; 0 where it is from cited values

  friend bool operator==(const FigureComparison&, const FigureComparison&) = default;
};

/// Compares the first figure that both have. Test, side and set-up must be equal, and both by hand or
/// neither.
/// @param wobble  what the person's own repeats say of this figure (`compute_wobble`)
[[nodiscard]] FigureComparison compare_tested(const journal::Tested& earlier, const journal::Tested& later,
                                              const Wobble& wobble = {});

/// One trial of a test in its story.
struct TestedPoint {
  EntryId entry = {};
  LocalMoment at = {};
  journal::Tested tested = {};
  FigureComparison comparison = {};  ///< with the latest earlier one that was done in the same way
};

/// All trials of one test, both sides, in order, each compared by what the person's own repeats say.
/// @param standing  entries that count, in order
[[nodiscard]] std::vector<TestedPoint> compute_tested_history(std::span<const journal::Entry> standing,
                                                              const ProtocolId& protocol);

}  // namespace endrange::progress
