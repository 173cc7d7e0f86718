#pragma once

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

/// How two ways of measuring are compared. Degrees throughout.
namespace endrange::test {

/// One measured angle beside the laboratory's.
struct Compared {
  double error = 0.0;       ///< measured less laboratory
  double half_width = 0.0;  ///< of its interval; 0 where it has none
};

inline double mean(const std::vector<double>& values) {
  return values.empty() ? 0.0 : std::accumulate(values.begin(), values.end(), 0.0) / double(values.size());
}

inline double median(std::vector<double> values) {
  if (values.empty()) return 0.0;
  std::ranges::sort(values);
  const std::size_t half = values.size() / 2;
  return values.size() % 2 == 1 ? values[half] : 0.5 * (values[half - 1] + values[half]);
}

/// Standard deviation with n - 1; 0 with fewer than two.
inline double deviation(const std::vector<double>& values) {
  if (values.size() < 2) return 0.0;
  const double centre = mean(values);
  double sum = 0.0;
  for (const double value : values) sum += (value - centre) * (value - centre);
  return std::sqrt(sum / double(values.size() - 1));
}

/// Wilson's 95 % interval of a share.
inline std::pair<double, double> compute_wilson(int hits, int count) {
  constexpr double z = 1.959964;
  const double n = count;
  const double p = hits / n;
  const double centre = (p + z * z / (2.0 * n)) / (1.0 + z * z / n);
  const double half = z * std::sqrt(p * (1.0 - p) / n + z * z / (4.0 * n * n)) / (1.0 + z * z / n);
  return {centre - half, centre + half};
}

/// The interval score of a 95 % interval: its width, and 40 times how far the truth lies outside.
/// Gneiting and Raftery, JASA 102 (2007), 359-378, equation 43.
inline double score_interval(double half_width, double error) {
  return 2.0 * half_width + 40.0 * std::max(0.0, std::abs(error) - half_width);
}

inline double mean_score(double half_width, const std::vector<double>& errors) {
  double sum = 0.0;
  for (const double error : errors) sum += score_interval(half_width, error);
  return sum / double(errors.size());
}

/// The one half-width that would have scored best on these errors: it is one of them.
inline double find_best_constant(const std::vector<double>& errors) {
  double best = 0.0;
  double least = 1e300;
  for (const double error : errors) {
    const double score = mean_score(std::abs(error), errors);
    if (score < least) {
      least = score;
      best = std::abs(error);
    }
  }
  return best;
}

inline std::vector<double> compute_ranks(const std::vector<double>& values) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), 0U);
  std::ranges::stable_sort(order, {}, [&](std::size_t i) { return values[i]; });
  std::vector<double> ranks(values.size());
  for (std::size_t i = 0; i < order.size();) {
    std::size_t end = i;
    while (end < order.size() && values[order[end]] == values[order[i]]) ++end;
    for (std::size_t k = i; k < end; ++k) ranks[order[k]] = 0.5 * double(i + end - 1);
    i = end;
  }
  return ranks;
}

/// Spearman's rank correlation; ties share their mean rank.
inline double correlate_ranks(const std::vector<double>& a, const std::vector<double>& b) {
  const auto x = compute_ranks(a);
  const auto y = compute_ranks(b);
  const double mx = mean(x);
  const double my = mean(y);
  double xy = 0.0, xx = 0.0, yy = 0.0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    xy += (x[i] - mx) * (y[i] - my);
    xx += (x[i] - mx) * (x[i] - mx);
    yy += (y[i] - my) * (y[i] - my);
  }
  return xx > 0.0 && yy > 0.0 ? xy / std::sqrt(xx * yy) : 0.0;
}

}  // namespace endrange::test
