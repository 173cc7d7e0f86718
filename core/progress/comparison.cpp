#include "core/progress/comparison.h"

#include <algorithm>
#include <cmath>
#include <ranges>
#include <utility>

#include "core/base/detectable_change.h"

namespace endrange::progress {

namespace {

using journal::Measured;

std::string degrees(Angle angle) {
  return std::to_string(std::lround(abs(angle).degrees())) + "°";
}

bool is_by_hand(const Measured& measured) {
  return measured.method == journal::Method::Hand;
}

// The first figure that both have, in the order in which they matter.
std::optional<std::pair<Estimate, Estimate>> find_common_figures(const Measured& earlier,
                                                                 const Measured& later) {
  for (const auto figure : {&Measured::usable, &Measured::reached, &Measured::available})
    if (earlier.*figure && later.*figure) return std::pair(*(earlier.*figure), *(later.*figure));
  return std::nullopt;
}

Comparison make_not_comparable() {
  return {Verdict::NotComparable, {}, {}, "Measured in another way than before, so the two don't compare."};
}

std::string describe(Angle difference, Angle detectable, bool is_changed) {
  const auto rounded = std::lround(abs(difference).degrees());
  if (rounded == 0)
    return "The same as last time, within what measuring wobbles (" + degrees(detectable) + ").";
  const std::string amount =
      degrees(difference) + (difference > Angle{} ? " more" : " less") + " than last time";
  return is_changed
             ? amount + ": beyond the " + degrees(detectable) + " that measuring wobbles."
             : amount + ": within what measuring wobbles (" + degrees(detectable) + "). Too early to tell.";
}

}  // namespace

bool is_comparable(const Measured& earlier, const Measured& later) {
  // Camera, video and kept recording are one tool, because all three are measured from the same landmarks; by
  // hand, the note names the tool. Two tools differ by up to 20° on the same shoulder. Source: [Kolber2012]
  return earlier.joint_motion == later.joint_motion && earlier.side == later.side &&
         earlier.protocol == later.protocol && earlier.set_up == later.set_up &&
         is_by_hand(earlier) == is_by_hand(later) && (!is_by_hand(later) || earlier.note == later.note) &&
         earlier.grade != journal::Grade::NotObservable && later.grade != journal::Grade::NotObservable;
}

Comparison compare_measured(const Measured& earlier, const Measured& later) {
  if (!is_comparable(earlier, later)) return make_not_comparable();
  const auto figures = find_common_figures(earlier, later);
  if (!figures) return make_not_comparable();
  auto [before, after] = *figures;
  before.standard_error = compute_random_error(before, earlier.set_up_error);
  after.standard_error = compute_random_error(after, later.set_up_error);
  const auto difference = compute_difference(before, after);
  const bool is_changed = difference.is_distinguishable();
  return {is_changed ? Verdict::Changed : Verdict::NotYetDistinguishable, difference.mean,
          difference.detectable, describe(difference.mean, difference.detectable, is_changed)};
}

Angle compute_random_error(const Estimate& estimate, Angle set_up_error) {
  const double all = estimate.standard_error.radians();
  const double repeated = std::min(all, set_up_error.radians());
  return Angle::from_radians(std::sqrt(all * all - repeated * repeated));
}

Difference compute_difference(const Estimate& first, const Estimate& second) {
  return {second.mean - first.mean, compute_detectable_change(first.standard_error, second.standard_error)};
}

std::vector<HistoryPoint> compute_history(std::span<const journal::Entry> standing,
                                          const SidedMotion& motion) {
  std::vector<HistoryPoint> history;
  for (const auto& entry : standing) {
    const auto* measured = std::get_if<Measured>(&entry.event);
    if (measured == nullptr || measured->joint_motion != motion.joint_motion) continue;
    if (measured->side != motion.side && measured->side != Side::Both) continue;
    HistoryPoint point{entry.id, entry.at, *measured, {}};
    const auto same_way = std::ranges::find_if(
        history | std::views::reverse,
        [&](const HistoryPoint& earlier) { return is_comparable(earlier.measured, *measured); });
    if (same_way != history.rend())
      point.comparison = compare_measured(same_way->measured, *measured);
    else if (!history.empty())
      point.comparison = make_not_comparable();
    else
      point.comparison.words = "The first measurement. Another one shows whether something changes.";
    history.push_back(std::move(point));
  }
  return history;
}

}  // namespace endrange::progress
