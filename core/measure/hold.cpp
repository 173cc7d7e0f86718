#include "core/measure/hold.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "core/base/contracts.h"
#include "core/measure/statistics.h"

namespace endrange::measure {
namespace {

/// Two standard errors to each side leave the extremes of a quiet hold inside the band.
constexpr double BandAllowance = 2.0;
/// How far the variance of a hold must exceed that of its noise, in standard errors of a variance: at
/// most one quiet hold in twenty shows more. A normal figure would need 1.6; a noise estimated from
/// neighbours that overlap is less sure than the formula below, and 15 frames a second need 2.4.
constexpr double SwayConfidence = 2.5;

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
  // Without enough samples to tell noise from sway, all of it counts as noise.
  const double noise = find_frame_noise(samples).value_or(Angle::from_radians(line.deviation)).radians();
  const double noise_variance = noise * noise;
  // Relative variance of the two variances: 2/n for the hold's, 5.4/n for the noise's, whose robust deviation
  // is the less efficient estimate (1.36/n of its own square, four times that for the square).
  const double uncertain = SwayConfidence * std::sqrt((2.0 + 5.4) / count);
  hold.noise_floor = Angle::from_radians(noise * std::sqrt(uncertain));
  const double excess = line.deviation * line.deviation - noise_variance;
  if (excess > noise_variance * uncertain) hold.sway = Angle::from_radians(std::sqrt(excess));
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
    const double duration_s = motion[end - 1].time_s - motion[begin].time_s;
    const bool is_longest = !holds.longest || duration_s > holds.longest->duration_s();
    const bool is_kept = duration_s >= rule.hold_s;
    if (!is_longest && !is_kept) continue;
    const Hold hold = describe_hold(determined.subspan(begin, end - begin));
    if (is_longest) holds.longest = hold;
    if (is_kept && (!holds.usable || hold.angle > holds.usable->angle)) holds.usable = hold;
  }
  return holds;
}

}  // namespace endrange::measure
