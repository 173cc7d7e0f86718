#include "core/body/frame.h"

#include <Eigen/Geometry>
#include <cmath>

namespace endrange::body {

Matrix3 compute_rotation(const Vector3& rotation_vector) {
  const double angle = rotation_vector.norm();
  if (angle == 0.0) return Matrix3::Identity();
  return Eigen::AngleAxisd(angle, rotation_vector / angle).toRotationMatrix();
}

Vector3 compute_rotation_vector(const Matrix3& R) {
  return compute_rotation_vector(Eigen::Quaterniond(R));
}

Vector3 compute_rotation_vector(const Eigen::Quaterniond& q) {
  const double sine = q.vec().norm();
  if (sine == 0.0) return Vector3::Zero();
  // Of q and -q, which turn alike, the one with the shorter way.
  const double angle = q.w() < 0.0 ? -2.0 * std::atan2(sine, -q.w()) : 2.0 * std::atan2(sine, q.w());
  return q.vec() * (angle / sine);
}

}  // namespace endrange::body
