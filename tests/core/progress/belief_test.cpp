// Oracle: for one figure the filter is the inverse-variance mean, computed here by hand.
#include "core/progress/belief.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

#include "tests/core/progress/story.h"

namespace endrange::progress {
namespace {

const SidedMotion LeftAbduction{JointMotionId("shoulder.abduction"), Side::Left};
const SidedMotion RightAbduction{JointMotionId("shoulder.abduction"), Side::Right};
constexpr double Rounding = 1e-9;  // degrees; only arithmetic in double lies between the two sides

Belief believe(const Story& story, LocalMoment now, const SidedMotion& motion = LeftAbduction,
               const Constants& constants = make_constants()) {
  const auto beliefs = compute_beliefs(story.entries(), {}, make_motions(), constants, now);
  return *beliefs.find(motion);
}

TEST(Beliefs, start_wide_and_equal_on_both_sides) {
  const auto now = at(22, 9h);
  const auto left = believe({}, now);
  const auto right = believe({}, now, RightAbduction);
  EXPECT_FALSE(left.is_measured());
  EXPECT_NEAR(left.usable.mean.degrees(), 135.0, Rounding);
  EXPECT_NEAR(left.usable.standard_error.degrees(), 45.0, Rounding);
  EXPECT_EQ(left.usable, right.usable);
  EXPECT_EQ(left.usable, left.expected_usable);
  EXPECT_LT(left.usable.mean, left.reached.mean);
  EXPECT_LT(left.reached.mean, left.available.mean);
}

TEST(Beliefs, hold_one_for_every_motion_and_side_and_none_for_strangers) {
  const auto beliefs = compute_beliefs({}, {}, make_motions(), make_constants(), at(22, 9h));
  EXPECT_EQ(beliefs.all().size(), 7U);  // three with two sides, one of the midline
  EXPECT_NE(beliefs.find({JointMotionId("neck.flexion"), Side::Both}), nullptr);
  EXPECT_EQ(beliefs.find({JointMotionId("neck.flexion"), Side::Left}), nullptr);
  EXPECT_EQ(beliefs.find({JointMotionId("tail.wag"), Side::Both}), nullptr);
}

TEST(Beliefs, weigh_a_measurement_and_what_was_thought_by_their_variances) {
  Story story;
  story.tell(at(22, 9h), make_measured(Side::Left, 92_deg, 5_deg));
  const auto belief = believe(story, at(22, 9h));
  const double prior = 1.0 / (45.0 * 45.0);
  const double seen = 1.0 / (5.0 * 5.0);
  EXPECT_NEAR(belief.usable.mean.degrees(), (135.0 * prior + 92.0 * seen) / (prior + seen), Rounding);
  EXPECT_NEAR(belief.usable.standard_error.degrees(), std::sqrt(1.0 / (prior + seen)), Rounding);
  EXPECT_EQ(believe(story, at(22, 9h), RightAbduction).usable.mean.degrees(), 135.0);
}

TEST(Beliefs, let_a_usable_range_say_something_about_the_reached_one) {
  Story story;
  story.tell(at(22, 9h), make_measured(Side::Left, 92_deg, 1_deg));
  const auto belief = believe(story, at(22, 9h));
  EXPECT_NEAR(belief.reached.mean.degrees(), 102.0,
              0.1);  // 92° plus the usual step of 10°, the prior pulls 0.02°
  EXPECT_GT(belief.reached.standard_error, belief.usable.standard_error);
  EXPECT_GT(belief.available.standard_error, belief.reached.standard_error);
  EXPECT_NEAR(belief.gap.mean.degrees(), 20.0, 0.1);
}

TEST(Beliefs, grow_vaguer_while_nothing_is_measured) {
  Story story;
  story.tell(at(1, 9h), make_measured(Side::Left, 92_deg, 5_deg));
  const auto soon = believe(story, at(2, 9h));
  const auto late = believe(story, at(22, 9h));
  EXPECT_LT(soon.usable.standard_error, late.usable.standard_error);
  const double fresh = believe(story, at(1, 9h)).usable.standard_error.degrees();
  EXPECT_NEAR(late.usable.standard_error.degrees(), std::hypot(fresh, 1.7 * std::sqrt(21.0)), Rounding);
}

TEST(Beliefs, keep_what_a_whole_set_up_may_be_off_however_often_it_is_used) {
  Story story;
  auto measured = make_measured(Side::Left, 92_deg, 6_deg);
  measured.set_up_error = 5_deg;
  for (int i = 0; i < 50; ++i) story.tell(at(22, 9h), measured);
  EXPECT_GE(believe(story, at(22, 9h)).usable.standard_error, 5_deg);
  measured.grade = journal::Grade::Trend;
  story.tell(at(22, 9h), measured);
  EXPECT_GE(believe(story, at(22, 9h)).usable.standard_error, 10_deg);
}

TEST(Beliefs, leave_out_what_could_not_be_seen_and_what_lies_ahead) {
  Story story;
  auto measured = make_measured(Side::Left, 92_deg, 5_deg);
  measured.grade = journal::Grade::NotObservable;
  story.tell(at(21, 9h), measured);
  story.tell(at(23, 9h), make_measured(Side::Left, 92_deg, 5_deg));
  EXPECT_FALSE(believe(story, at(22, 9h)).is_measured());
}

RC_GTEST_PROP(Beliefs, never_lose_their_spread_or_their_head, ()) {
  Story story;
  const auto count = *rc::gen::inRange(0, 12);
  for (int i = 0; i < count; ++i) {
    const auto degrees = static_cast<double>(*rc::gen::inRange(-20, 200));
    const auto error = static_cast<double>(*rc::gen::inRange(1, 900)) / 10.0;
    auto measured = make_measured(Side::Left, Angle::from_degrees(degrees), Angle::from_degrees(error));
    measured.set_up_error = Angle::from_degrees(static_cast<double>(*rc::gen::inRange(0, 90)));
    if (*rc::gen::arbitrary<bool>()) measured.reached = measured.usable;
    if (*rc::gen::arbitrary<bool>()) measured.usable.reset();
    story.tell(at(*rc::gen::inRange(1, 20), 9h), measured);
  }
  const auto belief = believe(story, at(22, 9h));
  for (const auto& figure : {belief.usable, belief.reached, belief.available, belief.gap}) {
    RC_ASSERT(std::isfinite(figure.mean.radians()));
    RC_ASSERT(std::isfinite(figure.standard_error.radians()));
    RC_ASSERT(figure.standard_error > Angle{});
  }
}

}  // namespace
}  // namespace endrange::progress
