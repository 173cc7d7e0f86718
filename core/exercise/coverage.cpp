#include "core/exercise/coverage.h"

#include <algorithm>

#include "core/body/clinical_angles.h"

namespace endrange::exercise {
namespace {

// The end of the range begins here; the easy part of it ends at 70 percent.
constexpr double EndShare = 0.8;
// Effort counts for a joint motion in the further half of its range.
constexpr double EffortShare = 0.5;
constexpr int LeastEffort = 20;  // percent; below it nothing is strengthened
// Of a whole dose: what is stretched or held for less does little [s].
constexpr double LeastEnd_s = 10.0;
constexpr double LeastEffort_s = 10.0;
// Control is trained by travelling the arc, slowly and more than once or twice.
constexpr double LeastArc = 0.5;
constexpr int LeastRepetitions = 3;

// The effort of the phase in which a moment lies. It is asked while holding, and where nothing is held, in
// the move.
int effort_at(const CompiledExercise& compiled, const Exercise& exercise, double t_s) {
  for (std::size_t i = 0; i < compiled.phases.size() && i < exercise.phases.size(); ++i) {
    if (t_s > compiled.phases[i].to_s + 1e-9) continue;
    return exercise.phases[i].effort_percent;
  }
  return 0;
}

}  // namespace

std::optional<Stimulus> compute_stimulus(const CompiledExercise& compiled, const Exercise& exercise,
                                         const Aim& aim, const Person& person) {
  const Angle usable = aim.own.value_or(CautiousShare * aim.human);
  const int repetitions = exercise.dose.sets.most * exercise.dose.repetitions.most;
  Stimulus stimulus{.repetitions = repetitions};
  Angle least = Angle::from_degrees(360.0);
  Angle most = -least;
  for (std::size_t i = 0; i < compiled.frames.size(); ++i) {
    const auto angle =
        body::compute_clinical_angle(person.body, compiled.frames[i].pose, aim.joint_motion, aim.side);
    if (!angle) return std::nullopt;
    least = std::min(least, *angle);
    most = std::max(most, *angle);
    if (i == 0) continue;
    const double step_s = compiled.frames[i].t_s - compiled.frames[i - 1].t_s;
    const int effort = effort_at(compiled, exercise, compiled.frames[i].t_s);
    if (*angle >= EndShare * usable) stimulus.end_s += repetitions * step_s;
    if (*angle >= EffortShare * usable && effort >= LeastEffort) stimulus.effort_s += repetitions * step_s;
  }
  stimulus.arc = usable.radians() > 0.0 ? (most - least).radians() / usable.radians() : 0.0;
  return stimulus;
}

std::set<Component> find_components(const Stimulus& stimulus) {
  std::set<Component> components;
  if (stimulus.end_s >= LeastEnd_s) components.insert(Component::Flexibility);
  if (stimulus.effort_s >= LeastEffort_s) components.insert(Component::Strength);
  if (stimulus.arc >= LeastArc && stimulus.repetitions >= LeastRepetitions)
    components.insert(Component::Control);
  return components;
}

void add_coverage(const CompiledExercise& compiled, const Exercise& exercise, const Person& person,
                  Coverage& coverage) {
  std::map<JointMotionId, std::set<Component>> found;
  for (const Aim& aim : compiled.aims)
    if (const auto stimulus = compute_stimulus(compiled, exercise, aim, person))
      found[aim.joint_motion].merge(find_components(*stimulus));
  for (const auto& [joint_motion, components] : found)
    for (const Component component : components)
      ++coverage[joint_motion][static_cast<std::size_t>(component)][exercise.difficulty];
}

}  // namespace endrange::exercise
