#include "core/measure/repetitions.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <optional>
#include <tuple>
#include <utility>

#include "core/base/contracts.h"
#include "core/measure/statistics.h"

namespace endrange::measure {
namespace {

/// The least movement that is one: below it lies what a camera at home wobbles between two looks (8 to 10
/// degrees). Source: [VanDenHoorn2025], largest smallest detectable difference 7.9, rounded up.
constexpr double LeastRise = Angle::from_degrees(10.0).radians();
/// And it must stand clear of the frame noise, as any summit of noise alone does not.
constexpr double LeastRiseInNoise = 6.0;

/// How summits are told from repetitions, all in logarithms. Chosen on the UI-PRMD recordings of three people
/// [Vakanski2018]: docs/agreement.md says what they reach. The lower group lies apart by so many standard
/// deviations of the higher group, root mean square of what a repetition is measured by.
constexpr double ApartInDeviations = 4.5;
/// About how much people vary; it counts as one summit among those that were seen.
constexpr double UsualDeviation = 0.13;
/// The highest of the lower group, and their mean, as shares of the higher group's median.
constexpr double HighestOfLower = 0.75;
constexpr double MeanOfLower = 0.65;
/// Of one alone nobody knows whether it is what the person usually does: others are false starts when they
/// are this low.
constexpr double FalseStart = 0.4;
/// Less than this is not told from none.
constexpr double SmallestWay_m = 0.02;
constexpr double SmallestDuration_s = 0.1;

/// A limb is under way when it has left its lowest place by this share of the repetition.
constexpr double UnderWay = 0.1;
/// What counts as the top when asking whether it was seen.
constexpr double Top = 0.8;

struct Summit {
  std::size_t index = 0;
  std::size_t valley = 0;  ///< the valley that its prominence counts from
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

std::size_t find_lowest_place(std::span<const SmoothSample> motion, std::size_t from, std::size_t to) {
  std::size_t lowest = from;
  for (std::size_t k = from; k <= to; ++k)
    if (angle_at(motion, k) < angle_at(motion, lowest)) lowest = k;
  return lowest;
}

double find_lowest(std::span<const SmoothSample> motion, std::size_t from, std::size_t to) {
  return angle_at(motion, find_lowest_place(motion, from, to));
}

/// The higher of the two valleys that part a summit from higher ground; the highest summit has its valley in
/// the lowest place of all. An edge of the recording is no valley: someone may stop with the arm still up.
std::size_t find_valley(std::span<const SmoothSample> motion, std::size_t i) {
  const auto before = find_higher_before(motion, i);
  const auto after = find_higher_after(motion, i);
  if (!before && !after) return find_lowest_place(motion, 0, motion.size() - 1);
  if (!before) return find_lowest_place(motion, i, *after);
  const std::size_t left = find_lowest_place(motion, *before, i);
  if (!after) return left;
  const std::size_t right = find_lowest_place(motion, i, *after);
  return angle_at(motion, right) > angle_at(motion, left) ? right : left;
}

/// Summits with a prominence, which is their height above their valley, of so much at least.
std::vector<Summit> find_summits(std::span<const SmoothSample> motion, double least) {
  std::vector<Summit> summits;
  for (std::size_t i = 0; i < motion.size(); ++i) {
    if (i > 0 && angle_at(motion, i - 1) >= angle_at(motion, i)) continue;
    if (i + 1 < motion.size() && angle_at(motion, i + 1) > angle_at(motion, i)) continue;
    const std::size_t valley = find_valley(motion, i);
    const double prominence = angle_at(motion, i) - angle_at(motion, valley);
    if (prominence >= least) summits.push_back({i, valley, prominence});
  }
  return summits;
}

/// How much of a movement a summit is, in logarithms.
struct Extent {
  std::size_t summit = 0;
  double height = 0.0;               ///< mean of prominence and way
  std::array<double, 3> parts = {};  ///< prominence, way of the whole body, duration
};

/// How long the movement is above a tenth of the prominence of a summit, from its neighbour before to its
/// neighbour after.
double compute_duration_s(std::span<const SmoothSample> motion, const std::vector<Summit>& summits,
                          std::size_t i) {
  const Summit& summit = summits[i];
  const std::size_t from = i > 0 ? summits[i - 1].index : 0;
  const std::size_t until = i + 1 < summits.size() ? summits[i + 1].index : motion.size() - 1;
  const double bound = angle_at(motion, summit.index) - (1.0 - UnderWay) * summit.prominence;
  std::size_t first = summit.index;
  while (first > from && angle_at(motion, first) > bound) --first;
  std::size_t last = summit.index;
  while (last < until && angle_at(motion, last) > bound) ++last;
  return motion[last].time_s - motion[first].time_s;
}

/// How far the whole body goes from the valley to the summit, one a summit; nothing where it hardly moves
/// along, or was not seen.
std::vector<double> find_ways(const RepetitionEvidence& evidence, const std::vector<Summit>& summits) {
  if (evidence.body == nullptr) return {};
  std::vector<double> ways;
  for (const Summit& summit : summits) {
    const auto way = find_way(*evidence.body, evidence.movement[summit.valley].time_s,
                              evidence.movement[summit.index].time_s);
    if (!way) return {};
    ways.push_back(std::max(*way, SmallestWay_m));
  }
  if (std::ranges::max(ways) < LeastWay_m) return {};
  return ways;
}

/// Largest first. A body that does not move along goes as far as the angle does.
std::vector<Extent> compute_extents(const RepetitionEvidence& evidence, const std::vector<Summit>& summits) {
  const std::vector<double> ways = find_ways(evidence, summits);
  std::vector<Extent> extents;
  for (std::size_t i = 0; i < summits.size(); ++i) {
    const double prominence = std::log(summits[i].prominence);
    const double way = ways.empty() ? prominence : std::log(ways[i]);
    const double duration_s = compute_duration_s(evidence.movement, summits, i);
    extents.push_back(
        {i, (prominence + way) / 2.0, {prominence, way, std::log(std::max(duration_s, SmallestDuration_s))}});
  }
  std::ranges::sort(extents, std::greater<>(), &Extent::height);
  return extents;
}

/// How far each of the lower group stands apart from the higher, in standard deviations of the higher: that
/// of the one that does so least.
double compute_apartness(std::span<const Extent> higher, std::span<const Extent> lower) {
  std::vector<double> squares(lower.size(), 0.0);
  constexpr std::size_t Parts = std::tuple_size_v<decltype(Extent::parts)>;
  for (std::size_t part = 0; part < Parts; ++part) {
    std::vector<double> values;
    for (const Extent& extent : higher) values.push_back(extent.parts[part]);
    const double own = compute_deviation(values);
    const auto count = static_cast<double>(values.size());
    const double variance = ((count - 1.0) * own * own + UsualDeviation * UsualDeviation) / count;
    const double median = compute_median(std::move(values));
    for (std::size_t i = 0; i < lower.size(); ++i) {
      const double below = std::max(median - lower[i].parts[part], 0.0);
      squares[i] += below * below / variance / static_cast<double>(Parts);
    }
  }
  return std::sqrt(std::ranges::min(squares));
}

/// May a lower group be of false starts and half repetitions, by how high they are?
bool is_low(std::span<const Extent> higher, std::span<const Extent> lower) {
  std::vector<double> heights;
  for (const Extent& extent : higher) heights.push_back(extent.height);
  const double median = compute_median(std::move(heights));
  double mean = 0.0;
  for (const Extent& extent : lower) mean += extent.height / static_cast<double>(lower.size());
  return lower.front().height <= median + std::log(HighestOfLower) &&
         mean <= median + std::log(higher.size() == 1 ? FalseStart : MeanOfLower);
}

/// Where extents, largest first, part into repetitions and what is none: how many of them are repetitions.
/// Nothing where they do not part.
/// @param fewest  as many at least must be none
std::optional<std::size_t> part(std::span<const Extent> extents, std::size_t fewest) {
  double widest = 0.0;
  std::optional<std::size_t> at;
  for (std::size_t k = 1; k + fewest <= extents.size(); ++k) {
    const auto higher = extents.first(k);
    const auto lower = extents.subspan(k);
    // What most of the summits do is what the person does.
    if (lower.size() >= k && k > 1) continue;
    const double gap = higher.back().height - lower.front().height;
    if (gap <= widest || !is_low(higher, lower)) continue;
    if (compute_apartness(higher, lower) < ApartInDeviations) continue;
    widest = gap;
    at = k;
  }
  return at;
}

/// The summits that are repetitions, in order of time.
std::vector<Summit> select_repetitions(const RepetitionEvidence& evidence,
                                       const std::vector<Summit>& summits) {
  std::vector<Extent> extents = compute_extents(evidence, summits);
  // A wobble lies furthest from all others and hides the half repetitions between, so that those left are
  // parted again. What is half as high once may be a repetition that failed; several are a habit.
  constexpr std::size_t Several = 2;
  std::size_t fewest = 1;
  while (const auto at = part(extents, fewest)) {
    extents.resize(*at);
    fewest = Several;
  }
  std::vector<Summit> selected;
  for (const Extent& extent : extents) selected.push_back(summits[extent.summit]);
  std::ranges::sort(selected, {}, &Summit::index);
  return selected;
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
      summit.valley += stay.first;
      summits.push_back(summit);
    }
  if (summits.empty()) return {};
  summits = select_repetitions(evidence, summits);

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
