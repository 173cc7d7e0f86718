#pragma once

#include <Eigen/Core>
#include <Eigen/Geometry>

namespace endrange::body {

using Vector3 = Eigen::Vector3d;
using Matrix3 = Eigen::Matrix3d;

/// A placed set of axes: where a segment is and how it is turned, in the ground frame G (metres; x forward, y
/// up, z right at the neutral pose).
struct Frame {
  Matrix3 R_GS = Matrix3::Identity();  ///< segment S in ground G
  Vector3 p_GS = Vector3::Zero();      ///< origin of S from the origin of G, in G

  /// A point that is fixed on the segment, seen from the ground.
  [[nodiscard]] Vector3 place(const Vector3& p_SQ_S) const { return p_GS + R_GS * p_SQ_S; }
};

/// Rotation by |v| about v. Sound at v = 0.
[[nodiscard]] Matrix3 compute_rotation(const Vector3& rotation_vector);
/// The rotation vector of R, of length in [0, π].
[[nodiscard]] Vector3 compute_rotation_vector(const Matrix3& R);
/// The same of a unit quaternion.
[[nodiscard]] Vector3 compute_rotation_vector(const Eigen::Quaterniond& q);

}  // namespace endrange::body
