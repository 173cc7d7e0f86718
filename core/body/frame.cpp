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
  Eigen::Quaterniond q(R);
  if (q.w() < 0.0) q.coeffs() = -q.coeffs();
  const double sine = q.vec().norm();
  if (sine == 0.0) return Vector3::Zero();
  return q.vec() * (2.0 * std::atan2(sine, q.w()) / sine);
}

}  // namespace endrange::body
