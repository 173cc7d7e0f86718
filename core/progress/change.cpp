#include "core/progress/change.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>
#include <vector>

#include "core/base/detectable_change.h"

namespace endrange::progress {

namespace {

constexpr std::size_t MostAtEachEnd = 3;
/// Nobody would wait for more.
constexpr int MostMore = 10;

// A figure without what its set-up repeats.
struct Figure {
  Angle mean = {};
  Angle error = {};
};

struct Ends {
  std::size_t earlier = 0;
  std::size_t later = 0;
};

Ends split(std::size_t count) {
  const auto earlier = std::clamp<std::size_t>(count / 3, 1, MostAtEachEnd);
  return {earlier, std::min(MostAtEachEnd, count - earlier)};
}

std::optional<RangeKind> find_kind(const journal::Measured& measured) {
  for (const auto kind : {RangeKind::Usable, RangeKind::Reached, RangeKind::Available})
    if (figure_of(measured, kind)) return kind;
  return std::nullopt;
}

std::vector<Figure> select_alike(std::span<const HistoryPoint> history, RangeKind kind) {
  const auto& latest = history.back().measured;
  std::vector<Figure> figures;
  for (const auto& point : history) {
    const auto& figure = figure_of(point.measured, kind);
    if (figure && is_comparable(point.measured, latest))
      figures.push_back({figure->mean, compute_random_error(*figure, point.measured.set_up_error)});
  }
  return figures;
}

Figure compute_mean(std::span<const Figure> figures) {
  double sum = 0.0;
  double squares = 0.0;
  for (const auto& figure : figures) {
    sum += figure.mean.radians();
    squares += figure.error.radians() * figure.error.radians();
  }
  const auto count = static_cast<double>(figures.size());
  return {Angle::from_radians(sum / count), Angle::from_radians(std::sqrt(squares) / count)};
}

// What the first and the last ones say.
struct Step {
  Ends ends = {};
  Angle difference = {};
  Angle detectable = {};
  Figure later = {};

  [[nodiscard]] bool is_shown() const { return abs(difference) > detectable; }
};

Step compute_step(std::span<const Figure> figures) {
  const auto ends = split(figures.size());
  const auto before = compute_mean(figures.first(ends.earlier));
  const auto after = compute_mean(figures.last(ends.later));
  return {ends, after.mean - before.mean, compute_detectable_change(before.error, after.error), after};
}

// How many more like the last ones it takes until the difference shows.
std::optional<int> find_more(std::vector<Figure> figures, Angle now) {
  const Angle usual = figures.back().error;
  for (int more = 1; more <= MostMore; ++more) {
    figures.push_back({now, usual});
    if (compute_step(figures).is_shown()) return more;
  }
  return std::nullopt;
}

std::string describe(const Change& change) {
  const bool is_level = std::lround(change.difference->degrees()) == 0;
  const std::string amount = is_level ? "As in the beginning"
                                      : words_of_size(*change.difference) +
                                            (*change.difference > Angle{} ? " more" : " less") +
                                            " than in the beginning";
  if (change.verdict == Verdict::Changed)
    return amount + ": beyond the " + words_of_size(*change.detectable) + " that measuring wobbles.";
  std::string within =
      amount + ", within the " + words_of_size(*change.detectable) + " that measuring wobbles.";
  if (is_level) return within;
  if (!change.more) return within + " Too little for this way of measuring to show.";
  return within + " Too early to tell: about " + std::to_string(*change.more) + " more measurement" +
         (*change.more == 1 ? "" : "s") + " would show it, if it stays.";
}

}  // namespace

std::optional<Change> compute_change(std::span<const HistoryPoint> history) {
  if (history.empty() || history.back().measured.grade == journal::Grade::NotObservable) return std::nullopt;
  const auto kind = find_kind(history.back().measured);
  if (!kind) return std::nullopt;
  const auto figures = select_alike(history, *kind);
  Change change;
  change.kind = *kind;
  if (figures.size() < 2) {
    change.later = static_cast<int>(figures.size());
    change.words = "Measured once in this way. Another time shows whether something changes.";
    return change;
  }
  const auto step = compute_step(figures);
  change.earlier = static_cast<int>(step.ends.earlier);
  change.later = static_cast<int>(step.ends.later);
  change.difference = step.difference;
  change.detectable = step.detectable;
  change.verdict = step.is_shown() ? Verdict::Changed : Verdict::NotYetDistinguishable;
  if (!step.is_shown()) change.more = find_more(figures, step.later.mean);
  change.words = describe(change);
  return change;
}

}  // namespace endrange::progress
