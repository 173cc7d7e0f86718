#include "adapters/protocol/plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <set>
#include <string>
#include <utility>

#include "adapters/protocol/angle.h"
#include "adapters/protocol/catalogue.h"
#include "adapters/protocol/journal.h"
#include "adapters/protocol/moment.h"
#include "adapters/protocol/words.h"
#include "core/base/contracts.h"
#include "core/plan/words.h"

namespace endrange::protocol {
namespace {

Substitute make_substitute(const ExerciseId& id, const exercise::Catalogue& catalogue,
                           const body::JointMotions& motions) {
  const auto* const exercise = catalogue.find(id);
  expects(exercise != nullptr, "a planned exercise is in the catalogue");
  auto summary = make_exercise_summary(*exercise, catalogue, motions, {});
  return {std::move(summary.id), std::move(summary.name), std::move(summary.position)};
}

// "5 times, held 3 s", "2 sets of 5", "once, held 30 s"
std::string describe_dose(const plan::Step& step) {
  const auto times = step.repetitions == 1 ? std::string("once") : fmt::format("{} times", step.repetitions);
  const auto words = step.sets == 1 ? times : fmt::format("{} sets of {}", step.sets, step.repetitions);
  return step.hold_s < 1.0 ? words : fmt::format("{}, held {:.0f} s", words, step.hold_s);
}

Step make_step(const plan::Step& step, const exercise::Catalogue& catalogue,
               const body::JointMotions& motions) {
  const auto* const exercise = catalogue.find(step.exercise);
  expects(exercise != nullptr, "a planned exercise is in the catalogue");
  const auto summary = make_exercise_summary(*exercise, catalogue, motions, {});
  Step made;
  made.exercise = summary.id;
  made.name = summary.name;
  made.side = same_enumerator<Side>(step.side);
  made.seconds = step.seconds;
  made.position = summary.position;
  made.kind = summary.kind;
  made.region = summary.region;
  made.reason = step.reason;
  made.cues = exercise->cues;
  made.reviewed = summary.reviewed;
  made.gentle = exercise->gentle;
  made.eased = step.is_eased;
  made.sets = step.sets;
  made.repetitions = step.repetitions;
  made.hold_s = step.hold_s;
  made.gap_s = step.gap_s;
  made.dose_words = describe_dose(step);
  std::set<std::string> loads;
  for (const auto& sided : plan::compute_loads(*exercise, step.side, catalogue, motions))
    loads.insert(sided.joint_motion.value());
  made.joint_motions.assign(loads.begin(), loads.end());
  for (const auto& id : step.substitutes) made.substitutes.push_back(make_substitute(id, catalogue, motions));
  return made;
}

}  // namespace

Lock make_lock(const plan::Lock& lock) {
  return {same_enumerator<Gate>(lock.gate),       lock.what, lock.reason, lock.advice, lock.question,
          lock.report ? lock.report->value() : ""};
}

Today make_today(const plan::Routine& routine, const exercise::Catalogue& catalogue,
                 const body::JointMotions& motions, const plan::Limits& limits) {
  Today today;
  today.gentle_only = limits.is_gentle_only;
  today.notice = routine.notice;
  today.why = routine.why;
  today.total_s = routine.total_s;
  for (const auto& step : routine.steps) today.steps.push_back(make_step(step, catalogue, motions));
  for (const auto& left_out : routine.left_out) {
    const auto* const exercise = catalogue.find(left_out.exercise);
    today.left_out.push_back(
        {left_out.exercise.value(), exercise == nullptr ? "" : exercise->name, left_out.reason});
  }
  for (const auto& lock : limits.locks) today.locks.push_back(make_lock(lock));
  return today;
}

std::vector<DaySpent> make_day_spent(const std::vector<progress::DaySpent>& spent,
                                     const progress::Sitting& sitting, const body::JointMotions& motions) {
  std::vector<DaySpent> made;
  for (const auto& one : spent) {
    const auto& motion = *motions.find(one.joint_motion);
    made.push_back({motion.id.value(), motion.name, same_enumerator<Region>(motion.region), motion.is_sided,
                    write_degrees(motion.human_range),
                    write_degrees(progress::EndOfRange * motion.human_range), write_degrees(one.at),
                    one.hours, sitting.today_h > 0.0, one.is_held_short, one.put_back_left_s,
                    one.put_back_right_s, one.words, one.source});
  }
  return made;
}

Explained make_explained(const plan::Planning& planning) {
  const auto wishes = plan::make_wishes(planning.programme, planning.goals, planning.motions);
  const auto needs = plan::compute_needs(planning.beliefs, planning.sitting, planning.motions,
                                         planning.weights, planning.now, wishes);
  Explained made;
  for (const auto& belief : planning.beliefs.all()) {
    const auto& motion = *planning.motions.find(belief.motion.joint_motion);
    const auto& need = needs.at(belief.motion);
    ExplainedNeed one;
    one.joint_motion = motion.id.value();
    one.name = motion.name;
    one.side = same_enumerator<Side>(belief.motion.side);
    one.measured = belief.is_measured();
    one.usable = make_estimate(belief.usable);
    one.week_s = belief.dose.week_s;
    one.base = need.base;
    one.neglect = need.neglect;
    one.range = need.range;
    one.side_behind = need.side;
    one.gap = need.gap;
    one.wish = need.wish;
    one.deficit = need.deficit;
    one.open_dose = need.open_dose;
    one.freshness = need.freshness;
    one.total = need.total;
    if (const auto level = planning.levels.find(motion.id); level != planning.levels.end()) {
      one.level = level->second.difficulty;
      one.level_words = level->second.reason;
    }
    made.needs.push_back(std::move(one));
  }
  std::ranges::stable_sort(made.needs, std::greater{}, &ExplainedNeed::total);
  return made;
}

ProgrammeInfo make_programme_info(const plan::Programme& programme) {
  ProgrammeInfo made{programme.id,          programme.name,       programme.purpose,
                     std::nullopt,          programme.asks_joint, programme.minutes,
                     programme.days_a_week, std::nullopt,         programme.sources};
  if (programme.audience) made.audience = same_enumerator<Audience>(*programme.audience);
  if (programme.ends_after_days) made.ends_after_days = *programme.ends_after_days;
  return made;
}

GoalInfo make_goal_info(const plan::Goal& goal, const body::JointMotions& motions,
                        const std::vector<plan::ChosenGoal>& chosen) {
  GoalInfo made;
  made.id = goal.id;
  made.words = goal.words;
  made.chief = motions.find(goal.motions.front().joint_motion)->name;
  for (const auto& motion : goal.motions) made.joint_motions.push_back(motion.joint_motion.value());
  const auto found = std::ranges::find(chosen, &goal, &plan::ChosenGoal::goal);
  made.chosen = found != chosen.end();
  if (made.chosen && found->own_target) made.target_deg = write_degrees(*found->own_target);
  return made;
}

std::vector<JointName> make_joint_names(const body::JointMotions& motions) {
  std::vector<JointName> names;
  for (const auto& motion : motions.all())
    if (std::ranges::find(names, motion.joint, &JointName::joint) == names.end())
      names.push_back({motion.joint, endrange::plan::words_of(motion.joint, endrange::Side::Both)});
  return names;
}

}  // namespace endrange::protocol
