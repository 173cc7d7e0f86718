#pragma once

#include <cstddef>

#include "core/base/estimate.h"
#include "core/measure/angle_track.h"
#include "core/measure/trial.h"

/// How far a compensation leaves its rest. The trunk moves while the limb does, and landmarks wander although
/// nobody moves: what is told is what is more than that.
namespace endrange::measure {

/// Of what landmarks mistake through a recording, how much changes when the limb is up: the trunk is seen as
/// before, but an arm pulls at its shoulder. Chosen on simulated cameras with other seeds than are scored
/// (tests/core/measure/known_truth_test.cpp).
inline constexpr double NotAlike = 0.5;

/// A compensation over time, as how far it is from rest either way.
struct Departure {
  AngleTrack change = {};
  SmoothTrack motion = {};  ///< `change` smoothed, its error that of a change from rest
  Angle wander = {};        ///< what it does at rest
};

/// @param curve       the limb that is watched for, whose lowest part is rest
/// @param rest_below  below this the limb is at rest
/// @returns no motion where it was seen too seldom, or the limb was at rest too briefly
[[nodiscard]] Departure find_departure(const CompensationTrack& watched, const SmoothTrack& curve,
                                       Angle rest_below);

/// The largest change, and how sure it is. The highest value of what wanders about nothing is about two of
/// its deviations, which are taken out again. Expects a motion.
[[nodiscard]] Estimate find_largest(const Departure& departure);

/// Is a departure surely beyond its threshold, from sample i on and for longer than a moment?
[[nodiscard]] bool is_surely_beyond(const SmoothTrack& motion, std::size_t i, Angle threshold);

/// The angle at the sample that is nearest to a time. Expects one.
[[nodiscard]] Angle find_angle_at(const SmoothTrack& curve, double time_s);

}  // namespace endrange::measure
