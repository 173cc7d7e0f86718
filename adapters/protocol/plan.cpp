#include "adapters/protocol/plan.h"

#include <set>
#include <string>
#include <utility>

#include "adapters/protocol/catalogue.h"
#include "adapters/protocol/moment.h"
#include "adapters/protocol/words.h"
#include "core/base/contracts.h"

namespace endrange::protocol {
namespace {

Substitute make_substitute(const ExerciseId& id, const exercise::Catalogue& catalogue,
                           const body::JointMotions& motions) {
  const auto* const exercise = catalogue.find(id);
  expects(exercise != nullptr, "a planned exercise is in the catalogue");
  auto summary = make_exercise_summary(*exercise, catalogue, motions, {});
  return {std::move(summary.id), std::move(summary.name), std::move(summary.position)};
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

}  // namespace endrange::protocol
