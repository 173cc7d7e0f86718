#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

#include "core/body/body.h"

namespace endrange::body {

/// The 33 landmarks of BlazePose in their order. Left and right are the person's own.
/// Source: [Bazarevsky2020]
enum class Landmark : std::size_t {
  Nose,
  LeftEyeInner,
  LeftEye,
  LeftEyeOuter,
  RightEyeInner,
  RightEye,
  RightEyeOuter,
  LeftEar,
  RightEar,
  MouthLeft,
  MouthRight,
  LeftShoulder,
  RightShoulder,
  LeftElbow,
  RightElbow,
  LeftWrist,
  RightWrist,
  LeftPinky,
  RightPinky,
  LeftIndex,
  RightIndex,
  LeftThumb,
  RightThumb,
  LeftHip,
  RightHip,
  LeftKnee,
  RightKnee,
  LeftAnkle,
  RightAnkle,
  LeftHeel,
  RightHeel,
  LeftFootIndex,
  RightFootIndex,
};
inline constexpr std::size_t LandmarkCount = 33;

[[nodiscard]] constexpr std::size_t index(Landmark landmark) {
  return static_cast<std::size_t>(landmark);
}

/// `left_shoulder`
[[nodiscard]] std::string_view word(Landmark landmark);

/// A point that is fixed on a segment.
struct BodyPoint {
  SegmentIndex segment = {};
  Vector3 p_SQ_S = Vector3::Zero();
};

/// Where each landmark sits on the built-in body.
[[nodiscard]] std::array<BodyPoint, LandmarkCount> compute_landmark_points(const Body& body);

}  // namespace endrange::body
