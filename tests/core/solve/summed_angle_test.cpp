#include "core/solve/summed_angle.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>

#include "core/body/built_in_body.h"
#include "core/body/clinical_angles.h"

namespace endrange::solve {
namespace {

const JointMotionId Thorax("thorax.rotation");
const JointMotionId Lumbar("lumbar.rotation");

/// A trunk that is known to turn as a whole and not where: whatever the thorax turns more, the lumbar spine
/// turns less.
struct Turned {
  body::Body body = body::make_built_in_body(body::compute_segment_lengths(1.70));
  FittedFrame frame = {};

  Turned() {
    frame.pose = body.neutral_pose();
    const Eigen::Index size = gradient(Thorax).size();
    frame.covariance = Eigen::MatrixXd::Identity(size, size) * 1e-6;
    frame.assumed_variance = Tangent::Constant(size, 0.04);
    const Tangent thorax = gradient(Thorax);
    const Tangent lumbar = gradient(Lumbar);
    const Tangent apart = thorax - lumbar;
    frame.covariance += 0.04 * apart * apart.transpose();
  }

  [[nodiscard]] Tangent gradient(const JointMotionId& joint_motion) const {
    body::Kinematics kinematics(body);
    kinematics.update(body, frame.pose);
    return body::compute_clinical_angle_with_gradient(body, kinematics, joint_motion, Side::Left)->gradient;
  }
};

TEST(SummedAngle, of_one_motion_is_that_motion) {
  const Turned turned;
  const auto alone = compute_angle_estimate(turned.body, turned.frame, Thorax, Side::Left);
  const auto summed =
      compute_summed_angle_estimate(turned.body, turned.frame, std::array{Thorax}, Side::Left);
  ASSERT_TRUE(alone && summed);
  EXPECT_EQ(alone->estimate, summed->estimate);
  EXPECT_EQ(alone->is_determined, summed->is_determined);
}

TEST(SummedAngle, is_determined_where_neither_part_is) {
  const Turned turned;
  for (const auto& part : {Thorax, Lumbar})
    EXPECT_FALSE(compute_angle_estimate(turned.body, turned.frame, part, Side::Left)->is_determined);
  const auto both =
      compute_summed_angle_estimate(turned.body, turned.frame, std::array{Thorax, Lumbar}, Side::Left);
  ASSERT_TRUE(both);
  EXPECT_TRUE(both->is_determined);
  EXPECT_LT(both->estimate.standard_error.degrees(), 1.0);
}

TEST(SummedAngle, says_how_much_of_a_change_assumptions_let_through) {
  Turned turned;
  const auto read = [&] {
    return *compute_summed_angle_estimate(turned.body, turned.frame, std::array{Thorax, Lumbar}, Side::Left);
  };
  EXPECT_NEAR(read().shown_share, 1.0, 1e-3) << "what is known is shown";
  // Half as unsure as by assumptions alone, in every coordinate: held back by half of what holds back.
  turned.frame.covariance = Eigen::MatrixXd(0.5 * turned.frame.assumed_variance.asDiagonal());
  EXPECT_NEAR(read().shown_share, 1.0 - 0.7 * 0.5, 1e-9);
  EXPECT_NEAR(read().shown_share_error, 0.0, 1e-9);
  // One joint known, the other not at all: which of them turns decides.
  const Tangent lumbar = turned.gradient(Lumbar);
  turned.frame.covariance = 0.04 * lumbar * lumbar.transpose() / lumbar.squaredNorm();
  EXPECT_NEAR(read().shown_share, 1.0 - 0.7 / 2.0, 1e-6);
  EXPECT_NEAR(read().shown_share_error, 0.7 / std::sqrt(12.0), 1e-6);
}

TEST(SummedAngle, is_nothing_where_the_body_cannot_show_a_part) {
  const Turned turned;
  EXPECT_FALSE(compute_summed_angle_estimate(turned.body, turned.frame,
                                             std::array{Thorax, JointMotionId("tail.wagging")}, Side::Left));
  EXPECT_FALSE(compute_summed_angle_estimate(turned.body, turned.frame, {}, Side::Left));
}

}  // namespace
}  // namespace endrange::solve
