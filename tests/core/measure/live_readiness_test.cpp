#include "core/measure/live_readiness.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "tests/core/measure/synthetic.h"

namespace endrange::measure {
namespace {

using testing::make_protocol;

/// Somebody in the middle of the picture, turned away from facing it by so much.
Sight make_sight(double trunk, double turned_deg = 0.0, double time_s = 0.0) {
  Sight sight;
  sight.time_s = time_s;
  const double turned = turned_deg * 3.14159265 / 180.0;
  sight.outline = Outline{.time_s = time_s,
                          .centre = {sight.width / 2.0, 0.55},
                          .trunk = trunk,
                          .across = std::cos(turned),
                          .away = std::sin(turned)};
  for (const Side side : LeftAndRight)
    sight.sides.push_back({.side = side, .angle = AngleSample{time_s, {}, {}, true}});
  return sight;
}

LiveReadiness judge(const Sight& sight) {
  return advance(LiveReadiness{}, make_protocol(), sight);
}

TEST(LiveReadiness, is_ready_when_body_and_view_will_do) {
  const LiveReadiness ready = judge(make_sight(0.2));
  EXPECT_TRUE(ready.is_body_whole);
  EXPECT_TRUE(ready.is_view_right);
  EXPECT_EQ(ready.hint, "");
}

TEST(LiveReadiness, says_one_thing_to_do_and_the_body_before_the_view) {
  EXPECT_EQ(judge(make_sight(0.05, 60.0)).hint, "Come one step closer.");
  EXPECT_EQ(judge(make_sight(0.55, 60.0)).hint, "Take one step back.");
  EXPECT_EQ(judge(make_sight(0.2, 30.0)).hint, "Turn a little more towards the camera.");
  EXPECT_EQ(judge(make_sight(0.2, 80.0)).hint, "Face the camera.");
  const LiveReadiness turned = judge(make_sight(0.2, 30.0));
  EXPECT_TRUE(turned.is_body_whole);
  EXPECT_FALSE(turned.is_view_right);
  EXPECT_FALSE(judge(Sight{}).is_body_whole);
}

TEST(LiveReadiness, sees_beforehand_that_a_raised_arm_would_leave_the_picture) {
  Sight near = make_sight(0.34);
  ASSERT_EQ(make_protocol().joint_motion.value(), "shoulder.abduction");
  EXPECT_EQ(judge(near).hint, "Step back: a raised arm would leave the picture.");
  Protocol knee = make_protocol();
  knee.joint_motion = JointMotionId("knee.flexion");
  EXPECT_EQ(advance(LiveReadiness{}, knee, near).hint, "");
}

TEST(LiveReadiness, sends_to_the_middle_whoever_stands_at_the_edge) {
  Sight edge = make_sight(0.2);
  edge.outline->centre.x() = 0.1;
  edge.sides[0] = {.side = Side::Left, .unseen = "left elbow", .leaves_picture = true};
  EXPECT_EQ(judge(edge).hint, "Come to the middle of the picture.");
  edge.outline->centre.x() = edge.width / 2.0;
  EXPECT_EQ(judge(edge).hint, "Step back: your left elbow leaves the picture.");
}

TEST(LiveReadiness, lets_no_single_picture_change_its_mind) {
  LiveReadiness state;
  for (int i = 0; i < 20; ++i)
    state = advance(std::move(state), make_protocol(), make_sight(0.2, i == 15 ? 40.0 : 0.0, 0.1 * i));
  EXPECT_TRUE(state.is_view_right);
  for (int i = 20; i < 40; ++i)
    state = advance(std::move(state), make_protocol(), make_sight(0.2, 40.0, 0.1 * i));
  EXPECT_FALSE(state.is_view_right);
}

}  // namespace
}  // namespace endrange::measure
