// Levels on the real content, and on people drawn by chance: every step is earned, and every reason is true.
#include "core/plan/levels.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>

#include "tests/core/plan/world.h"
#include "tests/support/property.h"

namespace endrange::plan {
namespace {

using namespace std::chrono_literals;

const JointMotionId Turning("thorax.rotation");
const ExerciseId Hold("thoracic-turn-hold-seated");           // difficulty 2
const ExerciseId PushPull("thoracic-turn-push-pull-seated");  // difficulty 3

Person make_person() {
  Person person;
  person.tell(make_moment(0, 8h), journal::ProfileChanged{});
  return person;
}

struct Done {
  int day = 1;
  ExerciseId exercise = Hold;
  std::optional<int> effort = 5;
  bool complete = true;
  bool eased = false;
  int pain = 0;
};

void tell_routine(Person& person, const Done& done) {
  const auto routine = "r" + std::to_string(person.entries().size());
  person.tell(make_moment(done.day, 9h), journal::StepDone{.routine = routine,
                                                           .exercise = done.exercise,
                                                           .seconds = 40.0,
                                                           .complete = done.complete,
                                                           .eased = done.eased});
  if (done.pain > 0)
    person.tell(
        make_moment(done.day, 9h),
        journal::PainReported{
            .region = "upper_back", .intensity = done.pain, .routine = routine, .exercise = done.exercise});
  person.tell(make_moment(done.day, 9h), journal::RoutineFinished{routine, done.effort});
}

Level level_after(const std::vector<Done>& all, int day = 10) {
  auto person = make_person();
  for (const auto& done : all) tell_routine(person, done);
  return person.levels(make_moment(day, 10h)).at(Turning);
}

std::string name_of(const ExerciseId& exercise) {
  return load_world().catalogue.find(exercise)->name;
}

TEST(Levels, begin_where_the_audience_begins) {
  for (const auto& [audience, start] : load_world().planner.levels.start) {
    Person person;
    person.tell(make_moment(0, 8h), journal::ProfileChanged{.audience = audience});
    for (const auto& [ladder, level] : person.levels(make_moment(1, 9h))) {
      EXPECT_EQ(level.difficulty, start) << ladder.value();
      EXPECT_EQ(level.last, LevelMove::None);
      EXPECT_FALSE(level.reason.empty());
    }
  }
}

TEST(Levels, go_up_after_two_occasions_and_say_which) {
  EXPECT_EQ(level_after({{1}}).difficulty, 2);
  const auto level = level_after({{1, Hold, 5}, {2, Hold, 4}});
  EXPECT_EQ(level.difficulty, 3);
  EXPECT_TRUE(level.is_new);
  EXPECT_EQ(level.reason, "One step up: you did " + name_of(Hold) + " twice without pain, effort 5 at most.");
  EXPECT_EQ(level_after({{1, Hold, 5, true, false, 2}, {2, Hold, 4}}).reason,
            "One step up: you did " + name_of(Hold) + " twice, pain at most 2 of 10, effort 5 at most.");
}

TEST(Levels, go_up_by_nothing_that_was_hard_eased_cut_short_easy_or_not_told) {
  EXPECT_EQ(level_after({{1}, {2, Hold, 7}, {3}}).difficulty, 2) << "effort 7 begins the count anew";
  EXPECT_EQ(level_after({{1}, {2, Hold, 5, true, true}}).difficulty, 2) << "in less range";
  EXPECT_EQ(level_after({{1}, {2, Hold, 5, false}}).difficulty, 2) << "cut short";
  EXPECT_EQ(level_after({{1, Hold, std::nullopt}, {2, Hold, std::nullopt}}).difficulty, 2) << "not told";
  const ExerciseId easy("thoracic-turn-seated");
  EXPECT_EQ(level_after({{1, easy}, {2, easy}, {3, easy}}).difficulty, 2) << "a step below";
}

TEST(Levels, go_down_as_easily) {
  EXPECT_EQ(level_after({{1, Hold, 9}}).difficulty, 2);
  const auto hard = level_after({{1, Hold, 9}, {2, Hold, 10}});
  EXPECT_EQ(hard.difficulty, 1);
  EXPECT_EQ(hard.reason, "One step easier: effort 9 or more for " + name_of(Hold) + " twice.");
  EXPECT_EQ(level_after({{1, Hold, 5, false}, {2, Hold, 9}}).reason,
            "One step easier: cut short or too much: " + name_of(Hold) + " twice.");
  const auto hurt = level_after({{1, Hold, 5, true, false, 3}});
  EXPECT_EQ(hurt.difficulty, 1) << "pain above two of ten at once";
  EXPECT_EQ(hurt.reason, "One step easier: " + name_of(Hold) + " hurt 3 of 10.");
}

TEST(Levels, take_nothing_from_what_was_done_in_less_range) {
  const Done eased{.effort = 1, .eased = true};
  const auto level = level_after({eased, eased, eased});
  EXPECT_EQ(level.difficulty, level.start);
  EXPECT_EQ(level.last, LevelMove::None);
  // Neither does it stand in the way of what was done in full.
  EXPECT_EQ(level_after({eased, {}, {.day = 2}}).last, LevelMove::Up);
}

TEST(Levels, take_a_step_done_in_parts_for_whole_once_one_came_to_its_end) {
  auto person = make_person();
  for (int day = 1; day <= 2; ++day) {
    const auto routine = "r" + std::to_string(day);
    for (const bool complete : {false, true})
      person.tell(
          make_moment(day, 9h),
          journal::StepDone{.routine = routine, .exercise = Hold, .seconds = 20.0, .complete = complete});
    person.tell(make_moment(day, 9h), journal::RoutineFinished{routine, 4});
  }
  EXPECT_EQ(person.levels(make_moment(3, 9h)).at(Turning).last, LevelMove::Up);
}

TEST(Levels, give_one_step_back_after_weeks_away_and_only_one) {
  const std::vector<Done> story = {{1}, {2}, {3, PushPull, 7}};
  EXPECT_EQ(level_after(story, 3 + 34).difficulty, 3);
  const auto back = level_after(story, 3 + 42);
  EXPECT_EQ(back.difficulty, 2);
  EXPECT_EQ(back.reason, "One step easier: 6 weeks since " + name_of(PushPull) + ".");
  EXPECT_EQ(level_after(story, 3 + 200).difficulty, 2);
}

journal::Measured make_measured(journal::Method method) {
  journal::Measured measured;
  measured.joint_motion = Turning;
  measured.side = Side::Left;
  measured.method = method;
  measured.grade = journal::Grade::Measured;
  return measured;
}

TEST(Levels, wait_for_a_range_that_is_held_when_one_was_measured) {
  auto person = make_person();
  auto measured = make_measured(journal::Method::Camera);
  measured.reached = Estimate{Angle::from_degrees(50.0), Angle::from_degrees(4.0)};
  person.tell(make_moment(1, 8h), measured);
  tell_routine(person, {1});
  tell_routine(person, {2});
  EXPECT_EQ(person.levels(make_moment(3, 9h)).at(Turning).difficulty, 2);
  measured.usable = Estimate{Angle::from_degrees(45.0), Angle::from_degrees(4.0)};
  person.tell(make_moment(3, 10h), measured);
  tell_routine(person, {4});
  EXPECT_EQ(person.levels(make_moment(5, 9h)).at(Turning).difficulty, 3);
}

TEST(Levels, do_not_wait_for_a_hold_that_nobody_looked_for) {
  auto person = make_person();
  auto by_hand = make_measured(journal::Method::Hand);
  by_hand.available = Estimate{Angle::from_degrees(60.0), Angle::from_degrees(4.0)};
  person.tell(make_moment(1, 8h), by_hand);
  tell_routine(person, {1});
  tell_routine(person, {2});
  EXPECT_EQ(person.levels(make_moment(3, 9h)).at(Turning).difficulty, 3);
}

TEST(Levels, are_the_same_event_by_event_and_all_at_once) {
  auto person = make_person();
  for (int day = 1; day < 40; ++day)
    tell_routine(person, {day, day % 3 == 0 ? PushPull : Hold, (day * 7) % 11, day % 5 != 0, false,
                          day % 13 == 0 ? 4 : 0});
  const auto& world = load_world();
  LevelFollower follower(world.catalogue, world.planner.levels, journal::Audience::DeskWorker);
  for (const auto& entry : person.entries()) {
    follower.advance(entry);
    const auto one_by_one = follower.compute(entry.at);
    EXPECT_EQ(one_by_one.at(Turning).reason, follower.compute(entry.at).at(Turning).reason);
  }
  const auto now = make_moment(41, 9h);
  const auto together = person.levels(now);
  for (const auto& [ladder, level] : follower.compute(now)) {
    EXPECT_EQ(level.difficulty, together.at(ladder).difficulty);
    EXPECT_EQ(level.reason, together.at(ladder).reason);
  }
}

// Never more than one step for each two routines that were easy enough, and never out of 1 to 5.
TEST(RandomClimbers, earn_every_step) {
  constexpr int Few = 300;
  constexpr int Many = 100'000;
  test::hold_on_random_cases(
      [] {
        auto person = make_person();
        const auto& exercises = load_world().catalogue.exercises();
        int easy_enough = 0;
        for (int day = 1; day < 30; ++day) {
          Done done;
          done.day = day;
          done.exercise = exercises[*rc::gen::inRange<std::size_t>(0, exercises.size())].id;
          done.effort = *rc::gen::inRange(0, 11);
          done.complete = *rc::gen::inRange(0, 4) != 0;
          done.pain = *rc::gen::inRange(0, 4) == 0 ? *rc::gen::inRange(0, 11) : 0;
          tell_routine(person, done);
          if (*done.effort <= load_world().planner.levels.effort_up_to && done.complete) ++easy_enough;
        }
        int steps = 0;
        for (const auto& [ladder, level] : person.levels(make_moment(30, 9h))) {
          RC_ASSERT(level.difficulty >= 1 && level.difficulty <= 5);
          steps = std::max(steps, level.difficulty - level.start);
        }
        RC_ASSERT(steps <= easy_enough / load_world().planner.levels.occasions);
      },
      Few, Many);
}

TEST(Unearned, leaves_out_difficulty_four_and_five_above_the_level_only) {
  auto person = make_person();
  person.answer_all(make_moment(0, 9h));
  const auto limits = person.limits(make_moment(1, 9h));
  for (const auto& exercise : load_world().catalogue.exercises())
    EXPECT_EQ(limits.unearned.contains(exercise.id), exercise.difficulty >= 4) << exercise.id.value();
}

}  // namespace
}  // namespace endrange::plan
