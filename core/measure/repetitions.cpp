#include "core/measure/repetitions.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>
#include <optional>

#include "core/base/contracts.h"
#include "core/measure/statistics.h"

namespace endrange::measure {
namespace {

/// The least movement that is one: below it lies what a camera at home wobbles between two looks (8 to 10
/// degrees). Source: [VanDenHoorn2025], largest smallest detectable difference 7.9, rounded up.
constexpr double LeastRise = Angle::from_degrees(10.0).radians();
/// And it must stand clear of the frame noise, as any summit of noise alone does not.
constexpr double LeastRiseInNoise = 6.0;

/// How summits are told from repetitions, all in logarithms of prominence. Chosen on the UI-PRMD recordings
/// of three people [Vakanski2018]: docs/agreement.md says what they reach. The lower group lies apart by more
/// than this many standard deviations of the higher group ...
constexpr double ApartInDeviations = 3.0;
constexpr double Apart = 0.2;  // ... and this
/// About how much people vary; it counts as one summit among those that were seen.
constexpr double UsualDeviation = 0.13;
/// The highest of the lower group, and their mean, as shares of the higher group's median.
constexpr double HighestOfLower = 0.75;
constexpr double MeanOfLower = 0.65;

/// A limb is under way when it has left its lowest place by this share of the repetition.
constexpr double UnderWay = 0.1;
/// What counts as the top when asking whether it was seen.
constexpr double Top = 0.8;

struct Summit {
  std::size_t index = 0;
  double prominence = 0.0;
};

double angle_at(std::span<const SmoothSample> motion, std::size_t i) {
  return motion[i].angle.radians();
}

std::optional<std::size_t> find_higher_before(std::span<const SmoothSample> motion, std::size_t i) {
  for (std::size_t k = i; k-- > 0;)
    if (angle_at(motion, k) >= angle_at(motion, i)) return k;
  return std::nullopt;
}

std::optional<std::size_t> find_higher_after(std::span<const SmoothSample> motion, std::size_t i) {
  for (std::size_t k = i + 1; k < motion.size(); ++k)
    if (angle_at(motion, k) > angle_at(motion, i)) return k;
  return std::nullopt;
}

double find_lowest(std::span<const SmoothSample> motion, std::size_t from, std::size_t to) {
  double lowest = angle_at(motion, from);
  for (std::size_t k = from; k <= to; ++k) lowest = std::min(lowest, angle_at(motion, k));
  return lowest;
}

/// Height above the higher of the two valleys that part it from higher ground; the highest summit has its
/// valley in the lowest place of all. An edge of the recording is no valley: someone may stop with the arm
/// still up.
double compute_prominence(std::span<const SmoothSample> motion, std::size_t i) {
  const auto before = find_higher_before(motion, i);
  const auto after = find_higher_after(motion, i);
  std::optional<double> valley;
  if (before) valley = find_lowest(motion, *before, i);
  if (after) {
    const double right = find_lowest(motion, i, *after);
    valley = valley ? std::max(*valley, right) : right;
  }
  return angle_at(motion, i) - valley.value_or(find_lowest(motion, 0, motion.size() - 1));
}

std::vector<Summit> find_summits(std::span<const SmoothSample> motion, double least) {
  std::vector<Summit> summits;
  for (std::size_t i = 0; i < motion.size(); ++i) {
    if (i > 0 && angle_at(motion, i - 1) >= angle_at(motion, i)) continue;
    if (i + 1 < motion.size() && angle_at(motion, i + 1) > angle_at(motion, i)) continue;
    const double prominence = compute_prominence(motion, i);
    if (prominence >= least) summits.push_back({i, prominence});
  }
  return summits;
}

/// Where logarithms of prominence, highest first, part into repetitions and what is none: how many of them
/// are repetitions. Nothing where they do not part.
/// @param fewest  as many at least must be none
std::optional<std::size_t> part(std::span<const double> heights, std::size_t fewest) {
  double widest = 0.0;
  std::optional<std::size_t> at;
  for (std::size_t k = 1; k + fewest <= heights.size(); ++k) {
    const auto higher = heights.first(k);
    const auto lower = heights.subspan(k);
    // What most of the summits do is what the person does.
    if (lower.size() >= k && k > 1) continue;
    const double median = compute_median({higher.begin(), higher.end()});
    const double mean = std::accumulate(lower.begin(), lower.end(), 0.0) / static_cast<double>(lower.size());
    if (lower.front() > median + std::log(HighestOfLower) || mean > median + std::log(MeanOfLower)) continue;
    const double own = compute_deviation(higher);
    const double variance =
        (static_cast<double>(k - 1) * own * own + UsualDeviation * UsualDeviation) / static_cast<double>(k);
    const double beyond = higher.back() - lower.front() - ApartInDeviations * std::sqrt(variance) - Apart;
    if (beyond <= widest) continue;
    widest = beyond;
    at = k;
  }
  return at;
}

/// The prominence from which a summit is a repetition.
double find_line(const std::vector<Summit>& summits) {
  std::vector<double> heights;
  for (const Summit& summit : summits) heights.push_back(std::log(summit.prominence));
  std::ranges::sort(heights, std::greater<>());
  // A wobble lies furthest from all others and hides the half repetitions between, so that those left are
  // parted again. What is half as high once may be a repetition that failed; several are a habit.
  constexpr std::size_t Several = 2;
  std::size_t fewest = 1;
  while (const auto at = part(heights, fewest)) {
    heights.resize(*at);
    fewest = Several;
  }
  return std::exp(heights.back()) * (1.0 - 1e-9);
}

/// The last time before the summit, and the first after it, at which the limb is within a tenth of its low
/// place. Times are those of the movement, heights those of the angle.
RepetitionSpan make_span(const RepetitionEvidence& evidence, std::size_t first, std::size_t apex,
                         std::size_t last) {
  const auto& motion = evidence.movement;
  const double low = find_lowest(motion, first, apex);
  const double rise = angle_at(motion, apex) - low;
  const auto walk_while_above = [&](double share, bool forward, double from_low, double height) {
    std::size_t k = apex;
    while (angle_at(motion, k) > from_low + share * height && k != (forward ? last : first))
      forward ? ++k : --k;
    return k;
  };
  const double end_low = std::max(low, find_lowest(motion, apex, last));
  const double fall = angle_at(motion, apex) - end_low;
  const std::size_t start = walk_while_above(UnderWay, false, low, rise);
  const std::size_t end = walk_while_above(UnderWay, true, end_low, fall);

  RepetitionSpan span;
  span.start_s = motion[start].time_s;
  span.end_s = motion[end].time_s;
  const auto highest =
      std::ranges::max_element(evidence.angle.subspan(start, end - start + 1), {}, &SmoothSample::angle);
  span.apex_s = highest->time_s;
  span.apex = highest->angle;
  const auto top = static_cast<std::size_t>(std::distance(evidence.angle.begin(), highest));
  span.low = Angle::from_radians(find_lowest(evidence.angle, std::min(first, top), top));

  const std::size_t top_first = walk_while_above(Top, false, low, rise);
  const std::size_t top_last = walk_while_above(Top, true, end_low, fall);
  for (std::size_t k = top_first; k < top_last; ++k)
    if (motion[k + 1].time_s - motion[k].time_s > LongestUnseen_s) span.is_top_seen = false;
  // Where the limb was lost on its way up, the last that was seen of it is no top.
  const auto is_up = [&](std::size_t k) { return angle_at(motion, k) > low + Top * rise; };
  const double until_s = evidence.recorded_until_s.value_or(motion.back().time_s);
  if (top_last + 1 == motion.size() && is_up(top_last) && until_s - motion.back().time_s > LongestUnseen_s)
    span.is_top_seen = false;
  return span;
}

bool is_walking(double time_s, std::span<const Span> walks) {
  return std::ranges::any_of(walks,
                             [&](const Span& walk) { return time_s >= walk.from_s && time_s <= walk.to_s; });
}

/// A stretch without a walk: samples [first, end).
struct Stay {
  std::size_t first = 0;
  std::size_t end = 0;
};

std::vector<Stay> find_stays(const RepetitionEvidence& evidence) {
  std::vector<Stay> stays;
  for (std::size_t i = 0; i < evidence.movement.size(); ++i) {
    if (is_walking(evidence.movement[i].time_s, evidence.walks)) continue;
    if (stays.empty() || stays.back().end != i) stays.push_back({i, i});
    stays.back().end = i + 1;
  }
  return stays;
}

}  // namespace

std::vector<RepetitionSpan> find_repetitions(const RepetitionEvidence& evidence) {
  expects(evidence.angle.size() == evidence.movement.size(), "a movement has a sample for each of its angle");
  const double least = std::max(LeastRise, LeastRiseInNoise * evidence.noise.radians());
  const std::vector<Stay> stays = find_stays(evidence);
  std::vector<Summit> summits;
  for (const Stay& stay : stays)
    for (Summit summit : find_summits(evidence.movement.subspan(stay.first, stay.end - stay.first), least)) {
      summit.index += stay.first;
      summits.push_back(summit);
    }
  if (summits.empty()) return {};
  const double line = find_line(summits);
  std::erase_if(summits, [&](const Summit& summit) { return summit.prominence < line; });

  std::vector<RepetitionSpan> repetitions;
  auto stay = stays.begin();
  std::size_t first = stay->first;
  for (std::size_t k = 0; k < summits.size(); ++k) {
    const std::size_t apex = summits[k].index;
    while (apex >= stay->end) first = (++stay)->first;
    const bool has_next = k + 1 < summits.size() && summits[k + 1].index < stay->end;
    std::size_t last = has_next ? summits[k + 1].index : stay->end - 1;
    if (has_next)
      for (std::size_t i = apex; i <= summits[k + 1].index; ++i)
        if (angle_at(evidence.movement, i) < angle_at(evidence.movement, last)) last = i;
    // A recording that begins with the limb up shows a coming down and no going out.
    const double rise = angle_at(evidence.movement, apex) - find_lowest(evidence.movement, first, apex);
    if (rise >= summits[k].prominence / 2.0) repetitions.push_back(make_span(evidence, first, apex, last));
    first = last;
  }
  return repetitions;
}

}  // namespace endrange::measure
