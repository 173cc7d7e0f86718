#include "core/progress/change.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "tests/core/progress/story.h"

namespace endrange::progress {
namespace {

const SidedMotion LeftShoulder{JointMotionId("shoulder.abduction"), Side::Left};

std::optional<Change> compute_change_of(const std::vector<double>& usable_deg, Angle error = 3_deg,
                                        int days_between = 1) {
  Story story;
  int day = 1;
  for (const double usable : usable_deg) {
    story.tell(at(day, 9h), make_measured(Side::Left, Angle::from_degrees(usable), error));
    day += days_between;
  }
  return compute_change(compute_history(story.entries(), LeftShoulder));
}

TEST(Change, needs_two_measurements) {
  EXPECT_FALSE(compute_change_of({}));
  EXPECT_EQ(compute_change_of({90})->verdict, Verdict::First);
}

TEST(Change, compares_three_with_three_when_there_are_nine) {
  // Weeks apart, so that no two are repeats.
  const auto change = compute_change_of({90, 92, 91, 50, 120, 10, 96, 97, 95}, 3_deg, 8);
  EXPECT_NEAR(change->difference->degrees(), 5.0, 1e-9);
  EXPECT_NEAR(change->detectable->degrees(), 1.96 * 3.0 * std::sqrt(2.0 / 3.0), 1e-9);
  EXPECT_EQ(change->verdict, Verdict::Changed);
  EXPECT_EQ(change->words, "5.0° more than in the beginning: beyond the 4.8° that measuring wobbles.");
}

TEST(Change, compares_one_with_one_and_with_two_while_there_are_few) {
  EXPECT_EQ(compute_change_of({90, 94})->earlier, 1);
  EXPECT_EQ(compute_change_of({90, 94, 96})->later, 2);
  EXPECT_NEAR(compute_change_of({90, 94, 96})->difference->degrees(), 5.0, 1e-9);
}

TEST(Change, says_how_many_more_would_show_it) {
  // The detectable is 8.3° with one at each end, 7.2° with two at the later one, 6.8° with three.
  const auto change = compute_change_of({90, 97});
  EXPECT_EQ(change->verdict, Verdict::NotYetDistinguishable);
  EXPECT_EQ(change->more, 2);
  EXPECT_EQ(change->words,
            "7° more than in the beginning, within the 8° that measuring wobbles. Too early to tell: about 2 "
            "more measurements would show it, if it stays.");
}

TEST(Change, shows_after_as_many_more_as_it_said) {
  for (const double last : {83.0, 97.0, 97.5}) {
    std::vector<double> usable{90, last};
    const int more = compute_change_of(usable)->more.value();
    for (int i = 0; i < more; ++i) {
      EXPECT_EQ(compute_change_of(usable)->verdict, Verdict::NotYetDistinguishable);
      usable.push_back(last);
    }
    EXPECT_EQ(compute_change_of(usable)->verdict, Verdict::Changed) << last;
  }
}

TEST(Change, says_when_no_number_of_measurements_would_show_it) {
  const auto change = compute_change_of({90, 92});
  EXPECT_FALSE(change->more);
  EXPECT_TRUE(change->words.ends_with("Too little for this way of measuring to show.")) << change->words;
  EXPECT_EQ(compute_change_of({90, 90})->words, "As in the beginning, within the 8° that measuring wobbles.");
}

TEST(Change, leaves_out_what_the_set_up_repeats_and_what_was_measured_in_another_way) {
  Story story;
  auto first = make_measured(Side::Left, 90_deg, 5_deg);
  auto last = make_measured(Side::Left, 99_deg, 5_deg);
  first.set_up_error = last.set_up_error = 4_deg;  // leaves 3° each
  auto other = make_measured(Side::Left, 20_deg, 3_deg);
  other.set_up = "seated/front";
  story.tell(at(1, 9h), other).tell(at(2, 9h), first).tell(at(3, 9h), last);
  const auto change = compute_change(compute_history(story.entries(), LeftShoulder));
  EXPECT_EQ(change->verdict, Verdict::Changed);
  EXPECT_NEAR(change->difference->degrees(), 9.0, 1e-9);
  EXPECT_NEAR(change->detectable->degrees(), 1.96 * std::sqrt(2.0) * 3.0, 1e-9);
}

TEST(Change, takes_the_persons_own_wobble_once_there_are_enough_repeats) {
  // Stated is 3°, and the person hardly differs from day to day: the detectable shrinks below 1.96·3·√(2/3).
  const auto steady = compute_change_of({90, 90, 90, 90, 90, 90, 92, 92, 92});
  EXPECT_LT(steady->detectable->degrees(), 4.0);
  // And one who differs by far more than stated is told nothing of it.
  const auto wild = compute_change_of({80, 100, 80, 100, 80, 100, 90, 110, 100});
  EXPECT_GT(wild->detectable->degrees(), 10.0);
  EXPECT_EQ(wild->verdict, Verdict::NotYetDistinguishable);
}

std::optional<Change> compare_sides_of(const std::vector<double>& left_deg,
                                       const std::vector<double>& right_deg) {
  const SidedMotion right{LeftShoulder.joint_motion, Side::Right};
  Story story;
  int day = 1;
  for (const double usable : left_deg)
    story.tell(at(day++, 9h), make_measured(Side::Left, Angle::from_degrees(usable), 3_deg));
  day = 1;
  for (const double usable : right_deg)
    story.tell(at(day++, 10h), make_measured(Side::Right, Angle::from_degrees(usable), 3_deg));
  return compute_side_change(compute_history(story.entries(), LeftShoulder),
                             compute_history(story.entries(), right));
}

TEST(SideChange, needs_both_sides_measured_in_one_way) {
  EXPECT_FALSE(compare_sides_of({90}, {}));
  Story story;
  story.tell(at(1, 9h), make_measured(Side::Left, 90_deg, 3_deg));
  auto other = make_measured(Side::Right, 120_deg, 3_deg);
  other.set_up = "seated/front";
  story.tell(at(2, 9h), other);
  EXPECT_FALSE(
      compute_side_change(compute_history(story.entries(), LeftShoulder),
                          compute_history(story.entries(), {LeftShoulder.joint_motion, Side::Right})));
}

TEST(SideChange, is_claimed_only_beyond_what_measuring_wobbles) {
  const auto large = compare_sides_of({90}, {105});
  EXPECT_EQ(large->verdict, Verdict::Changed);
  EXPECT_EQ(large->words, "15° more on the right: beyond the 8° that measuring wobbles.");
  const auto small = compare_sides_of({97}, {90});
  EXPECT_EQ(small->verdict, Verdict::NotYetDistinguishable);
  EXPECT_EQ(small->more, 1);
  EXPECT_EQ(small->words,
            "7° more on the left, within the 8° that measuring wobbles. Too early to tell: about 1 more "
            "measurement of each side would show it, if it stays.");
  EXPECT_EQ(compare_sides_of({97, 97}, {90, 90})->verdict, Verdict::Changed) << "as it said";
  EXPECT_EQ(
      compare_sides_of({90}, {91})->words,
      "1° more on the right, within the 8° that measuring wobbles. Too little for this way of measuring "
      "to show.");
}

TEST(SideChange, counts_what_each_sides_set_up_is_off_however_often_it_is_used_and_no_trend) {
  const SidedMotion right{LeftShoulder.joint_motion, Side::Right};
  const auto compare = [&](journal::Grade grade) {
    Story story;
    for (int day = 1; day <= 3; ++day)
      for (const Side side : LeftAndRight) {
        auto figure = make_measured(side, side == Side::Left ? 90_deg : 105_deg, 8_deg);
        figure.set_up_error = Angle::from_degrees(7.5);
        figure.grade = grade;
        story.tell(at(day, 9h), figure);
      }
    return compute_side_change(compute_history(story.entries(), LeftShoulder),
                               compute_history(story.entries(), right));
  };
  const auto measured = compare(journal::Grade::Measured);
  EXPECT_EQ(measured->verdict, Verdict::NotYetDistinguishable);
  EXPECT_GT(measured->detectable->degrees(), 1.96 * std::sqrt(2.0) * 7.5);
  EXPECT_FALSE(compare(journal::Grade::Trend));
}

TEST(SideChange, leaves_out_a_side_that_was_measured_long_before) {
  Story story;
  story.tell(at(1, 9h), make_measured(Side::Left, 90_deg, 3_deg));
  story.tell(at(30, 9h), make_measured(Side::Right, 120_deg, 3_deg));
  EXPECT_FALSE(
      compute_side_change(compute_history(story.entries(), LeftShoulder),
                          compute_history(story.entries(), {LeftShoulder.joint_motion, Side::Right})));
}

}  // namespace
}  // namespace endrange::progress
