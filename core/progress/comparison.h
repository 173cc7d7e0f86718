#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/base/angle.h"
#include "core/base/estimate.h"
#include "core/journal/event.h"
#include "core/progress/training.h"

namespace endrange::progress {

/// What may be said about two figures of the same thing.
enum class Verdict {
  First,                  ///< there is nothing to compare with
  Changed,                ///< the difference is more than what measuring wobbles
  NotYetDistinguishable,  ///< it is not
  NotComparable,          ///< measured in another way
};

/// How one measurement stands to an earlier one.
struct Comparison {
  Verdict verdict = Verdict::First;
  std::optional<Angle> difference = {};  ///< later minus earlier, of the figure compared
  std::optional<Angle> detectable = {};  ///< smallest difference that is more than wobble, 95 %
  std::string words = {};                ///< one or two sentences for the person

  friend bool operator==(const Comparison&, const Comparison&) = default;
};

/// Were the two measured in the same way, so that their difference means something: the same joint motion,
/// side, protocol and set-up, by the same kind of tool?
[[nodiscard]] bool is_comparable(const journal::Measured& earlier, const journal::Measured& later);

/// Compares the usable ranges, or where one of the two has none the reached, then the available ones. Change
/// is claimed only beyond the minimal detectable change (`compute_detectable_change`).
[[nodiscard]] Comparison compare_measured(const journal::Measured& earlier, const journal::Measured& later);

/// The part of a figure's standard error that does not repeat with its set-up.
[[nodiscard]] Angle compute_random_error(const Estimate& estimate, Angle set_up_error);

/// Left against right, or any two beliefs: the difference and whether it is more than both together wobble.
struct Difference {
  Angle mean = {};        ///< second minus first
  Angle detectable = {};  ///< 95 %
  [[nodiscard]] bool is_distinguishable() const { return abs(mean) > detectable; }
};
[[nodiscard]] Difference compute_difference(const Estimate& first, const Estimate& second);

/// One measurement in a joint motion's story.
struct HistoryPoint {
  EntryId entry = {};
  LocalMoment at = {};
  journal::Measured measured = {};
  Comparison comparison = {};  ///< with the latest earlier one that was measured in the same way
};

/// All measurements of one joint motion and side, in order.
/// @param standing  entries that count, in order
[[nodiscard]] std::vector<HistoryPoint> compute_history(std::span<const journal::Entry> standing,
                                                        const SidedMotion& motion);

}  // namespace endrange::progress
