#pragma once

#include <cstdint>
#include <functional>

#include "core/body/body.h"
#include "core/motion/landmark_recording.h"

/// A camera with a pose library, for motions whose truth is known.
namespace endrange::measure::testing {

/// How landmarks err: one standard deviation along an axis of the picture's plane [m], depth so many times
/// worse.
struct FilmNoise {
  double definition_m = 0.0;     ///< where a landmark sits on this person, in every direction alike
  double lasting_m = 0.0;        ///< the same for the whole recording
  double jitter_m = 0.0;         ///< from frame to frame ...
  double jitter_memory_s = 0.0;  ///< ... forgotten in this time; 0: each frame errs by itself
  double depth_factor = 3.0;
  double outlier_share = 0.0;  ///< landmarks that are quite elsewhere, for one to five frames
  double hidden_per_s = 0.0;   ///< how often a limb is hidden, from its middle joint on
  double lost_frame_share = 0.0;
  double gap_share = 0.0;  ///< of recordings with a gap of 0.2 to 0.4 s
};

/// The noise of a simulated camera as tests/support/landmark_mistakes.h has it, in a recording whose
/// landmarks are off by this much in all.
/// @param rms_m  root mean square distance in space
[[nodiscard]] FilmNoise make_usual_noise(double rms_m);

struct FilmCamera {
  double turn_deg = 0.0;  ///< of the person: 0 faces the camera, 90 has the right side nearer
  double distance_m = 3.0;
  double above_pelvis_m = 0.2;  ///< of the ground's origin, where the pelvis stands
  double rate_hz = 12.0;
  double time_jitter = 0.2;  ///< of a step, to either side
  FilmNoise noise = {};
  std::uint64_t seed = 1;
};

/// What a camera and its pose library make of a moving body: 1280 by 720, an angle of view of 50 degrees from
/// top to foot.
/// @param pose_at  the pose at a time [s], with the pelvis about the ground's origin
[[nodiscard]] motion::LandmarkRecording film(const body::Body& body,
                                             const std::function<body::Pose(double)>& pose_at,
                                             double duration_s, const FilmCamera& camera);

}  // namespace endrange::measure::testing
