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
  const auto motions = make_motions();
  const auto trained = make_trained();
  const auto beliefs = compute_beliefs(story.entries(), trained, motions, constants, now);
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
  const auto motions = make_motions();
  const auto beliefs = compute_beliefs({}, {}, motions, make_constants(), at(22, 9h));
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

journal::Tested make_tested(std::vector<journal::Figure> figures) {
  return {
      .protocol = ProtocolId("thumbs"), .side = Side::Left, .set_up = "tape", .figures = std::move(figures)};
}

Constants make_constants_with_a_distance() {
  auto constants = make_constants();
  constants.distances = {{ProtocolId("thumbs"),
                          {.joint_motion = JointMotionId("shoulder.abduction"),
                           .kind = RangeKind::Usable,
                           .at_zero = 180_deg,
                           .per_centimetre = -2_deg,
                           .spread = 3_deg,
                           .words = "By tape."}}};
  return constants;
}

TEST(Beliefs, take_a_distance_by_tape_with_its_own_error_and_that_of_its_line) {
  using enum journal::FigureName;
  Story story;
  story.tell(at(22, 9h), make_tested({{Distance, journal::FigureUnit::Centimetres, 40.0, 2.0}}));
  const auto constants = make_constants_with_a_distance();
  const auto belief = believe(story, at(22, 9h), LeftAbduction, constants);
  const double prior = 1.0 / (45.0 * 45.0);
  const double seen = 1.0 / (4.0 * 4.0 + 3.0 * 3.0);  // 2 cm at 2° each, and the line's own spread
  EXPECT_NEAR(belief.usable.mean.degrees(), (135.0 * prior + 100.0 * seen) / (prior + seen), Rounding);
  EXPECT_NEAR(belief.usable.standard_error.degrees(), std::sqrt(1.0 / (prior + seen)), Rounding);
  EXPECT_EQ(belief.grade, journal::Grade::Trend);
  EXPECT_EQ(belief.grade_reason, "By tape.");
  EXPECT_FALSE(believe(story, at(22, 9h), RightAbduction, constants).is_measured());
}

TEST(Beliefs, keep_the_spread_of_a_line_however_often_the_tape_is_read) {
  Story story;
  for (int reading = 0; reading < 200; ++reading)
    story.tell(at(22, 9h),
               make_tested({{journal::FigureName::Distance, journal::FigureUnit::Centimetres, 40.0, 1.0}}));
  const auto belief = believe(story, at(22, 9h), LeftAbduction, make_constants_with_a_distance());
  EXPECT_GT(belief.usable.standard_error, 2.9_deg);
  EXPECT_LT(belief.usable.standard_error, 3.1_deg);
}

TEST(Beliefs, take_nothing_from_tests_without_a_line_and_from_other_figures) {
  using enum journal::FigureName;
  Story story;
  story.tell(at(22, 9h), make_tested({{Time, journal::FigureUnit::Seconds, 40.0, 2.0}}));
  auto unseen = make_tested({{Distance, journal::FigureUnit::Centimetres, 40.0, 2.0}});
  unseen.grade = journal::Grade::NotObservable;
  story.tell(at(22, 9h), unseen);
  auto other = make_tested({{Distance, journal::FigureUnit::Centimetres, 40.0, 2.0}});
  other.protocol = ProtocolId("toes");
  story.tell(at(22, 9h), other);
  EXPECT_FALSE(believe(story, at(22, 9h), LeftAbduction, make_constants_with_a_distance()).is_measured());
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
  const auto believe_often = [](journal::Grade grade) {
    Story story;
    auto measured = make_measured(Side::Left, 92_deg, 6_deg);
    measured.set_up_error = 5_deg;
    measured.grade = grade;
    for (int i = 0; i < 50; ++i) story.tell(at(22, 9h), measured);
    return believe(story, at(22, 9h)).usable.standard_error;
  };
  // What was thought before, 45 degrees wide, speaks a hundredth part.
  EXPECT_GE(believe_often(journal::Grade::Measured), 4.9_deg);
  EXPECT_GE(believe_often(journal::Grade::Trend), 9.7_deg);
}

