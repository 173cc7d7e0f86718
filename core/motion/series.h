#pragma once

#include <optional>
#include <vector>

namespace endrange::motion {

/// One quantity over time, on the timestamps it came with. What was not seen is missing.
struct Series {
  std::vector<double> time_s = {};  ///< rising, at any intervals
  std::vector<std::optional<double>> values = {};
};

/// A span in which nothing was seen, from the last value before to the first after.
struct Gap {
  double start_s = 0.0;
  double end_s = 0.0;

  friend bool operator==(const Gap&, const Gap&) = default;
};

/// Gaps longer than this, the silence before the first and after the last value among them.
[[nodiscard]] std::vector<Gap> find_gaps(const Series& series, double longest_s);

/// Smooths without lag, for recordings: at each time the value there of a straight line through the
/// neighbourhood, weighted by a Gaussian whose half power lies at the cut-off. Missing values stay missing,
/// and nothing is carried over a gap longer than `longest_gap_s`.
[[nodiscard]] Series smooth_without_lag(const Series& series, double cutoff_hz, double longest_gap_s = 0.25);

/// Rate of change per second, from a parabola through each value and its neighbours; missing where a
/// neighbour is missing or further than `longest_gap_s` away. At the ends of a span, from the line to the one
/// neighbour.
[[nodiscard]] Series compute_rate(const Series& series, double longest_gap_s = 0.25);

/// A causal filter for live values at irregular times: a low pass whose cut-off rises with speed, so that
/// rest is calm and movement is not late. Source: [Casiez2012]
struct LiveFilter {
  double rest_cutoff_hz = 1.0;
  double cutoff_per_rate = 0.5;  ///< [Hz per unit/s]
  double rate_cutoff_hz = 1.0;

  struct State {
    double time_s = 0.0;
    double value = 0.0;
    double rate = 0.0;
  };

  /// The state after one more value; without an earlier state it starts at the value. Expects a later time.
  [[nodiscard]] State advance(const std::optional<State>& state, double value, double time_s) const;
};

}  // namespace endrange::motion
