#include "core/body/ball_limits.h"

#include <Eigen/Geometry>
#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/base/contracts.h"

namespace endrange::body {
namespace {

constexpr double Pi = std::numbers::pi;
constexpr double OverTheTop = Pi / 6.0;
// Below this the swing's direction is undetermined, and no limit is near: each is further off than
// OverTheTop.
constexpr double SmallSwing = 1e-6;

// A number with its gradient over a rotation vector that turns the limb, in the joint's parent.
struct Slope {
  double value = 0.0;
  Vector3 gradient = Vector3::Zero();
};

double pick(double component, double when_positive, double when_negative) {
  return component >= 0.0 ? when_positive : when_negative;
}

// The joint's rotation as the right side's, in which limits are written.
Eigen::Quaterniond find_rotation(const Joint& joint, const Pose& pose) {
  const Eigen::Map<const Eigen::Quaterniond> q(pose.values.data() + joint.first_value);
  return joint.is_mirrored ? Eigen::Quaterniond(q.w(), -q.x(), -q.y(), q.z()) : Eigen::Quaterniond(q);
}

// Where the limb points: hanging is -y.
Vector3 compute_direction(const Eigen::Quaterniond& q) {
  return {2.0 * (q.w() * q.z() - q.x() * q.y()), 2.0 * (q.x() * q.x() + q.z() * q.z()) - 1.0,
          -2.0 * (q.y() * q.z() + q.w() * q.x())};
}

bool is_turn_inside(const BallLimits& limits, const Eigen::Quaterniond& q) {
  if (q.y() * q.y() + q.w() * q.w() < SmallSwing) return true;
  const double turn = 2.0 * (q.w() < 0.0 ? std::atan2(-q.y(), -q.w()) : std::atan2(q.y(), q.w()));
  return turn <= limits.internal_rotation && -turn <= limits.external_rotation;
}

bool is_swing_inside(const BallLimits& limits, const Vector3& a) {
  const double square = a.x() * a.x() + a.z() * a.z();
  const double swing = std::atan2(std::sqrt(square), -a.y());
  const double u = a.x() / pick(a.x(), limits.flexion, limits.extension);
  const double w = a.z() / pick(a.z(), limits.abduction, limits.adduction);
  if (swing * swing * (u * u + w * w) <= square) return true;
  return limits.flexion >= Pi - SmallSwing && swing >= Pi - OverTheTop;
}

// Where the limb points (a), and how far that is from hanging (e = angle of a to -y).
Slope compute_swing_excess(const BallLimits& limits, const Vector3& a, double swing) {
  const double sine = std::sin(swing);
  if (sine < SmallSwing) return {-OverTheTop, Vector3::Zero()};
  const Vector3 swing_gradient =
      Vector3(-a.z(), 0.0, a.x()) / sine;  // along -y × a: turning about it raises it
  const double flexion_limit = pick(a.x(), limits.flexion, limits.extension);
  const double abduction_limit = pick(a.z(), limits.abduction, limits.adduction);
  const double u = a.x() / sine / flexion_limit;
  const double w = a.z() / sine / abduction_limit;
  const double inverse_limit = std::hypot(u, w);
  const double limit = 1.0 / inverse_limit;
  const double beyond = swing - limit;
  const bool reaches_the_top = limits.flexion >= Pi - SmallSwing;
  const double below_top = Pi - OverTheTop - swing;
  if (reaches_the_top && below_top < beyond) return {below_top, -swing_gradient};
  // The limit depends on where the limb points about the vertical: turning about y changes that alone.
  const double heading = std::atan2(a.x(), a.z());
  const double along = std::sin(heading) * std::cos(heading) *
                       (1.0 / (flexion_limit * flexion_limit) - 1.0 / (abduction_limit * abduction_limit));
  const double limit_by_heading = -limit * limit * limit * along;
  // Turning by θ moves a by θ × a; the heading moves by the part of that across the limb's horizontal
  // direction.
  const Vector3 across(std::cos(heading), 0.0, -std::sin(heading));
  const Vector3 heading_gradient = a.cross(across) / sine;
  return {beyond, swing_gradient - limit_by_heading * heading_gradient};
}

Slope compute_turn_excess(const BallLimits& limits, const Eigen::Quaterniond& q, const Vector3& a,
                          double swing) {
  const double square = q.y() * q.y() + q.w() * q.w();
  if (square < SmallSwing) return {-OverTheTop, Vector3::Zero()};
  const double turn = std::remainder(2.0 * std::atan2(q.y(), q.w()), 2.0 * Pi);
  const double beyond = std::max(turn - limits.internal_rotation, -limits.external_rotation - turn);
  const double way = turn - limits.internal_rotation > -limits.external_rotation - turn ? 1.0 : -1.0;
  const Vector3 y_gradient = 0.5 * Vector3(-q.z(), q.w(), q.x());
  const Vector3 w_gradient = -0.5 * Vector3(q.x(), q.y(), q.z());
  const Vector3 turn_gradient = 2.0 * (q.w() * y_gradient - q.y() * w_gradient) / square;
  const double weight = std::cos(0.5 * swing);
  const double sine = std::sin(swing);
  const Vector3 swing_gradient =
      sine < SmallSwing ? Vector3(Vector3::Zero()) : Vector3(Vector3(-a.z(), 0.0, a.x()) / sine);
  return {weight * beyond,
          weight * way * turn_gradient - 0.5 * std::sin(0.5 * swing) * beyond * swing_gradient};
}

}  // namespace

BallExcess compute_ball_excess(const Joint& joint, const Pose& pose) {
  expects(joint.ball_limits.has_value(), "a ball joint with limits");
  const Eigen::Quaterniond q = find_rotation(joint, pose);
  const Matrix3 R = q.toRotationMatrix();
  const Vector3 a = -R.col(1);
  const double swing = std::atan2(std::hypot(a.x(), a.z()), -a.y());
  const std::array<Slope, 2> slopes = {compute_swing_excess(*joint.ball_limits, a, swing),
                                       compute_turn_excess(*joint.ball_limits, q, a, swing)};
  BallExcess result;
  for (std::size_t i = 0; i < 2; ++i) {
    result.excess[i] = slopes[i].value;
    // In the mirror each tangent axis is the right side's own: z, x, y of the limb.
    result.gradient[i] = {slopes[i].gradient.dot(R.col(2)), slopes[i].gradient.dot(R.col(0)),
                          slopes[i].gradient.dot(R.col(1))};
  }
  return result;
}

bool is_inside_limits(const Joint& joint, const Pose& pose) {
  expects(joint.ball_limits.has_value(), "a ball joint with limits");
  const Eigen::Quaterniond q = find_rotation(joint, pose);
  return is_turn_inside(*joint.ball_limits, q) && is_swing_inside(*joint.ball_limits, compute_direction(q));
}

void clamp_hinges(const Body& body, Pose& pose) {
  for (const Joint& joint : body.joints()) {
    if (joint.kind != JointKind::Hinges && joint.kind != JointKind::Moves) continue;
    for (std::size_t local = 0; local < joint.coordinate_count; ++local) {
      const Coordinate& coordinate = body.coordinate(CoordinateIndex{joint.first_coordinate + local});
      if (!coordinate.is_clamped) continue;
      double& value = pose.values[static_cast<Eigen::Index>(joint.first_value + local)];
      value = std::clamp(value, coordinate.lower, coordinate.upper);
    }
  }
}

}  // namespace endrange::body