TEST(Beliefs, grow_surer_by_a_second_set_up_than_by_the_first_again) {
  Story again;
  Story other;
  auto measured = make_measured(Side::Left, 92_deg, 6_deg);
  measured.set_up_error = 5_deg;
  for (Story* story : {&again, &other}) story->tell(at(22, 9h), measured);
  again.tell(at(22, 9h), measured);
  measured.set_up = "standing/back";
  other.tell(at(22, 9h), measured);
  EXPECT_LT(believe(other, at(22, 9h)).usable.standard_error,
            believe(again, at(22, 9h)).usable.standard_error);
}

void train_daily(Story& story, int days) {
  for (int day = 1; day <= days; ++day)
    story.tell(at(day, 8h),
               journal::StepDone{.routine = "r", .exercise = WallAngel, .side = Side::Both, .seconds = 90});
}

TEST(Beliefs, rise_with_training_and_grow_no_surer_by_it) {
  Story idle;
  Story trained;
  for (Story* story : {&idle, &trained}) story->tell(at(1, 7h), make_measured(Side::Left, 92_deg, 3_deg));
  train_daily(trained, 20);
  const auto still = believe(idle, at(21, 9h)).usable;
  const auto moved = believe(trained, at(21, 9h)).usable;
  EXPECT_NEAR(still.mean.degrees(), 92.0, 0.5);
  EXPECT_GT(moved.mean - still.mean, 3_deg);
  EXPECT_LT(moved.mean - still.mean, 15_deg);
  EXPECT_GT(moved.standard_error, still.standard_error);
}

TEST(Beliefs, learn_how_a_person_answers_to_training) {
  const auto expect_after = [](Angle measured_later) {
    Story story;
    story.tell(at(1, 7h), make_measured(Side::Left, 92_deg, 2_deg));
    train_daily(story, 20);
    story.tell(at(21, 9h), make_measured(Side::Left, measured_later, 2_deg));
    const auto now = believe(story, at(21, 10h)).usable.mean;
    const auto trained = make_trained();
    const auto motions = make_motions();
    BeliefFilter filter(trained, motions, make_constants(), journal::Audience::DeskWorker);
    for (const auto& entry : story.entries()) filter.advance(entry);
    for (int day = 21; day <= 27; ++day)
      filter.advance(
          {EntryId("x"), DeviceId("d"), 1, at(day, 12h),
           journal::StepDone{.routine = "r", .exercise = WallAngel, .side = Side::Both, .seconds = 90}});
    return filter.compute(at(28, 9h)).find(LeftAbduction)->usable.mean - now;
  };
  EXPECT_GT(expect_after(112_deg), expect_after(92_deg)) << "who gained much is believed to gain more";
}

TEST(Beliefs, are_the_same_event_by_event_and_all_at_once) {
  Story story;
  story.tell(at(1, 7h), make_measured(Side::Left, 92_deg, 3_deg));
  train_daily(story, 12);
  story.tell(at(12, 9h), make_measured(Side::Left, 97_deg, 3_deg));
  const auto trained = make_trained();
  const auto motions = make_motions();
  BeliefFilter filter(trained, motions, make_constants(), journal::Audience::DeskWorker);
  for (const auto& entry : story.entries()) {
    filter.advance(entry);
    const auto looked = filter.compute(at(28, 9h));  // looking ahead changes nothing
    EXPECT_FALSE(looked.all().empty());
  }
  EXPECT_EQ(filter.compute(at(20, 9h)).find(LeftAbduction)->usable, believe(story, at(20, 9h)).usable);
}

TEST(Beliefs, begin_with_who_it_is) {
  Story story;
  story.tell(at(1, 7h), journal::ProfileChanged{.audience = journal::Audience::OlderAdult});
  EXPECT_LT(believe(story, at(2, 9h)).usable.mean, believe({}, at(2, 9h)).usable.mean);
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
