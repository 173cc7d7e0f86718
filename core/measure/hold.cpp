#include "core/measure/hold.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "core/base/contracts.h"
#include "core/measure/statistics.h"
#include "core/measure/sway.h"

namespace endrange::measure {
namespace {

/// Three standard errors to each side leave the extremes of a quiet hold of some twenty independent looks
/// inside the band, and of most that sway.
constexpr double BandAllowance = 3.0;
struct Line {
  double slope = 0.0;      // radians a second
  double deviation = 0.0;  // of the residuals, radians
};

Line fit_line(std::span<const AngleSample> samples) {
  const auto count = static_cast<double>(samples.size());
  double mean_t = 0.0;
  double mean_angle = 0.0;
  for (const AngleSample& sample : samples) {
    mean_t += sample.time_s / count;
    mean_angle += sample.angle.radians() / count;
  }
  double tt = 0.0;
  double ta = 0.0;
  for (const AngleSample& sample : samples) {
    tt += (sample.time_s - mean_t) * (sample.time_s - mean_t);
    ta += (sample.time_s - mean_t) * (sample.angle.radians() - mean_angle);
  }
  Line line;
  line.slope = tt > 0.0 ? ta / tt : 0.0;
  double squares = 0.0;
  for (const AngleSample& sample : samples) {
    const double off = sample.angle.radians() - mean_angle - line.slope * (sample.time_s - mean_t);
    squares += off * off;
  }
  line.deviation = samples.size() > 2 ? std::sqrt(squares / (count - 2.0)) : 0.0;
  return line;
}

Hold describe_hold(std::span<const AngleSample> samples) {
  Hold hold;
  hold.start_s = samples.front().time_s;
  hold.end_s = samples.back().time_s;
  hold.frames = samples.size();
  std::vector<double> angles;
  for (const AngleSample& sample : samples) angles.push_back(sample.angle.radians());
  hold.angle = Angle::from_radians(compute_median(std::move(angles)));

  const auto count = static_cast<double>(samples.size());
  const Line line = fit_line(samples);
  hold.drift_per_s = line.slope;
  hold.deviation = Angle::from_radians(line.deviation);
  // Without enough samples to tell noise from sway, all of it counts as noise.
  const double noise = find_frame_noise(samples).value_or(Angle::from_radians(line.deviation)).radians();
  // Relative variance of the two variances: 2/n for the hold's, 5.4/n for the noise's, whose robust deviation
  // is the less efficient estimate (1.36/n of its own square, four times that for the square).
  hold.sway = judge_sway({line.deviation * line.deviation, std::sqrt(2.0 / count)},
                         {noise * noise, std::sqrt(5.4 / count)});
  // The median of normal noise is √(π/2) less sure than its mean.
  constexpr double MedianPenalty = 1.2533;
  hold.standard_error =
      Angle::from_radians(MedianPenalty * std::max(noise, line.deviation) / std::sqrt(count));
  return hold;
}

bool is_excluded(double time_s, std::span<const Span> excluded) {
  return std::ranges::any_of(excluded,
                             [&](const Span& span) { return time_s >= span.from_s && time_s <= span.to_s; });
}

/// Samples [first, last], and the time at which the angle entered the band before or left it after.
struct Stretch {
  std::size_t first = 0;
  std::size_t last = 0;
};

/// What is left of a stretch between its first and its last sample inside the band about its middle.
std::optional<Stretch> find_core(std::span<const AngleSample> determined,
                                 std::span<const SmoothSample> motion, Stretch stretch, Angle band) {
  std::vector<double> angles;
  for (std::size_t i = stretch.first; i <= stretch.last; ++i)
    angles.push_back(determined[i].angle.radians());
  const Angle middle = Angle::from_radians(compute_median(std::move(angles)));
  const auto is_inside = [&](std::size_t i) { return abs(motion[i].angle - middle) <= band; };
  while (stretch.first < stretch.last && !is_inside(stretch.first)) ++stretch.first;
  while (stretch.last > stretch.first && !is_inside(stretch.last)) --stretch.last;
  return stretch.last > stretch.first ? std::optional(stretch) : std::nullopt;
}

/// The angle at the edge and the middle that the band lies about are both unsure, and neighbouring frames err
/// alike; chosen on simulated cameras with other seeds than are scored (known_truth_test.cpp).
constexpr double EdgeErrors = 1.8;

/// Where a hold ends, beyond the sample `inside` and before or after the sample `outside`: half-way, within
/// half a step of the truth, and by as much more as the error of the angle moves the crossing.
struct Edge {
  double time_s = 0.0;
  double error_s = 0.0;
  bool is_cut = false;
};

/// How fast the angle leaves the band [rad/s], over a time that noise does not decide.
double compute_slope(std::span<const SmoothSample> motion, std::size_t inside, std::size_t outside) {
  constexpr double Around_s = 0.3;
  const bool is_forward = outside > inside;
  std::size_t far = outside;
  while (far > 0 && far + 1 < motion.size() && std::abs(motion[far].time_s - motion[inside].time_s) < Around_s)
    is_forward ? ++far : --far;
  return std::abs((motion[far].angle - motion[inside].angle).radians() /
                  (motion[far].time_s - motion[inside].time_s));
}

Edge find_edge(std::span<const SmoothSample> motion, std::size_t inside, std::optional<std::size_t> outside) {
  if (!outside) return {motion[inside].time_s, 0.0, true};
  const double step_s = motion[*outside].time_s - motion[inside].time_s;
  if (std::abs(step_s) > LongestUnseen_s) return {motion[inside].time_s, 0.0, true};
  const double slope = compute_slope(motion, inside, *outside);
  const double error = EdgeErrors * std::max(motion[inside].standard_error, motion[*outside].standard_error).radians();
  constexpr double HalfStepError = 0.2887;  // of a step: 1/√12, anywhere in it as likely
  // A limb that hardly moves crosses the band somewhere within what still counts as the hold.
  constexpr double LongestCrossing_s = 0.5;
  const double crossing_s = slope > 0.0 ? std::min(error / slope, LongestCrossing_s) : LongestCrossing_s;
  return {motion[inside].time_s + step_s / 2.0, std::hypot(HalfStepError * step_s, crossing_s), false};
}

}  // namespace

Holds find_holds(std::span<const AngleSample> determined, std::span<const SmoothSample> motion,
                 const Span& within, const HoldRule& rule, std::span<const Span> excluded) {
  expects(determined.size() == motion.size(), "one smoothed sample for each sample");
  Holds holds;
  const auto may_hold = [&](std::size_t i) {
    return motion[i].time_s >= within.from_s && motion[i].time_s <= within.to_s &&
           motion[i].angle >= rule.lowest && !is_excluded(motion[i].time_s, excluded);
  };
  std::size_t seen_to = 0;  // stretches that lie inside an earlier one show nothing new
  for (std::size_t begin = 0; begin < motion.size(); ++begin) {
    if (!may_hold(begin)) continue;
    Angle low = motion[begin].angle;
    Angle high = low;
    Angle error = {};
    std::size_t end = begin + 1;
    for (; end < motion.size() && may_hold(end); ++end) {
      if (motion[end].time_s - motion[end - 1].time_s > LongestUnseen_s) break;
      error = std::max(error, motion[end].standard_error);
      const Angle next_low = std::min(low, motion[end].angle);
      const Angle next_high = std::max(high, motion[end].angle);
      if (next_high - next_low > 2.0 * rule.band + 2.0 * BandAllowance * error) break;
      low = next_low;
      high = next_high;
    }
    if (end <= seen_to || end - begin < 2) continue;
    seen_to = end;
    const auto core = find_core(determined, motion, {begin, end - 1}, rule.band);
    if (!core) continue;
    const auto [first, last] = *core;
    const Edge from = find_edge(motion, first, first > 0 ? std::optional(first - 1) : std::nullopt);
    const Edge to = find_edge(motion, last, last + 1 < motion.size() ? std::optional(last + 1) : std::nullopt);
    const double duration_s = to.time_s - from.time_s;
    const bool is_longest = !holds.longest || duration_s > holds.longest->duration_s();
    const bool is_kept = duration_s >= rule.hold_s;
    if (!is_longest && !is_kept) continue;
    Hold hold = describe_hold(determined.subspan(first, last - first + 1));
    hold.start_s = from.time_s;
    hold.end_s = to.time_s;
    hold.duration_error_s = std::hypot(from.error_s, to.error_s);
    hold.is_cut = from.is_cut || to.is_cut;
    if (is_longest) holds.longest = hold;
    if (is_kept && (!holds.usable || hold.angle > holds.usable->angle)) holds.usable = hold;
  }
  return holds;
}

}  // namespace endrange::measure
