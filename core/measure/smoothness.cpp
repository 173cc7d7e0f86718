#include "core/measure/smoothness.h"

#include <Eigen/Core>
#include <algorithm>
#include <cmath>
#include <complex>
#include <cstddef>
#include <numeric>
#include <unsupported/Eigen/FFT>
#include <vector>

#include "core/base/contracts.h"
#include "core/measure/statistics.h"

namespace endrange::measure {
namespace {

// As in the definition.
constexpr double HighestFrequency_hz = 10.0;
constexpr double LeastMagnitude = 0.05;
constexpr int Padding = 4;  // the series is filled up to 2⁴ times the next power of two

constexpr double ShortestMovement_s = 0.5;

/// Slower than this share of the peak speed is rest, as reaching studies have it.
constexpr double RestingShare = 0.05;

/// |FFT| of a series filled with zeros, divided by its largest value.
std::vector<double> compute_spectrum(std::span<const double> values, std::size_t count) {
  std::vector<double> padded(values.begin(), values.end());
  padded.resize(count, 0.0);
  std::vector<std::complex<double>> bins;
  Eigen::FFT<double> fourier;
  fourier.fwd(bins, padded);
  std::vector<double> magnitudes;
  magnitudes.reserve(bins.size());
  for (const auto& bin : bins) magnitudes.push_back(std::abs(bin));
  const double largest = std::ranges::max(magnitudes);
  if (largest > 0.0)
    for (double& magnitude : magnitudes) magnitude /= largest;
  return magnitudes;
}

}  // namespace

std::optional<double> compute_spectral_arc_length(std::span<const double> speed, double rate_hz) {
  expects(rate_hz > 0.0, "samples have a rate");
  if (speed.size() < 3) return std::nullopt;
  if (std::ranges::all_of(speed, [](double value) { return value == 0.0; })) return std::nullopt;
  std::size_t count = 1;
  while (count < speed.size()) count *= 2;
  count <<= Padding;
  const std::vector<double> magnitudes = compute_spectrum(speed, count);
  const double step_hz = rate_hz / static_cast<double>(count);
  const auto bins = std::min(static_cast<std::size_t>(HighestFrequency_hz / step_hz) + 1, count);
  const auto is_strong = [&](std::size_t bin) { return magnitudes[bin] >= LeastMagnitude; };
  std::size_t first = 0;
  while (first < bins && !is_strong(first)) ++first;
  std::size_t last = bins - 1;
  while (last > first && !is_strong(last)) --last;
  if (first >= last) return std::nullopt;
  const double step = 1.0 / static_cast<double>(last - first);
  double length = 0.0;
  for (std::size_t bin = first; bin < last; ++bin)
    length += std::hypot(step, magnitudes[bin + 1] - magnitudes[bin]);
  return -length;
}

std::optional<double> compute_log_dimensionless_jerk(std::span<const double> speed, double rate_hz) {
  expects(rate_hz > 0.0, "samples have a rate");
  if (speed.size() < 3) return std::nullopt;
  const double step_s = 1.0 / rate_hz;
  const double duration_s = static_cast<double>(speed.size()) * step_s;
  double peak = 0.0;
  for (const double value : speed) peak = std::max(peak, std::abs(value));
  double squares = 0.0;
  for (std::size_t i = 1; i + 1 < speed.size(); ++i) {
    const double second = (speed[i + 1] - 2.0 * speed[i] + speed[i - 1]) / (step_s * step_s);
    squares += second * second * step_s;
  }
  if (peak == 0.0 || squares == 0.0) return std::nullopt;
  return -std::log(std::pow(duration_s, 3) / (peak * peak) * squares);
}

std::optional<double> compute_smoothness(const SmoothTrack& angle, const Span& within) {
  if (within.to_s - within.from_s < ShortestMovement_s) return std::nullopt;
  std::vector<double> steps;
  std::vector<const SmoothSample*> samples;
  for (const SmoothSample& sample : angle) {
    if (sample.time_s < within.from_s || sample.time_s > within.to_s) continue;
    if (!samples.empty()) {
      steps.push_back(sample.time_s - samples.back()->time_s);
      if (steps.back() > LongestUnseen_s) return std::nullopt;
    }
    samples.push_back(&sample);
  }
  if (samples.size() < 4) return std::nullopt;
  const double step_s = compute_median(steps);
  std::vector<double> even;
  std::size_t next = 1;
  const double from_s = samples.front()->time_s;
  const auto count = static_cast<std::size_t>((samples.back()->time_s - from_s) / step_s) + 1;
  for (std::size_t i = 0; i < count; ++i) {
    const double time_s = from_s + static_cast<double>(i) * step_s;
    while (next + 1 < samples.size() && samples[next]->time_s < time_s) ++next;
    const SmoothSample& before = *samples[next - 1];
    const SmoothSample& after = *samples[next];
    const double share = (time_s - before.time_s) / (after.time_s - before.time_s);
    even.push_back(std::lerp(before.angle.radians(), after.angle.radians(), share));
  }
  std::vector<double> speed;
  for (std::size_t i = 1; i < even.size(); ++i) speed.push_back(std::abs(even[i] - even[i - 1]) / step_s);
  return compute_spectral_arc_length(speed, 1.0 / step_s);
}

std::optional<double> compute_repetition_smoothness(const SmoothTrack& angle,
                                                    const RepetitionSpan& repetition) {
  const auto find_sample = [&](double time_s) {
    const auto found = std::ranges::lower_bound(angle, time_s, {}, &SmoothSample::time_s);
    return static_cast<std::size_t>(found - angle.begin());
  };
  std::size_t first = find_sample(repetition.start_s);
  std::size_t last = find_sample(repetition.end_s);
  if (last >= angle.size() || last - first < 2) return std::nullopt;
  const auto change_at = [&](std::size_t i) {
    const std::size_t from = i > 0 ? i - 1 : i;
    const std::size_t to = std::min(i + 1, angle.size() - 1);
    return (angle[to].angle - angle[from].angle).radians() / (angle[to].time_s - angle[from].time_s);
  };
  double peak = 0.0;
  for (std::size_t i = first; i <= last; ++i) peak = std::max(peak, std::abs(change_at(i)));
  while (first > 0 && change_at(first) >= RestingShare * peak) --first;
  while (last + 1 < angle.size() && change_at(last) <= -RestingShare * peak) ++last;
  return compute_smoothness(angle, {angle[first].time_s, angle[last].time_s});
}

bool is_smoothness_shown(const JointMotionId& joint_motion, bool is_all_around) {
  return is_all_around && joint_motion.value() == "shoulder.abduction";
}

}  // namespace endrange::measure
