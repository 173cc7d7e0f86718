#include "tests/core/plan/random_person.h"

#include "core/plan/words.h"
#include "tests/core/plan/minutes.h"

namespace endrange::plan {

using namespace std::chrono_literals;
using namespace literals;

namespace {

/// Mostly dull; now and then one that closes something.
journal::PainKind pick_pain_kind() {
  using enum journal::PainKind;
  const int roll = *rc::gen::inRange(0, 30);
  return roll == 0 ? Dizzy : roll == 1 ? Sharp : roll == 2 ? Numb : roll < 5 ? Pinching : Dull;
}

}  // namespace

RandomPerson make_random_person() {
  const auto& world = load_world();
  RandomPerson random;
  random.profile.audience = pick<journal::Audience>(
      {journal::Audience::DeskWorker, journal::Audience::Athlete, journal::Audience::OlderAdult});
  random.profile.place =
      pick<journal::Place>({journal::Place::ChairOnly, journal::Place::RoomToStand, journal::Place::Floor});
  for (const auto item : {journal::Equipment::Wall, journal::Equipment::Roller, journal::Equipment::Strap})
    if (*rc::gen::arbitrary<bool>()) random.profile.equipment.push_back(item);
  random.profile.clothes = pick<std::optional<journal::Clothes>>(
      {std::nullopt, journal::Clothes::Office, journal::Clothes::Loose});
  random.profile.is_quiet = pick<std::optional<bool>>({std::nullopt, true, false});
  if (*rc::gen::arbitrary<bool>()) random.profile.sitting_hours = *rc::gen::inRange(0, 13);
  random.person.tell(make_moment(0, 9h), random.profile);
  const auto work = [&](LocalMoment from, double& hours) {
    hours = *rc::gen::inRange(0, 5) == 0 ? *rc::gen::inRange(1, 20) / 4.0 : 0.0;
    if (hours > 0.0) random.person.tell(from, journal::Worked{from.utc, hours * 3600.0});
  };
  work(make_moment(19, 9h), random.worked_yesterday_h);
  work(make_moment(20, 9h), random.worked_today_h);
  random.minutes = *rc::gen::inRange(1, 16);
  random.spot = pick<Spot>({Spot::Usual, Spot::Usual, Spot::Usual, Spot::Chair, Spot::Corridor});

  std::vector<std::string> yes;
  std::vector<std::string> unknown;
  for (const auto& question : world.screen.questions) {
    const int roll = *rc::gen::inRange(0, 20);
    if (roll == 0 && question.gate != Gate::Emergency) yes.push_back(question.id);
    if (roll == 1 && question.gate == Gate::Filtered) unknown.push_back(question.id);
  }
  if (*rc::gen::inRange(0, 5) != 0) random.person.answer_all(make_moment(0, 9h), yes, unknown);

  const int events = *rc::gen::inRange(0, 8);
  for (int i = 0; i < events; ++i) {
    const auto at = make_moment(*rc::gen::inRange(10, 21), 9h);
    const auto motion = pick(world.motions.all());
    const auto exercise = pick(world.catalogue.exercises());
    switch (*rc::gen::inRange(0, 9)) {
      case 4:
        random.person.tell(at, journal::ProgrammeChosen{pick(world.programmes).id, motion.joint});
        break;
      case 5: {
        journal::GoalWanted wanted{pick(world.goals).id, {}};
        if (*rc::gen::arbitrary<bool>()) wanted.target = Angle::from_degrees(*rc::gen::inRange(20, 180));
        random.person.tell(at, journal::GoalsChosen{{wanted}});
        break;
      }
      case 6: {
        const auto routine = "routine-" + std::to_string(i);
        random.person.tell(at,
                           journal::StepDone{.routine = routine, .exercise = exercise.id, .seconds = 40.0});
        random.person.tell(at, journal::RoutineFinished{routine, *rc::gen::inRange(0, 11)});
        break;
      }
      case 7:
        random.person.tell(
            make_moment(*rc::gen::inRange(19, 21), 13h),
            journal::StepSkipped{.exercise = exercise.id,
                                 .meaning = pick<journal::SkipMeaning>(
                                     {journal::SkipMeaning::NotNow, journal::SkipMeaning::DidAlready})});
        break;
      case 8:
        random.person.tell(make_moment(18, 9h),
                           journal::StepDone{.routine = "before", .exercise = exercise.id, .seconds = 40.0});
        random.person.tell(make_moment(19, 7h),
                           journal::MorningAnswered{
                               pick<journal::Morning>({journal::Morning::Fine, journal::Morning::Worse}),
                               *rc::gen::inRange(0, 11)});
        break;
      case 0:
        random.person.tell(
            at, journal::PainReported{
                    .region = *rc::gen::arbitrary<bool>() ? motion.joint : std::string(word(motion.region)),
                    .side = pick<Side>({Side::Left, Side::Right, Side::Both}),
                    .intensity = *rc::gen::inRange(0, 11),
                    .kind = pick_pain_kind(),
                    .joint_motions = {motion.id}});
        break;
      case 1:
        random.person.tell(
            at, journal::StepSkipped{.exercise = exercise.id, .meaning = journal::SkipMeaning::Never});
        break;
      case 2:
        random.person.tell(at, journal::StepDone{.routine = "r",
                                                 .exercise = exercise.id,
                                                 .side = pick<Side>({Side::Left, Side::Right}),
                                                 .seconds = 90.0});
        break;
      default: {
        auto figure = measured(pick<Side>({Side::Left, Side::Right}),
                               Angle::from_degrees(*rc::gen::inRange(20, 180)), 5_deg);
        figure.joint_motion = motion.id;
        random.person.tell(at, figure);
      }
    }
  }
  return random;
}

}  // namespace endrange::plan
