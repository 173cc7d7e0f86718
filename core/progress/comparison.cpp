#include "core/progress/comparison.h"

#include <algorithm>
#include <cmath>
#include <ranges>
#include <string_view>
#include <utility>

#include "core/base/detectable_change.h"

namespace endrange::progress {

namespace {

using journal::Measured;

bool is_by_hand(const Measured& measured) {
  return measured.method == journal::Method::Hand;
}

// The first figure that both have, in the order in which they matter.
std::optional<RangeKind> find_common_kind(const Measured& earlier, const Measured& later) {
  for (const auto kind : {RangeKind::Usable, RangeKind::Reached, RangeKind::Available})
    if (figure_of(earlier, kind) && figure_of(later, kind)) return kind;
  return std::nullopt;
}

// A set-up is "position/view", or a tool.
std::pair<std::string_view, std::string_view> split_set_up(std::string_view set_up) {
  const auto cut = set_up.find('/');
  if (cut == std::string_view::npos) return {set_up, {}};
  return {set_up.substr(0, cut), set_up.substr(cut + 1)};
}

void add_unlike_set_up(std::vector<Unlike>& unlike, const Measured& earlier, const Measured& later) {
  if (is_by_hand(earlier) != is_by_hand(later)) {
    unlike.push_back(Unlike::Method);
  } else if (is_by_hand(later)) {
    // Two tools differ by up to 20° on the same shoulder. Source: [Kolber2012]
    if (earlier.set_up != later.set_up || earlier.note != later.note) unlike.push_back(Unlike::Tool);
  } else {
    const auto before = split_set_up(earlier.set_up);
    const auto after = split_set_up(later.set_up);
    if (before.first != after.first) unlike.push_back(Unlike::Position);
    if (before.second != after.second) unlike.push_back(Unlike::View);
  }
}

Comparison make_not_comparable(std::vector<Unlike> unlike) {
  Comparison comparison;
  comparison.verdict = Verdict::NotComparable;
  comparison.words = "Measured in another way than before, so the two don't compare.";
  comparison.unlike = std::move(unlike);
  return comparison;
}

std::string describe(Angle difference, Angle detectable, bool is_changed) {
  const auto rounded = std::lround(abs(difference).degrees());
  const auto words = words_of_sizes(difference, detectable);
  if (rounded == 0) return "The same as last time, within what measuring wobbles (" + words.wobble + ").";
  const std::string amount =
      words.difference + (difference > Angle{} ? " more" : " less") + " than last time";
  return is_changed ? amount + ": beyond the " + words.wobble + " that measuring wobbles."
                    : amount + ": within what measuring wobbles (" + words.wobble + "). Too early to tell.";
}

// One measurement with what its kind of figure wobbles.
struct Weighed {
  const Measured& measured;
  Wobble wobble = {};
};

// What repeats with the set-up belongs to no change of one side; between two sides it counts in full, but
// within one recording.
Comparison compare_alike(const Weighed& earlier, const Weighed& later, RangeKind kind,
                         Recordings recordings = Recordings::Two) {
  const bool is_across = earlier.measured.side != later.measured.side && recordings == Recordings::Two;
  const auto error_of = [&](const Weighed& one) {
    const double random =
        one.wobble.factor *
        compute_random_error(*figure_of(one.measured, kind), one.measured.set_up_error).radians();
    return is_across ? std::hypot(random, one.measured.set_up_error.radians()) : random;
  };
  const double before = error_of(earlier);
  const double after = error_of(later);
  const Angle difference = figure_of(later.measured, kind)->mean - figure_of(earlier.measured, kind)->mean;
  const Angle detectable =
      Angle::from_radians(std::hypot(earlier.wobble.quantile * before, later.wobble.quantile * after));
  const bool is_changed = abs(difference) > detectable;
  Comparison comparison;
  comparison.verdict = is_changed ? Verdict::Changed : Verdict::NotYetDistinguishable;
  comparison.difference = difference;
  comparison.detectable = detectable;
  comparison.difference_error = Angle::from_radians(std::hypot(before, after));
  comparison.kind = kind;
  if (earlier.wobble.is_own() && later.wobble.is_own())
    comparison.repeats = std::min(earlier.wobble.repeats, later.wobble.repeats);
  return comparison;
}

// What the person took in the same way as `like` on the same side, its figure of one kind.
std::vector<Taken> select_taken(std::span<const journal::Entry> standing, const Measured& like,
                                RangeKind kind) {
  std::vector<Taken> taken;
  for (const auto& entry : standing) {
    const auto* const measured = std::get_if<Measured>(&entry.event);
    if (measured == nullptr || !is_comparable(*measured, like)) continue;
    if (const auto& figure = figure_of(*measured, kind))
      taken.push_back({entry.at.day(), figure->mean.radians(),
                       compute_random_error(*figure, measured->set_up_error).radians()});
  }
  return taken;
}

Comparison compare_entries(std::span<const journal::Entry> standing, const journal::Entry& earlier,
                           const journal::Entry& later) {
  const auto& before = std::get<Measured>(earlier.event);
  const auto& after = std::get<Measured>(later.event);
  auto unlike = find_unlike(before, after);
  const auto kind = find_common_kind(before, after);
  if (!unlike.empty() || !kind) return make_not_comparable(std::move(unlike));
  const auto wobble_of = [&](const Measured& measured) {
    return compute_wobble(select_taken(standing, measured, *kind),
                          std::pair(earlier.at.day(), later.at.day()));
  };
  auto comparison = compare_alike({before, wobble_of(before)}, {after, wobble_of(after)}, *kind);
  comparison.words =
      describe(*comparison.difference, *comparison.detectable, comparison.verdict == Verdict::Changed);
  return comparison;
}

bool is_of(const Measured& measured, const SidedMotion& motion) {
  return measured.joint_motion == motion.joint_motion &&
         (measured.side == motion.side || measured.side == Side::Both);
}

const journal::Entry* find_measured(std::span<const journal::Entry> standing, const EntryId& id) {
  const auto found = std::ranges::find(standing, id, &journal::Entry::id);
  return found != standing.end() && std::holds_alternative<Measured>(found->event) ? &*found : nullptr;
}

}  // namespace

const std::optional<Estimate>& figure_of(const Measured& measured, RangeKind kind) {
  switch (kind) {
    case RangeKind::Usable:
      return measured.usable;
    case RangeKind::Reached:
      return measured.reached;
    case RangeKind::Available:
      break;
  }
  return measured.available;
}

SizeWords words_of_sizes(Angle difference, Angle detectable) {
  const double sizes[] = {abs(difference).degrees(), abs(detectable).degrees()};
  if (std::lround(sizes[0]) != std::lround(sizes[1]))
    return {std::to_string(std::lround(sizes[0])) + "°", std::to_string(std::lround(sizes[1])) + "°"};
  const auto with_tenth = [](double degrees) {
    const long tenths = std::lround(degrees * 10.0);
    return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + "°";
  };
  return {with_tenth(sizes[0]), with_tenth(sizes[1])};
}

std::vector<Unlike> find_unlike(const Measured& earlier, const Measured& later) {
  std::vector<Unlike> unlike;
  if (earlier.joint_motion != later.joint_motion) unlike.push_back(Unlike::JointMotion);
  if ((earlier.side == Side::Both) != (later.side == Side::Both)) unlike.push_back(Unlike::Side);
  if (earlier.protocol != later.protocol) unlike.push_back(Unlike::Test);
  add_unlike_set_up(unlike, earlier, later);
  if (earlier.grade == journal::Grade::NotObservable || later.grade == journal::Grade::NotObservable)
    unlike.push_back(Unlike::NotObservable);
  else if (!find_common_kind(earlier, later))
    unlike.push_back(Unlike::Figure);
  return unlike;
}

bool is_comparable(const Measured& earlier, const Measured& later) {
  // Camera, video and kept recording are one tool, because all three are measured from the same landmarks; by
  // hand, set-up and note name the tool.
  const auto unlike = find_unlike(earlier, later);
  const auto matters = [](Unlike one) { return one != Unlike::Figure; };
  return earlier.side == later.side && std::ranges::none_of(unlike, matters);
}

std::optional<Comparison> compare_sides(Recordings recordings, const Measured& left, const Measured& right) {
  const auto kind = find_common_kind(left, right);
  if (!kind || !find_unlike(left, right).empty()) return std::nullopt;
  if (left.grade != journal::Grade::Measured || right.grade != journal::Grade::Measured) return std::nullopt;
  const auto [fewer, more] = std::minmax({left.repetitions.size(), right.repetitions.size()});
  if (2 * fewer < more) return std::nullopt;
  return compare_alike({left, {}}, {right, {}}, *kind, recordings);
}

std::optional<PickedComparison> find_comparison(std::span<const journal::Entry> standing, const EntryId& one,
                                                const EntryId& other) {
  const auto* first = find_measured(standing, one);
  const auto* second = find_measured(standing, other);
  if (first == nullptr || second == nullptr) return std::nullopt;
  const auto side_of = [](const journal::Entry& entry) { return std::get<Measured>(entry.event).side; };
  // Right minus left, otherwise later minus earlier; the entries stand in order of time.
  const bool is_swapped =
      side_of(*first) != side_of(*second) ? side_of(*first) == Side::Right : second < first;
  if (is_swapped) std::swap(first, second);
  PickedComparison picked{first->id, second->id, {}, {}, compare_entries(standing, *first, *second)};
  if (picked.comparison.kind) {
    picked.first_figure = figure_of(std::get<Measured>(first->event), *picked.comparison.kind);
    picked.second_figure = figure_of(std::get<Measured>(second->event), *picked.comparison.kind);
  }
  return picked;
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
  std::vector<journal::Entry> told;
  std::ranges::copy_if(standing, std::back_inserter(told), [&](const journal::Entry& entry) {
    const auto* const measured = std::get_if<Measured>(&entry.event);
    return measured != nullptr && is_of(*measured, motion);
  });
  std::vector<HistoryPoint> history;
  for (auto entry = told.begin(); entry != told.end(); ++entry) {
    const auto& measured = std::get<Measured>(entry->event);
    HistoryPoint point{entry->id, entry->at, measured, {}};
    const auto before = std::ranges::subrange(told.begin(), entry) | std::views::reverse;
    const auto same_way = std::ranges::find_if(before, [&](const journal::Entry& earlier) {
      return is_comparable(std::get<Measured>(earlier.event), measured);
    });
    if (same_way != before.end())
      point.comparison = compare_entries(told, *same_way, *entry);
    else if (!history.empty())
      point.comparison = make_not_comparable(find_unlike(history.back().measured, measured));
    else
      point.comparison.words = "The first measurement. Another one shows whether something changes.";
    history.push_back(std::move(point));
  }
  return history;
}

}  // namespace endrange::progress
