#include "core/exercise/catalogue.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <numeric>
#include <set>
#include <string>
#include <tuple>

#include "core/exercise/cautions.h"

namespace endrange::exercise {
namespace {

std::string degrees(Angle angle) {
  const std::string text = std::to_string(angle.degrees());
  return text.substr(0, text.find('.')) + "°";
}

// From here on work counts as strong (`is_demanding`).
constexpr int StrongEffort_percent = 50;

bool uses_a_side(const std::vector<Target>& targets) {
  return std::ranges::any_of(targets, [](const Target& target) {
    return target.role == Role::Working || target.role == Role::Other;
  });
}

// Looks at one exercise; holds what all its checks need.
class Checker {
 public:
  Checker(const Exercise& exercise, const Catalogue& catalogue, const body::JointMotions& joint_motions,
          Diagnostics& diagnostics)
      : exercise_(exercise),
        catalogue_(catalogue),
        joint_motions_(joint_motions),
        diagnostics_(diagnostics) {}

  void check(const std::vector<ContraindicationId>& known_tags) {
    check_id();
    check_length();
    check_effort();
    check_position();
    for (const Phase& phase : exercise_.phases) {
      for (const auto& pose : phase.through) check_targets(pose);
      check_targets(phase.targets);
      for (const auto& pose : phase.through) check_opposites(pose);
      check_opposites(phase.targets);
    }
    check_held();
    check_chief_motion();
    check_sides();
    check_tags(known_tags);
    check_cautions();
    check_neighbours();
    check_holds();
    check_far_degrees();
    if (exercise_.gentle) check_gentle();
  }

 private:
  void report(std::string message, const std::string& where, std::string remedy) {
    diagnostics_.report("`" + exercise_.id.value() + "`: " + std::move(message), where, std::move(remedy));
  }

  // Addresses, file names and the command line carry it as it is.
  void check_id() {
    constexpr std::size_t LongestId = 60;
    const auto& id = exercise_.id.value();
    const bool is_plain = id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string::npos;
    if (id.empty() || id.size() > LongestId || !is_plain || id.front() == '-')
      report("the id is not made of small letters, digits and hyphens", exercise_.where,
             "write one like \"seated-hip-turn\", of at most 60 characters");
  }

  // A few dozen poses say what a body does; thousands would keep the checks busy for minutes.
  void check_length() {
    constexpr std::size_t MostPoses = 120;
    const auto poses =
        std::accumulate(exercise_.phases.begin(), exercise_.phases.end(), std::size_t{0},
                        [](std::size_t sum, const Phase& phase) { return sum + 1 + phase.through.size(); });
    if (poses > MostPoses)
      report("its phases have " + std::to_string(poses) + " poses", exercise_.where,
             "write at most " + std::to_string(MostPoses) + ", those of `through` among them");
    constexpr double LongestRepetition_s = 300.0;
    if (exercise_.repetition_s() > LongestRepetition_s)
      report("one repetition takes longer than five minutes", exercise_.where,
             "shorten `move_s` and `hold_s`, or leave phases out");
  }

  void check_position() {
    const auto* position = catalogue_.find_position(exercise_.position);
    if (position == nullptr) {
      report("the position `" + exercise_.position.value() + "` is not known", exercise_.where,
             "use one of content/positions, or add it there");
      return;
    }
    check_things(*position);
    check_place(*position);
    check_surfaces(*position);
    if (position->front != exercise_.front)
      report("has another leg in front than its position", exercise_.where,
             "write the `working_leg` of content/positions/" + position->id.value() + ".toml");
    for (const Phase& phase : exercise_.phases)
      for (const NamedPoint& point : phase.release)
        if (std::ranges::none_of(position->contacts,
                                 [&](const Contact& contact) { return contact.point.name == point.name; }))
          report("releases `" + point.name + "`, which the position does not hold", phase.where,
                 "remove it from `release`");
  }

