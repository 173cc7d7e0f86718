#include "core/plan/programme.h"

#include <algorithm>

#include "core/plan/words.h"
#include "core/progress/training.h"

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

namespace {

std::optional<ActiveProgramme> find_chosen(const journal::Entry* latest, std::span<const Programme> all,
                                           LocalMoment now) {
  if (latest == nullptr) return std::nullopt;
  const auto& chosen = std::get<journal::ProgrammeChosen>(latest->event);
  const auto* programme = find_programme(all, chosen.programme);
  if (programme == nullptr) return std::nullopt;
  const auto age = (now.day() - latest->at.day()).count();
  if (programme->ends_after_days && age >= *programme->ends_after_days) return std::nullopt;
  return ActiveProgramme{programme, chosen.joint, latest->at};
}

// The last time that nothing was moved for so many days.
struct Away {
  Day since = {};  // the last day moved before it
  Day back = {};   // the day moved after it; today while there is none
};

std::optional<Away> find_last_away(std::span<const journal::Entry> standing, int days, LocalMoment now) {
  auto moved = progress::list_days_moved(standing, now);
  if (moved.empty()) return std::nullopt;
  moved.push_back(now.day());
  for (std::size_t i = moved.size() - 1; i > 0; --i)
    if ((moved[i] - moved[i - 1]).count() > days) return Away{moved[i - 1], moved[i]};
  return std::nullopt;
}

void ease(std::optional<ActiveProgramme>& active, const Programme& easing, const journal::Entry* chosen,
          std::span<const journal::Entry> standing, LocalMoment now) {
  const auto away = find_last_away(standing, *easing.after_days_away, now);
  if (!away) return;
  if (easing.ends_after_days && (now.day() - away->back).count() >= *easing.ends_after_days) return;
  const auto begins = away->since + std::chrono::days(*easing.after_days_away);
  if (chosen != nullptr && chosen->at.day() > begins) return;
  if (!active) active = ActiveProgramme{&easing, {}, {}};
  active->easing = &easing;
  active->eased_since = away->back;
}

}  // namespace

int ActiveProgramme::minutes() const {
  return easing == nullptr ? programme->minutes : std::min(programme->minutes, easing->minutes);
}

std::optional<ActiveProgramme> find_active_programme(std::span<const journal::Entry> standing,
                                                     std::span<const Programme> all, LocalMoment now) {
  const auto* latest = find_latest<journal::ProgrammeChosen>(standing, now);
  auto active = find_chosen(latest, all, now);
  for (const auto& programme : all)
    if (programme.after_days_away) ease(active, programme, latest, standing, now);
  return active;
}

std::string describe_until(const ActiveProgramme& active, LocalMoment now) {
  const auto& programme = *active.programme;
  const auto left_of = [&](const Programme& one, Day since) {
    return count(static_cast<long>(*one.ends_after_days - (now.day() - since).count()), "more day");
  };
  if (active.easing != nullptr) {
    const std::string back =
        "Welcome back. Easy steps and short holds" +
        (active.easing->ends_after_days ? " for " + left_of(*active.easing, active.eased_since)
                                        : std::string()) +
        ".";
    return active.easing == &programme ? back : programme.name + ". " + back;
  }
  if (!active.since) return programme.name + ", this once.";
  if (!programme.ends_after_days) return programme.name + ".";
  const auto left = *programme.ends_after_days - (now.day() - active.since->day()).count();
  if (left <= 1) return programme.name + ", today only.";
  return programme.name + ", " + left_of(programme, active.since->day()) + ".";
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

std::optional<std::string> find_programme_refusal(const ActiveProgramme& active,
                                                  const exercise::Exercise& exercise,
                                                  const exercise::Position& position) {
  if (auto refusal = find_programme_refusal(*active.programme, exercise, position)) return refusal;
  return active.easing == nullptr ? std::nullopt : find_programme_refusal(*active.easing, exercise, position);
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
