#include "core/solve/summed_angle.h"

#include <algorithm>
#include <cmath>

#include "core/body/clinical_angles.h"
#include "core/body/kinematics.h"

namespace endrange::solve {

std::optional<AngleEstimate> compute_summed_angle_estimate(const Body& body, const FittedFrame& frame,
                                                           std::span<const JointMotionId> joint_motions,
                                                           Side side, body::Reference reference) {
  body::Kinematics kinematics(body);
  kinematics.update(body, frame.pose);
  body::ClinicalAngle sum;
  for (const JointMotionId& joint_motion : joint_motions) {
    const auto angle =
        body::compute_clinical_angle_with_gradient(body, kinematics, joint_motion, side, reference);
    if (!angle) return std::nullopt;
    sum.angle += angle->angle;
    if (sum.gradient.size() == 0)
      sum.gradient = angle->gradient;
    else
      sum.gradient += angle->gradient;
  }
  if (sum.gradient.size() == 0) return std::nullopt;
  const double variance = sum.gradient.dot(frame.covariance * sum.gradient);
  const double assumed = sum.gradient.cwiseAbs2().dot(frame.assumed_variance);
  return AngleEstimate{{sum.angle, Angle::from_radians(std::sqrt(std::max(variance, 0.0)))},
                       variance < 0.5 * assumed};
}

}  // namespace endrange::solve
