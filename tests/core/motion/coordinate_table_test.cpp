#include "core/motion/coordinate_table.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

#include "core/body/built_in_body.h"

namespace endrange::motion {
namespace {

body::Body make_body() {
  return body::make_built_in_body(body::compute_segment_lengths(1.7));
}

TEST(CoordinateTable, speaks_in_degrees_and_metres_by_opensims_names) {
  const body::Body body = make_body();
  Motion motion{{0.0}, {body.neutral_pose()}};
  set_coordinate(body, motion.poses[0], body.find_coordinate("knee_angle_r").value(), 1.0);
  set_coordinate(body, motion.poses[0], body.find_coordinate("pelvis_ty").value(), 0.9);
  const CoordinateTable table = make_coordinate_table(body, motion);
  EXPECT_TRUE(table.in_degrees);
  EXPECT_NEAR(*table.find(0, *table.find_column("knee_angle_r")), 57.29578, 1e-5);
  EXPECT_NEAR(*table.find(0, *table.find_column("pelvis_ty")), 0.9, 1e-12);
  EXPECT_FALSE(table.find_column("wing_angle_r"));
}

TEST(CoordinateTable, keeps_coupled_coordinates_in_radians) {
  const body::Joint joint{.kind = body::JointKind::Moves, .moves = {{.coordinate = 0}, {.coordinate = 1}}};
  const body::Body body(
      {{{.name = "kneecap"}, joint, {{.name = "free"}, {.name = "follows", .is_coupled = true}}}});
  Motion motion{{0.0}, {body.neutral_pose()}};
  motion.poses[0].values << 1.0, 1.0;
  const CoordinateTable table = make_coordinate_table(body, motion);
  EXPECT_NEAR(*table.find(0, 0), 57.29578, 1e-5);
  EXPECT_EQ(*table.find(0, 1), 1.0);
  const auto again = create_motion(body, table);
  ASSERT_TRUE(again.has_value());
  EXPECT_EQ(compute_coordinate(body, again->poses[0], body::CoordinateIndex{1}), 1.0);
}

RC_GTEST_PROP(CoordinateTable, comes_back_as_the_same_motion, ()) {
  const body::Body body = make_body();
  Motion motion;
  for (int i = 0; i < 3; ++i) {
    body::Tangent step(static_cast<Eigen::Index>(body.coordinate_count()));
    for (double& value : step) value = *rc::gen::inRange(-1500, 1500) / 1000.0;
    motion.time_s.push_back(i * 0.01);
    motion.poses.push_back(retract(body, body.neutral_pose(), step));
  }
  const auto again = create_motion(body, make_coordinate_table(body, motion));
  RC_ASSERT(again.has_value());
  for (std::size_t i = 0; i < 3; ++i) {
    const auto difference = compute_difference(body, motion.poses[i], again->poses[i]);
    RC_ASSERT(difference.lpNorm<Eigen::Infinity>() < 1e-6);
  }
}

TEST(CoordinateTable, takes_a_middle_angle_beyond_ninety_degrees_as_it_stands) {
  const body::Body body = make_body();
  CoordinateTable table{.names = {"arm_flex_r", "arm_add_r", "arm_rot_r", "wing"},
                        .time_s = {0.0},
                        .values = {30.0, -120.0, 20.0, 7.0}};
  const auto motion = create_motion(body, table);
  ASSERT_TRUE(motion.has_value());
  // The same turn by its other triple: 180° + first, 180° - middle, 180° + last.
  table.values = {210.0, -60.0, 200.0, 7.0};
  const auto other = create_motion(body, table);
  ASSERT_TRUE(other.has_value());
  EXPECT_LT(compute_difference(body, motion->poses[0], other->poses[0]).norm(), 1e-9);
}

TEST(CoordinateTable, is_refused_without_a_coordinate_or_with_a_gap) {
  const body::Body body = make_body();
  EXPECT_FALSE(create_motion(body, {.names = {"force"}, .time_s = {0.0}, .values = {1.0}}));
  const auto gap =
      create_motion(body, {.names = {"knee_angle_r"}, .time_s = {0.5}, .values = {std::nullopt}});
  ASSERT_FALSE(gap.has_value());
  EXPECT_EQ(
      gap.error().text(),
      "0.500000 s: expected a value of knee_angle_r, found none; fill the gap, or leave these rows out");
}

}  // namespace
}  // namespace endrange::motion
