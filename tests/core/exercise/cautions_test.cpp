// Oracle: positions written here, whose risks are named by hand.
#include "core/exercise/cautions.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace endrange::exercise {
namespace {

using namespace literals;

bool is_cautioned(const Position& position, const char* tag) {
  const auto cautions = find_cautions(Exercise{}, position, body::JointMotions{});
  return std::ranges::find(cautions, ContraindicationId(tag), &Caution::tag) != cautions.end();
}

// The arm is trained by nobody: it lies there all along.
TEST(Cautions, follow_from_how_far_a_joint_is_in_the_base_position) {
  Position position{.posture = Posture::Supine};
  position.pose = {
      {.joint_motion = JointMotionId("shoulder.flexion"), .role = Role::Other, .angle = 110_deg}};
  EXPECT_FALSE(is_cautioned(position, "rotator_cuff_repair_recent"));
  position.pose.front().angle = 160_deg;
  EXPECT_TRUE(is_cautioned(position, "rotator_cuff_repair_recent"));
  EXPECT_TRUE(is_cautioned(position, "rtsa_early"));
}

TEST(Cautions, follow_from_lying_on_a_shoulder) {
  EXPECT_TRUE(is_cautioned({.posture = Posture::SideLying}, "tsr_early"));
  EXPECT_TRUE(is_cautioned({.posture = Posture::SideLying}, "rotator_cuff_repair_recent"));
  EXPECT_FALSE(is_cautioned({.posture = Posture::Seated}, "tsr_early"));
}

}  // namespace
}  // namespace endrange::exercise
