#include "core/exercise/path.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/body/built_in_body.h"

namespace endrange::exercise {
namespace {

TEST(Progress, begins_and_ends_at_rest_with_no_jump_in_speed_or_acceleration) {
  for (const double ramp : {0.15, 0.3, 0.5}) {
    constexpr double h = 1e-4;
    EXPECT_EQ(compute_progress(0.0, ramp), 0.0);
    EXPECT_EQ(compute_progress(1.0, ramp), 1.0);
    const auto speed = [&](double u) {
      return (compute_progress(u + h, ramp) - compute_progress(u - h, ramp)) / (2 * h);
    };
    double before = 0.0;
    double acceleration_before = 0.0;
    for (double u = h; u < 1.0 - h; u += 0.001) {
      const double now = speed(u);
      EXPECT_GE(now, -1e-9);
      const double acceleration = (now - before) / 0.001;
      // The steepest change of acceleration of 3x² - 2x³ is 6 / (ramp² (1 - ramp)); a thousandth of the time
      // carries at most a thousandth of it, twice that for the differences.
      EXPECT_NEAR(acceleration, acceleration_before, 2.0 * 6.0 * 0.001 / (ramp * ramp * (1.0 - ramp)) + 0.2);
      before = now;
      acceleration_before = acceleration;
    }
  }
}

TEST(Path, passes_its_poses_and_turns_smoothly_between_them) {
  const auto body = body::make_built_in_body(body::compute_segment_lengths(1.72));
  const auto knee = *body.find_coordinate("knee_angle_r");
  std::vector<body::Pose> poses(3, body.neutral_pose());
  body::set_coordinate(body, poses[1], knee, 1.0);
  body::set_coordinate(body, poses[2], knee, 0.5);
  const Path path(body, poses);
  const auto angle = [&](double share) {
    return body::compute_coordinate(body, path.compute_pose(share), knee);
  };
  EXPECT_NEAR(angle(0.0), 0.0, 1e-12);
  EXPECT_NEAR(angle(1.0), 0.5, 1e-12);
  // The way is 1.0 up and 0.5 down, so that the middle pose lies at two thirds.
  constexpr double Knot = 2.0 / 3.0;
  EXPECT_NEAR(angle(Knot), 1.0, 1e-12);
  constexpr double h = 1e-5;
  const double left = (angle(Knot) - angle(Knot - h)) / h;
  const double right = (angle(Knot + h) - angle(Knot)) / h;
  EXPECT_NEAR(left, right, 1e-3);
}

TEST(Path, turns_an_arm_overhead_without_leaving_its_plane) {
  const auto body = body::make_built_in_body(body::compute_segment_lengths(1.72));
  const auto flexion = *body.find_coordinate("arm_flex_l");
  std::vector<body::Pose> poses(3, body.neutral_pose());
  body::set_coordinate(body, poses[1], flexion, 1.5);
  body::set_coordinate(body, poses[2], flexion, 3.1);
  const Path path(body, poses);
  const auto adduction = *body.find_coordinate("arm_add_l");
  for (int i = 0; i <= 20; ++i)
    EXPECT_NEAR(body::compute_coordinate(body, path.compute_pose(i / 20.0), adduction), 0.0, 1e-9);
}

}  // namespace
}  // namespace endrange::exercise
