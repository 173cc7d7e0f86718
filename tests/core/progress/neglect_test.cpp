#include "core/progress/neglect.h"

#include <gtest/gtest.h>

#include "tests/core/progress/story.h"

namespace endrange::progress {
namespace {

const std::vector<SittingAngle> Angles = {
    {JointMotionId("hip.extension"), -90_deg, "hips stay bent while sitting", ""},
    {JointMotionId("thorax.rotation"), 0_deg, "the upper back hardly turns", ""},
    {JointMotionId("neck.flexion"), 55_deg, "the head hangs", ""}};

std::vector<DaySpent> spent_of(const Story& story, const Sitting& sitting, LocalMoment now) {
  return compute_day_spent(story.entries(), sitting, Angles, make_trained(), make_motions(), now);
}

TEST(DaySpent, lists_what_sitting_keeps_from_its_end_range_and_nothing_that_it_takes_there) {
  const auto spent = spent_of({}, {.today_h = 6.0}, at(22, 17h));
  ASSERT_EQ(spent.size(), 2U) << "55 of 60 degrees are near the end of range";
  EXPECT_EQ(spent[0].joint_motion, JointMotionId("hip.extension"));
  EXPECT_TRUE(spent[0].is_held_short) << "bent the other way";
  EXPECT_FALSE(spent[1].is_held_short);
  EXPECT_EQ(spent[0].hours, 6.0);
  EXPECT_EQ(spent[0].at, -90_deg);
}

TEST(DaySpent, takes_the_hours_that_were_seen_before_those_that_were_said_and_guesses_none) {
  EXPECT_EQ(spent_of({}, {.today_h = 3.0, .usual_h = 8.0}, at(22, 17h)).front().hours, 3.0);
  EXPECT_EQ(spent_of({}, {.usual_h = 8.0}, at(22, 17h)).front().hours, 8.0);
  EXPECT_TRUE(spent_of({}, {}, at(22, 17h)).empty());
  EXPECT_TRUE(spent_of({}, {.yesterday_h = 9.0}, at(22, 7h)).empty()) << "yesterday is another day";
}

TEST(DaySpent, lets_no_usual_day_stand_in_where_work_is_seen) {
  Story story;
  story.tell(at(20, 17h), journal::Worked{at(20, 9h).utc, 8.0 * 3600.0});
  EXPECT_TRUE(spent_of(story, {.usual_h = 8.0}, at(22, 17h)).empty()) << "a day off";
  EXPECT_EQ(spent_of(story, {.usual_h = 8.0}, at(48, 17h)).front().hours, 8.0) << "not seen for weeks";
}

TEST(DaySpent, counts_what_todays_steps_put_back_side_by_side) {
  Story story;
  const journal::StepDone lunge{.routine = "r", .exercise = Lunge, .side = Side::Left, .seconds = 60};
  story.tell(at(21, 9h), lunge).tell(at(22, 9h), lunge).tell(at(22, 18h), lunge);
  const auto spent = spent_of(story, {.today_h = 6.0}, at(22, 17h));
  EXPECT_EQ(spent[0].put_back_right_s, 30.0) << "the hip behind; not yesterday's, and none that lies ahead";
  EXPECT_EQ(spent[0].put_back_left_s, 0.0);
  EXPECT_EQ(spent[1].put_back_left_s, 30.0);
}

}  // namespace
}  // namespace endrange::progress
