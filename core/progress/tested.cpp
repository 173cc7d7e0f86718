#include "core/progress/tested.h"

#include <algorithm>
#include <cmath>
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
  return {Verdict::NotComparable, {}, {}, "Done in another way than before, so the two don't compare."};
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

}  // namespace

FigureComparison compare_tested(const Tested& earlier, const Tested& later) {
  const auto figures = is_comparable(earlier, later) ? find_common_figures(earlier, later) : std::nullopt;
  if (!figures) return make_not_comparable();
  const auto& [before, now] = *figures;
  const double difference = now.value - before.value;
  // As for angles: 1.96·√(a² + b²). Source: [Weir2005]
  const double detectable = TwoSided95 * std::hypot(before.standard_error, now.standard_error);
  const bool is_changed = std::abs(difference) > detectable;
  return {is_changed ? Verdict::Changed : Verdict::NotYetDistinguishable, difference, detectable,
          describe(difference, detectable, now.unit, is_changed)};
}

std::vector<TestedPoint> compute_tested_history(std::span<const journal::Entry> standing,
                                                const ProtocolId& protocol) {
  std::vector<TestedPoint> history;
  for (const auto& entry : standing) {
    const auto* tested = std::get_if<Tested>(&entry.event);
    if (tested == nullptr || tested->protocol != protocol) continue;
    TestedPoint point{entry.id, entry.at, *tested, {}};
    const auto is_alike = [&](const TestedPoint& earlier) { return is_comparable(earlier.tested, *tested); };
    const auto latest = std::ranges::find_if(history.rbegin(), history.rend(), is_alike);
    if (latest != history.rend()) {
      point.comparison = compare_tested(latest->tested, *tested);
    } else {
      const bool is_first = std::ranges::none_of(
          history, [&](const TestedPoint& earlier) { return earlier.tested.side == tested->side; });
      if (!is_first) point.comparison = make_not_comparable();
    }
    history.push_back(std::move(point));
  }
  return history;
}

}  // namespace endrange::progress
