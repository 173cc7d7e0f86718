// Oracle: poses of the built-in body whose spine is bent by so many degrees.
#include "core/measure/trunk_lean.h"

#include <gtest/gtest.h>

#include <numbers>
#include <string>

#include "core/body/built_in_body.h"
#include "tests/core/body/poses.h"
#include "tests/core/measure/synthetic.h"

namespace endrange::measure {
namespace {

using body::Body;
using body::Pose;
const std::vector<JointMotionId> Extension = {JointMotionId("lumbar.extension"),
                                              JointMotionId("thorax.extension")};
const std::vector<JointMotionId> Flexion = {JointMotionId("lumbar.flexion"), JointMotionId("thorax.flexion")};

Body make_person() {
  return body::make_built_in_body(body::compute_segment_lengths(1.75, body::Proportions::Average));
}

// One frame of somebody whose coordinates are turned so far.
SeenMotion show(const std::vector<std::pair<std::string, double>>& turned_deg) {
  SeenMotion seen{make_person(), {0.0}, {}, {}, {}, false};
  Pose pose = seen.body.neutral_pose();
  for (const auto& [name, degrees] : turned_deg)
    set_coordinate(seen.body, pose, *seen.body.find_coordinate(name), degrees * std::numbers::pi / 180.0);
  const auto count = static_cast<Eigen::Index>(seen.body.coordinate_count());
  seen.frames.emplace_back(solve::FittedFrame{0.0, pose, 1e-4 * Eigen::MatrixXd::Identity(count, count),
                                              body::Tangent::Constant(count, 1e-2), 0.0});
  return seen;
}

double read_deg(const SeenMotion& seen, const std::vector<JointMotionId>& joint_motions) {
  const AngleSample bend = read_trunk_bend(seen, 0, joint_motions);
  EXPECT_TRUE(bend.is_determined);
  EXPECT_GT(bend.standard_error, Angle{});
  return bend.angle.degrees();
}

TEST(TrunkBend, is_what_both_joints_bend_when_they_share_it) {
  const double upright = read_deg(show({}), Extension);
  const double back = read_deg(show({{"lumbar_extension", 10.0}, {"thorax_extension", 10.0}}), Extension);
  EXPECT_NEAR(back - upright, 20.0, 2.0);
  const double forward =
      read_deg(show({{"lumbar_extension", -10.0}, {"thorax_extension", -10.0}}), Extension);
  EXPECT_NEAR(forward - upright, -20.0, 2.0);
}

TEST(TrunkBend, of_one_joint_alone_lies_within_two_of_its_scale_errors) {
  const double upright = read_deg(show({}), Extension);
  for (const char* joint : {"lumbar_extension", "thorax_extension"}) {
    const SeenMotion seen = show({{joint, 20.0}});
    const double change = read_deg(seen, Extension) - upright;
    EXPECT_NEAR(change, 20.0, 2.0 * read_trunk_bend(seen, 0, Extension).scale_error * 20.0) << joint;
  }
}

TEST(TrunkBend, the_other_way_has_the_other_sign_and_a_turned_person_the_same_bend) {
  const SeenMotion bent = show({{"lumbar_extension", -15.0}, {"thorax_extension", -5.0}});
  EXPECT_NEAR(read_deg(bent, Flexion), -read_deg(bent, Extension), 1e-6);
  const SeenMotion turned =
      show({{"lumbar_extension", -15.0}, {"thorax_extension", -5.0}, {"pelvis_rotation", 70.0}});
  EXPECT_NEAR(read_deg(turned, Flexion), read_deg(bent, Flexion), 0.1);
}

TEST(TrunkBend, is_not_known_of_somebody_who_is_not_seen) {
  SeenMotion seen = show({});
  seen.frames.front().reset();
  EXPECT_FALSE(read_trunk_bend(seen, 0, Extension).is_determined);
}

TEST(TrunkBend, is_asked_for_where_the_spine_bends_forward_or_back) {
  ForbiddenCompensation compensation;
  EXPECT_FALSE(is_bending_forward_or_back(compensation));
  compensation.joint_motions = Extension;
  EXPECT_TRUE(is_bending_forward_or_back(compensation));
  compensation.joint_motions.emplace_back("lumbar.side_bend");
  EXPECT_FALSE(is_bending_forward_or_back(compensation));
}

TEST(TrunkBend, is_watched_from_the_side_by_one_camera) {
  SeenMotion seen = show({{"lumbar_extension", 10.0}, {"thorax_extension", 10.0}});
  seen.ground = Eigen::MatrixXd::Zero(1, 2);
  Protocol protocol = testing::make_protocol();
  protocol.joint_motion = JointMotionId("shoulder.flexion");
  protocol.view = View::Side;
  protocol.forbidden.front().joint_motions = Extension;
  const SideEvidence one_camera = read_evidence(seen, protocol, Side::Left);
  EXPECT_EQ(one_camera.compensations.front().track.front(), read_trunk_bend(seen, 0, Extension));
  // Seen from all around the joints themselves are read.
  seen.is_all_around = true;
  EXPECT_NE(read_evidence(seen, protocol, Side::Left).compensations.front().track.front(),
            one_camera.compensations.front().track.front());
}

}  // namespace
}  // namespace endrange::measure
