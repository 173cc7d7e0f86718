// Oracle: central differences of where the body's own forward kinematics puts things. Limit: says that
// velocities fit the places, not that the places are right; bodies read from files are held to OpenSim's own
// places elsewhere.
#include "core/body/kinematics.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "core/body/built_in_body.h"
#include "tests/core/body/mixed_body.h"
#include "tests/core/body/poses.h"
#include "tests/support/counts.h"

namespace endrange::body {
namespace {

constexpr double Step = 1e-5;
// Central differences of step h are off by h²/6 times the third derivative, here under 100 on a body of 2 m:
// 2e-9; rounding adds 1e-11.
constexpr double Allowed = 2e-9;

struct Largest {
  double point = 0.0;  // [m/rad, m/m]
  double turn = 0.0;   // [rad/rad]
};

void compare(const Body& body, const Pose& pose, Largest& largest) {
  Kinematics kinematics(body);
  kinematics.update(body, pose);
  const Vector3 p_S(0.1, -0.2, 0.15);
  for (std::size_t i = 0; i < body.coordinate_count(); ++i) {
    const CoordinateIndex c{i};
    Tangent step = Tangent::Zero(static_cast<Eigen::Index>(body.coordinate_count()));
    step[row(c)] = Step;
    const SegmentFrames after = compute_segment_frames(body, retract(body, pose, step));
    const SegmentFrames before = compute_segment_frames(body, retract(body, pose, -step));
    for (std::size_t s = 0; s < body.segment_count(); ++s) {
      const SegmentIndex segment{s};
      const auto moving = body.coordinates_moving(segment);
      const bool moves = std::ranges::binary_search(moving, c);
      const Vector3 p = kinematics.frame(segment).place(p_S);
      const Vector3 velocity = moves ? kinematics.point_velocity(c, p) : Vector3(Vector3::Zero());
      const Vector3 turning = moves ? kinematics.angular_velocity(c) : Vector3(Vector3::Zero());
      const Vector3 moved = (after[segment].place(p_S) - before[segment].place(p_S)) / (2.0 * Step);
      const Vector3 turned =
          compute_rotation_vector(after[segment].R_GS * before[segment].R_GS.transpose()) / (2.0 * Step);
      largest.point = std::max(largest.point, (velocity - moved).lpNorm<Eigen::Infinity>());
      largest.turn = std::max(largest.turn, (turning - turned).lpNorm<Eigen::Infinity>());
    }
  }
}

void expect_velocities_fit(const Body& body, int count, double share_of_range) {
  Largest largest;
  for (int i = 1; i <= count; ++i) {
    const auto seed = static_cast<std::uint64_t>(i);
    compare(body, make_random_pose(body, seed, share_of_range), largest);
    ASSERT_LT(largest.point, Allowed) << "seed " << seed;
    ASSERT_LT(largest.turn, Allowed) << "seed " << seed;
  }
  std::printf("             points within %.1e, turns within %.1e\n", largest.point, largest.turn);
}

TEST(Kinematics, velocities_are_the_slopes_of_places_on_every_kind_of_joint) {
  expect_velocities_fit(make_mixed_body(), test::choose_count(20, 2000), 0.9);
}

TEST(Kinematics, velocities_are_the_slopes_of_places_on_the_built_in_body) {
  expect_velocities_fit(make_built_in_body(compute_segment_lengths(1.75)), test::choose_count(5, 500), 0.9);
}

}  // namespace
}  // namespace endrange::body
