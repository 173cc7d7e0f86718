#pragma once

#include <optional>
#include <span>
#include <vector>

#include "core/base/angle.h"

namespace endrange::measure {

/// One angle at one time.
struct AngleSample {
  double time_s = 0.0;
  Angle angle = {};
  Angle standard_error = {};  ///< as the solver's covariance has it; 0 where none is known
  bool is_determined =
      true;  ///< false: the evidence does not show this angle here, and `angle` means nothing
  /// Of a change of this angle, standard error as a share of the change: which joints make it is not known.
  double scale_error = 0.0;

  friend bool operator==(const AngleSample&, const AngleSample&) = default;
};

/// One joint motion over time. Times rise strictly, at whatever steps the camera gave.
using AngleTrack = std::vector<AngleSample>;

/// A sample with its frame noise averaged out as far as its neighbours allow.
struct SmoothSample {
  double time_s = 0.0;
  Angle angle = {};
  Angle standard_error = {};
};
using SmoothTrack = std::vector<SmoothSample>;

/// The longest time without a determined sample that still counts as seen: half a second is shorter than any
/// repetition or hold of a protocol, and longer than a few lost frames at 8 frames a second.
inline constexpr double LongestUnseen_s = 0.5;

/// Samples that are determined, in order.
[[nodiscard]] AngleTrack select_determined(std::span<const AngleSample> track);

/// Leaves out single samples that no motion explains: those that stand off from the curve through their
/// neighbours by far more than the rest of the recording does. They become undetermined.
[[nodiscard]] AngleTrack drop_outliers(AngleTrack track);

/// Frame noise: one standard deviation of what differs from frame to frame without being motion, from how far
/// each sample stands off the cubic through its four neighbours. Motion slower than about a fifth of the
/// frame rate hardly enters.
/// @returns nothing with fewer than eight samples
[[nodiscard]] std::optional<Angle> find_frame_noise(std::span<const AngleSample> determined);

/// A curve through the determined samples: a local parabola over a quarter of a second to each side, at least
/// five samples, never across a time that was not seen. The parabola keeps the height of an apex, which a
/// mean would cut.
[[nodiscard]] SmoothTrack smooth(std::span<const AngleSample> determined);

/// The height of a summit: a local parabola through the samples that are no lower than `lowest`, up to three
/// quarters of a second to each side of it and never across a time that was not seen. The highest value of a
/// noisy curve is too high; this is hardly so, and does not cut a quick summit either, of which only the top
/// is taken.
/// @returns nothing with fewer than five samples
[[nodiscard]] std::optional<SmoothSample> read_summit(std::span<const AngleSample> determined, double time_s,
                                                      Angle lowest);

/// The height of the top of a repetition, at the highest value of a smoothed motion: of its summit; but where
/// the limb stays as high, as far as noise lets one tell, for longer than a summit is read over, of a
/// parabola through the whole stay, samples that stand far off it left out. Noise chooses where in a stay the
/// highest value lies, and not how long the stay is.
/// @param motion  the samples smoothed, not empty
/// @param lowest  of the summit, as `read_summit` has it
/// @returns nothing with fewer than five samples
[[nodiscard]] std::optional<SmoothSample> read_top(std::span<const AngleSample> determined,
                                                   const SmoothTrack& motion, double time_s, Angle lowest);

/// Middle time between two samples; 0 for fewer than two.
[[nodiscard]] double compute_typical_step_s(std::span<const AngleSample> track);

}  // namespace endrange::measure
