#pragma once

#include <array>
#include <optional>
#include <span>

#include "core/base/result.h"
#include "core/body/built_in_body.h"
#include "core/motion/point_recording.h"
#include "core/solve/depth_camera.h"

namespace endrange::solve {

/// Where the points of the joints stand in a recording, left and right of each.
using DepthPoints = std::array<std::array<std::size_t, 2>, DepthJointCount>;

/// Fails where the recording lacks one of them.
[[nodiscard]] Result<DepthPoints> find_depth_points(const motion::PointRecording& recording);

/// What is measured of a person once, from all recordings there are.
struct DepthPerson {
  body::SegmentLengths lengths = {};  ///< of the polygon that the camera's joints form
  double floor_m = 0.0;               ///< height of the floor in the recordings' frame
};

/// Sizes a person from recordings of a depth camera's skeleton (points named as the reader of UI-PRMD does,
/// space Ground, the camera level): floor from the toes, bones from frames that show them across, the shank
/// from the knee of a standing leg, because the camera's ankle is too high there.
[[nodiscard]] Result<DepthPerson> calibrate_depth_person(std::span<const motion::PointRecording> recordings,
                                                         const DepthCamera& camera);

}  // namespace endrange::solve
