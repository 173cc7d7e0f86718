#include "tests/core/plan/random_world.h"

#include <random>

#include "core/progress/consistency.h"
#include "core/progress/person.h"
#include "tests/core/plan/minutes.h"

namespace endrange::plan {

using namespace std::chrono_literals;

namespace {

class Chance {
 public:
  explicit Chance(unsigned seed) : engine_(seed) {}

  /// Both ends included. Drawn by hand, because the library's distributions differ from one to the next.
  int whole(int least, int most) {
    return least + static_cast<int>(engine_() % static_cast<unsigned>(most - least + 1));
  }
  double share() { return static_cast<double>(engine_()) / static_cast<double>(std::mt19937::max()); }
  template <typename T>
  const T& of(const std::vector<T>& values) {
    return values[static_cast<std::size_t>(whole(0, static_cast<int>(values.size()) - 1))];
  }

 private:
  std::mt19937 engine_;
};

exercise::Exercise make_exercise(Chance& chance, std::size_t number) {
  const auto& world = load_world();
  exercise::Exercise made = chance.of(world.catalogue.exercises());
  made.id = ExerciseId("random-" + std::to_string(number));
  made.position = chance.of(world.catalogue.positions()).id;
  made.components = {chance.whole(0, 3), chance.whole(0, 3), chance.whole(0, 3)};
  made.difficulty = chance.whole(1, 5);
  for (auto& part : made.trains) part.share = 0.1 + 0.9 * chance.share();
  made.trains.front().share = 1.0;
  for (auto& phase : made.phases) phase.move_s *= 0.5 + chance.share();
  made.dose.sets.most = made.dose.sets.least + chance.whole(0, 2);
  made.dose.repetitions.most = made.dose.repetitions.least + chance.whole(0, 6);
  return made;
}

void live(Chance& chance, Person& person, const exercise::Catalogue& catalogue) {
  const auto& world = load_world();
  for (int i = chance.whole(0, 30); i > 0; --i) {
    const auto at = make_moment(chance.whole(10, 19), 9h + std::chrono::minutes(chance.whole(0, 600)));
    const Side side = chance.whole(0, 1) == 0 ? Side::Left : Side::Right;
    if (chance.whole(0, 1) == 0) {
      person.tell(at, journal::StepDone{.routine = "r",
                                        .exercise = chance.of(catalogue.exercises()).id,
                                        .side = side,
                                        .seconds = 30.0 + 90.0 * chance.share()});
      continue;
    }
    const auto& motion = chance.of(world.motions.all());
    const auto error = Angle::from_degrees(3.0 + 6.0 * chance.share());
    auto figure = measured(motion.is_sided ? side : Side::Both,
                           (0.3 + 0.7 * chance.share()) * motion.human_range, error);
    figure.joint_motion = motion.id;
    person.tell(at, figure);
  }
}

}  // namespace

Planning RandomWorld::planning() const {
  return {catalogue, load_world().motions, beliefs, sitting, limits, load_world().planner.weights, profile,
          minutes,   Spot::Usual,          now,     levels};
}

RandomWorld make_random_world(unsigned seed, std::size_t exercises, int minutes) {
  const auto& world = load_world();
  Chance chance(seed);
  std::vector<exercise::Exercise> made;
  for (std::size_t i = 0; i < exercises; ++i) made.push_back(make_exercise(chance, i));
  RandomWorld random;
  random.catalogue = exercise::Catalogue(std::move(made), world.catalogue.positions());
  random.now = make_moment(20, 14h);
  random.minutes = minutes;
  random.profile.place = journal::Place::Floor;
  random.profile.equipment = {journal::Equipment::Wall, journal::Equipment::Roller,
                              journal::Equipment::Strap};
  random.person.tell(make_moment(0, 9h), random.profile);
  random.person.answer_all(make_moment(0, 9h));
  live(chance, random.person, random.catalogue);

  const auto trained = make_trained_motions(random.catalogue.exercises());
  const auto& entries = random.person.entries();
  random.limits =
      compute_limits(world.screen, entries, trained, world.motions, world.planner.pain, random.now);
  random.levels = compute_levels(entries, random.catalogue, world.planner.levels, random.now);
  add_unearned(random.limits, random.levels, random.catalogue, world.planner.levels);
  random.sitting = progress::compute_sitting(entries, random.now);
  random.beliefs =
      progress::compute_beliefs(entries, trained, world.motions, world.planner.belief, random.now);
  return random;
}

}  // namespace endrange::plan
