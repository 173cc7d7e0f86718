#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <vector>

/// The few statistics that measuring needs.
namespace endrange::measure {

/// The middle value, or the mean of the two middle ones. 0 when there are none.
[[nodiscard]] inline double compute_median(std::vector<double> values) {
  if (values.empty()) return 0.0;
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::ranges::nth_element(values, middle);
  if (values.size() % 2 == 1) return *middle;
  return (*middle + *std::max_element(values.begin(), middle)) / 2.0;
}

/// Standard deviation of a normal distribution with this median of absolute values about 0: 1.4826 times it,
/// which a few wild values do not move. 0 when there are none.
[[nodiscard]] inline double compute_robust_deviation(std::vector<double> absolute_values) {
  constexpr double MedianToDeviation = 1.4826;
  return MedianToDeviation * compute_median(std::move(absolute_values));
}

/// Standard deviation of a sample about its mean. 0 with fewer than two values.
[[nodiscard]] inline double compute_deviation(std::span<const double> values) {
  if (values.size() < 2) return 0.0;
  double mean = 0.0;
  for (const double value : values) mean += value / static_cast<double>(values.size());
  double squares = 0.0;
  for (const double value : values) squares += (value - mean) * (value - mean);
  return std::sqrt(squares / static_cast<double>(values.size() - 1));
}

}  // namespace endrange::measure
