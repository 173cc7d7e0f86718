#pragma once

#include <cstdint>
#include <vector>

#include "core/measure/protocol.h"
#include "core/motion/landmark_recording.h"
#include "tests/core/measure/true_side.h"

/// Random motions of random people whose truth is known, as a camera sees them.
namespace endrange::measure::testing {

struct KnownTrial {
  Protocol protocol = {};
  motion::LandmarkRecording recording = {};
  double off_view_deg = 0.0;         ///< of the trunk, to either side of what was asked
  std::vector<TrueSide> sides = {};  ///< those that the view shows
};

/// One of the protocols that a camera can measure, done by somebody of random size in a random way.
[[nodiscard]] KnownTrial make_known_trial(std::uint64_t seed);

/// A hold of eight seconds of an arm out to the side, its hand swaying, under noise that each frame has of
/// its own.
struct SwayCase {
  double hand_mm = 0.0;  ///< amplitude
  double hertz = 1.0;
  double noise_mm = 1.0;  ///< of landmarks along each axis of the picture
  double rate_hz = 15.0;
};
[[nodiscard]] KnownTrial make_swaying_hold(const SwayCase& sway, std::uint64_t seed);

struct KnownCircle {
  Protocol protocol = {};
  motion::LandmarkRecording recording = {};
  Side side = Side::Left;
  double area_sr = 0.0;  ///< of the median round
  double off_view_deg = 0.0;
  double lean_deg = 0.0;
};
[[nodiscard]] KnownCircle make_known_circle(std::uint64_t seed);

}  // namespace endrange::measure::testing
