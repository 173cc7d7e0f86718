#pragma once

#include <array>
#include <optional>
#include <span>
#include <vector>

#include "core/base/angle.h"
#include "core/base/side.h"
#include "core/body/frame.h"
#include "core/measure/hold.h"
#include "core/measure/protocol.h"
#include "core/motion/landmark_recording.h"

namespace endrange::measure {

/// The lines between raw landmarks that an angle lies between, at one time: the limb and what it is measured
/// against [m], x and y in the picture, z in depth.
struct LimbSample {
  double time_s = 0.0;
  std::array<body::Vector3, 2> lines = {};
};

/// The lines of a protocol's angle in every frame in which they are shown. Empty where no two landmarks show
/// how the angle changes in the picture: a turn of a limb about its own length.
/// @param is_shown  one a frame
[[nodiscard]] std::vector<LimbSample> read_limb_lines(const motion::LandmarkRecording& recording,
                                                      const Protocol& protocol, Side side,
                                                      const std::vector<bool>& is_shown);

/// A variance, and how far off it may be: the standard error of its logarithm.
struct UnsureVariance {
  double variance = 0.0;
  double log_error = 0.0;
};

/// What is left of the movement of a hold when its noise is taken out.
/// - `Sway::deviation` is there when noise alone would show as much in one hold of forty
/// - the 95 % interval of a difference of two variances, each log-normal
/// Source: [ZouDonner2008].
[[nodiscard]] Sway judge_sway(const UnsureVariance& all, const UnsureVariance& noise);

/// Sway of a limb from raw landmarks. A bone keeps its length: what its length in the picture does from frame
/// to frame is noise, and noise across the bone, which looks like sway, is as large. The two are the real and
/// the imaginary part of one complex number, so that they also remember and add up alike, whatever the noise
/// of the camera.
/// @param angle      of the limb from the vertical, and
/// @param off_plane  of the camera from the plane of its movement: perspective makes sway look smaller or
///                   larger
/// @returns          nothing with fewer than twelve frames in which no landmark was astray
[[nodiscard]] std::optional<Sway> compute_limb_sway(std::span<const LimbSample> limb, const Span& within,
                                                    Angle angle, Angle off_plane);

/// Makes those samples undetermined in which a landmark of the limb is astray: a bone keeps its length, so
/// that one that seems much longer or shorter than in the seconds around it ends elsewhere than it seems to.
[[nodiscard]] AngleTrack drop_astray(AngleTrack track, std::span<const LimbSample> limb);

/// Noise of the limb's direction that neighbouring frames share, so that smoothing over half a second leaves
/// it: one standard deviation, from the length that the limb seems to have. 0 where there is no limb.
[[nodiscard]] Angle compute_limb_noise(std::span<const LimbSample> limb);

}  // namespace endrange::measure
