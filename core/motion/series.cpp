#include "core/motion/series.h"

#include <cmath>
#include <numbers>

#include "core/base/contracts.h"

namespace endrange::motion {
namespace {

// Beyond this many standard deviations a Gaussian's weight is under 1e-5.
constexpr double Reach = 5.0;

void expect_rising(const Series& series) {
  expects(series.time_s.size() == series.values.size(), "a series has a time for each value");
  for (std::size_t i = 1; i < series.time_s.size(); ++i) {
    expects(series.time_s[i] > series.time_s[i - 1], "the times of a series rise");
  }
}

// The nearest present value before or after, if it is near enough.
std::optional<std::size_t> find_neighbour(const Series& series, std::size_t i, std::ptrdiff_t way,
                                          double longest_gap_s) {
  auto j = static_cast<std::ptrdiff_t>(i) + way;
  const auto count = static_cast<std::ptrdiff_t>(series.values.size());
  if (j < 0 || j >= count) return std::nullopt;
  const auto neighbour = static_cast<std::size_t>(j);
  const bool is_near = std::abs(series.time_s[neighbour] - series.time_s[i]) <= longest_gap_s;
  return is_near && series.values[neighbour] ? std::optional(neighbour) : std::nullopt;
}

// The span around i in which no two present values are further apart than the gap allows.
struct Span {
  std::size_t first = 0;
  std::size_t last = 0;
};

std::vector<Span> find_spans(const Series& series, double longest_gap_s) {
  std::vector<Span> spans;
  std::optional<std::size_t> previous;
  for (std::size_t i = 0; i < series.values.size(); ++i) {
    if (!series.values[i]) continue;
    if (!previous || series.time_s[i] - series.time_s[*previous] > longest_gap_s) spans.push_back({i, i});
    spans.back().last = i;
    previous = i;
  }
  return spans;
}

double smooth_at(const Series& series, const Span& span, std::size_t i, double sigma_s) {
  double w = 0.0, wt = 0.0, wtt = 0.0, wy = 0.0, wty = 0.0;
  const auto add = [&](std::size_t j) {
    if (!series.values[j]) return;
    const double t = series.time_s[j] - series.time_s[i];
    const double weight = std::exp(-0.5 * t * t / (sigma_s * sigma_s));
    w += weight;
    wt += weight * t;
    wtt += weight * t * t;
    wy += weight * *series.values[j];
    wty += weight * t * *series.values[j];
  };
  for (std::size_t j = i; series.time_s[i] - series.time_s[j] <= Reach * sigma_s; --j) {
    add(j);
    if (j == span.first) break;
  }
  for (std::size_t j = i + 1; j <= span.last && series.time_s[j] - series.time_s[i] <= Reach * sigma_s; ++j)
    add(j);
  const double determinant = w * wtt - wt * wt;
  // A lone value has no line through it.
  if (determinant < 1e-9 * w * sigma_s * sigma_s) return wy / w;
  return (wtt * wy - wt * wty) / determinant;
}

double compute_share(double cutoff_hz, double dt) {
  const double tau = 1.0 / (2.0 * std::numbers::pi * cutoff_hz);
  return dt / (dt + tau);
}

}  // namespace

std::vector<Gap> find_gaps(const Series& series, double longest_s) {
  expect_rising(series);
  std::vector<Gap> gaps;
  if (series.time_s.empty()) return gaps;
  double seen_s = series.time_s.front();
  for (std::size_t i = 0; i < series.values.size(); ++i) {
    const bool is_last = i + 1 == series.values.size();
    if (!series.values[i] && !is_last) continue;
    if (series.time_s[i] - seen_s > longest_s) gaps.push_back({seen_s, series.time_s[i]});
    seen_s = series.time_s[i];
  }
  return gaps;
}

Series smooth_without_lag(const Series& series, double cutoff_hz, double longest_gap_s) {
  expect_rising(series);
  expects(cutoff_hz > 0.0, "a cut-off is positive");
  // A Gaussian of deviation σ passes exp(-2 π² σ² f²): half power where that is 1/√2.
  const double sigma_s = std::sqrt(std::numbers::ln2) / (2.0 * std::numbers::pi * cutoff_hz);
  Series smooth{series.time_s, std::vector<std::optional<double>>(series.values.size())};
  for (const Span& span : find_spans(series, longest_gap_s)) {
    for (std::size_t i = span.first; i <= span.last; ++i) {
      if (series.values[i]) smooth.values[i] = smooth_at(series, span, i, sigma_s);
    }
  }
  return smooth;
}

Series compute_rate(const Series& series, double longest_gap_s) {
  expect_rising(series);
  Series rate{series.time_s, std::vector<std::optional<double>>(series.values.size())};
  const auto slope = [&](std::size_t a, std::size_t b) {
    return (*series.values[b] - *series.values[a]) / (series.time_s[b] - series.time_s[a]);
  };
  for (std::size_t i = 0; i < series.values.size(); ++i) {
    if (!series.values[i]) continue;
    const auto before = find_neighbour(series, i, -1, longest_gap_s);
    const auto after = find_neighbour(series, i, 1, longest_gap_s);
    if (before && after) {
      const double left = series.time_s[i] - series.time_s[*before];
      const double right = series.time_s[*after] - series.time_s[i];
      rate.values[i] = (slope(*before, i) * right + slope(i, *after) * left) / (left + right);
    } else if (before) {
      rate.values[i] = slope(*before, i);
    } else if (after) {
      rate.values[i] = slope(i, *after);
    }
  }
  return rate;
}

LiveFilter::State LiveFilter::advance(const std::optional<State>& state, double value, double time_s) const {
  if (!state) return {time_s, value, 0.0};
  const double dt = time_s - state->time_s;
  expects(dt > 0.0, "live values come in order");
  const double raw_rate = (value - state->value) / dt;
  const double rate = state->rate + compute_share(rate_cutoff_hz, dt) * (raw_rate - state->rate);
  const double cutoff = rest_cutoff_hz + cutoff_per_rate * std::abs(rate);
  return {time_s, state->value + compute_share(cutoff, dt) * (value - state->value), rate};
}

}  // namespace endrange::motion
