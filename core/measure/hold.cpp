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

/// Samples [first, last], and the middle of their angles.
struct Stretch {
  std::size_t first = 0;
  std::size_t last = 0;
  Angle middle = {};
};

/// What is left of a stretch between its first and its last sample inside the band about its middle.
std::optional<Stretch> find_core(std::span<const AngleSample> determined,
                                 std::span<const SmoothSample> motion, Stretch stretch, Angle band) {
  std::vector<double> angles;
  for (std::size_t i = stretch.first; i <= stretch.last; ++i) angles.push_back(determined[i].angle.radians());
  stretch.middle = Angle::from_radians(compute_median(std::move(angles)));
  const auto is_inside = [&](std::size_t i) { return abs(motion[i].angle - stretch.middle) <= band; };
  while (stretch.first < stretch.last && !is_inside(stretch.first)) ++stretch.first;
  while (stretch.last > stretch.first && !is_inside(stretch.last)) --stretch.last;
  return stretch.last > stretch.first ? std::optional(stretch) : std::nullopt;
}

/// How far a smoothed sample may seem to be from the middle of a hold that it lies in.
Angle find_reach(const SmoothSample& sample, Angle band) {
  return band + BandAllowance * sample.standard_error;
}

/// Where a hold begins or ends: between a sample inside the band and the next one outside.
struct Edge {
  double time_s = 0.0;
  double error_s = 0.0;
  bool is_cut = false;
};

/// The edge beyond sample `inside` of a hold, in the direction of +1 or −1. It may lie anywhere between the
/// last sample that is surely inside the band and the first that is surely outside, half of which is taken
/// for its standard error: quick where the limb leaves quickly, slow where it lingers at the band's border.
Edge find_edge(std::span<const SmoothSample> motion, std::size_t inside, std::ptrdiff_t direction,
               Angle middle, Angle band) {
  constexpr double Sure = 2.0;  // standard errors
  const auto has_next = [&](std::size_t i) { return direction > 0 ? i + 1 < motion.size() : i > 0; };
  const auto next = [&](std::size_t i) { return direction > 0 ? i + 1 : i - 1; };
  const auto is_far = [&](std::size_t i) {
    return std::abs(motion[next(i)].time_s - motion[i].time_s) > LongestUnseen_s;
  };
  if (!has_next(inside) || is_far(inside)) return {motion[inside].time_s, 0.0, true};
  const std::size_t outside = next(inside);
  std::size_t outer = outside;
  while (has_next(outer) && !is_far(outer) &&
         abs(motion[outer].angle - middle) <= band + Sure * motion[outer].standard_error)
    outer = next(outer);
  std::size_t inner = inside;
  while (inner > 0 && inner + 1 < motion.size() &&
         abs(motion[inner].angle - middle) > std::max(band - Sure * motion[inner].standard_error, band / 3.0))
    direction > 0 ? --inner : ++inner;
  const double step_s = motion[outside].time_s - motion[inside].time_s;
  return {motion[inside].time_s + step_s / 2.0, std::abs(motion[outer].time_s - motion[inner].time_s) / 2.0,
          false};
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
    // There must be a middle that every sample may lie in the band about.
    Angle lowest_middle = motion[begin].angle - find_reach(motion[begin], rule.band);
    Angle highest_middle = motion[begin].angle + find_reach(motion[begin], rule.band);
    std::size_t end = begin + 1;
    for (; end < motion.size() && may_hold(end); ++end) {
      if (motion[end].time_s - motion[end - 1].time_s > LongestUnseen_s) break;
      const Angle reach = find_reach(motion[end], rule.band);
      lowest_middle = std::max(lowest_middle, motion[end].angle - reach);
      highest_middle = std::min(highest_middle, motion[end].angle + reach);
      if (lowest_middle > highest_middle) break;
    }
    if (end <= seen_to || end - begin < 2) continue;
    seen_to = end;
    const auto core = find_core(determined, motion, {begin, end - 1, {}}, rule.band);
    if (!core) continue;
    const auto& [first, last, middle] = *core;
    const Edge from = find_edge(motion, first, -1, middle, rule.band);
    const Edge to = find_edge(motion, last, 1, middle, rule.band);
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
