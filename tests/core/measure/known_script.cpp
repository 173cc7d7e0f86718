#include "tests/core/measure/known_script.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace endrange::measure::testing {

using body::Numbers;

namespace {
constexpr double Pi = std::numbers::pi;
}  // namespace

double ease(double share) {
  return (1.0 - std::cos(Pi * std::clamp(share, 0.0, 1.0))) / 2.0;
}

void Script::go(double to, double ramp_s, double stay_s, bool is_plateau, double drift_per_s) {
  const double from = stretches.empty() ? 0.0 : stretches.back().to;
  const double drifted =
      stretches.empty() ? 0.0
                        : stretches.back().drift_per_s *
                              (stretches.back().until_s - stretches.back().from_s - stretches.back().ramp_s);
  stretches.push_back(
      {duration_s, ramp_s, duration_s + ramp_s + stay_s, from + drifted, to, drift_per_s, is_plateau});
  duration_s += ramp_s + stay_s;
}

double Script::share_at(double time_s) const {
  for (const Stretch& one : stretches) {
    if (time_s >= one.until_s && &one != &stretches.back()) continue;
    const double share = one.from + (one.to - one.from) * ease((time_s - one.from_s) / one.ramp_s);
    const double kept_s = std::max(0.0, time_s - one.from_s - one.ramp_s);
    if (!one.is_plateau || kept_s <= 0.0) return share;
    // Sway sets in and dies away within a quarter of a second.
    const double left_s = one.until_s - time_s;
    const double grown = ease(std::min(kept_s, left_s) / 0.25);
    return share + one.drift_per_s * kept_s +
           sway * grown * std::sin(2.0 * Pi * sway_hz * time_s + sway_phase);
  }
  return 0.0;
}

Script write_script(const Task& task, double highest_deg, Numbers& numbers, double scale_deg) {
  Script script;
  const bool has_sway = numbers.uniform(0.0, 1.0) < 0.7;
  script.sway = has_sway ? numbers.uniform(0.2, 2.0) / scale_deg : 0.0;
  script.sway_hz = numbers.uniform(0.3, 2.0);
  script.sway_phase = numbers.uniform(0.0, 2.0 * Pi);
  const double slowest_s = highest_deg / (0.6 * task.fastest_deg);
  const auto ramp_s = [&] { return std::max(slowest_s, numbers.uniform(1.2, 3.5)); };
  script.go(0.0, 0.1, numbers.uniform(0.8, 2.0));
  if (numbers.uniform(0.0, 1.0) < 0.15) {  // a false start
    script.go(numbers.uniform(0.1, 0.3), 0.8, 0.2);
    script.go(0.0, 0.8, numbers.uniform(0.5, 1.5));
  }
  const int repetitions = static_cast<int>(numbers.uniform(1.0, 4.0));
  const bool holds = numbers.uniform(0.0, 1.0) < 0.75;
  for (int k = 0; k < repetitions; ++k) {
    const double top =
        std::min(1.0, (highest_deg + task.between_repetitions_deg * numbers.normal()) / scale_deg);
    const double stay_s = holds ? numbers.uniform(3.4, 6.0) : numbers.uniform(0.2, 1.2);
    const double drift = 0.25 * numbers.normal() / scale_deg;
    if (numbers.uniform(0.0, 1.0) < 0.1)
      script.go(numbers.uniform(0.3, 0.6) * top, 1.2, numbers.uniform(1.0, 2.5));
    script.go(top, ramp_s(), stay_s, true, drift);
    script.go(numbers.uniform(-0.02, 0.05), ramp_s(), numbers.uniform(0.5, 2.0));
  }
  return script;
}

double Lean::at(double angle_deg) const {
  return largest_deg * ease((angle_deg - begins_deg) / std::max(1.0, full_deg - begins_deg));
}

Lean make_lean(const Task& task, double highest_deg, Side side, Numbers& numbers) {
  Lean lean;
  if (task.forbidden.empty() || numbers.uniform(0.0, 1.0) < 0.4) return lean;
  lean.begins_deg = numbers.uniform(0.3, 0.8) * highest_deg;
  lean.full_deg = lean.begins_deg + numbers.uniform(0.5, 1.0) * (highest_deg - lean.begins_deg);
  lean.largest_deg = numbers.uniform(3.0, 30.0);
  const std::string kind = task.forbidden.front();
  const double share = numbers.uniform(0.35, 0.65);
  const bool is_bend = kind.ends_with("side_bend");
  // Bending is counted to the right; away from the limb that is raised, mostly.
  const bool is_away = numbers.uniform(0.0, 1.0) < 0.8;
  const double sign =
      is_bend ? ((side == Side::Left) == is_away ? 1.0 : -1.0) : (kind.ends_with("extension") ? 1.0 : -1.0);
  const std::string suffix = is_bend ? "_bending" : "_extension";
  lean.coordinates = {{"lumbar" + suffix, sign * share}, {"thorax" + suffix, sign * (1.0 - share)}};
  return lean;
}

}  // namespace endrange::measure::testing
