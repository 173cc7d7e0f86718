#include "core/body/kinematics.h"

#include <Eigen/Geometry>
#include <algorithm>
#include <array>
#include <cmath>

#include "core/base/contracts.h"

namespace endrange::body {
namespace {

Eigen::Index to_row(std::size_t i) {
  return static_cast<Eigen::Index>(i);
}

struct NoReport {
  void operator()(std::size_t, const Vector3&, const Vector3&) const {}
};

// Turns the axes by an angle about one of them, a unit vector.
Matrix3 compute_turn(const Vector3& axis, double angle) {
  const double sine = std::sin(angle);
  const double cosine = std::cos(angle);
  const Vector3 rest = (1.0 - cosine) * axis;
  Matrix3 turn;
  turn << rest.x() * axis.x() + cosine, rest.x() * axis.y() - sine * axis.z(),
      rest.x() * axis.z() + sine * axis.y(), rest.y() * axis.x() + sine * axis.z(),
      rest.y() * axis.y() + cosine, rest.y() * axis.z() - sine * axis.x(),
      rest.z() * axis.x() - sine * axis.y(), rest.z() * axis.y() + sine * axis.x(),
      rest.z() * axis.z() + cosine;
  return turn;
}

// Moves one after the other. Reports for each what it adds to its coordinate's velocity: a coordinate may
// drive several.
template <typename Report>
void follow_moves(const Joint& joint, const double* values, Frame& frame, Report&& report) {
  const Matrix3 base = frame.R_GS;
  std::array<Vector3, 3> turned;
  for (std::size_t k = 0; k < joint.moves.size(); ++k) {
    const Move& move = joint.moves[k];
    const bool is_on_ellipsoid = joint.ellipsoid && k < 3;
    const ScalarFunction::Value amount =
        move.amount.evaluate(move.coordinate ? values[*move.coordinate] : 0.0);
    // Files spell out each step that a joint does not take.
    if (!move.coordinate && amount.value == 0.0 && !is_on_ellipsoid) continue;
    const Vector3 axis = frame.R_GS * move.axis;
    if (move.kind == Move::Kind::Slide) {
      if (move.coordinate) report(*move.coordinate, Vector3(Vector3::Zero()), Vector3(amount.rate * axis));
      frame.p_GS += amount.value * axis;
      continue;
    }
    if (is_on_ellipsoid) {
      turned[k] = amount.rate * axis;
    } else if (move.coordinate) {
      report(*move.coordinate, Vector3(amount.rate * axis),
             Vector3(frame.place(move.through).cross(amount.rate * axis)));
    }
    const Vector3 through = frame.R_GS * move.through;
    frame.R_GS = frame.R_GS * compute_turn(move.axis, amount.value);
    frame.p_GS += through - frame.R_GS * move.through;
    if (is_on_ellipsoid && k == 2) {
      const Vector3 normal = frame.R_GS.col(2);
      const auto on_surface = [&](const Vector3& v) {
        return Vector3(base * joint.ellipsoid->cwiseProduct(base.transpose() * v));
      };
      frame.p_GS += on_surface(normal);
      for (std::size_t i = 0; i < 3; ++i) {
        if (!joint.moves[i].coordinate) continue;
        report(*joint.moves[i].coordinate, turned[i],
               Vector3(on_surface(turned[i].cross(normal)) + frame.p_GS.cross(turned[i])));
      }
    }
  }
}

// One segment's frame from its parent's. Reports what each coordinate adds to the segment's angular velocity
// and to its velocity at the ground's origin.
template <typename Report>
Frame compute_frame(const Joint& joint, const Frame& parent, const Pose& pose, Report&& report) {
  const double* values = pose.values.data() + joint.first_value;
  Frame frame{parent.R_GS, parent.place(joint.p_PJ_P)};
  const auto report_turn = [&](std::size_t local, const Vector3& axis) {
    report(local, axis, Vector3(frame.p_GS.cross(axis)));
  };
  switch (joint.kind) {
    case JointKind::Weld:
      break;
    case JointKind::Free: {
      const Vector3 moved = Eigen::Map<const Vector3>(values + 4);
      for (std::size_t k = 0; k < 3; ++k) {
        report(3 + k, Vector3(Vector3::Zero()), Vector3(parent.R_GS.col(to_row(k))));
      }
      frame.p_GS += parent.R_GS * moved;
      [[fallthrough]];
    }
    case JointKind::Ball:
      frame.R_GS = parent.R_GS * Eigen::Map<const Eigen::Quaterniond>(values).toRotationMatrix();
      for (std::size_t k = 0; k < 3; ++k) report_turn(k, Vector3(frame.R_GS * joint.axes[k]));
      break;
    case JointKind::Hinges:
      for (std::size_t k = 0; k < joint.axes.size(); ++k) {
        report_turn(k, Vector3(frame.R_GS * joint.axes[k]));
        frame.R_GS = frame.R_GS * compute_turn(joint.axes[k], values[k]);
      }
      break;
    case JointKind::Moves: {
      frame.R_GS = parent.R_GS * joint.R_PJ;
      follow_moves(joint, values, frame, report);
      frame.p_GS += frame.R_GS * joint.segment_in_joint.p_GS;
      frame.R_GS = frame.R_GS * joint.segment_in_joint.R_GS;
      break;
    }
  }
  return frame;
}

template <typename Report>
void compute_frames(const Body& body, const Pose& pose, SegmentFrames& frames, Report&& report) {
  expects(pose.values.size() == body.neutral_pose().values.size(), "the pose belongs to this body");
  const Frame ground;
  for (std::size_t i = 0; i < body.segment_count(); ++i) {
    const auto& parent = body.segments()[i].parent;
    const Joint& joint = body.joints()[i];
    frames[SegmentIndex{i}] =
        compute_frame(joint, parent ? frames[*parent] : ground, pose,
                      [&](std::size_t local, const Vector3& angular, const Vector3& linear) {
                        report(joint.first_coordinate + local, angular, linear);
                      });
  }
}

}  // namespace

SegmentFrames compute_segment_frames(const Body& body, const Pose& pose) {
  SegmentFrames frames(body.segment_count());
  compute_frames(body, pose, frames, NoReport{});
  return frames;
}

Kinematics::Kinematics(const Body& body)
    : frames_(body.segment_count()),
      angular_(body.coordinate_count(), Vector3::Zero()),
      linear_(body.coordinate_count(), Vector3::Zero()) {
  update(body, body.neutral_pose());
}

void Kinematics::update(const Body& body, const Pose& pose) {
  std::ranges::fill(angular_, Vector3(Vector3::Zero()));
  std::ranges::fill(linear_, Vector3(Vector3::Zero()));
  compute_frames(body, pose, frames_, [this](std::size_t i, const Vector3& angular, const Vector3& linear) {
    angular_[i] += angular;
    linear_[i] += linear;
  });
}

Vector3 compute_centre_of_mass(const Body& body, const SegmentFrames& frames) {
  Vector3 sum = Vector3::Zero();
  double mass = 0.0;
  for (std::size_t i = 0; i < body.segment_count(); ++i) {
    const Segment& segment = body.segments()[i];
    sum += segment.mass_fraction * frames[SegmentIndex{i}].place(segment.centre_of_mass_S);
    mass += segment.mass_fraction;
  }
  expects(mass > 0.0, "the body has mass");
  return sum / mass;
}

}  // namespace endrange::body
