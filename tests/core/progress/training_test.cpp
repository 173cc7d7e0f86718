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
