#include "core/solve/depth_start.h"

#include <Eigen/Geometry>
#include <algorithm>
#include <cmath>

#include "core/body/ball_limits.h"
#include "core/body/kinematics.h"

namespace endrange::solve {
namespace {

using body::Body;
using body::Matrix3;
using body::Part;
using body::Pose;

// A limb that bends less than this leaves its hinge's axis where the trunk would have it.
constexpr double HabitOfAxis = 0.2;
// An upper arm turns far and fast: an elbow bent by this sine shows how.
constexpr double SurelyBentElbow = 0.5;

void set_turn(const Body& body, Pose& pose, body::SegmentIndex segment, const Matrix3& R) {
  Eigen::Map<Eigen::Quaterniond>(pose.values.data() + body.joint(segment).first_value) =
      Eigen::Quaterniond(R).normalized();
}

// A direction taken along when one line turns into another the shortest way.
Vector3 carry(const Vector3& from, const Vector3& to, const Vector3& direction) {
  return Eigen::Quaterniond::FromTwoVectors(from, to) * direction;
}

// A limb of two bones: its upper one turned in its parent's axes, its hinge bent.
struct Limb {
  body::SegmentIndex upper = {};
  body::SegmentIndex lower = {};
  Vector3 along = Vector3::Zero();   // its upper bone, in ground
  Vector3 beyond = Vector3::Zero();  // and its lower one
  Vector3 habit = Vector3::Zero();   // about where its hinge's axis is
  bool bends_forward = false;        // the elbow does, the knee does not
  double surely_bent = 0.0;          // bent against its hinge by less than this is noise of a straight limb
};

void set_limb(const Body& body, Pose& pose, const Matrix3& R_GP, const Limb& limb) {
  const Vector3& u = limb.along;
  Vector3 bend = limb.bends_forward ? Vector3(u.cross(limb.beyond)) : Vector3(limb.beyond.cross(u));
  if (bend.norm() < limb.surely_bent) bend -= std::min(bend.dot(limb.habit), 0.0) * limb.habit;
  Vector3 axis = bend + HabitOfAxis * limb.habit;
  axis -= axis.dot(u) * u;
  if (axis.norm() < 1e-6) axis = limb.habit;
  Matrix3 R;
  R.col(1) = -u;
  R.col(2) = axis.normalized();
  R.col(0) = R.col(1).cross(R.col(2));
  set_turn(body, pose, limb.upper, R_GP.transpose() * R);
  pose.values[static_cast<Eigen::Index>(body.joint(limb.lower).first_value)] =
      std::atan2(axis.normalized().dot(bend), u.dot(limb.beyond));
}

}  // namespace

std::optional<Pose> find_depth_start(const Body& body, const DepthPlaces& places, const Pose* before) {
  const auto& hips = places[index(DepthJoint::Hip)];
  const auto& shoulders = places[index(DepthJoint::Shoulder)];
  for (const auto* pair : {&hips, &shoulders}) {
    if (!(*pair)[0] || !(*pair)[1]) return std::nullopt;
  }
  const Vector3 middle = 0.5 * (*hips[0] + *hips[1]);
  const Vector3 up = 0.5 * (*shoulders[0] + *shoulders[1]) - middle;
  const Vector3 right = *hips[1] - *hips[0] + *shoulders[1] - *shoulders[0];
  const Vector3 across = right - right.dot(up) / up.squaredNorm() * up;
  if (up.norm() < 1e-6 || across.norm() < 1e-6) return std::nullopt;
  Matrix3 R;
  R.col(1) = up.normalized();
  R.col(2) = across.normalized();
  R.col(0) = R.col(1).cross(R.col(2));
  Pose pose = body.neutral_pose();
  set_turn(body, pose, body.find_segment(Part::Pelvis).value(), R);
  pose.values.segment<3>(4) = middle;
  const auto frames = before != nullptr ? compute_segment_frames(body, *before) : body::SegmentFrames();
  for (const std::size_t side : {0U, 1U}) {
    const Side which = side == 0 ? Side::Left : Side::Right;
    const auto find = [&](DepthJoint from, DepthJoint over, DepthJoint to, Part upper,
                          Part lower) -> std::optional<Limb> {
      const auto& a = places[index(from)][side];
      const auto& b = places[index(over)][side];
      const auto& c = places[index(to)][side];
      if (!a || !b || !c || (*b - *a).norm() < 1e-6 || (*c - *b).norm() < 1e-6) return std::nullopt;
      const Vector3 along = (*b - *a).normalized();
      return Limb{.upper = body.find_segment(upper, which).value(),
                  .lower = body.find_segment(lower, which).value(),
                  .along = along,
                  .beyond = (*c - *b).normalized(),
                  .habit = carry(-R.col(1), along, R.col(2))};
    };
    if (auto leg = find(DepthJoint::Hip, DepthJoint::Knee, DepthJoint::Ankle, Part::Thigh, Part::Shank)) {
      // A thigh never turns so far that its knee would bend forward.
      leg->surely_bent = 2.0;
      set_limb(body, pose, R, *leg);
    }
    if (auto arm =
            find(DepthJoint::Shoulder, DepthJoint::Elbow, DepthJoint::Wrist, Part::Humerus, Part::Forearm)) {
      arm->bends_forward = true;
      arm->surely_bent = SurelyBentElbow;
      if (before != nullptr) {
        const Matrix3& turned = frames[arm->upper].R_GS;
        arm->habit = carry(-turned.col(1), arm->along, turned.col(2));
      }
      set_limb(body, pose, R, *arm);
    }
  }
  body::clamp_hinges(body, pose);
  return pose;
}

}  // namespace endrange::solve
