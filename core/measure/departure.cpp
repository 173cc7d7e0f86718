#include "core/measure/departure.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "core/base/contracts.h"
#include "core/measure/statistics.h"

namespace endrange::measure {
namespace {

/// At fewer moments than this rest is not known: one to two seconds.
constexpr std::size_t FewestAtRest = 16;
/// Between two looks at one trunk that stays, landmarks differ by this much at least (smallest detectable
/// difference 4.4 and more, divided by 1.96 √2). Source: [VanDenHoorn2025].
constexpr Angle LeastWander = Angle::from_degrees(1.6);

/// The middle of what lies up to half a second to either side: a trunk moves slowly, and landmarks that are
/// astray for a few frames would look like a quick lean. Never across a time that was not seen.
SmoothTrack follow_middle(const AngleTrack& determined) {
  constexpr double HalfWindow_s = 0.5;
  SmoothTrack middle;
  for (std::size_t i = 0; i < determined.size(); ++i) {
    std::size_t begin = i;
    std::size_t end = i + 1;
    const auto belongs = [&](std::size_t from, std::size_t to) {
      return std::abs(determined[to].time_s - determined[from].time_s) <= LongestUnseen_s &&
             std::abs(determined[to].time_s - determined[i].time_s) <= HalfWindow_s;
    };
    while (begin > 0 && belongs(begin, begin - 1)) --begin;
    while (end < determined.size() && belongs(end - 1, end)) ++end;
    std::vector<double> angles;
    for (std::size_t k = begin; k < end; ++k) angles.push_back(determined[k].angle.radians());
    middle.push_back({determined[i].time_s, Angle::from_radians(compute_median(std::move(angles))), {}});
  }
  return middle;
}

}  // namespace

Angle find_angle_at(const SmoothTrack& curve, double time_s) {
  const auto nearest = std::ranges::min_element(
      curve, {}, [&](const SmoothSample& sample) { return std::abs(sample.time_s - time_s); });
  return nearest->angle;
}

Departure find_departure(const CompensationTrack& watched, const SmoothTrack& curve, Angle rest_below) {
  Departure departure{select_determined(drop_outliers(watched.track)), {}, {}};
  // Seen too seldom, it is none that this view can show.
  if (2 * departure.change.size() < watched.track.size()) return departure;
  const SmoothTrack motion = follow_middle(departure.change);
  std::vector<double> at_rest;
  for (const SmoothSample& sample : motion)
    if (find_angle_at(curve, sample.time_s) <= rest_below) at_rest.push_back(sample.angle.radians());
  if (at_rest.size() < FewestAtRest) return departure;
  const Angle rest = Angle::from_radians(compute_median(at_rest));
  for (double& angle : at_rest) angle = std::abs(angle - rest.radians());
  // A trunk at rest is still: what it seems to do is the error that neighbouring frames share.
  departure.wander = std::max(Angle::from_radians(compute_robust_deviation(std::move(at_rest))), LeastWander);
  for (std::size_t i = 0; i < motion.size(); ++i) {
    AngleSample& sample = departure.change[i];
    const Angle change = motion[i].angle - rest;
    sample.angle = change < Angle{} ? rest - sample.angle : sample.angle - rest;
    const double error = std::hypot(departure.wander.radians(), sample.scale_error * change.radians(),
                                    NotAlike * sample.standard_error.radians());
    departure.motion.push_back({sample.time_s, abs(change), Angle::from_radians(error)});
  }
  return departure;
}

Estimate find_largest(const Departure& departure) {
  const auto highest = std::ranges::max_element(departure.motion, {}, &SmoothSample::angle);
  // Errors of a change that is nothing are the same everywhere but for the scale.
  const double chance =
      2.0 * std::ranges::min(departure.motion, {}, &SmoothSample::standard_error).standard_error.radians();
  const double square = highest->angle.radians() * highest->angle.radians() - chance * chance;
  return {Angle::from_radians(std::sqrt(std::max(square, 0.0))), highest->standard_error};
}

bool is_surely_beyond(const SmoothTrack& motion, std::size_t i, Angle threshold) {
  constexpr double Moment_s = 0.3;
  for (std::size_t k = i; k < motion.size(); ++k) {
    // Two standard errors: what may be noise is not held against anyone.
    if (motion[k].angle <= threshold + 2.0 * motion[k].standard_error) return false;
    if (motion[k].time_s - motion[i].time_s >= Moment_s) return true;
  }
  return false;
}

}  // namespace endrange::measure
