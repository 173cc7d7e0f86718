#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "core/base/angle.h"
#include "core/measure/angle_track.h"

namespace endrange::measure {

/// How much a position that was kept still moved, about the straight line through it, with the noise taken
/// out. One standard deviation of angle.
struct Sway {
  std::optional<Angle> deviation = {};  ///< nothing when it is below the noise floor: not the same as none
  Angle least = {};                     ///< the 95 % interval, which there is in any case ...
  Angle most = {};                      ///< ... and whose least is 0 below the noise floor
  Angle noise_floor = {};               ///< the least sway that could have been told from noise

  friend bool operator==(const Sway&, const Sway&) = default;
};

/// A position that was kept.
struct Hold {
  double start_s = 0.0;
  double end_s = 0.0;
  Angle angle = {};           ///< its middle value
  Angle standard_error = {};  ///< of the middle value, from frame noise alone
  std::size_t frames = 0;
  double drift_per_s = 0.0;  ///< radians a second, of the straight line through it
  Angle deviation = {};      ///< about that line, noise and sway together
  Sway sway = {};
  /// Standard error of the duration: when the angle entered and left the band.
  double duration_error_s = 0.0;
  /// The time before or after it was not seen, so that it may have lasted longer.
  bool is_cut = false;

  [[nodiscard]] double duration_s() const { return end_s - start_s; }
  friend bool operator==(const Hold&, const Hold&) = default;
};

/// What counts as keeping a position.
struct HoldRule {
  double hold_s = 0.0;  ///< shortest
  Angle band = {};      ///< to either side of the middle
  Angle lowest = {};    ///< below this angle a pause is no end of a range
};

/// A stretch of time in which nothing counts, such as one with a forbidden compensation.
struct Span {
  double from_s = 0.0;
  double to_s = 0.0;

  friend bool operator==(const Span&, const Span&) = default;
};

/// What was kept between two times.
struct Holds {
  std::optional<Hold> usable = {};   ///< the highest that was kept for the hold time
  std::optional<Hold> longest = {};  ///< the longest of any length, at or above `HoldRule::lowest`
};

/// Finds the positions that were kept. A hold begins and ends inside the band about its middle, leaves it in
/// between by no more than the error of the smoothed samples allows, is seen throughout, and touches no
/// excluded span. Its sway is told from frame noise, which is taken to be of each frame by itself.
/// @param determined  the samples, `motion` the same smoothed, one for one
[[nodiscard]] Holds find_holds(std::span<const AngleSample> determined, std::span<const SmoothSample> motion,
                               const Span& within, const HoldRule& rule, std::span<const Span> excluded = {});

}  // namespace endrange::measure
