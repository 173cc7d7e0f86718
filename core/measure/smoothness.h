#pragma once

#include <optional>
#include <span>

#include "core/base/identifier.h"
#include "core/measure/angle_track.h"
#include "core/measure/hold.h"
#include "core/measure/repetitions.h"

namespace endrange::measure {

/// Spectral arc length of a speed profile: how far the spectrum's curve winds up to 10 Hz, as long as it
/// stays above a twentieth of its largest value. Always negative; nearer to 0 is smoother. It depends neither
/// on how large nor on how slow a movement is.
/// @param speed    at even steps, at least three, of any unit; not all zero
/// @param rate_hz  of the samples
/// @returns        nothing where there is no movement
/// Source: [Balasubramanian2015].
[[nodiscard]] std::optional<double> compute_spectral_arc_length(std::span<const double> speed,
                                                                double rate_hz);

/// Log dimensionless jerk of a speed profile: minus the logarithm of the summed square of its second
/// derivative, times duration cubed, over peak speed squared. Noise of 30 Hz cameras swamps it: it is never
/// shown for those.
/// @returns  nothing where there is no movement, or no jerk
/// Source: [Balasubramanian2015].
[[nodiscard]] std::optional<double> compute_log_dimensionless_jerk(std::span<const double> speed,
                                                                   double rate_hz);

/// Spectral arc length of the speed of an angle between two times, brought to even steps.
/// @returns  nothing for less than half a second, or across a time that was not seen
[[nodiscard]] std::optional<double> compute_smoothness(const SmoothTrack& angle, const Span& within);

/// Spectral arc length of a whole repetition, from rest to rest: before and after it, rest is where the speed
/// is under a twentieth of its peak, or the angle turns. A hold within lowers it, without anything being
/// unsmooth.
/// @returns  nothing where `compute_smoothness` has nothing
[[nodiscard]] std::optional<double> compute_repetition_smoothness(const SmoothTrack& angle,
                                                                  const RepetitionSpan& repetition);

/// Does a set's median smoothness in this joint motion, seen so, agree with a laboratory's (correlation at
/// least 0.8, bias at most 0.2)? Only that of arms raised to the side does, seen from all around:
/// docs/agreement.md has the figures. Of a single camera nothing is known.
[[nodiscard]] bool is_smoothness_shown(const JointMotionId& joint_motion, bool is_all_around);

}  // namespace endrange::measure
