#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "core/base/identifier.h"
#include "core/base/result.h"
#include "core/body/frame.h"
#include "core/body/landmarks.h"

namespace endrange::motion {

using body::Vector3;

/// One raw BlazePose landmark.
struct RawLandmark {
  /// x and y as fractions of the picture's width and height, y down; z is depth in about the scale of x.
  Vector3 image = Vector3::Zero();
  /// Metres from the middle of the hips: x to the right of the picture, y down, z away from the camera.
  Vector3 world = Vector3::Zero();
  double visibility = 0.0;  ///< 0 to 1: how likely the point is seen at all

  friend bool operator==(const RawLandmark&, const RawLandmark&) = default;
};

using RawLandmarks = std::array<RawLandmark, body::LandmarkCount>;

/// One picture. Without landmarks nobody was seen in it.
struct LandmarkFrame {
  double time_s = 0.0;
  std::optional<RawLandmarks> landmarks = {};

  friend bool operator==(const LandmarkFrame&, const LandmarkFrame&) = default;
};

/// What a pose library saw in a series of pictures, untouched. Times rise from frame to frame.
struct LandmarkRecording {
  ProtocolId protocol = {};  ///< what the person was asked to do; may be empty
  std::string method = {};   ///< `camera` or `video`
  std::string model = {};    ///< of the pose library: `lite`, `full`
  int width = 0;             ///< of the picture, in pixels
  int height = 0;
  std::vector<LandmarkFrame> frames = {};

  friend bool operator==(const LandmarkRecording&, const LandmarkRecording&) = default;
};

/// Whether a frame may follow the one before: finite numbers within bounds (no world landmark is 100 m from
/// the hips, no image landmark 100 pictures away), visibility from 0 to 1, and a later time. The error has no
/// place yet.
[[nodiscard]] Status check_frame(const LandmarkFrame& frame, std::optional<double> last_time_s);

}  // namespace endrange::motion