  void check_targets(const std::vector<Target>& targets) {
    for (const Target& target : targets) {
      const auto* motion = joint_motions_.find(target.joint_motion);
      if (motion == nullptr || target.reach != Reach::Degrees) continue;
      if (target.angle.radians() < 0)
        report("`" + target.joint_motion.value() + "` goes to " + degrees(target.angle), target.where,
               "write the opposite motion with a positive angle");
      else if (target.angle > motion->human_range)
        report("`" + target.joint_motion.value() + "` goes to " + degrees(target.angle) +
                   ", beyond the joint's limit of " + degrees(motion->human_range),
               target.where, "write a smaller angle, or \"end\" for this person's own");
    }
  }

  // Bent and straightened at once: one of the two would be passed over.
  void check_opposites(const std::vector<Target>& targets) {
    for (auto one = targets.begin(); one != targets.end(); ++one)
      for (auto other = std::next(one); other != targets.end(); ++other) {
        const auto* first = joint_motions_.find(one->joint_motion);
        const auto* second = joint_motions_.find(other->joint_motion);
        if (first == nullptr || second == nullptr || first->id == second->id) continue;
        const bool is_same_joint = !first->coordinate.empty() && first->coordinate == second->coordinate;
        const bool is_same_side =
            one->role == other->role || one->role == Role::Both || other->role == Role::Both;
        if (is_same_joint && is_same_side && first->sign != second->sign)
          report("asks for `" + first->id.value() + "` and `" + second->id.value() + "` at once",
                 other->where, "keep one of the two");
      }
  }

  // Somebody on a chair must not be given what is done lying.
  void check_place(const Position& position) {
    using enum Posture;
    const Place least = position.posture == Seated     ? Place::ChairOnly
                        : position.posture == Standing ? Place::RoomToStand
                                                       : Place::Floor;
    if (exercise_.place < least)
      report("is done " + position.words + ", but says that it needs only `" +
                 std::string(word(exercise_.place)) + "`",
             exercise_.where, "write `place = \"" + std::string(word(least)) + "\"` under `[needs]`");
  }

  // A wall or chair that a phase rests on has to stand there.
  void check_surfaces(const Position& position) {
    for (const Phase& phase : exercise_.phases)
      for (const Contact& contact : phase.contacts)
        for (const auto& [surface, kind, name] : {std::tuple{Surface::Wall, Prop::Kind::Wall, "wall"},
                                                  std::tuple{Surface::Chair, Prop::Kind::Chair, "chair"}})
          if (contact.surface == surface &&
              std::ranges::find(position.props, kind, &Prop::kind) == position.props.end())
            report("rests on a " + std::string(name) + " that is not in the base position", contact.where,
                   "choose a base position with one");
  }

  // The dose does not ask for more than the phases do: what is shown, planned and watched goes by these.
  void check_effort() {
    int most = 0;
    for (const Phase& phase : exercise_.phases) most = std::max(most, phase.effort_percent);
    if (exercise_.dose.effort_percent >= StrongEffort_percent && most < StrongEffort_percent)
      report("its dose asks for " + std::to_string(exercise_.dose.effort_percent) +
                 " percent effort, but no phase does",
             exercise_.where, "write `effort_percent` in the phase that it is for");
  }

  // What stands around in the base position has to be there.
  void check_things(const Position& position) {
    for (const auto& [kind, item] :
         {std::pair{Prop::Kind::Wall, Equipment::Wall}, std::pair{Prop::Kind::Roller, Equipment::Roller}}) {
      const bool stands = std::ranges::find(position.props, kind, &Prop::kind) != position.props.end();
      if (stands && std::ranges::find(exercise_.equipment, item) == exercise_.equipment.end())
        report("begins at a " + std::string(word(item)) + ", but does not say that it needs one",
               exercise_.where, "add \"" + std::string(word(item)) + "\" to `equipment` under `[needs]`");
    }
  }

  [[nodiscard]] static bool has_held(const Exercise& exercise, Held::Kind kind) {
    return std::ranges::find(exercise.held, kind, &Held::kind) != exercise.held.end();
  }

