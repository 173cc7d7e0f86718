#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "core/body/body.h"

namespace endrange::body {

/// A small generator whose numbers are the same everywhere (splitmix64).
class Numbers {
 public:
  explicit Numbers(std::uint64_t seed) : state_(seed) {}
  /// Uniform in [low, high).
  double uniform(double low, double high) {
    state_ += 0x9E3779B97F4A7C15U;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
    z ^= z >> 31U;
    return low + (high - low) * static_cast<double>(z >> 11U) * 0x1.0p-53;
  }
  /// Standard normal, by Box and Muller.
  double normal() {
    const double radius = std::sqrt(-2.0 * std::log(1.0 - uniform(0.0, 1.0)));
    return radius * std::cos(uniform(0.0, 6.283185307179586));
  }

 private:
  std::uint64_t state_;
};

/// A pose within the inner part of every joint's limits, turned and moved anywhere in the ground frame.
inline Pose make_random_pose(const Body& body, std::uint64_t seed, double share_of_range = 0.6) {
  Numbers numbers(seed);
  Pose pose = body.neutral_pose();
  for (std::size_t i = 0; i < body.coordinate_count(); ++i) {
    const Coordinate& coordinate = body.coordinates()[i];
    // A quarter turn and half a metre for the root; elsewhere around the limits' middle, where neutral may
    // lie.
    const double lower = std::max(coordinate.lower, -1.5);
    const double upper = std::min(coordinate.upper, 1.5);
    const double middle = 0.5 * (lower + upper);
    const double half = 0.5 * share_of_range * (upper - lower);
    set_coordinate(body, pose, CoordinateIndex{i}, numbers.uniform(middle - half, middle + half));
  }
  return pose;
}

}  // namespace endrange::body
