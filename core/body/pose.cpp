// What Poses can do: read and set by name, step, and mirror.
#include <Eigen/Geometry>
#include <algorithm>
#include <cmath>

#include "core/base/contracts.h"
#include "core/body/body.h"

namespace endrange::body {
namespace {

using Quaternion = Eigen::Quaterniond;
using QuaternionIn = Eigen::Map<const Eigen::Quaterniond>;
using QuaternionOut = Eigen::Map<Eigen::Quaterniond>;

Eigen::Index to_row(std::size_t i) {
  return static_cast<Eigen::Index>(i);
}

bool has_quaternion(const Joint& joint) {
  return joint.kind == JointKind::Free || joint.kind == JointKind::Ball;
}

QuaternionIn quaternion_of(const Joint& joint, const Pose& pose) {
  return QuaternionIn(pose.values.data() + joint.first_value);
}

QuaternionOut quaternion_of(const Joint& joint, Pose& pose) {
  return QuaternionOut(pose.values.data() + joint.first_value);
}

// Where the value of a plain coordinate (hinge angle or translation) stands.
Eigen::Index place_of_plain(const Joint& joint, std::size_t local) {
  const std::size_t shift = has_quaternion(joint) ? 1 : 0;  // three rotations are stored as four numbers
  return to_row(joint.first_value + local + shift);
}

Quaternion mirrored(const Quaternion& q) {
  return {q.w(), -q.x(), -q.y(), q.z()};
}

// Angles of R = Rz(a) Rx(b) Ry(c).
Vector3 compute_zxy(const Quaternion& q) {
  const Matrix3 R = q.toRotationMatrix();
  const double b = std::asin(std::clamp(R(2, 1), -1.0, 1.0));
  if (std::abs(R(2, 1)) > 1.0 - 1e-12) {
    // Only the sum of the outer angles is determined here: all of it goes to the first.
    return {std::atan2(R(1, 0), R(0, 0)), b, 0.0};
  }
  return {std::atan2(-R(0, 1), R(1, 1)), b, std::atan2(-R(2, 0), R(2, 2))};
}

Quaternion compose_zxy(const Vector3& angles) {
  return Quaternion(Eigen::AngleAxisd(angles[0], Vector3::UnitZ()) *
                    Eigen::AngleAxisd(angles[1], Vector3::UnitX()) *
                    Eigen::AngleAxisd(angles[2], Vector3::UnitY()));
}

Vector3 compute_named_angles(const Joint& joint, const Pose& pose) {
  const Quaternion q(quaternion_of(joint, pose));
  return compute_zxy(joint.is_mirrored ? mirrored(q) : q);
}

// Half-angle form, exact for small steps.
Quaternion compute_turn(const Joint& joint, const double* step) {
  const Vector3 v = step[0] * joint.axes[0] + step[1] * joint.axes[1] + step[2] * joint.axes[2];
  const double half = 0.5 * v.norm();
  const double sinc = half < 1e-8 ? 0.5 : 0.5 * std::sin(half) / half;
  return {std::cos(half), sinc * v.x(), sinc * v.y(), sinc * v.z()};
}

}  // namespace

bool is_plain(const Body& body, CoordinateIndex coordinate) {
  const Joint& joint = body.joint(body.coordinate(coordinate).segment);
  return !has_quaternion(joint) || index(coordinate) >= joint.first_coordinate + 3;
}

Eigen::Index find_value(const Body& body, CoordinateIndex coordinate) {
  expects(is_plain(body, coordinate), "a turn on SO(3) has no value of its own");
  const Joint& joint = body.joint(body.coordinate(coordinate).segment);
  return place_of_plain(joint, index(coordinate) - joint.first_coordinate);
}

double compute_coordinate(const Body& body, const Pose& pose, CoordinateIndex coordinate) {
  const Joint& joint = body.joint(body.coordinate(coordinate).segment);
  const std::size_t local = index(coordinate) - joint.first_coordinate;
  if (has_quaternion(joint) && local < 3) return compute_named_angles(joint, pose)[to_row(local)];
  return pose.values[place_of_plain(joint, local)];
}

void set_coordinate(const Body& body, Pose& pose, CoordinateIndex coordinate, double value) {
  const Joint& joint = body.joint(body.coordinate(coordinate).segment);
  const std::size_t local = index(coordinate) - joint.first_coordinate;
  if (!has_quaternion(joint) || local >= 3) {
    pose.values[place_of_plain(joint, local)] = value;
    return;
  }
  Vector3 angles = compute_named_angles(joint, pose);
  angles[to_row(local)] = value;
  const Quaternion q = compose_zxy(angles);
  quaternion_of(joint, pose) = joint.is_mirrored ? mirrored(q) : q;
}

void retract_into(const Body& body, const Pose& pose, const Tangent& step, Pose& result) {
  expects(step.size() == to_row(body.coordinate_count()), "a step has one number a coordinate");
  result.values = pose.values;
  for (const Joint& joint : body.joints()) {
    const double* first = step.data() + joint.first_coordinate;
    std::size_t local = 0;
    if (has_quaternion(joint)) {
      const Quaternion turned = Quaternion(quaternion_of(joint, pose)) * compute_turn(joint, first);
      quaternion_of(joint, result) = turned.normalized();
      local = 3;
    }
    for (; local < joint.coordinate_count; ++local) {
      result.values[place_of_plain(joint, local)] += first[local];
    }
  }
}

Pose retract(const Body& body, const Pose& pose, const Tangent& step) {
  Pose result;
  retract_into(body, pose, step, result);
  return result;
}

Tangent compute_difference(const Body& body, const Pose& from, const Pose& to) {
  Tangent step;
  compute_difference_into(body, from, to, step);
  return step;
}

void compute_difference_into(const Body& body, const Pose& from, const Pose& to, Tangent& step) {
  step.resize(to_row(body.coordinate_count()));
  for (const Joint& joint : body.joints()) {
    std::size_t local = 0;
    if (has_quaternion(joint)) {
      const Quaternion turn =
          Quaternion(quaternion_of(joint, from)).conjugate() * Quaternion(quaternion_of(joint, to));
      const Vector3 v = compute_rotation_vector(turn);
      for (; local < 3; ++local) {
        step[to_row(joint.first_coordinate + local)] = joint.axes[local].dot(v);
      }
    }
    for (; local < joint.coordinate_count; ++local) {
      const Eigen::Index place = place_of_plain(joint, local);
      step[to_row(joint.first_coordinate + local)] = to.values[place] - from.values[place];
    }
  }
}

Pose interpolate(const Body& body, const Pose& from, const Pose& to, double share) {
  return retract(body, from, share * compute_difference(body, from, to));
}

Pose mirror(const Body& body, const Pose& pose) {
  Pose result = body.neutral_pose();
  for (std::size_t i = 0; i < body.segment_count(); ++i) {
    const Segment& segment = body.segments()[i];
    const Joint& joint = body.joints()[i];
    const auto source_segment = body.find_segment(segment.part, opposite(segment.side));
    expects(source_segment.has_value(), "each left segment has a right one");
    const Joint& source = body.joint(*source_segment);
    expects(source.kind == joint.kind && source.coordinate_count == joint.coordinate_count,
            "left and right joints are of one kind");
    expects(joint.kind != JointKind::Moves, "a joint read from a file has no mirror image");
    std::size_t local = 0;
    if (has_quaternion(joint)) {
      quaternion_of(joint, result) = mirrored(Quaternion(quaternion_of(source, pose)));
      local = 3;
    }
    for (; local < joint.coordinate_count; ++local) {
      double value = pose.values[place_of_plain(source, local)];
      // Left and right hinges are mirror images already. On the midline, a turn about an axis in the mirror's
      // plane and a translation across it change sign.
      const bool is_translation = has_quaternion(joint);
      const bool flips = is_translation ? local == 5 : std::abs(joint.axes[local].z()) < 0.5;
      if (segment.side == Side::Both && flips) value = -value;
      result.values[place_of_plain(joint, local)] = value;
    }
  }
  return result;
}

}  // namespace endrange::body
