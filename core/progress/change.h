#pragma once

#include <optional>
#include <span>
#include <string>

#include "core/base/angle.h"
#include "core/progress/comparison.h"

namespace endrange::progress {

/// What all measurements of one joint motion in one way say together: the first third, at most three, against
/// the last three. Several, because the mean of three wobbles less than one; few at the beginning, because
/// those after it belong to what changed.
struct Change {
  Verdict verdict = Verdict::First;
  RangeKind kind = RangeKind::Usable;
  std::optional<Angle> difference = {};  ///< mean of the last ones minus mean of the first ones
  std::optional<Angle> detectable = {};  ///< smallest difference that is more than wobble, 95 %
  int earlier = 0;                       ///< how many at each end
  int later = 0;
  /// About how many more measurements would show the difference if the range stays as the last ones say.
  /// Empty where it is shown
  /// already, and where no number of them would.
  std::optional<int> more = {};
  std::string words = {};  ///< one or two sentences for the person

  friend bool operator==(const Change&, const Change&) = default;
};

/// Of the measurements that were made as the latest one was. What repeats with the set-up belongs to no
/// change. Change is claimed only beyond 1.96·√(a² + b²) of the two means' random errors, as stated or, once
/// there are enough of them, as the person's own repeats say (`compute_wobble`). Source: [Weir2005].
/// @param history  of one joint motion and side, in order (`compute_history`)
/// @returns nothing where there is no measurement, or the latest could not be observed
[[nodiscard]] std::optional<Change> compute_change(std::span<const HistoryPoint> history);

/// What the measurements of both sides say together: the right's last ones, at most three, against the
/// left's. Of those of the last four weeks that were made as the latest of the two was, but for the side;
/// `difference` is right minus left, `earlier` counts the left's and `later` the right's. What a set-up is
/// off as a whole need not be the same on both sides and counts in full; a trend compares with itself alone.
/// @param left, right  of one joint motion, in order (`compute_history`)
/// @returns nothing where the two sides were not measured in one way
[[nodiscard]] std::optional<Change> compute_side_change(std::span<const HistoryPoint> left,
                                                        std::span<const HistoryPoint> right);

}  // namespace endrange::progress
