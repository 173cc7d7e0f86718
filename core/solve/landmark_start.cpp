#include "core/solve/landmark_start.h"

#include <Eigen/Geometry>
#include <algorithm>
#include <cmath>

#include "core/body/kinematics.h"

namespace endrange::solve {
namespace {

using body::Landmark;
using body::Matrix3;
using body::Part;
using body::Vector3;

// Below this bend the plane of an elbow or a knee is not seen well enough to turn the limb by [rad].
constexpr double LeastBend = 0.3;

Eigen::Map<Eigen::Quaterniond> quaternion_of(const body::Body& body, body::Pose& pose,
                                             body::SegmentIndex segment) {
  return Eigen::Map<Eigen::Quaterniond>(pose.values.data() + body.joint(segment).first_value);
}

std::optional<Vector3> find_place(const Observations& seen, Landmark landmark) {
  const auto& one = seen[index(landmark)];
  return one ? std::optional(one->position) : std::nullopt;
}

// Axes with y along one direction and z as near to another as that allows.
Matrix3 make_axes(const Vector3& y_wanted, const Vector3& z_wanted) {
  Matrix3 R;
  R.col(1) = y_wanted.normalized();
  R.col(2) = (z_wanted - R.col(1) * R.col(1).dot(z_wanted)).normalized();
  R.col(0) = R.col(1).cross(R.col(2));
  return R;
}

struct Limb {
  Part upper;
  Part lower;
  double bend_sign;  // the lower segment bends to +x (elbow) or -x (knee)
  std::array<Landmark, 3> left;
  std::array<Landmark, 3> right;
};

constexpr std::array Limbs = {
    Limb{Part::Humerus,
         Part::Forearm,
         1.0,
         {Landmark::LeftShoulder, Landmark::LeftElbow, Landmark::LeftWrist},
         {Landmark::RightShoulder, Landmark::RightElbow, Landmark::RightWrist}},
    Limb{Part::Thigh,
         Part::Shank,
         -1.0,
         {Landmark::LeftHip, Landmark::LeftKnee, Landmark::LeftAnkle},
         {Landmark::RightHip, Landmark::RightKnee, Landmark::RightAnkle}},
};

void lay_limb(const body::Body& body, const Observations& seen, const Limb& limb, Side side,
              body::Pose& pose) {
  const auto& landmarks = side == Side::Left ? limb.left : limb.right;
  const auto top = find_place(seen, landmarks[0]);
  const auto middle = find_place(seen, landmarks[1]);
  const auto end = find_place(seen, landmarks[2]);
  const auto upper = body.find_segment(limb.upper, side);
  const auto lower = body.find_segment(limb.lower, side);
  if (!top || !middle || !upper || !lower) return;
  const Matrix3 R_GP = compute_segment_frames(body, pose)[*body.segment(*upper).parent].R_GS;
  const Vector3 along = R_GP.transpose() * (*middle - *top).normalized();
  Eigen::Quaterniond q = Eigen::Quaterniond::FromTwoVectors(-Vector3::UnitY(), along);
  if (end) {
    const Vector3 next = R_GP.transpose() * (*end - *middle).normalized();
    const double bend = std::acos(std::clamp(along.dot(next), -1.0, 1.0));
    pose.values[static_cast<Eigen::Index>(body.joint(*lower).first_value)] = bend;
    if (bend > LeastBend && bend < 3.0) {
      const Vector3 x = limb.bend_sign * (next - along * along.dot(next)).normalized();
      Matrix3 R;
      R.col(0) = x;
      R.col(1) = -along;
      R.col(2) = x.cross(-along);
      q = Eigen::Quaterniond(R);
    }
  }
  quaternion_of(body, pose, *upper) = q;
}

}  // namespace

std::optional<body::Pose> find_start(const body::Body& body, const Observations& seen,
                                     const body::Pose& rest) {
  const auto left_hip = find_place(seen, Landmark::LeftHip);
  const auto right_hip = find_place(seen, Landmark::RightHip);
  const auto left_shoulder = find_place(seen, Landmark::LeftShoulder);
  const auto right_shoulder = find_place(seen, Landmark::RightShoulder);
  const bool has_hips = left_hip && right_hip;
  const bool has_shoulders = left_shoulder && right_shoulder;
  const auto pelvis = body.find_segment(Part::Pelvis);
  if ((!has_hips && !has_shoulders) || !pelvis) return std::nullopt;

  body::Pose pose = rest;
  Vector3 up = Vector3::UnitY();
  Vector3 right = Vector3::Zero();
  if (has_hips) right += *right_hip - *left_hip;
  if (has_shoulders) right += *right_shoulder - *left_shoulder;
  if (has_hips && has_shoulders) up = *left_shoulder + *right_shoulder - *left_hip - *right_hip;
  if (up.cross(right).norm() < 1e-6) return std::nullopt;
  const Matrix3 R = make_axes(up, right);
  quaternion_of(body, pose, *pelvis) = Eigen::Quaterniond(R);
  const auto place = static_cast<Eigen::Index>(body.joint(*pelvis).first_value) + 4;
  if (has_hips) {
    pose.values.segment<3>(place) = 0.5 * (*left_hip + *right_hip);
  } else {
    const auto frames = compute_segment_frames(body, pose);
    const auto left = body.find_segment(Part::Humerus, Side::Left);
    const auto other = body.find_segment(Part::Humerus, Side::Right);
    if (!left || !other) return std::nullopt;
    pose.values.segment<3>(place) +=
        0.5 * (*left_shoulder + *right_shoulder - frames[*left].p_GS - frames[*other].p_GS);
  }
  for (const Limb& limb : Limbs) {
    for (const Side side : LeftAndRight) lay_limb(body, seen, limb, side, pose);
  }
  return pose;
}

}  // namespace endrange::solve
