#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/body/landmarks.h"
#include "core/motion/recording.h"

namespace endrange::app {

/// What a solved motion is written as.
enum class MotionFormat {
  Coordinates,  ///< `.mot`, `.sto`: OpenSim's table
  Skeleton,     ///< `.bvh`
  Points,       ///< `.trc`: where points of the body are
};

/// Tells the format by the name's ending. Fails where it is none of them.
[[nodiscard]] Result<MotionFormat> parse_motion_format(const std::filesystem::path& out);

/// A point that is followed on a body.
struct NamedPoint {
  std::string name = {};
  body::BodyPoint place = {};
};

/// The 33 landmarks of a camera on the built-in body.
[[nodiscard]] std::vector<NamedPoint> make_landmark_points(const body::Body& body);

/// Writes a motion as its name's ending asks.
/// @param points  what `.trc` holds
[[nodiscard]] Status save_motion(const body::Body& body, const motion::Motion& motion,
                                 std::span<const NamedPoint> points, const std::filesystem::path& out);

}  // namespace endrange::app
