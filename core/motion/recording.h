#pragma once

#include <array>
#include <optional>
#include <vector>

#include "core/body/body.h"
#include "core/motion/landmark_recording.h"
#include "core/motion/point_recording.h"

namespace endrange::motion {

/// One point in one frame: where it was seen, and how well.
struct Observation {
  Vector3 position = Vector3::Zero();  ///< in ground: x forward, y up, z right [m]
  Vector3 spread = Vector3::Zero();    ///< one standard deviation along the ground's axes [m]

  friend bool operator==(const Observation&, const Observation&) = default;
};

/// How well landmarks are taken to be seen. In the picture's plane, and how many times worse in depth.
/// Source: depth about three times worse than the picture's plane [Bazarevsky2020]; the figure in the plane
/// is what their spread on held poses comes to, and is scaled per recording by its fit.
struct LandmarkNoise {
  double plane_m = 0.02;
  double depth_factor = 3.0;
  double least_visibility = 0.3;  ///< below it a landmark is a guess of the library: missing
};

/// The observations of one frame. The camera's picture is turned into ground: x towards the camera, y up, z
/// to the left of the picture, so that a person who faces the camera stands as in the anatomical position.
/// Spread grows as visibility falls.
[[nodiscard]] std::array<std::optional<Observation>, body::LandmarkCount> compute_observations(
    const RawLandmarks& landmarks, const LandmarkNoise& noise = {});

/// The whole recording as named points in ground, with visibility as confidence; frames without anyone have
/// every point missing.
[[nodiscard]] PointRecording make_point_recording(const LandmarkRecording& landmarks,
                                                  const LandmarkNoise& noise = {});

/// Poses over time on one body.
struct Motion {
  std::vector<double> time_s = {};  ///< rising
  std::vector<body::Pose> poses = {};

  [[nodiscard]] double duration_s() const { return time_s.empty() ? 0.0 : time_s.back() - time_s.front(); }
};

/// The pose at a time, between its neighbours; before the first and after the last, those.
[[nodiscard]] body::Pose compute_pose_at(const body::Body& body, const Motion& motion, double time_s);

}  // namespace endrange::motion
