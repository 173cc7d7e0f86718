#include "core/measure/landmark_sight.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace endrange::measure {
namespace {

using body::Landmark;
using ::testing::ElementsAre;
using ::testing::UnorderedElementsAre;

std::vector<Landmark> needed(const char* joint_motion, Side side, View view = View::Front) {
  Protocol protocol;
  protocol.joint_motion = JointMotionId(joint_motion);
  protocol.view = view;
  return compute_needed_landmarks(protocol, side);
}

TEST(NeededLandmarks, are_those_between_which_the_angle_lies) {
  EXPECT_THAT(needed("shoulder.flexion", Side::Left),
              UnorderedElementsAre(Landmark::LeftShoulder, Landmark::LeftHip, Landmark::LeftElbow));
  EXPECT_THAT(needed("hip.abduction", Side::Right),
              UnorderedElementsAre(Landmark::RightShoulder, Landmark::RightHip, Landmark::RightKnee));
  EXPECT_THAT(needed("knee.flexion", Side::Right),
              UnorderedElementsAre(Landmark::RightHip, Landmark::RightKnee, Landmark::RightAnkle));
}

TEST(NeededLandmarks, of_a_rotation_are_the_limb_that_turns_like_a_hand_of_a_clock) {
  EXPECT_THAT(needed("shoulder.external_rotation", Side::Left),
              UnorderedElementsAre(Landmark::LeftShoulder, Landmark::LeftElbow, Landmark::LeftWrist));
  EXPECT_THAT(needed("hip.internal_rotation", Side::Left),
              UnorderedElementsAre(Landmark::LeftHip, Landmark::LeftKnee, Landmark::LeftAnkle));
}

TEST(NeededLandmarks, of_the_trunk_are_both_sides_and_of_a_neck_from_the_side_only_the_nose) {
  EXPECT_THAT(needed("thorax.rotation", Side::Left),
              UnorderedElementsAre(Landmark::LeftShoulder, Landmark::RightShoulder, Landmark::LeftHip,
                                   Landmark::RightHip));
  EXPECT_THAT(needed("neck.flexion", Side::Both, View::Side), ElementsAre(Landmark::Nose));
  EXPECT_THAT(needed("neck.side_bend", Side::Left), ::testing::SizeIs(5));
}

}  // namespace
}  // namespace endrange::measure