  // What is needed is shown, and what is shown is needed; a stick is held by two hands, a strap also goes
  // about a foot.
  void check_held() {
    using enum Held::Kind;
    for (const auto& [kind, item] :
         {std::pair{Strap, Equipment::Strap}, std::pair{Stick, Equipment::Stick}}) {
      const bool needed = std::ranges::find(exercise_.equipment, item) != exercise_.equipment.end();
      const std::string name(word(kind));
      if (needed && !has_held(exercise_, kind))
        report("needs a " + name + ", but nobody holds it", exercise_.where,
               "add a [[held]] of this kind, with the two points that it goes between");
      if (!needed && has_held(exercise_, kind))
        report("holds a " + name + ", but does not say that it needs one", exercise_.where,
               "add \"" + name + "\" to `equipment`");
    }
    for (const Held& held : exercise_.held) {
      const bool hands = held.from.name == "hand" && held.to.name == "hand" &&
                         held.from.role != held.to.role && held.from.role != Role::Both &&
                         held.to.role != Role::Both;
      const bool foot = held.kind == Strap && held.from.name == "ball" && held.from.role != Role::Both &&
                        held.to.name == "hand";
      if (!hands && !foot)
        report("the " + std::string(word(held.kind)) + " does not go from one hand to the other" +
                   (held.kind == Strap ? ", nor from the ball of one foot to the hands" : ""),
               held.where, "name one point for each end, as docs/exercise-language.md shows");
      if (held.kind == Strap && held.beyond > 0.0)
        report("a strap does not stand out beyond the hands", held.where, "remove `beyond`");
    }
    const bool straps = has_held(exercise_, Strap);
    for (const Phase& phase : exercise_.phases)
      if (phase.slack && !straps)
        report("leaves a strap slack, but holds none", phase.where, "remove `slack`");
  }

  // The motion that an exercise is for has to be somewhere in its phases.
  void check_chief_motion() {
    if (exercise_.trains.empty()) {
      report("trains no joint motion", exercise_.where, "name at least one under [trains]");
      return;
    }
    if (std::ranges::none_of(exercise_.trains, [](const TrainedMotion& t) { return t.share == 1.0; }))
      report("has no chief joint motion", exercise_.where, "give the most trained one 1.0 under [trains]");
    for (const TrainedMotion& trained : exercise_.trains) {
      if (trained.share < 1.0) continue;
      const auto is_meant = [&](const Target& target) {
        return target.joint_motion == trained.joint_motion && target.role == trained.role;
      };
      const bool found = std::ranges::any_of(exercise_.phases, [&](const Phase& phase) {
        return std::ranges::any_of(phase.targets, is_meant) ||
               std::ranges::any_of(phase.through,
                                   [&](const auto& pose) { return std::ranges::any_of(pose, is_meant); });
      });
      if (!found)
        report("trains `" + trained.joint_motion.value() + "`, but no phase has it as a target",
               trained.where, "add the target, or give it less than 1.0");
    }
    for (const Compensation& compensation : exercise_.compensations)
      for (const TrainedMotion& trained : exercise_.trains)
        if (compensation.joint_motion == trained.joint_motion && compensation.role == trained.role)
          report("calls its own aim `" + trained.joint_motion.value() + "` a compensation",
                 compensation.where, "name another joint motion, or remove it from [trains]");
  }

  void check_sides() {
    const bool sided = std::ranges::any_of(exercise_.phases, [](const Phase& phase) {
      return uses_a_side(phase.targets) || std::ranges::any_of(phase.through, uses_a_side);
    });
    if (sided && exercise_.sides == SideRule::Together)
      report("is done with both sides together, but a target names one side", exercise_.where,
             "write sides = \"each\", or use .both");
    if (!sided && exercise_.sides == SideRule::EachSide)
      report("is done for each side, but no target names one", exercise_.where, "write sides = \"together\"");
  }

