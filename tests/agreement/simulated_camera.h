#pragma once

#include <cstdint>
#include <vector>

#include "core/motion/landmark_recording.h"
#include "core/motion/recording.h"
#include "core/solve/marker_body.h"

/// A camera with a pose library, simulated: what its 33 landmarks would have been of a motion that is known.
namespace endrange::test {

/// Where the camera stands, by how the person faces it at the beginning.
enum class View { Front, LeftSide, RightSide };

/// How landmarks err. Sizes and sources: root mean square errors of 30 to 56 mm in space are published for
/// such landmarks (multi-camera 30, one camera 56: Sensors 24:7772), depth about three times worse than the
/// picture's plane [Bazarevsky2020]. How that splits up, how long jitter is alike, and how often limbs are
/// hidden is assumed; it was written down before anything was scored.
struct SimulatedNoise {
  double least_rms_m = 0.030;  ///< of a recording, all parts together; evenly up to ...
  double most_rms_m = 0.056;
  /// Shares of the mean square. Where a landmark sits on this person: fixed in its segment for all their
  /// recordings, the same in every direction.
  double definition_share = 1.0 / 8.0;
  /// In the camera's axes, fixed for a recording; depth so many times worse.
  double lasting_share = 7.0 / 16.0;
  /// In the camera's axes, from frame to frame, forgotten in this time.
  double jitter_share = 7.0 / 16.0;
  double depth_factor = 3.0;
  double jitter_memory_s = 0.1;
  /// Landmarks that are quite elsewhere, in any direction, for one to five frames.
  double outlier_share = 0.05;
  double least_outlier_m = 0.20;
  double most_outlier_m = 0.60;
  /// A limb from its middle joint on is hidden: so often, so long; every second time only partly, with noise
  /// that grows as its visibility falls.
  double hidden_per_s = 0.12;
  double least_hidden_s = 0.3;
  double most_hidden_s = 1.2;
  double far_side_visibility = 0.75;  ///< of what it else were, of the far limbs of a person seen side-on
  double lost_frame_share = 0.03;
  double gap_share = 0.3;  ///< of recordings with a gap of 0.2 to 0.4 s
  double most_yaw_deg = 15.0;
};

/// @param person, take  seeds: what lasts for the person, and what differs between their recordings
[[nodiscard]] motion::LandmarkRecording simulate_camera(const body::Body& body,
                                                        const std::vector<solve::MarkerPose>& poses,
                                                        View view, std::uint64_t person, std::uint64_t take,
                                                        const SimulatedNoise& noise = {});

}  // namespace endrange::test
