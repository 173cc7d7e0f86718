#include "core/exercise/coverage.h"

#include <algorithm>

#include "core/body/built_in_body.h"
#include "core/body/clinical_angles.h"

namespace endrange::exercise {
namespace {

// The end of the range begins here; the easy part of it ends at 70 percent.
constexpr double EndShare = 0.8;
// Effort counts for a joint motion in the further half of its range.
constexpr double EffortShare = 0.5;
// A hold that is written just there is at the end, whatever the last bits of its pose are.
constexpr Angle SameAngle = Angle::from_degrees(0.5);
constexpr double SameTime_s = 1e-6;
constexpr int LeastEffort = 20;  // percent; below it nothing is strengthened
// Of a whole dose: what is stretched or held for less does little [s].
constexpr double LeastEnd_s = 10.0;
constexpr double LeastEffort_s = 10.0;
// Control is trained by travelling the arc, slowly and more than once or twice.
constexpr double LeastArc = 0.5;
constexpr int LeastRepetitions = 3;
// Seconds are counted, not drawn: few frames a second are enough.
constexpr double CountingRate = 5.0;
constexpr double AverageHeight_m = 1.70;
// What sitting neglects most is trained at this many difficulties.
constexpr std::size_t LeastLevels = 2;
constexpr std::array<std::string_view, 4> ChiefJoints = {"neck.", "thorax.", "shoulder.", "hip."};
constexpr std::array<Component, ComponentCount> AllComponents = {Component::Flexibility, Component::Strength,
                                                                 Component::Control};
constexpr int AthleticDifficulty = 4;
constexpr int AthleticEffort = 50;  // percent
constexpr int EasyDifficulty = 2;

// The effort of the phase in which a moment lies. It is asked while holding, and where nothing is held, in
// the move.
int effort_at(const CompiledExercise& compiled, const Exercise& exercise, double t_s) {
  for (std::size_t i = 0; i < compiled.phases.size() && i < exercise.phases.size(); ++i) {
    if (t_s > compiled.phases[i].to_s + 1e-9) continue;
    return exercise.phases[i].effort_percent;
  }
  return 0;
}

const EmptyCell* find_cell(const std::vector<EmptyCell>& cells, const JointMotionId& joint_motion,
                           Component component) {
  const auto found = std::ranges::find_if(cells, [&](const EmptyCell& cell) {
    return cell.joint_motion == joint_motion && cell.component == component;
  });
  return found == cells.end() ? nullptr : &*found;
}

const std::map<int, int>& levels_of(const Coverage& coverage, const JointMotionId& joint_motion,
                                    Component component) {
  static const std::map<int, int> None;
  const auto row = coverage.find(joint_motion);
  return row == coverage.end() ? None : row->second[static_cast<std::size_t>(component)];
}

bool is_chief_joint(const JointMotionId& joint_motion) {
  return std::ranges::any_of(ChiefJoints,
                             [&](std::string_view joint) { return joint_motion.value().starts_with(joint); });
}

int most_effort(const Exercise& exercise) {
  int most = 0;
  for (const Phase& phase : exercise.phases) most = std::max(most, phase.effort_percent);
  return most;
}

// The difficulties at which a component is trained, and how many exercises in brackets: "1, 3 (4)".
std::string describe_levels(const std::map<int, int>& levels) {
  if (levels.empty()) return "none";
  std::string text;
  int count = 0;
  for (const auto& [level, exercises] : levels) {
    text += (text.empty() ? "" : ", ") + std::to_string(level);
    count += exercises;
  }
  return text + " (" + std::to_string(count) + ")";
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
    if (*angle + SameAngle >= EndShare * usable) stimulus.end_s += repetitions * step_s;
    if (*angle + SameAngle >= EffortShare * usable && effort >= LeastEffort)
      stimulus.effort_s += repetitions * step_s;
  }
  stimulus.arc = usable.radians() > 0.0 ? (most - least).radians() / usable.radians() : 0.0;
  return stimulus;
}

std::set<Component> find_components(const Stimulus& stimulus) {
  std::set<Component> components;
  if (stimulus.end_s + SameTime_s >= LeastEnd_s) components.insert(Component::Flexibility);
  if (stimulus.effort_s + SameTime_s >= LeastEffort_s) components.insert(Component::Strength);
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

Result<Coverage> compute_coverage(const Catalogue& catalogue, const body::JointMotions& joint_motions) {
  const auto body = body::make_built_in_body(
      body::compute_segment_lengths(AverageHeight_m, body::Proportions::Average), body::Proportions::Average);
  const PersonalRanges ranges;
  const Person person{body, joint_motions, ranges};
  Coverage coverage;
  for (const Exercise& one : catalogue.exercises()) {
    const Side side = one.sides == SideRule::EachSide ? Side::Right : Side::Both;
    TRY(const auto compiled,
        compile(one, *catalogue.find_position(one.position), side, person, CountingRate));
    add_coverage(compiled, one, person, coverage);
  }
  return coverage;
}

void check_coverage(const Coverage& coverage, const body::JointMotions& joint_motions,
                    const std::vector<EmptyCell>& empty, Diagnostics& diagnostics) {
  for (const auto& motion : joint_motions.all())
    for (const Component component : AllComponents) {
      const auto& levels = levels_of(coverage, motion.id, component);
      const std::string cell = "`" + motion.id.value() + "` " + std::string(word(component));
      const EmptyCell* reason = find_cell(empty, motion.id, component);
      if (reason != nullptr && !levels.empty())
        diagnostics.report(cell + " has an exercise, and a reason why it has none", reason->where,
                           "remove the reason");
      if (reason != nullptr) continue;
      if (levels.empty())
        diagnostics.report("no exercise trains " + cell, "content/coverage.toml",
                           "write one, or say there why not");
      else if (is_chief_joint(motion.id) && levels.size() < LeastLevels)
        diagnostics.report(cell + " is trained at one difficulty only", "content/exercises",
                           "write an easier or a harder exercise for it");
    }
}

bool works_at_a_desk(const Exercise& exercise, const Position& position) {
  const bool upright = position.posture == Posture::Seated || position.posture == Posture::Standing;
  return upright && exercise.place != Place::Floor && exercise.clothes == Clothes::Any &&
         exercise.noise == Noise::Silent && exercise.equipment.empty();
}

bool is_supported(const Exercise& exercise, const Position& position) {
  const bool held =
      position.posture == Posture::Seated || (position.posture == Posture::Standing && is_steadied(position));
  return held && exercise.difficulty <= EasyDifficulty && !is_demanding(exercise) &&
         most_effort(exercise) < AthleticEffort;
}

bool is_for_athletes(const Exercise& exercise) {
  return exercise.difficulty >= AthleticDifficulty && most_effort(exercise) >= AthleticEffort;
}

UseCounts count_uses(const Catalogue& catalogue) {
  UseCounts counts;
  for (const Exercise& one : catalogue.exercises()) {
    const Position& position = *catalogue.find_position(one.position);
    if (works_at_a_desk(one, position)) ++counts.at_a_desk;
    if (is_supported(one, position)) ++counts.supported;
    if (is_for_athletes(one)) ++counts.for_athletes;
  }
  return counts;
}

std::string write_coverage_page(const Coverage& coverage, const Catalogue& catalogue,
                                const body::JointMotions& joint_motions,
                                const std::vector<EmptyCell>& empty) {
  const UseCounts counts = count_uses(catalogue);
  std::string page =
      "# What the library trains\n\nMade by `endrange exercise coverage`, from " +
      std::to_string(catalogue.exercises().size()) +
      " exercises. Counted is what the compiled motion does for a joint\nmotion that the exercise names, in "
      "its "
      "largest usual dose, not what it is called: *flexibility* where it stays 10 s or\nmore in the last "
      "fifth "
      "of the usable range, *strength* where at least 20 percent effort is asked for 10 s or more in "
      "the\nfurther half of it, *control* where each of three or more repetitions travels half of it. The "
      "figures are the difficulties\nat which there is an exercise, and how many.\n\n"
      "| joint motion | flexibility | strength | control |\n|---|---|---|---|\n";
  for (const auto& motion : joint_motions.all()) {
    page += "| `" + motion.id.value() + "` |";
    for (const Component component : AllComponents)
      page += " " + describe_levels(levels_of(coverage, motion.id, component)) + " |";
    page += "\n";
  }
  page += "\nWhere the table says *none*, this is why:\n\n";
  for (const EmptyCell& cell : empty)
    page += "- `" + cell.joint_motion.value() + "`, " + std::string(word(cell.component)) + ": " + cell.why +
            "\n";
  page += "\n## For whom\n\n| | exercises |\n|---|---|\n";
  page += "| in office clothes, silent, seated or standing, with nothing but chair and desk | " +
          std::to_string(counts.at_a_desk) + " |\n";
  page += "| for older adults: seated or with support at hand, difficulty 1 or 2, light | " +
          std::to_string(counts.supported) + " |\n";
  page += "| for athletes: difficulty 4 or 5, with half the strength or more | " +
          std::to_string(counts.for_athletes) + " |\n";
  return page;
}

std::string_view word(Component component) {
  switch (component) {
    case Component::Flexibility:
      return "flexibility";
    case Component::Strength:
      return "strength";
    case Component::Control:
      return "control";
  }
  return {};
}

}  // namespace endrange::exercise
