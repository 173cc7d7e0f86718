#pragma once

#include <optional>
#include <vector>

#include "core/base/side.h"

/// What a motion of known truth truly was, for judging what was measured of it.
namespace endrange::measure::testing {

/// The measured angle as it truly was, a hundred times a second.
struct TrueSide {
  static constexpr double Step_s = 0.01;

  Side side = Side::Both;
  std::vector<double> time_s = {};
  std::vector<double> angle_deg = {};
  std::vector<double> lean_deg =
      {};  ///< forbidden compensation since the beginning, either way; 0 where none
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

}  // namespace endrange::measure::testing
