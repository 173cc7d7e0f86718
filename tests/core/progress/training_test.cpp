#include "core/progress/training.h"

#include <gtest/gtest.h>

#include <numeric>

#include "tests/core/progress/story.h"

namespace endrange::progress {
namespace {

Doses doses_of(const Story& story, LocalMoment now) {
  return compute_doses(story.entries(), make_trained(), make_motions(), now);
}

TEST(Doses, go_to_the_side_that_the_exercise_means) {
  Story story;
  story.tell(at(22, 9h),
             journal::StepDone{.routine = "r", .exercise = Lunge, .side = Side::Left, .seconds = 60});
  const auto doses = doses_of(story, at(22, 10h));
  EXPECT_EQ(doses.at({JointMotionId("hip.extension"), Side::Right}).week_s, 30.0);
  EXPECT_EQ(doses.at({JointMotionId("thorax.rotation"), Side::Left}).week_s, 30.0);
  EXPECT_EQ(doses.size(), 2U);
}

TEST(Doses, of_both_sides_at_once_count_for_each) {
  Story story;
  story.tell(at(22, 9h),
             journal::StepDone{.routine = "r", .exercise = ExerciseId("wall-angel"), .seconds = 60});
  const auto doses = doses_of(story, at(22, 10h));
  EXPECT_EQ(doses.at({JointMotionId("shoulder.abduction"), Side::Left}).week_s, 60.0);
  EXPECT_EQ(doses.at({JointMotionId("shoulder.abduction"), Side::Right}).week_s, 60.0);
}

TEST(Doses, of_the_week_are_those_of_today_and_six_days_before) {
  Story story;
  for (const int day : {15, 16, 22})
    story.tell(at(day, 23h),
               journal::StepDone{.routine = "r", .exercise = Lunge, .side = Side::Left, .seconds = 60});
  const auto dose = doses_of(story, at(22, 23h)).at({JointMotionId("thorax.rotation"), Side::Left});
  EXPECT_EQ(dose.week_s, 60.0);
  EXPECT_EQ(dose.last, at(22, 23h));
}

TEST(Doses, count_what_the_person_says_they_did_already_but_not_what_is_known_of_that_day) {
  const SidedMotion thorax{JointMotionId("thorax.rotation"), Side::Left};
  const auto told = [](std::optional<double> seconds) {
    return journal::StepSkipped{.routine = "r",
                                .exercise = Lunge,
                                .side = Side::Left,
                                .meaning = journal::SkipMeaning::DidAlready,
                                .seconds = seconds};
  };
  Story story;
  story.tell(at(21, 9h), told(60));
  EXPECT_EQ(doses_of(story, at(22, 10h)).at(thorax).week_s, 30.0);
  EXPECT_EQ(list_days_moved(story.entries(), at(22, 10h)), std::vector{at(21, 0h).day()});
  story.tell(at(22, 9h),
             journal::StepDone{.routine = "r", .exercise = Lunge, .side = Side::Left, .seconds = 60});
  story.tell(at(22, 9h), told(60));
  story.tell(at(22, 9h), told({}));
  EXPECT_EQ(doses_of(story, at(22, 10h)).at(thorax).week_s, 60.0);
  auto not_now = told(60);
  not_now.meaning = journal::SkipMeaning::NotNow;
  story.tell(at(23, 9h), not_now);
  EXPECT_EQ(doses_of(story, at(23, 10h)).at(thorax).week_s, 60.0);
}

TEST(WeekEmphasis, sums_what_was_trained_in_these_seven_days) {
  Story story;
  story.tell(at(10, 9h),
             journal::StepDone{.routine = "r", .exercise = Lunge, .side = Side::Left, .seconds = 600});
  story.tell(at(22, 9h),
             journal::StepDone{.routine = "r", .exercise = Lunge, .side = Side::Left, .seconds = 60});
  TrainedMotions trained = make_trained();
  for (auto& part : trained.at(Lunge)) part.emphasis = {1.0, 0.5, 0.0};
  const auto week = compute_week_emphasis(story.entries(), trained, make_motions(), at(22, 10h));
  EXPECT_EQ(week, (Emphasis{60.0, 30.0, 0.0}));
}

TEST(Doses, ignore_exercises_that_are_not_known_any_more) {
  Story story;
  story.tell(at(22, 9h), journal::StepDone{.routine = "r", .exercise = ExerciseId("gone"), .seconds = 60});
  EXPECT_TRUE(doses_of(story, at(22, 10h)).empty());
}

TEST(RegionMinutes, add_up_to_the_minutes_moved) {
  Story story;
  story
      .tell(at(22, 9h),
            journal::StepDone{.routine = "r", .exercise = Lunge, .side = Side::Left, .seconds = 90})
      .tell(at(22, 9h),
            journal::StepDone{.routine = "r", .exercise = ExerciseId("wall-angel"), .seconds = 60});
  const auto minutes = compute_region_minutes(story.entries(), make_trained(), make_motions(), at(22, 10h));
  const double total = std::accumulate(minutes.begin(), minutes.end(), 0.0,
                                       [](double sum, const auto& pair) { return sum + pair.second; });
  EXPECT_DOUBLE_EQ(total, 2.5);
  EXPECT_DOUBLE_EQ(minutes.at(body::Region::Shoulders), 1.0);
}

}  // namespace
}  // namespace endrange::progress
