#include "core/solve/summed_angle.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/body/clinical_angles.h"
#include "core/body/kinematics.h"

namespace endrange::solve {
namespace {

/// Of a frame's covariance, what holds an estimate back; the rest is lengths and what lasts. Chosen on
/// simulated cameras with other seeds than are scored (tests/core/measure/known_truth_test.cpp).
constexpr double HoldingShare = 0.7;

/// How much of a change that one joint makes the sum shows: an estimate that is drawn towards assumptions
/// moves by I − PΛ of what the body does, P its covariance and Λ what assumptions weigh.
double compute_shown_share(const FittedFrame& frame, const body::Tangent& sum, const body::Tangent& one) {
  constexpr double Least = 1e-9;  // of a variance, for coordinates that are locked
  const body::Tangent change = one / one.squaredNorm();
  const body::Tangent pulled = HoldingShare * frame.covariance * change.cwiseQuotient(frame.assumed_variance.cwiseMax(Least));
  const double whole = sum.dot(change);
  return whole == 0.0 ? 1.0 : 1.0 - sum.dot(pulled) / whole;
}

}  // namespace

std::optional<AngleEstimate> compute_summed_angle_estimate(const Body& body, const FittedFrame& frame,
                                                           std::span<const JointMotionId> joint_motions,
                                                           Side side, body::Reference reference) {
  body::Kinematics kinematics(body);
  kinematics.update(body, frame.pose);
  body::ClinicalAngle sum;
  std::vector<body::Tangent> gradients;
  for (const JointMotionId& joint_motion : joint_motions) {
    const auto angle =
        body::compute_clinical_angle_with_gradient(body, kinematics, joint_motion, side, reference);
    if (!angle) return std::nullopt;
    sum.angle += angle->angle;
    gradients.push_back(angle->gradient);
    if (sum.gradient.size() == 0)
      sum.gradient = angle->gradient;
    else
      sum.gradient += angle->gradient;
  }
  if (sum.gradient.size() == 0) return std::nullopt;
  const double variance = sum.gradient.dot(frame.covariance * sum.gradient);
  const double assumed = sum.gradient.cwiseAbs2().dot(frame.assumed_variance);
  AngleEstimate estimate{{sum.angle, Angle::from_radians(std::sqrt(std::max(variance, 0.0)))},
                         variance < 0.5 * assumed};
  double least = 1.0;
  double most = 0.0;
  for (const body::Tangent& gradient : gradients) {
    if (gradient.squaredNorm() == 0.0) continue;
    const double share = std::clamp(compute_shown_share(frame, sum.gradient, gradient), 0.0, 1.0);
    least = std::min(least, share);
    most = std::max(most, share);
  }
  if (most < least) return estimate;
  // Which of the joints moves is not known: anything between as likely.
  estimate.shown_share = (least + most) / 2.0;
  estimate.shown_share_error = (most - least) / std::sqrt(12.0);
  return estimate;
}

}  // namespace endrange::solve
