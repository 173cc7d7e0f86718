#include "core/progress/tested.h"

#include <algorithm>
#include <cmath>
#include <ranges>
#include <string_view>
#include <utility>

#include "core/base/estimate.h"

namespace endrange::progress {

namespace {

using journal::Figure;
using journal::FigureUnit;
using journal::Tested;

bool is_by_hand(const Tested& tested) {
  return tested.method == journal::Method::Hand;
}

bool is_comparable(const Tested& earlier, const Tested& later) {
  return earlier.protocol == later.protocol && earlier.side == later.side && earlier.set_up == later.set_up &&
         is_by_hand(earlier) == is_by_hand(later) && earlier.grade != journal::Grade::NotObservable &&
         later.grade != journal::Grade::NotObservable;
}

std::optional<std::pair<Figure, Figure>> find_common_figures(const Tested& earlier, const Tested& later) {
  for (const Figure& now : later.figures)
    for (const Figure& before : earlier.figures)
      if (before.name == now.name && before.unit == now.unit) return std::pair(before, now);
  return std::nullopt;
}

FigureComparison make_not_comparable() {
  return {Verdict::NotComparable, {}, {}, "Done in another way than before, so the two don't compare.", 0};
}

std::string_view unit_word(FigureUnit unit) {
  switch (unit) {
    case FigureUnit::Degrees:
      return "°";
    case FigureUnit::Centimetres:
      return " cm";
    case FigureUnit::Seconds:
      return " s";
    case FigureUnit::Steradians:
      return " sr";
    case FigureUnit::Count:
    case FigureUnit::One:
      return "";
  }
  return "";
}

// A tenth is as fine as any of these is read.
std::string write(double value, FigureUnit unit) {
  const long tenths = std::lround(std::abs(value) * 10.0);
  std::string text = std::to_string(tenths / 10);
  if (tenths % 10 != 0) text += "." + std::to_string(tenths % 10);
  return text.append(unit_word(unit));
}

std::string describe(double difference, double detectable, FigureUnit unit, bool is_changed) {
  const std::string wobble = write(detectable, unit);
  if (std::lround(difference * 10.0) == 0)
    return "The same as last time, within what measuring wobbles (" + wobble + ").";
  const std::string amount =
      write(difference, unit) + (difference > 0.0 ? " more" : " less") + " than last time";
  return is_changed ? amount + ": beyond the " + wobble + " that measuring wobbles."
                    : amount + ": within what measuring wobbles (" + wobble + "). Too early to tell.";
}

// What the person's own trials, done in the same way, say of the figure that the two have.
Wobble find_wobble(std::span<const TestedPoint> history, const TestedPoint& earlier,
                   const TestedPoint& later) {
  const auto figures = find_common_figures(earlier.tested, later.tested);
  if (!figures) return {};
  std::vector<Taken> taken;
  for (const TestedPoint& point : history) {
    if (!is_comparable(point.tested, later.tested)) continue;
    for (const Figure& figure : point.tested.figures)
      if (figure.name == figures->second.name && figure.unit == figures->second.unit)
        taken.push_back({point.at.day(), figure.value, figure.standard_error});
  }
  return compute_wobble(taken, std::pair(earlier.at.day(), later.at.day()));
}

}  // namespace

FigureComparison compare_tested(const Tested& earlier, const Tested& later, const Wobble& wobble) {
  const auto figures = is_comparable(earlier, later) ? find_common_figures(earlier, later) : std::nullopt;
  if (!figures) return make_not_comparable();
  const auto& [before, now] = *figures;
  const double difference = now.value - before.value;
  // As for angles: 1.96·√(a² + b²). Source: [Weir2005]
  const double detectable =
      wobble.quantile * wobble.factor * std::hypot(before.standard_error, now.standard_error);
  const bool is_changed = std::abs(difference) > detectable;
  return {is_changed ? Verdict::Changed : Verdict::NotYetDistinguishable, difference, detectable,
          describe(difference, detectable, now.unit, is_changed), wobble.is_own() ? wobble.repeats : 0};
}

std::vector<TestedPoint> compute_tested_history(std::span<const journal::Entry> standing,
                                                const ProtocolId& protocol) {
  std::vector<TestedPoint> history;
  for (const auto& entry : standing) {
    const auto* tested = std::get_if<Tested>(&entry.event);
    if (tested != nullptr && tested->protocol == protocol)
      history.push_back({entry.id, entry.at, *tested, {}});
  }
  for (auto point = history.begin(); point != history.end(); ++point) {
    const auto before = std::ranges::subrange(history.begin(), point) | std::views::reverse;
    const auto latest = std::ranges::find_if(
        before, [&](const TestedPoint& earlier) { return is_comparable(earlier.tested, point->tested); });
    if (latest != before.end()) {
      point->comparison =
          compare_tested(latest->tested, point->tested, find_wobble(history, *latest, *point));
    } else {
      const bool is_first = std::ranges::none_of(
          before, [&](const TestedPoint& earlier) { return earlier.tested.side == point->tested.side; });
      if (!is_first) point->comparison = make_not_comparable();
    }
  }
  return history;
}

}  // namespace endrange::progress
