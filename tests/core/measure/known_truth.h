#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/measure/protocol.h"
#include "core/motion/landmark_recording.h"
#include "tests/core/measure/film.h"

/// Random motions of random people whose truth is known, as a camera sees them.
namespace endrange::measure::testing {

/// The measured angle as it truly was, a hundred times a second.
struct TrueSide {
  Side side = Side::Both;
  std::vector<double> time_s = {};
  std::vector<double> angle_deg = {};
  std::vector<double> lean_deg = {};  ///< forbidden compensation since the beginning, either way; 0 where none
  /// One a repetition: from when to when the limb was kept at its top.
  struct Plateau {
    double from_s = 0.0;
    double to_s = 0.0;
  };
  std::vector<Plateau> plateaus = {};

  [[nodiscard]] double angle_at(double time_s) const;
  /// The highest angle while the compensation was at most so large.
  [[nodiscard]] double find_highest(double largest_lean_deg) const;
  /// The stretch about a plateau in which the angle stays within the band to either side of its middle, and
  /// the compensation at most so large; nothing where that is not even the middle.
  [[nodiscard]] std::optional<Plateau> find_stretch(const Plateau& plateau, double band_deg,
                                                    double largest_lean_deg) const;
  [[nodiscard]] double compute_median(const Plateau& between) const;
  /// Deviation about the straight line through it.
  [[nodiscard]] double compute_sway(const Plateau& between) const;
  [[nodiscard]] double find_largest_lean() const;
  /// The angle when the compensation first passed so much.
  [[nodiscard]] std::optional<double> find_onset(double lean_deg) const;
};

struct KnownTrial {
  Protocol protocol = {};
  motion::LandmarkRecording recording = {};
  double off_view_deg = 0.0;  ///< of the trunk, to either side of what was asked
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
  double area_sr = 0.0;         ///< of the median round
  double off_view_deg = 0.0;
  double lean_deg = 0.0;
};
[[nodiscard]] KnownCircle make_known_circle(std::uint64_t seed);

}  // namespace endrange::measure::testing