  void check_tags(const std::vector<ContraindicationId>& known_tags) {
    for (const auto& tag : exercise_.contraindications)
      if (std::ranges::find(known_tags, tag) == known_tags.end())
        report("the contraindication `" + tag.value() + "` is not a known tag", exercise_.where,
               "correct the spelling, or add tag and question to content/contraindications.toml");
  }

  void check_cautions() {
    const auto* position = catalogue_.find_position(exercise_.position);
    if (position == nullptr) return;
    for (const Caution& caution : find_cautions(exercise_, *position, joint_motions_))
      if (std::ranges::find(exercise_.contraindications, caution.tag) == exercise_.contraindications.end())
        report("leaves out the contraindication `" + caution.tag.value() + "`, though it " + caution.because,
               exercise_.where, "add it to `contraindications`");
  }

  void check_neighbours() {
    for (const auto& neighbour : {exercise_.easier, exercise_.harder})
      if (neighbour && catalogue_.find(*neighbour) == nullptr)
        report("names `" + neighbour->value() + "`, which is not in the catalogue", exercise_.where,
               "correct the identifier, or remove the key");
    const auto* easier = exercise_.easier ? catalogue_.find(*exercise_.easier) : nullptr;
    if (exercise_.easier && exercise_.easier == exercise_.harder)
      report("calls `" + exercise_.easier->value() + "` both easier and harder", exercise_.where,
             "remove one of the two keys");
    if (easier != nullptr && easier->difficulty > exercise_.difficulty)
      report("calls `" + easier->id.value() + "` easier, which is more difficult", exercise_.where,
             "exchange the two, or correct a `difficulty`");
    const auto* harder = exercise_.harder ? catalogue_.find(*exercise_.harder) : nullptr;
    if (harder != nullptr && harder->difficulty < exercise_.difficulty)
      report("calls `" + harder->id.value() + "` harder, which is less difficult", exercise_.where,
             "exchange the two, or correct a `difficulty`");
  }

  void check_holds() {
    const bool has_hold =
        std::ranges::any_of(exercise_.phases, [](const Phase& phase) { return phase.hold_s > 0; });
    const bool needs_hold = exercise_.kind == Kind::Hold || exercise_.kind == Kind::PushPull ||
                            exercise_.kind == Kind::LiftOff || exercise_.dose.hold_s.most > 0;
    if (needs_hold && !has_hold)
      report("holds nothing, though its kind or its dose says so", exercise_.where, "add hold_s to a phase");
    const bool has_circle =
        std::ranges::any_of(exercise_.phases, [](const Phase& phase) { return phase.through.size() >= 3; });
    if (exercise_.kind == Kind::Circle && !has_circle)
      report("is a circle, but no phase passes through three poses or more", exercise_.where,
             "add `through` to a phase");
  }

  // What is near the end of most people's range in degrees is at or beyond the end of many: there the word
  // "end" is wanted, which takes this person's own and counts as demanding. Source of both limits: usual
  // practice.
  void check_far_degrees() {
    if (is_demanding(exercise_)) return;
    constexpr double FarShare = 0.85;
    for (const Phase& phase : exercise_.phases) {
      const bool is_loaded = phase.hold_s > 0.0 && phase.effort_percent >= StrongEffort_percent;
      const auto check = [&](const Target& target) {
        const auto* motion = joint_motions_.find(target.joint_motion);
        if (motion == nullptr || target.reach != Reach::Degrees) return;
        const bool is_neck = motion->joint == "neck";
        const bool is_trained = std::ranges::find(exercise_.trains, target.joint_motion,
                                                  &TrainedMotion::joint_motion) != exercise_.trains.end();
        if ((!is_neck && !(is_loaded && is_trained)) || target.angle < FarShare * motion->human_range) return;
        const auto degrees = [](Angle angle) { return std::to_string(std::lround(angle.degrees())) + "°"; };
        report("goes to " + degrees(target.angle) + " of the " + degrees(motion->human_range) + " of `" +
                   motion->id.value() + "`" + (is_neck ? "" : " with half the strength and more"),
               phase.where,
               "write \"end\", which takes a person's own range, fewer degrees, or a difficulty of 4");
      };
      std::ranges::for_each(phase.targets, check);
      for (const auto& pose : phase.through) std::ranges::for_each(pose, check);
    }
  }

