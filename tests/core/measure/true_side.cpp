#include "tests/core/measure/true_side.h"

#include <algorithm>
#include <cmath>

#include "core/measure/statistics.h"

namespace endrange::measure::testing {
namespace {

std::size_t find_index(const TrueSide& truth, double time_s) {
  const double last = static_cast<double>(truth.time_s.size() - 1);
  return static_cast<std::size_t>(std::clamp(std::round(time_s / TrueSide::Step_s), 0.0, last));
}

std::vector<double> take_between(const TrueSide& truth, const TrueSide::Plateau& between) {
  const auto begin = truth.angle_deg.begin();
  return {begin + static_cast<std::ptrdiff_t>(find_index(truth, between.from_s)),
          begin + static_cast<std::ptrdiff_t>(find_index(truth, between.to_s)) + 1};
}

}  // namespace

double TrueSide::angle_at(double at_s) const {
  return angle_deg[find_index(*this, at_s)];
}

double TrueSide::find_highest(double largest_lean_deg) const {
  double highest = -1e9;
  for (std::size_t i = 0; i < time_s.size(); ++i)
    if (lean_deg[i] <= largest_lean_deg) highest = std::max(highest, angle_deg[i]);
  return highest;
}

std::optional<TrueSide::Plateau> TrueSide::find_stretch(const Plateau& plateau, double band_deg,
                                                        double largest_lean_deg) const {
  const double middle_deg = compute_median(plateau);
  const auto is_kept = [&](std::size_t i) {
    return std::abs(angle_deg[i] - middle_deg) <= band_deg && lean_deg[i] <= largest_lean_deg;
  };
  const std::size_t middle = find_index(*this, (plateau.from_s + plateau.to_s) / 2.0);
  if (!is_kept(middle)) return std::nullopt;
  std::size_t first = middle;
  std::size_t last = middle;
  while (first > 0 && is_kept(first - 1)) --first;
  while (last + 1 < time_s.size() && is_kept(last + 1)) ++last;
  return Plateau{time_s[first], time_s[last]};
}

double TrueSide::compute_median(const Plateau& between) const {
  return measure::compute_median(take_between(*this, between));
}

double TrueSide::compute_sway(const Plateau& between) const {
  const std::vector<double> angles = take_between(*this, between);
  const auto count = static_cast<double>(angles.size());
  double mean = 0.0;
  for (const double angle : angles) mean += angle / count;
  double tt = 0.0;
  double ta = 0.0;
  for (std::size_t i = 0; i < angles.size(); ++i) {
    const double t = static_cast<double>(i) - (count - 1.0) / 2.0;
    tt += t * t;
    ta += t * (angles[i] - mean);
  }
  double squares = 0.0;
  for (std::size_t i = 0; i < angles.size(); ++i) {
    const double t = static_cast<double>(i) - (count - 1.0) / 2.0;
    const double off = angles[i] - mean - (tt > 0.0 ? ta / tt : 0.0) * t;
    squares += off * off;
  }
  return std::sqrt(squares / count);
}

double TrueSide::find_largest_lean() const {
  return lean_deg.empty() ? 0.0 : std::ranges::max(lean_deg);
}

std::optional<double> TrueSide::find_onset(double lean) const {
  for (std::size_t i = 0; i < time_s.size(); ++i)
    if (lean_deg[i] > lean) return angle_deg[i];
  return std::nullopt;
}

}  // namespace endrange::measure::testing
