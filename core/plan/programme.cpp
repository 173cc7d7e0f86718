#include "core/plan/programme.h"

#include <algorithm>

#include "core/plan/words.h"

namespace endrange::plan {

namespace {

template <typename Kind>
const journal::Entry* find_latest(std::span<const journal::Entry> standing, LocalMoment now) {
  for (auto entry = standing.rbegin(); entry != standing.rend(); ++entry)
    if (entry->at.utc <= now.utc && std::holds_alternative<Kind>(entry->event)) return &*entry;
  return nullptr;
}

// A hold that stands still at the end of a range, by one's own strength or helped.
bool is_held_still(exercise::Kind kind) {
  return kind == exercise::Kind::Hold || kind == exercise::Kind::Assisted;
}

double find_shortest_hold(const exercise::Exercise& exercise) {
  double written = 0.0;
  for (const auto& phase : exercise.phases) written = std::max(written, phase.hold_s);
  return exercise.dose.hold_s.least > 0.0 ? exercise.dose.hold_s.least : written;
}

bool has_support(const exercise::Position& position) {
  if (position.posture != exercise::Posture::Standing) return true;
  return std::ranges::any_of(position.props, [](const exercise::Prop& prop) {
    using enum exercise::Prop::Kind;
    return prop.kind == Chair || prop.kind == Desk || prop.kind == Wall;
  });
}

void add(Wishes& wishes, const JointMotionId& motion, Wish wish) {
  const auto [found, is_new] = wishes.try_emplace(motion, wish);
  if (is_new) return;
  // A figure to get to says more than a wish without one.
  const auto rank = [](const Wish& one) { return std::pair(one.target.has_value(), one.weight); };
  if (rank(wish) > rank(found->second)) {
    wish.weight = std::max(wish.weight, found->second.weight);
    found->second = std::move(wish);
  } else {
    found->second.weight = std::max(wish.weight, found->second.weight);
  }
}

}  // namespace

const Programme* find_programme(std::span<const Programme> all, const std::string& id) {
  const auto found = std::ranges::find(all, id, &Programme::id);
  return found == all.end() ? nullptr : &*found;
}

const Goal* find_goal(std::span<const Goal> all, const std::string& id) {
  const auto found = std::ranges::find(all, id, &Goal::id);
  return found == all.end() ? nullptr : &*found;
}

std::optional<ActiveProgramme> find_active_programme(std::span<const journal::Entry> standing,
                                                     std::span<const Programme> all, LocalMoment now) {
  const auto* latest = find_latest<journal::ProgrammeChosen>(standing, now);
  if (latest == nullptr) return std::nullopt;
  const auto& chosen = std::get<journal::ProgrammeChosen>(latest->event);
  const auto* programme = find_programme(all, chosen.programme);
  if (programme == nullptr) return std::nullopt;
  const auto age = (now.day() - latest->at.day()).count();
  if (programme->ends_after_days && age >= *programme->ends_after_days) return std::nullopt;
  return ActiveProgramme{programme, chosen.joint, latest->at};
}

std::string describe_until(const ActiveProgramme& active, LocalMoment now) {
  const auto& programme = *active.programme;
  if (!active.since) return programme.name + ", this once.";
  if (!programme.ends_after_days) return programme.name + ".";
  const auto left = *programme.ends_after_days - (now.day() - active.since->day()).count();
  if (left <= 1) return programme.name + ", today only.";
  return programme.name + ", " + count(static_cast<long>(left), "more day") + ".";
}

std::vector<ChosenGoal> find_chosen_goals(std::span<const journal::Entry> standing, std::span<const Goal> all,
                                          LocalMoment now) {
  const auto* latest = find_latest<journal::GoalsChosen>(standing, now);
  std::vector<ChosenGoal> chosen;
  if (latest == nullptr) return chosen;
  for (const auto& one : std::get<journal::GoalsChosen>(latest->event).goals)
    if (const auto* goal = find_goal(all, one.goal)) chosen.push_back({goal, one.target});
  return chosen;
}

Wishes make_wishes(const std::optional<ActiveProgramme>& programme, std::span<const ChosenGoal> goals,
                   const body::JointMotions& motions) {
  Wishes wishes;
  for (const auto& chosen : goals) {
    bool is_chief = true;
    for (const auto& motion : chosen.goal->motions) {
      const auto target = is_chief && chosen.own_target ? chosen.own_target : motion.target;
      add(wishes, motion.joint_motion, {motion.weight, target, "Your goal, " + chosen.goal->words});
      is_chief = false;
    }
  }
  if (!programme) return wishes;
  const auto& wanted = *programme->programme;
  for (const auto& motion : wanted.motions)
    add(wishes, motion.joint_motion, {motion.weight, {}, wanted.name});
  if (wanted.asks_joint)
    for (const auto& motion : motions.all())
      if (motion.joint == programme->joint) add(wishes, motion.id, {1.0, {}, wanted.name});
  return wishes;
}

std::optional<std::string> find_programme_refusal(const Programme& programme,
                                                  const exercise::Exercise& exercise,
                                                  const exercise::Position& position) {
  const auto because = [&](const std::string& what) { return programme.name + ": " + what + "."; };
  if (!programme.kinds.empty() && std::ranges::find(programme.kinds, exercise.kind) == programme.kinds.end())
    return because(is_held_still(exercise.kind) ? "no long holds" : "another kind of movement");
  if (programme.longest_hold_s && find_shortest_hold(exercise) > *programme.longest_hold_s)
    return because("no long holds");
  if (programme.hardest && exercise.difficulty > *programme.hardest) return because("easier steps only");
  if (programme.needs_support && !has_support(position)) return because("something to hold on to is at hand");
  return std::nullopt;
}

}  // namespace endrange::plan
