#include "core/measure/uncertainty.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <utility>

#include "core/base/contracts.h"
#include "core/measure/statistics.h"

namespace endrange::measure {

namespace {

/// An expected spread weighs as much as two repetitions beside a recording's own.
double pool_variance(std::span<const double> peaks_rad, double expected_variance) {
  constexpr double ExpectedWeight = 2.0;
  const auto others = static_cast<double>(peaks_rad.size()) - 1.0;
  const double own = compute_deviation(peaks_rad);
  return (ExpectedWeight * expected_variance + others * own * own) / (ExpectedWeight + others);
}

double square(Angle angle) {
  return angle.radians() * angle.radians();
}

}  // namespace

Angle compute_total(const ErrorParts& parts) {
  double squares = 0.0;
  for (const Angle part :
       {parts.noise, parts.lasting, parts.view, parts.repetition, parts.between_sessions, parts.definition})
    squares += part.radians() * part.radians();
  return Angle::from_radians(std::sqrt(squares));
}

Angle compute_view_error(Angle off_plane) {
  // Largest error of the planar elevation of a limb raised through 0 to 180 degrees, by camera yaw. Degrees.
  constexpr std::array<std::pair<double, double>, 6> Largest = {
      {{0.0, 0.0}, {10.0, 0.4}, {20.0, 1.8}, {30.0, 4.1}, {45.0, 9.9}, {90.0, 90.0}}};
  const double yaw = std::clamp(abs(off_plane).degrees(), 0.0, 90.0);
  const auto upper = std::ranges::find_if(Largest.begin() + 1, Largest.end(),
                                          [&](const auto& row) { return yaw <= row.first; });
  const auto lower = upper - 1;
  const double share = (yaw - lower->first) / (upper->first - lower->first);
  return Angle::from_degrees((lower->second + share * (upper->second - lower->second)) / std::numbers::sqrt3);
}

Angle compute_repetition_error(std::span<const double> peaks_rad, Angle expected) {
  expects(!peaks_rad.empty(), "at least one repetition");
  const double variance = pool_variance(peaks_rad, square(expected));
  return Angle::from_radians(std::sqrt(variance / static_cast<double>(peaks_rad.size())));
}

std::vector<double> draw_together(std::span<const double> peaks_rad, Angle error, Angle expected) {
  expects(!peaks_rad.empty(), "at least one repetition");
  const double usual = square(expected) + square(error);
  std::vector<double> drawn(peaks_rad.begin(), peaks_rad.end());
  if (usual == 0.0) return drawn;
  const double left = 1.0 - square(error) / pool_variance(peaks_rad, usual);
  const double share = std::sqrt(std::max(left, square(expected) / usual));
  const double median = compute_median(drawn);
  for (double& peak : drawn) peak = median + share * (peak - median);
  return drawn;
}

}  // namespace endrange::measure
