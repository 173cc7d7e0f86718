#include "core/exercise/settle.h"

#include <gtest/gtest.h>

#include "core/body/built_in_body.h"
#include "core/body/kinematics.h"
#include "core/exercise/points.h"

namespace endrange::exercise {
namespace {

TEST(Settle, brings_a_hand_to_where_it_shall_be) {
  const auto body = body::make_built_in_body(body::compute_segment_lengths(1.72));
  solve::Solver solver(body);
  const auto size = static_cast<Eigen::Index>(body.coordinate_count());
  const auto hand = *find_point(body, "hand", Side::Right);
  const auto& neutral = body.neutral_pose();
  const auto at = body::compute_segment_frames(body, neutral)[hand.segment].place(hand.p_SQ_S);
  const PoseWish wish{.pose = neutral,
                      .spread = Eigen::VectorXd::Constant(size, 0.2),
                      .points = {{.point = hand, .at = at + body::Vector3(0.3, 0.25, 0.0)}}};
  EXPECT_NEAR(compute_slip(body, neutral, wish.points), std::hypot(0.3, 0.25), 1e-9);
  const auto settled = settle(solver, wish);
  EXPECT_LT(compute_slip(body, settled, wish.points), 1e-3);
  // What the solver did before changes nothing, to the last bit.
  EXPECT_EQ(settle(solver, wish), settled);
}

TEST(Settle, leaves_alone_what_is_already_so) {
  const auto body = body::make_built_in_body(body::compute_segment_lengths(1.72));
  solve::Solver solver(body);
  const auto size = static_cast<Eigen::Index>(body.coordinate_count());
  const PoseWish wish{.pose = body.neutral_pose(), .spread = Eigen::VectorXd::Constant(size, 0.2)};
  EXPECT_EQ(settle(solver, wish), body.neutral_pose());
}

TEST(Settle, keeps_two_hands_as_far_apart_as_a_stick_is_long) {
  const auto body = body::make_built_in_body(body::compute_segment_lengths(1.72));
  const auto size = static_cast<Eigen::Index>(body.coordinate_count());
  const auto right = *find_point(body, "hand", Side::Right);
  const auto left = *find_point(body, "hand", Side::Left);
  constexpr double Length_m = 0.70;
  const PoseWish wish{.pose = body.neutral_pose(),
                      .spread = Eigen::VectorXd::Constant(size, 0.2),
                      .points = {{.point = right, .on = left, .apart = Length_m, .by_half = true},
                                 {.point = left, .on = right, .apart = Length_m, .by_half = true}}};
  EXPECT_GT(compute_slip(body, body.neutral_pose(), wish.points), 0.01);
  solve::Solver solver(body);
  const auto frames = body::compute_segment_frames(body, settle(solver, wish));
  const body::Vector3 across =
      frames[right.segment].place(right.p_SQ_S) - frames[left.segment].place(left.p_SQ_S);
  EXPECT_NEAR(across.norm(), Length_m, 1e-3);
  // Each hand gives way by half: the stick stays in the middle.
  EXPECT_NEAR(frames[right.segment].place(right.p_SQ_S).z(), -frames[left.segment].place(left.p_SQ_S).z(),
              1e-3);
}

TEST(Settle, keeps_a_knee_from_bending_the_wrong_way) {
  const auto body = body::make_built_in_body(body::compute_segment_lengths(1.72));
  solve::Solver solver(body);
  const auto knee = *body.find_coordinate("knee_angle_r");
  auto pose = body.neutral_pose();
  body::set_coordinate(body, pose, knee, -0.6);
  const auto size = static_cast<Eigen::Index>(body.coordinate_count());
  const auto settled = settle(solver, {.pose = pose, .spread = Eigen::VectorXd::Constant(size, 0.2)});
  EXPECT_GE(body::compute_coordinate(body, settled, knee), body.coordinate(knee).lower - 1e-9);
}

TEST(Points, left_is_the_mirror_of_right_and_every_name_has_a_place) {
  const auto body = body::make_built_in_body(body::compute_segment_lengths(1.72));
  const auto frames = body::compute_segment_frames(body, body.neutral_pose());
  for (const auto& name : PointNames) {
    const auto right = find_point(body, name.name, name.is_sided ? Side::Right : Side::Both);
    ASSERT_TRUE(right) << name.name;
    if (!name.is_sided) continue;
    const auto left = find_point(body, name.name, Side::Left);
    const auto a = frames[right->segment].place(right->p_SQ_S);
    const auto b = frames[left->segment].place(left->p_SQ_S);
    EXPECT_NEAR((a - body::Vector3(b.x(), b.y(), -b.z())).norm(), 0.0, 1e-12) << name.name;
  }
}

}  // namespace
}  // namespace endrange::exercise
