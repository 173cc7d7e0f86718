#include "core/measure/trunk_lean.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <string>

#include "core/body/clinical_angles.h"
#include "core/body/kinematics.h"

namespace endrange::measure {
namespace {

using body::Part;
using body::SegmentIndex;
using body::Vector3;

/// Between the hips and between the roots of the collarbones, which stay on the ribs when an arm goes up.
struct TrunkEnds {
  std::array<SegmentIndex, 2> low = {};
  std::array<SegmentIndex, 2> high = {};
};

std::optional<TrunkEnds> find_ends(const body::Body& body) {
  TrunkEnds ends;
  for (std::size_t i = 0; i < 2; ++i) {
    const auto hip = body.find_segment(Part::Thigh, LeftAndRight[i]);
    const auto root = body.find_segment(Part::Clavicle, LeftAndRight[i]);
    if (!hip || !root) return std::nullopt;
    ends.low[i] = *hip;
    ends.high[i] = *root;
  }
  return ends;
}

/// An angle [rad], growing backwards, and its gradient over the tangent of the pose.
struct Lean {
  double angle = 0.0;
  body::Tangent gradient = {};
};

std::optional<Lean> compute_lean(const body::Body& body, const body::Kinematics& kinematics) {
  const auto ends = find_ends(body);
  const auto pelvis = body.find_segment(Part::Pelvis);
  if (!ends || !pelvis) return std::nullopt;
  const auto middle = [&](const std::array<SegmentIndex, 2>& two) {
    return Vector3(0.5 * (kinematics.frame(two[0]).p_GS + kinematics.frame(two[1]).p_GS));
  };
  const Vector3 line = middle(ends->high) - middle(ends->low);
  Vector3 right = kinematics.frame(*pelvis).R_GS.col(2);
  right.y() = 0.0;
  const Vector3 back = -Vector3::UnitY().cross(right.normalized());
  const double upright = line.y();
  const double leaning = line.dot(back);
  const double square = upright * upright + leaning * leaning;
  if (right.norm() <= 0.0 || square <= 0.0) return std::nullopt;
  Lean lean{std::atan2(leaning, upright),
            body::Tangent::Zero(static_cast<Eigen::Index>(body.coordinate_count()))};
  for (std::size_t i = 0; i < body.coordinate_count(); ++i) {
    const body::CoordinateIndex coordinate{i};
    const auto velocity_of = [&](SegmentIndex segment) {
      return std::ranges::binary_search(body.coordinates_moving(segment), coordinate)
                 ? kinematics.point_velocity(coordinate, kinematics.frame(segment).p_GS)
                 : Vector3(Vector3::Zero());
    };
    const Vector3 velocity = 0.5 * (velocity_of(ends->high[0]) + velocity_of(ends->high[1]) -
                                    velocity_of(ends->low[0]) - velocity_of(ends->low[1]));
    lean.gradient[body::row(coordinate)] = (upright * velocity.dot(back) - leaning * velocity.y()) / square;
  }
  return lean;
}

}  // namespace

bool is_bending_forward_or_back(const ForbiddenCompensation& compensation) {
  return !compensation.joint_motions.empty() &&
         std::ranges::all_of(compensation.joint_motions, [](const JointMotionId& joint_motion) {
           const std::string& name = joint_motion.value();
           return (name.starts_with("lumbar.") || name.starts_with("thorax.")) &&
                  (name.ends_with(".flexion") || name.ends_with(".extension"));
         });
}

AngleSample read_trunk_bend(const SeenMotion& seen, std::size_t frame,
                            const std::vector<JointMotionId>& joint_motions) {
  AngleSample bend{seen.time_s[frame], {}, {}, false};
  if (!seen.frames[frame]) return bend;
  const solve::FittedFrame& fitted = *seen.frames[frame];
  body::Kinematics kinematics(seen.body);
  kinematics.update(seen.body, fitted.pose);
  const auto lean = compute_lean(seen.body, kinematics);
  if (!lean) return bend;
  std::vector<double> shares;  // of a bend of each joint, how much the trunk leans
  for (const JointMotionId& joint_motion : joint_motions) {
    const auto angle = body::compute_clinical_angle_with_gradient(seen.body, kinematics, joint_motion,
                                                                  Side::Both, body::Reference::Proximal);
    if (angle) shares.push_back(lean->gradient.dot(angle->gradient) / angle->gradient.squaredNorm());
  }
  if (shares.empty()) return bend;
  const auto [least, most] = std::ranges::minmax(shares);
  const double share = (least + most) / 2.0;
  if (share == 0.0) return bend;
  const double variance = lean->gradient.dot(fitted.covariance * lean->gradient);
  bend.angle = Angle::from_radians(lean->angle / share);
  bend.standard_error = Angle::from_radians(std::sqrt(std::max(variance, 0.0)) / std::abs(share));
  // Which of the joints bends is not known: anything between as likely.
  bend.scale_error = (most - least) / std::sqrt(12.0) / std::abs(share);
  bend.is_determined = true;
  return bend;
}

}  // namespace endrange::measure
