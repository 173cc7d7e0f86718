#pragma once

#include <optional>
#include <span>
#include <utility>

#include "core/base/estimate.h"
#include "core/base/moment.h"

namespace endrange::progress {

/// One figure of a person's, taken in one way: what a repeat is made of.
struct Taken {
  Day day = {};
  double value = 0.0;
  double random_error = 0.0;  ///< its standard error as stated, without what repeats with the set-up
};

/// How far figures that one person takes in one way wobble from day to day, against what is stated for them.
struct Wobble {
  double factor = 1.0;           ///< by which a stated random error is multiplied
  double quantile = TwoSided95;  ///< half a two-sided 95 % interval, in standard errors
  int repeats = 0;               ///< pairs of days that stand behind it

  /// From the person's own repeats, not from the values that are cited for everybody?
  [[nodiscard]] bool is_own() const;
};

/// As many pairs as it takes before a person's own repeats count.
inline constexpr int EnoughRepeats = 5;

/// What the person's own repeats say of how figures wobble.
///
/// A repeat is a pair of figures from neighbouring days of measuring, at most a week apart; of each day the
/// first counts. A week is short against the weeks in which range grows, and what does change within it makes
/// the wobble larger, never smaller. The squared difference of each pair is set against what the stated
/// errors let expect; below `EnoughRepeats` the stated errors stand as they are. From then on what is stated
/// weighs as much as two repeats, so that a lucky run does not make measuring perfect, and the 95 % allow for
/// how few there are: pairs that share a day tell two thirds of what independent ones would. Source:
/// [VonNeumann1941].
/// @param taken    in order of time
/// @param without  the two that are compared: their own difference is no repeat
[[nodiscard]] Wobble compute_wobble(std::span<const Taken> taken,
                                    std::optional<std::pair<Day, Day>> without = {});

}  // namespace endrange::progress
