// How a need grows and falls with training. Oracle: sums by hand from the rules in content/planner.toml.
#include "core/plan/need.h"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/core/plan/world.h"

namespace endrange::plan {
namespace {

using namespace std::chrono_literals;
using progress::SidedMotion;

class NeedOverTime : public ::testing::Test {
 protected:
  void train(int day, double seconds) {
    person_.tell(make_moment(day, 10h), journal::StepDone{.routine = "r",
                                                          .exercise = ExerciseId("hip-rotation-seated"),
                                                          .side = Side::Left,
                                                          .seconds = seconds});
  }
  [[nodiscard]] Need compute(const SidedMotion& motion, LocalMoment now) const {
    const auto& world = load_world();
    return compute_needs(person_.beliefs(now), {}, world.motions, weights_, now, {}).at(motion);
  }

  Person person_;
  const Weights& weights_ = load_world().planner.weights;
  const SidedMotion trained_{JointMotionId("hip.internal_rotation"), Side::Left};
  const SidedMotion untrained_{JointMotionId("shoulder.flexion"), Side::Left};
};

TEST_F(NeedOverTime, is_the_same_for_all_before_anything_was_trained) {
  EXPECT_EQ(compute(trained_, make_moment(0, 9h)).freshness, 1.0);
  EXPECT_EQ(compute(untrained_, make_moment(90, 9h)).freshness, 1.0);
}

TEST_F(NeedOverTime, is_low_right_after_training_and_back_within_days) {
  train(0, 60.0);
  EXPECT_NEAR(compute(trained_, make_moment(0, 10h)).freshness, weights_.just_trained, 1e-9);
  EXPECT_NEAR(compute(trained_, make_moment(3, 10h)).freshness, 1.0, 0.05);
}

TEST_F(NeedOverTime, grows_with_the_weeks_of_what_is_left_alone_up_to_a_bound) {
  train(0, 60.0);
  const auto after = [&](const SidedMotion& motion, int weeks) {
    return compute(motion, make_moment(7 * weeks, 10h)).freshness;
  };
  for (const auto& motion : {trained_, untrained_}) {
    EXPECT_NEAR(after(motion, 2), 1.0 + 2.0 / weights_.twice_due_weeks, 1e-6);
    EXPECT_NEAR(after(motion, 5), weights_.most_overdue, 1e-6);
    EXPECT_NEAR(after(motion, 50), weights_.most_overdue, 1e-6);
  }
}

TEST_F(NeedOverTime, falls_by_the_same_share_with_every_minute_of_the_week) {
  const auto now = make_moment(0, 12h);
  EXPECT_EQ(compute(trained_, now).open_dose, 1.0);
  double before = 1.0;
  double share = 0.0;
  for (int times = 1; times <= 3; ++times) {
    train(0, 60.0);
    const double open = compute(trained_, now).open_dose;
    if (times > 1) {
      EXPECT_NEAR(open / before, share, 1e-9);
    }
    share = open / before;
    before = open;
  }
  EXPECT_LT(share, 1.0);
  train(0, 3600.0);
  EXPECT_NEAR(compute(trained_, now).open_dose, weights_.dose_met, 1e-9);
}

// What is reached is not still to come.
TEST(DoseReason, says_towards_only_below_what_is_usually_enough) {
  const auto& world = load_world();
  const auto reason_after = [&](double seconds) {
    Person person;
    person.tell(
        make_moment(1, 10h),
        journal::StepDone{.routine = "r", .exercise = ExerciseId("forearm-turn-seated"), .seconds = seconds});
    const auto now = make_moment(2, 10h);
    const auto beliefs = person.beliefs(now);
    const auto needs = compute_needs(beliefs, {}, world.motions, world.planner.weights, now, {});
    const SidedMotion palm_up{JointMotionId("forearm.supination"), Side::Left};
    return make_reason(palm_up, needs, beliefs, {}, world.motions, world.planner.weights, {});
  };
  EXPECT_TRUE(reason_after(300.0).ends_with(" in the last 7 days, towards 5.")) << reason_after(300.0);
  EXPECT_TRUE(reason_after(3000.0).ends_with(" minutes in the last 7 days.")) << reason_after(3000.0);
}

}  // namespace
}  // namespace endrange::plan