  // Gentle exercises come before the safety questions are answered, so they may ask for nothing at the end of
  // a range and for little effort.
  void check_gentle() {
    const auto* position = catalogue_.find_position(exercise_.position);
    const bool upright = position != nullptr &&
                         (position->posture == Posture::Seated || position->posture == Posture::Standing);
    if (!upright || exercise_.difficulty > 1)
      report("is gentle, but not easy and upright", exercise_.where,
             "gentle exercises are seated or standing, of difficulty 1");
    constexpr int MostEffort = 20;
    const auto goes_far = [](const std::vector<Target>& targets) {
      return std::ranges::any_of(targets, [](const Target& target) { return target.reach == Reach::End; });
    };
    if (exercise_.dose.effort_percent > MostEffort)
      report("is gentle, but its dose asks for effort", exercise_.where, "write at most 20 percent effort");
    for (const Phase& phase : exercise_.phases)
      if (goes_far(phase.targets) || std::ranges::any_of(phase.through, goes_far) ||
          phase.effort_percent > MostEffort)
        report("is gentle, but goes to the end of a range or asks for effort", phase.where,
               "write \"comfortable\" and at most 20 percent effort");
  }

  const Exercise& exercise_;
  const Catalogue& catalogue_;
  const body::JointMotions& joint_motions_;
  Diagnostics& diagnostics_;
};

}  // namespace

Catalogue::Catalogue(std::vector<Exercise> exercises, std::vector<Position> positions)
    : exercises_(std::move(exercises)), positions_(std::move(positions)) {}

const Exercise* Catalogue::find(const ExerciseId& id) const {
  const auto found = std::ranges::find(exercises_, id, &Exercise::id);
  return found == exercises_.end() ? nullptr : &*found;
}

const Position* Catalogue::find_position(const PositionId& id) const {
  const auto found = std::ranges::find(positions_, id, &Position::id);
  return found == positions_.end() ? nullptr : &*found;
}

void check_exercise(const Exercise& exercise, const Catalogue& catalogue,
                    const body::JointMotions& joint_motions,
                    const std::vector<ContraindicationId>& known_tags, Diagnostics& diagnostics) {
  Checker(exercise, catalogue, joint_motions, diagnostics).check(known_tags);
}

void check_among(const Exercise& exercise, const Catalogue& catalogue, Diagnostics& diagnostics) {
  const auto& all = catalogue.exercises();
  const auto is_preparing = [&](const Exercise& other) { return prepares(other, exercise); };
  if (is_demanding(exercise) && std::ranges::none_of(all, is_preparing))
    diagnostics.report("`" + exercise.id.value() + "` is demanding, but nothing easier prepares for it",
                       exercise.where, "name one under `easier`, or write an easier one");
  for (const auto step : {&Exercise::harder, &Exercise::easier}) {
    std::set<ExerciseId> path;
    for (const Exercise* at = &exercise; at != nullptr;
         at = at->*step ? catalogue.find(*(at->*step)) : nullptr) {
      if (path.insert(at->id).second) continue;
      if (at->id == exercise.id)
        diagnostics.report("`" + exercise.id.value() + "` leads back to itself by way of easier or harder",
                           exercise.where, "break the circle");
      break;
    }
  }
}

void check_catalogue(const Catalogue& catalogue, Diagnostics& diagnostics) {
  std::set<ExerciseId> seen;
  for (const Exercise& exercise : catalogue.exercises()) {
    if (!seen.insert(exercise.id).second)
      diagnostics.report("`" + exercise.id.value() + "` stands in the catalogue twice", exercise.where,
                         "rename one of them");
    check_among(exercise, catalogue, diagnostics);
  }
}

}  // namespace endrange::exercise
