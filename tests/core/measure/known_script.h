#pragma once

#include <string>
#include <utility>
#include <vector>

#include "tests/core/body/poses.h"
#include "tests/core/measure/known_task.h"

/// How a test of known truth is done: when the limb goes where, and what the trunk does.
namespace endrange::measure::testing {

/// From 0 to 1 as a raised cosine.
[[nodiscard]] double ease(double share);

/// A written way: from rest to tops and back, in shares of the way to the highest place.
struct Script {
  struct Stretch {
    double from_s = 0.0;
    double ramp_s = 0.0;
    double until_s = 0.0;
    double from = 0.0;
    double to = 0.0;
    double drift_per_s = 0.0;
    bool is_plateau = false;
  };
  std::vector<Stretch> stretches = {};
  double duration_s = 0.0;
  double sway = 0.0;  ///< amplitude
  double sway_hz = 1.0;
  double sway_phase = 0.0;

  void go(double to, double ramp_s, double stay_s, bool is_plateau = false, double drift_per_s = 0.0);
  [[nodiscard]] double share_at(double time_s) const;
};

/// In degrees of a way of so many.
[[nodiscard]] Script write_script(const Task& task, double highest_deg, body::Numbers& numbers,
                                  double scale_deg);

/// How the trunk goes along from some angle on.
struct Lean {
  std::vector<std::pair<std::string, double>> coordinates = {};  ///< names, and shares of the lean
  double begins_deg = 0.0;
  double full_deg = 0.0;  ///< of the measured motion
  double largest_deg = 0.0;

  [[nodiscard]] double at(double angle_deg) const;
};

[[nodiscard]] Lean make_lean(const Task& task, double highest_deg, Side side, body::Numbers& numbers);

}  // namespace endrange::measure::testing
