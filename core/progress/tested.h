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

  friend bool operator==(const FigureComparison&, const FigureComparison&) = default;
};

/// Compares the first figure that both have. Test, side and set-up must be equal, and both by hand or
/// neither.
[[nodiscard]] FigureComparison compare_tested(const journal::Tested& earlier, const journal::Tested& later);

/// One trial of a test in its story.
struct TestedPoint {
  EntryId entry = {};
  LocalMoment at = {};
  journal::Tested tested = {};
  FigureComparison comparison = {};  ///< with the latest earlier one that was done in the same way
};

/// All trials of one test, both sides, in order.
/// @param standing  entries that count, in order
[[nodiscard]] std::vector<TestedPoint> compute_tested_history(std::span<const journal::Entry> standing,
                                                              const ProtocolId& protocol);

}  // namespace endrange::progress
