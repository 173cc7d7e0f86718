#include "core/progress/change.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/detectable_change.h"
#include "core/progress/wobble.h"

namespace endrange::progress {

namespace {

constexpr std::size_t MostAtEachEnd = 3;
/// Nobody would wait for more.
constexpr int MostMore = 10;

struct Figure {
  Angle mean = {};
  Angle error = {};    // what differs from one to the next
  Angle lasting = {};  // what does not, where it counts
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

// What a set-up is off as a whole belongs to no change, but need not be the same on the other side.
enum class SetUp { Same, OfTheOtherSide };

// Those made as `like` was. Once the person's own repeats are enough, they say how far each wobbles, and the
// 1.96 that comes later stands for their wider interval, too.
std::vector<Figure> select_alike(std::span<const HistoryPoint> history, const journal::Measured& like,
                                 RangeKind kind, SetUp set_up = SetUp::Same) {
  std::vector<Figure> figures;
  std::vector<Taken> taken;
  Angle lasting;
  for (const auto& point : history) {
    const auto& figure = figure_of(point.measured, kind);
    if (!figure || !is_comparable(point.measured, like)) continue;
    figures.push_back({figure->mean, compute_random_error(*figure, point.measured.set_up_error), {}});
    if (set_up == SetUp::OfTheOtherSide) lasting = std::max(lasting, point.measured.set_up_error);
    taken.push_back({point.at.day(), figures.back().mean.radians(), figures.back().error.radians()});
  }
  const auto wobble = compute_wobble(taken);
  for (auto& figure : figures) {
    figure.error = wobble.factor * wobble.quantile / TwoSided95 * figure.error;
    figure.lasting = lasting;
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
  return {Angle::from_radians(sum / count),
          Angle::from_radians(std::hypot(std::sqrt(squares) / count, figures.front().lasting.radians())),
          {}};
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
    figures.push_back({now, usual, {}});
    if (compute_step(figures).is_shown()) return more;
  }
  return std::nullopt;
}

// "Too early to tell": what more measurements would do.
std::string describe_more(std::optional<int> more, std::string_view of_what) {
  if (!more) return " Too little for this way of measuring to show.";
  return " Too early to tell: about " + std::to_string(*more) + " more measurement" +
         (*more == 1 ? "" : "s") + std::string(of_what) + " would show it, if it stays.";
}

std::string describe(const Change& change) {
  const auto words = words_of_sizes(*change.difference, *change.detectable);
  const bool is_level = std::lround(change.difference->degrees()) == 0;
  const std::string amount =
      is_level
          ? "As in the beginning"
          : words.difference + (*change.difference > Angle{} ? " more" : " less") + " than in the beginning";
  if (change.verdict == Verdict::Changed)
    return amount + ": beyond the " + words.wobble + " that measuring wobbles.";
  std::string within = amount + ", within the " + words.wobble + " that measuring wobbles.";
  return is_level ? within : within + describe_more(change.more, "");
}

// The last ones of either side.
struct Sides {
  std::vector<Figure> left = {};
  std::vector<Figure> right = {};

  [[nodiscard]] Change compare() const {
    const auto before = compute_mean(left);
    const auto after = compute_mean(right);
    Change change;
    change.earlier = static_cast<int>(left.size());
    change.later = static_cast<int>(right.size());
    change.difference = after.mean - before.mean;
    change.detectable = compute_detectable_change(before.error, after.error);
    change.verdict =
        abs(*change.difference) > *change.detectable ? Verdict::Changed : Verdict::NotYetDistinguishable;
    return change;
  }
};

// A side measured long before the other says nothing of both now. Four weeks: a choice.
constexpr std::chrono::days SameTime{28};

std::span<const HistoryPoint> select_since(std::span<const HistoryPoint> history, Moment since) {
  const auto first =
      std::ranges::find_if(history, [&](const HistoryPoint& point) { return point.at.utc >= since; });
  return {first, history.end()};
}

std::vector<Figure> keep_last(std::vector<Figure> figures) {
  if (figures.size() > MostAtEachEnd)
    figures.erase(figures.begin(), figures.end() - static_cast<std::ptrdiff_t>(MostAtEachEnd));
  return figures;
}

// How many more like the last ones, of each side, it takes until the difference shows: the mean of more
// wobbles less.
std::optional<int> find_more(Sides sides) {
  auto left = sides.left.back();
  left.mean = compute_mean(sides.left).mean;
  auto right = sides.right.back();
  right.mean = compute_mean(sides.right).mean;
  for (std::size_t more = 1; std::max(sides.left.size(), sides.right.size()) < MostAtEachEnd; ++more) {
    sides.left.push_back(left);
    sides.right.push_back(right);
    if (sides.compare().verdict == Verdict::Changed) return static_cast<int>(more);
  }
  return std::nullopt;
}

std::string describe_sides(const Change& change) {
  const bool is_level = std::lround(change.difference->degrees()) == 0;
  const auto words = words_of_sizes(*change.difference, *change.detectable);
  const std::string wobble = words.wobble + " that measuring wobbles.";
  if (is_level) return "Both sides alike, within the " + wobble;
  const std::string amount =
      words.difference + (*change.difference > Angle{} ? " more on the right" : " more on the left");
  if (change.verdict == Verdict::Changed) return amount + ": beyond the " + wobble;
  return amount + ", within the " + wobble + describe_more(change.more, " of each side");
}

}  // namespace

std::optional<Change> compute_change(std::span<const HistoryPoint> history) {
  if (history.empty() || history.back().measured.grade == journal::Grade::NotObservable) return std::nullopt;
  const auto kind = find_kind(history.back().measured);
  if (!kind) return std::nullopt;
  const auto figures = select_alike(history, history.back().measured, *kind);
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

std::optional<Change> compute_side_change(std::span<const HistoryPoint> left,
                                          std::span<const HistoryPoint> right) {
  if (left.empty() || right.empty()) return std::nullopt;
  auto like = left.back().at.utc > right.back().at.utc ? left.back().measured : right.back().measured;
  const auto kind = find_kind(like);
  if (!kind || like.grade != journal::Grade::Measured) return std::nullopt;
  like.side = Side::Left;
  const auto since = std::max(left.back().at.utc, right.back().at.utc) - SameTime;
  Sides sides{keep_last(select_alike(select_since(left, since), like, *kind, SetUp::OfTheOtherSide)), {}};
  like.side = Side::Right;
  sides.right = keep_last(select_alike(select_since(right, since), like, *kind, SetUp::OfTheOtherSide));
  if (sides.left.empty() || sides.right.empty()) return std::nullopt;
  auto change = sides.compare();
  change.kind = *kind;
  if (change.verdict != Verdict::Changed) change.more = find_more(sides);
  change.words = describe_sides(change);
  return change;
}

}  // namespace endrange::progress
