#include "core/figure/arc.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/figure/render.h"

namespace endrange::figure {
namespace {

using namespace literals;

// An arm that swings from 10° to 100° out to the person's right: about the x axis, which points forward.
FigureMotion make_swing(double lean_with_it_deg = 0.0) {
  FigureMotion motion;
  motion.segments = {{.name = "upper_arm_r", .region = body::Region::Shoulders, .working = true}};
  // As limbs are drawn: turned upwards, and laid down along the arm.
  motion.shapes = {{.kind = ShapeKind::Lathe, .size = {0.05, 0.0, 0.04, 0.3}}};
  motion.shapes[0].rotation = Eigen::AngleAxisd(std::numbers::pi, Vector3::UnitX());
  ArcTrack arc{.segment = 0, .target = 100_deg, .own = 90_deg, .human = 180_deg};
  for (int i = 0; i <= 30; ++i) {
    const double angle_deg = 10.0 + 3.0 * i;
    const double drawn = -(angle_deg + lean_with_it_deg * std::sin(i / 3.0)) * std::numbers::pi / 180.0;
    const Eigen::Quaterniond q(Eigen::AngleAxisd(drawn, Vector3::UnitX()));
    motion.frames.push_back({i / 10.0, {0.0, 1.4, 0.2, q.x(), q.y(), q.z(), q.w()}});
    arc.angles.push_back(Angle::from_degrees(angle_deg));
  }
  arc.plane = find_arc_plane(motion, arc);
  arc.limb_m = compute_limb_reach(motion, 0);
  motion.arcs = {arc};
  return motion;
}

TEST(Arc, lies_in_the_plane_of_the_swing_zero_hanging_down_and_the_end_along_the_limb) {
  const auto motion = make_swing();
  const auto& plane = motion.arcs[0].plane;
  ASSERT_TRUE(plane);
  EXPECT_NEAR(plane->zero.dot(-Vector3::UnitY()), 1.0, 1e-9);
  const Vector3 end = Eigen::AngleAxisd((100_deg).radians(), plane->axis) * plane->zero;
  const double* p = motion.frames.back().poses.data();
  const Vector3 limb = Eigen::Quaterniond(p[6], p[3], p[4], p[5]) * -Vector3::UnitY();
  EXPECT_NEAR(end.dot(limb), 1.0, 1e-9);
}

TEST(Arc, faces_the_viewer_where_the_limb_does_not_follow_it_or_hardly_moves) {
  EXPECT_FALSE(make_swing(40.0).arcs[0].plane);
  auto still = make_swing();
  std::ranges::fill(still.arcs[0].angles, 50_deg);
  EXPECT_FALSE(find_arc_plane(still, still.arcs[0]));
}

TEST(Arc, shows_how_far_the_joint_is_how_far_it_is_to_go_and_the_persons_own_range) {
  const auto motion = make_swing();
  const auto bands = make_arc_bands(motion.arcs[0], *motion.arcs[0].plane, 40_deg, 0);
  const auto count = [&](ArcBand::Of of) { return std::ranges::count(bands, of, &ArcBand::of); };
  EXPECT_EQ(count(ArcBand::Of::Now), 13) << "steps of three degrees up to 40";
  EXPECT_EQ(count(ArcBand::Of::Target), 20) << "up to 100";
  EXPECT_EQ(count(ArcBand::Of::Human), 27) << "up to 180";
  EXPECT_EQ(count(ArcBand::Of::Own), 1);
  for (const auto& band : bands)
    for (const auto& corner : band.corners) EXPECT_GT(corner.norm(), 0.3) << "beyond the limb";
}

TEST(Arc, stands_in_the_still) {
  auto motion = make_swing();
  const auto with = compute_drawing(motion, {.t_s = 3.0}).figure.size();
  motion.arcs.clear();
  EXPECT_EQ(with, compute_drawing(motion, {.t_s = 3.0}).figure.size() + 61);
}

}  // namespace
}  // namespace endrange::figure
