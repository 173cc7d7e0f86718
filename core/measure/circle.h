#pragma once

#include <Eigen/Core>
#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "core/base/angle.h"

namespace endrange::measure {

/// Where a limb points at one time, in the frame of the segment that it hangs on.
struct DirectionSample {
  double time_s = 0.0;
  Eigen::Vector3d direction = Eigen::Vector3d::UnitX();  ///< of length 1
  Angle standard_error = {};                             ///< of the direction, one standard deviation
  bool is_determined = true;
};

/// A figure with its standard error, of a unit that its name says.
struct Figure {
  double value = 0.0;
  double standard_error = 0.0;
};

/// Where the limb pointed, on a map about the middle of the cone: the angle from it, across and up.
struct CirclePlace {
  Angle across = {};
  Angle up = {};
};

/// What a joint circle showed. A limb that goes round draws a closed line on the sphere of directions; the
/// line is read in polar coordinates about its middle.
struct Circle {
  std::size_t rounds = 0;  ///< whole ones
  double round_s = 0.0;    ///< middle duration of a round
  Figure area_sr = {};  ///< of the reach cone: what the line goes round, in steradians; half a sphere has 2π
  Figure middle_radius = {};  ///< of the cone [rad]
  /// How round: area × (4π − area) / length², 1 for a circle of any size on the sphere and less for all else.
  Figure roundness = {};
  /// How alike the rounds are: root mean square distance from their median line [rad], noise taken out.
  Figure repeatability = {};
  /// 1 less the speed's standard deviation over its mean, and never below 0: 1 is perfectly even.
  Figure speed_evenness = {};
  /// Radius of the median line [rad] at every five degrees of the round, beginning and going as `extents` do.
  std::array<double, 72> outline = {};
  /// Middle extent in each eighth of the round [rad], the first beginning straight up on the picture of the
  /// sphere and going round as the limb does.
  std::array<double, 8> extents = {};
  /// Eighths in which the limb reaches less than half as far as in the middle eighth.
  std::vector<std::size_t> dead_octants = {};
  /// How often the way round was turned back by more than a sixteenth of a round.
  std::size_t reversals = 0;
  /// The way that was gone, in order of time, rests left out.
  std::vector<CirclePlace> way = {};
};

/// Why there is no circle.
enum class NoCircle {
  NotSeen,   ///< too few directions were seen
  NoRound,   ///< the limb went nowhere round, or came back the way it went
  BothWays,  ///< whole rounds one way and whole rounds the other: two circles, not one
  TooSmall,  ///< the cone is not larger than its error
};

struct CircleResult {
  std::optional<Circle> circle = {};
  NoCircle why = NoCircle::NotSeen;  ///< where there is none
};

/// Finds the rounds in a motion's own structure, and what they show. Rests before, between and after do not
/// count; neither does a round that was not closed. Area and roundness come from the median line of all
/// rounds.
/// @param track  times rise; at least one whole round
[[nodiscard]] CircleResult measure_circle(std::span<const DirectionSample> track);

}  // namespace endrange::measure
