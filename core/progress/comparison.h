#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/base/angle.h"
#include "core/base/estimate.h"
#include "core/journal/event.h"
#include "core/progress/range_filter.h"
#include "core/progress/training.h"
#include "core/progress/wobble.h"

namespace endrange::progress {

/// What may be said about two figures of the same thing.
enum class Verdict {
  First,                  ///< there is nothing to compare with
  Changed,                ///< the difference is more than what measuring wobbles
  NotYetDistinguishable,  ///< it is not
  NotComparable,          ///< measured in another way
};

/// In what two measurements differ, so that their difference means nothing.
enum class Unlike {
  JointMotion,
  Side,           ///< one of them is of both sides together
  Test,           ///< another protocol
  Method,         ///< one was seen, the other taken by hand
  Tool,           ///< by hand, with another tool
  Position,       ///< seen, standing and seated for instance
  View,           ///< seen from elsewhere
  NotObservable,  ///< one of them could not be seen
  Figure,         ///< no figure that both have
};

/// How one measurement stands to an earlier one.
struct Comparison {
  Verdict verdict = Verdict::First;
  std::optional<Angle> difference = {};  ///< later minus earlier, of the figure compared
  std::optional<Angle> detectable = {};  ///< smallest difference that is more than wobble, 95 %
  std::string words = {};                ///< one or two sentences for the person

  std::optional<Angle> difference_error = {};  ///< standard error of the difference
  std::optional<RangeKind> kind = {};          ///< which figure was compared
  std::vector<Unlike> unlike = {};             ///< why the two don't compare
  /// Pairs of the person's own that `detectable` is made from; 0 where it is from the values that are cited.
  int repeats = 0;

  friend bool operator==(const Comparison&, const Comparison&) = default;
};

/// Everything in which the two differ; empty when they were measured in the same way, so that their
/// difference means something: the same joint motion, protocol and set-up, by the same kind of tool, with a
/// figure of the same kind. Left and right are alike.
[[nodiscard]] std::vector<Unlike> find_unlike(const journal::Measured& earlier,
                                              const journal::Measured& later);

/// Were the two measured in the same way, on the same side?
[[nodiscard]] bool is_comparable(const journal::Measured& earlier, const journal::Measured& later);

/// Are two sides of one recording, or of two? Only within one is what a set-up is off as a whole the same.
enum class Recordings { One, Two };

/// Right less left, by the errors that are stated. Nothing where the two don't compare, where one is only a
/// trend, which compares with itself alone, or where one side only went along: it made less than half as many
/// repetitions as the other.
[[nodiscard]] std::optional<Comparison> compare_sides(Recordings recordings, const journal::Measured& left,
                                                      const journal::Measured& right);

/// Any two measurements of one joint motion, as picked by a person.
struct PickedComparison {
  EntryId first = {};  ///< the earlier one, or the left one
  EntryId second = {};
  std::optional<Estimate> first_figure = {};
  std::optional<Estimate> second_figure = {};
  Comparison comparison = {};
};

/// Compares two entries, of one side or left against right (then right minus left): the usable ranges, or
/// where one of the two has none the reached, then the available ones. Change is claimed only beyond the
/// minimal detectable change: 1.96·√(a² + b²) of the two random errors, which is 1.96·√2·SE when both are
/// equally sure. The errors are those stated with the figures, which come from cited values, until the
/// person's own repeats are enough (`compute_wobble`). Source: [Weir2005].
/// @param standing  entries that count, in order
/// @returns nothing where one of the two is no measurement that counts
[[nodiscard]] std::optional<PickedComparison> find_comparison(std::span<const journal::Entry> standing,
                                                              const EntryId& one, const EntryId& other);

/// What a measurement says of one kind of range; empty where it says nothing.
[[nodiscard]] const std::optional<Estimate>& figure_of(const journal::Measured& measured, RangeKind kind);

/// A difference without its sign and what measuring wobbles: "8°" and "7°", or with a tenth, "7.9°" and
/// "7.6°", where they would read alike.
struct SizeWords {
  std::string difference = {};
  std::string wobble = {};
};
[[nodiscard]] SizeWords words_of_sizes(Angle difference, Angle detectable);

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

/// All measurements of one joint motion and side, in order, each compared by what the person's own repeats
/// say.
/// @param standing  entries that count, in order
[[nodiscard]] std::vector<HistoryPoint> compute_history(std::span<const journal::Entry> standing,
                                                        const SidedMotion& motion);

}  // namespace endrange::progress
