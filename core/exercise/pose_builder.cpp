#include "core/exercise/pose_builder.h"

#include <Eigen/Geometry>
#include <algorithm>
#include <cmath>

#include "core/body/clinical_angles.h"

namespace endrange::exercise {
namespace {

using body::CoordinateIndex;
using body::Matrix3;
using body::SegmentIndex;
using body::Vector3;

// Of the arm's elevation beyond 30° about a third comes from the shoulder blade [Neumann2017]; the built-in
// body's girdle, which ends at the collar bone, shows a part of it.
constexpr double GirdleShare = 0.16;
constexpr double GirdleFrom = 0.52;  // 30° [rad]

Matrix3 turn(double angle, const Vector3& axis) {
  return Eigen::AngleAxisd(angle, axis).toRotationMatrix();
}

}  // namespace

PoseBuilder::PoseBuilder(const body::Body& body, const body::JointMotions& joint_motions)
    : body_(body),
      joint_motions_(joint_motions),
      values_(body.coordinate_count(), 0.0),
      named_(body.coordinate_count(), false) {}

bool PoseBuilder::set(const JointMotionId& joint_motion, Side side, Angle angle) {
  const auto* motion = joint_motions_.find(joint_motion);
  if (motion == nullptr || motion->coordinate.empty()) return false;
  if (side != Side::Both) return set_one(*motion, side, angle);
  return set_one(*motion, Side::Left, angle) && set_one(*motion, Side::Right, angle);
}

bool PoseBuilder::set_one(const body::JointMotion& motion, Side side, Angle angle) {
  auto coordinate = body_.find_coordinate(motion.coordinate + (side == Side::Left ? "_l" : "_r"));
  double sign = motion.sign;
  if (!coordinate) {
    // On the midline the coordinate is counted to the right, and turns round for the left.
    coordinate = body_.find_coordinate(motion.coordinate);
    if (motion.is_sided && side == Side::Left) sign = -sign;
  }
  if (!coordinate) return false;
  // A hinge about an oblique axis has to go further than what is seen of it.
  values_[index(*coordinate)] =
      body::find_coordinate_value(body_, motion, side, angle).value_or(sign * angle.radians());
  named_[index(*coordinate)] = true;
  return true;
}

// The collar bone's turn that goes with this elevation, unless the author set it; written into the step.
Matrix3 PoseBuilder::compute_girdle(Side side, const Matrix3& R_arm, body::Tangent& step) const {
  const auto girdle = body_.find_segment(body::Part::Clavicle, side);
  if (!girdle) return Matrix3::Identity();
  const auto first = body_.joint(*girdle).first_coordinate;
  const double protraction = values_[first];
  double elevation = values_[first + 1];
  if (!named_[first + 1]) {
    // The arm hangs along -y; how far it is raised is the angle of its direction from there.
    const double raised = std::acos(std::clamp(R_arm(1, 1), -1.0, 1.0));
    elevation = GirdleShare * std::max(0.0, raised - GirdleFrom);
  }
  step[static_cast<Eigen::Index>(first)] = protraction;
  step[static_cast<Eigen::Index>(first + 1)] = elevation;
  return turn(protraction, Vector3::UnitY()) * turn(-elevation, Vector3::UnitX());
}

void PoseBuilder::add_ball(std::size_t i, body::Tangent& step) const {
  const auto& joint = body_.joints()[i];
  const auto& segment = body_.segments()[i];
  const auto first = joint.first_coordinate;
  // All in the terms of the right side: the left joint's axes are mirrored, so that the same numbers serve
  // it.
  Matrix3 R = turn(values_[first], Vector3::UnitZ()) * turn(values_[first + 1], Vector3::UnitX()) *
              turn(values_[first + 2], Vector3::UnitY());
  if (segment.part == body::Part::Humerus) R = compute_girdle(segment.side, R, step).transpose() * R;
  const Vector3 v = body::compute_rotation_vector(R);
  // In the order of the ball's axes: flexion about z, adduction about x, rotation about y.
  step.segment<3>(static_cast<Eigen::Index>(first)) = Vector3(v.z(), v.x(), v.y());
}

body::Pose PoseBuilder::make() const {
  body::Tangent step = body::Tangent::Zero(static_cast<Eigen::Index>(body_.coordinate_count()));
  for (std::size_t i = 0; i < body_.segment_count(); ++i) {
    const auto& joint = body_.joints()[i];
    if (joint.kind == body::JointKind::Hinges)
      for (std::size_t k = joint.first_coordinate; k < joint.first_coordinate + joint.coordinate_count; ++k)
        step[static_cast<Eigen::Index>(k)] = values_[k];
    else if (joint.kind == body::JointKind::Free) {
      step[static_cast<Eigen::Index>(joint.first_coordinate)] = -pelvis_tilt_.radians();
      step[static_cast<Eigen::Index>(joint.first_coordinate) + 1] = pelvis_roll_.radians();
    }
  }
  // After the hinges, because the girdle's are set together with the arm's ball.
  for (std::size_t i = 0; i < body_.segment_count(); ++i)
    if (body_.joints()[i].kind == body::JointKind::Ball) add_ball(i, step);
  return body::retract(body_, body_.neutral_pose(), step);
}

}  // namespace endrange::exercise
