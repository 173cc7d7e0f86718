#include "core/measure/repetitions.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <optional>

namespace endrange::measure {
namespace {

/// The least movement that is one: below it lies what a camera at home wobbles between two looks (8 to 10
/// degrees). Source: [VanDenHoorn2025], largest smallest detectable difference 7.9, rounded up.
constexpr double LeastRise = Angle::from_degrees(10.0).radians();
/// And it must stand clear of the frame noise, as any summit of noise alone does not.
constexpr double LeastRiseInNoise = 6.0;

/// From one summit to the next smaller one, a person's own repetitions shrink little by little, even where
/// their range varies from one to the next; a half repetition is smaller by half at once. The line is drawn
/// at the first step down by more than this factor. Chosen on the UI-PRMD recordings of three people
/// [Vakanski2018], joined to ten repetitions each, where it counts all 30 done as told exactly, and 27 of 30
/// done wrongly, whose range varies.
constexpr double StepDown = 1.8;

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

/// The prominence from which a summit is a repetition.
double find_line(const std::vector<Summit>& summits) {
  std::vector<double> heights;
  for (const Summit& summit : summits) heights.push_back(summit.prominence);
  std::ranges::sort(heights, std::greater<>());
  for (std::size_t k = 0; k + 1 < heights.size(); ++k)
    if (heights[k] > StepDown * heights[k + 1]) return std::sqrt(heights[k] * heights[k + 1]);
  return heights.back();
}

/// The last time before the summit, and the first after it, at which the limb is within `level` of its low
/// place.
RepetitionSpan make_span(std::span<const SmoothSample> motion, std::size_t first, std::size_t apex,
                         std::size_t last) {
  RepetitionSpan span;
  span.apex_s = motion[apex].time_s;
  span.apex = motion[apex].angle;
  const double low = find_lowest(motion, first, apex);
  span.low = Angle::from_radians(low);
  const double rise = angle_at(motion, apex) - low;

  const auto walk_while_above = [&](double share, bool forward, double from_low, double height) {
    std::size_t k = apex;
    while (angle_at(motion, k) > from_low + share * height && k != (forward ? last : first))
      forward ? ++k : --k;
    return k;
  };
  span.start_s = motion[walk_while_above(UnderWay, false, low, rise)].time_s;
  const double end_low = std::max(low, find_lowest(motion, apex, last));
  const double fall = angle_at(motion, apex) - end_low;
  span.end_s = motion[walk_while_above(UnderWay, true, end_low, fall)].time_s;

  const std::size_t top_first = walk_while_above(Top, false, low, rise);
  const std::size_t top_last = walk_while_above(Top, true, end_low, fall);
  for (std::size_t k = top_first; k < top_last; ++k)
    if (motion[k + 1].time_s - motion[k].time_s > LongestUnseen_s) span.is_top_seen = false;
  return span;
}

}  // namespace

std::vector<RepetitionSpan> find_repetitions(std::span<const SmoothSample> motion, Angle noise) {
  if (motion.empty()) return {};
  const double least = std::max(LeastRise, LeastRiseInNoise * noise.radians());
  std::vector<Summit> summits = find_summits(motion, least);
  if (summits.empty()) return {};
  const double line = find_line(summits);
  std::erase_if(summits, [&](const Summit& summit) { return summit.prominence < line; });

  std::vector<RepetitionSpan> repetitions;
  std::size_t first = 0;
  for (std::size_t k = 0; k < summits.size(); ++k) {
    const std::size_t apex = summits[k].index;
    const std::size_t bound = k + 1 < summits.size() ? summits[k + 1].index : motion.size() - 1;
    std::size_t last = bound;
    if (k + 1 < summits.size())
      for (std::size_t i = apex; i <= bound; ++i)
        if (angle_at(motion, i) < angle_at(motion, last)) last = i;
    const RepetitionSpan span = make_span(motion, first, apex, last);
    first = last;
    // A recording that begins with the limb up shows a coming down and no going out.
    if (span.apex.radians() - span.low.radians() >= summits[k].prominence / 2.0) repetitions.push_back(span);
  }
  return repetitions;
}

}  // namespace endrange::measure
