// Programmes and goals on the real content.
#include "core/plan/programme.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <set>

#include "tests/core/plan/world.h"
#include "tests/support/property.h"

namespace endrange::plan {
namespace {

using namespace std::chrono_literals;

const Programme& programme(const std::string& id) {
  const auto* found = find_programme(load_world().programmes, id);
  EXPECT_NE(found, nullptr) << id;
  return *found;
}

Person make_person(const journal::ProfileChanged& profile) {
  Person person;
  person.tell(make_moment(0, 8h), profile);
  person.answer_all(make_moment(0, 8h));
  return person;
}

TEST(ActiveProgramme, is_the_latest_until_it_ends) {
  auto person = make_person({});
  const auto active = [&](LocalMoment now) {
    const auto found = find_active_programme(person.entries(), load_world().programmes, now);
    return found ? found->programme->id : "";
  };
  EXPECT_EQ(active(make_moment(1, 9h)), "");
  person.tell(make_moment(1, 9h), journal::ProgrammeChosen{"back-from-a-break", ""});
  EXPECT_EQ(active(make_moment(1, 8h)), "") << "not before it was chosen";
  EXPECT_EQ(active(make_moment(14, 23h)), "back-from-a-break");
  EXPECT_EQ(active(make_moment(15, 1h)), "");
  person.tell(make_moment(3, 9h), journal::ProgrammeChosen{"before-sport", ""});
  EXPECT_EQ(active(make_moment(3, 23h)), "before-sport");
  EXPECT_EQ(active(make_moment(4, 1h)), "") << "for its day";
  person.tell(make_moment(5, 9h), journal::ProgrammeChosen{"desk-worker", ""});
  person.tell(make_moment(6, 9h), journal::ProgrammeChosen{});
  EXPECT_EQ(active(make_moment(5, 10h)), "desk-worker");
  EXPECT_EQ(active(make_moment(6, 10h)), "") << "ended by the person";
}

TEST(EasyReturn, comes_by_itself_after_two_weeks_without_moving_and_stays_for_two) {
  auto person = make_person({});
  const auto active = [&](int day) {
    return find_active_programme(person.entries(), load_world().programmes, make_moment(day, 10h));
  };
  const auto move = [&](int day) {
    person.tell(make_moment(day, 9h),
                journal::StepDone{.routine = "r", .exercise = ExerciseId("wall-slide"), .seconds = 60.0});
  };
  EXPECT_FALSE(active(40)) << "who never began is not back from anything";
  move(10);
  EXPECT_FALSE(active(24)) << "thirteen days without";
  ASSERT_TRUE(active(25)) << "fourteen days without";
  EXPECT_EQ(active(25)->programme->id, "back-from-a-break");
  EXPECT_EQ(describe_until(*active(25), make_moment(25, 10h)),
            "Welcome back. Easy steps and short holds for 14 more days.");
  move(30);
  EXPECT_EQ(describe_until(*active(32), make_moment(32, 10h)),
            "Welcome back. Easy steps and short holds for 12 more days.");
  EXPECT_TRUE(active(43));
  EXPECT_FALSE(active(44)) << "two weeks after the return";
}

TEST(EasyReturn, eases_the_programme_that_is_on_and_gives_way_to_a_choice) {
  auto person = make_person({});
  const auto active = [&] {
    return find_active_programme(person.entries(), load_world().programmes, make_moment(30, 10h));
  };
  person.tell(make_moment(1, 9h), journal::ProgrammeChosen{"older-adult", ""});
  person.tell(make_moment(2, 9h),
              journal::StepDone{.routine = "r", .exercise = ExerciseId("wall-slide"), .seconds = 60.0});
  ASSERT_TRUE(active());
  EXPECT_EQ(active()->programme->id, "older-adult") << "its support at hand stays";
  ASSERT_NE(active()->easing, nullptr);
  EXPECT_EQ(active()->minutes(),
            std::min(programme("older-adult").minutes, programme("back-from-a-break").minutes));
  const auto& world = load_world();
  for (const auto& exercise : world.catalogue.exercises()) {
    if (exercise.difficulty <= 2) continue;
    const auto& position = *world.catalogue.find_position(exercise.position);
    EXPECT_TRUE(find_programme_refusal(*active(), exercise, position)) << exercise.id.value();
  }
  person.tell(make_moment(30, 9h), journal::ProgrammeChosen{});
  EXPECT_FALSE(active());
}

TEST(ActiveProgramme, says_how_long_it_stays) {
  const auto now = make_moment(10, 9h);
  EXPECT_EQ(describe_until({&programme("desk-worker"), "", make_moment(1, 9h)}, now), "At a desk.");
  EXPECT_EQ(describe_until({&programme("before-sport"), "", now}, now), "Before sport, today only.");
  EXPECT_EQ(describe_until({&programme("back-from-a-break"), "", make_moment(8, 9h)}, now),
            "Back from a break, 12 more days.");
  EXPECT_EQ(describe_until({&programme("before-sport"), "", std::nullopt}, now), "Before sport, this once.");
}

TEST(Wishes, take_the_persons_own_figure_for_the_chief_motion_of_a_goal) {
  auto person = make_person({});
  person.tell(make_moment(1, 9h),
              journal::GoalsChosen{{{"look-over-shoulder", Angle::from_degrees(75.0)}, {"not-there", {}}}});
  const auto wishes = person.wishes(make_moment(2, 9h));
  EXPECT_EQ(wishes.at(JointMotionId("neck.rotation")).target, Angle::from_degrees(75.0));
  EXPECT_FALSE(wishes.at(JointMotionId("thorax.rotation")).target.has_value());
  EXPECT_EQ(wishes.size(), 2U);
}

TEST(Wishes, raise_a_need_and_a_figure_that_was_reached_raises_none) {
  const auto& world = load_world();
  auto person = make_person({});
  journal::Measured measured;
  measured.joint_motion = JointMotionId("neck.rotation");
  measured.side = Side::Left;
  measured.protocol = ProtocolId("neck.rotation");
  measured.grade = journal::Grade::Measured;
  measured.usable = Estimate{Angle::from_degrees(60.0), Angle::from_degrees(2.0)};
  person.tell(make_moment(1, 9h), measured);
  const auto now = make_moment(2, 9h);
  const auto deficit = [&](double target_deg) {
    const Goal& goal = *find_goal(world.goals, "look-over-shoulder");
    const std::vector<ChosenGoal> chosen = {{&goal, Angle::from_degrees(target_deg)}};
    const auto wishes = make_wishes({}, chosen, world.motions);
    const auto needs =
        compute_needs(person.beliefs(now), {}, world.motions, world.planner.weights, now, wishes);
    const auto& need = needs.at({JointMotionId("neck.rotation"), Side::Left});
    EXPECT_GT(need.wish, 0.0);
    return need.deficit;
  };
  EXPECT_GT(deficit(75.0), 0.0);
  EXPECT_EQ(deficit(62.0), 0.0) << "within what measuring wobbles";
  EXPECT_EQ(deficit(50.0), 0.0) << "reached";
}

// Whatever a programme prefers, its own limits and those of the person hold; and its reasons are its own.
TEST(RandomProgrammes, keep_their_limits_and_the_minutes) {
  constexpr int Few = 200;
  constexpr int Many = 20'000;
  test::hold_on_random_cases(
      [] {
        const auto& world = load_world();
        const auto& chosen = world.programmes[*rc::gen::inRange<std::size_t>(0, world.programmes.size())];
        journal::ProfileChanged profile;
        profile.place =
            *rc::gen::element(journal::Place::ChairOnly, journal::Place::RoomToStand, journal::Place::Floor);
        profile.equipment = {journal::Equipment::Wall};
        auto person = make_person(profile);
        const auto joint = world.motions.all()[*rc::gen::inRange<std::size_t>(0, world.motions.all().size())];
        person.tell(make_moment(1, 8h),
                    journal::ProgrammeChosen{chosen.id, chosen.asks_joint ? joint.joint : ""});
        const int minutes = *rc::gen::inRange(1, 16);
        const auto routine = person.plan(make_moment(1, 10h), minutes);
        RC_ASSERT(routine.total_s <= minutes * 60.0);
        for (const auto& step : routine.steps) {
          const auto& exercise = *world.catalogue.find(step.exercise);
          const auto& position = *world.catalogue.find_position(exercise.position);
          RC_ASSERT(!find_programme_refusal(chosen, exercise, position).has_value());
          RC_ASSERT(!chosen.longest_hold_s || step.hold_s <= *chosen.longest_hold_s);
          RC_ASSERT(!chosen.hardest || exercise.difficulty <= *chosen.hardest);
        }
      },
      Few, Many);
}

TEST(Programmes, have_something_to_do_in_their_own_minutes_where_they_are_meant_to_be_done) {
  for (const auto& chosen : load_world().programmes) {
    journal::ProfileChanged profile;
    profile.audience = chosen.audience.value_or(journal::Audience::DeskWorker);
    profile.place = journal::Place::RoomToStand;
    auto person = make_person(profile);
    person.tell(make_moment(1, 8h), journal::ProgrammeChosen{chosen.id, chosen.asks_joint ? "hip" : ""});
    const auto routine = person.plan(make_moment(1, 10h), chosen.minutes);
    EXPECT_GE(routine.steps.size(), 2U) << chosen.id;
    EXPECT_GE(routine.total_s, 30.0 * chosen.minutes) << chosen.id;
  }
}

TEST(OlderAdult, has_balance_beside_gentle_ranges) {
  auto person =
      make_person({.audience = journal::Audience::OlderAdult, .place = journal::Place::RoomToStand});
  person.tell(make_moment(1, 8h), journal::ProgrammeChosen{"older-adult", ""});
  const auto& beside = programme("older-adult").beside;
  std::set<ExerciseId> seen;
  for (int day = 1; day <= 6; ++day) {
    const auto routine = person.plan(make_moment(day, 10h), 5);
    const auto is_beside = [&](const Step& step) {
      return std::ranges::find(beside, step.exercise) != beside.end();
    };
    EXPECT_TRUE(std::ranges::any_of(routine.steps, is_beside)) << "day " << day;
    EXPECT_FALSE(std::ranges::all_of(routine.steps, is_beside)) << "day " << day;
    for (const auto& step : routine.steps)
      if (is_beside(step)) seen.insert(step.exercise);
  }
  EXPECT_EQ(seen.size(), beside.size()) << "in turn";
}

}  // namespace
}  // namespace endrange::plan
