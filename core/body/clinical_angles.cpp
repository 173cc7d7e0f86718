#include "core/body/clinical_angles.h"

#include <Eigen/Geometry>
#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <span>
#include <string_view>

namespace endrange::body {
namespace {

// All decompositions are of R = R_PD, the distal segment in the proximal one, of the right side (x forward, y
// up, z to the right); a left side is looked at in the mirror. The long axis of a limb is -y of its segment.
enum class Decomposition {
  // Joint coordinate system of Grood and Suntay, equal to the sequence Z-X'-Y'': e1 is the proximal z axis,
  // e3 the
  // distal y axis, e2 floats. [GroodSuntay1983], [Wu2002 §§2.3, 3.3, 4.3], [Wu2005 §§2.4.5, 3.4]
  AboutZ,  // flexion and extension: also where the limb points in the sagittal plane, so regular through 180°
  AboutFloating,
  AboutY,
  // Where the limb points in the frontal plane: regular through 0°, 90° and 180° of abduction, undetermined
  // only where
  // the limb points straight forward. It is the elevation of [Wu2005 §2.4.7] when the plane of elevation is
  // 0°.
  InFrontalPlane,
  // Plane of elevation, first angle of Y-X-Y, 0 to the side and 90° forward; undetermined at 0° and 180° of
  // elevation.
  // [Wu2005 §2.4.7]
  InHorizontalPlane,
  // Rotation of the humerus about its own axis, in tilt and torsion: the first and third angle of Y-X-Y
  // together, which
  // stays determined with the arm hanging. [Wu2005 §2.4.7]
  Torsion,
  // Clavicle in the thorax, Y-X-Z: where its long axis (z) points. [Wu2005 §2.4.4]
  Protraction,
  Elevation,
};

// One clinical movement: which segments, which decomposition, and which way it grows.
struct Row {
  std::string_view joint_motion;
  Part proximal;
  Part distal;
  Decomposition decomposition;
  double orientation;  // of the decomposition, before it is cut open: a knee flexes about -z
  double sign;         // extension is the negative of flexion
  bool is_sided;
};

using enum Decomposition;
constexpr std::array Rows = {
    Row{"neck.flexion", Part::Thorax, Part::Head, AboutZ, 1, -1, false},
    Row{"neck.extension", Part::Thorax, Part::Head, AboutZ, 1, 1, false},
    Row{"neck.side_bend", Part::Thorax, Part::Head, AboutFloating, 1, 1, true},
    Row{"neck.rotation", Part::Thorax, Part::Head, AboutY, 1, -1, true},
    Row{"thorax.flexion", Part::Lumbar, Part::Thorax, AboutZ, 1, -1, false},
    Row{"thorax.extension", Part::Lumbar, Part::Thorax, AboutZ, 1, 1, false},
    Row{"thorax.side_bend", Part::Lumbar, Part::Thorax, AboutFloating, 1, 1, true},
    Row{"thorax.rotation", Part::Lumbar, Part::Thorax, AboutY, 1, -1, true},
    Row{"lumbar.flexion", Part::Pelvis, Part::Lumbar, AboutZ, 1, -1, false},
    Row{"lumbar.extension", Part::Pelvis, Part::Lumbar, AboutZ, 1, 1, false},
    Row{"lumbar.side_bend", Part::Pelvis, Part::Lumbar, AboutFloating, 1, 1, true},
    Row{"lumbar.rotation", Part::Pelvis, Part::Lumbar, AboutY, 1, -1, true},
    Row{"scapula.protraction", Part::Thorax, Part::Clavicle, Protraction, 1, 1, true},
    Row{"scapula.retraction", Part::Thorax, Part::Clavicle, Protraction, 1, -1, true},
    Row{"scapula.elevation", Part::Thorax, Part::Clavicle, Elevation, 1, 1, true},
    Row{"scapula.depression", Part::Thorax, Part::Clavicle, Elevation, 1, -1, true},
    Row{"shoulder.flexion", Part::Thorax, Part::Humerus, AboutZ, 1, 1, true},
    Row{"shoulder.extension", Part::Thorax, Part::Humerus, AboutZ, 1, -1, true},
    Row{"shoulder.abduction", Part::Thorax, Part::Humerus, InFrontalPlane, 1, 1, true},
    Row{"shoulder.adduction", Part::Thorax, Part::Humerus, InFrontalPlane, 1, -1, true},
    Row{"shoulder.horizontal_adduction", Part::Thorax, Part::Humerus, InHorizontalPlane, 1, 1, true},
    Row{"shoulder.horizontal_abduction", Part::Thorax, Part::Humerus, InHorizontalPlane, 1, -1, true},
    Row{"shoulder.internal_rotation", Part::Thorax, Part::Humerus, Torsion, 1, 1, true},
    Row{"shoulder.external_rotation", Part::Thorax, Part::Humerus, Torsion, 1, -1, true},
    Row{"elbow.flexion", Part::Humerus, Part::Forearm, AboutZ, 1, 1, true},
    Row{"elbow.extension", Part::Humerus, Part::Forearm, AboutZ, 1, -1, true},
    Row{"forearm.pronation", Part::Humerus, Part::Forearm, AboutY, 1, 1, true},
    Row{"forearm.supination", Part::Humerus, Part::Forearm, AboutY, 1, -1, true},
    Row{"wrist.flexion", Part::Forearm, Part::Hand, AboutZ, 1, 1, true},
    Row{"wrist.extension", Part::Forearm, Part::Hand, AboutZ, 1, -1, true},
    Row{"wrist.ulnar_deviation", Part::Forearm, Part::Hand, AboutFloating, 1, 1, true},
    Row{"wrist.radial_deviation", Part::Forearm, Part::Hand, AboutFloating, 1, -1, true},
    Row{"hip.flexion", Part::Pelvis, Part::Thigh, AboutZ, 1, 1, true},
    Row{"hip.extension", Part::Pelvis, Part::Thigh, AboutZ, 1, -1, true},
    Row{"hip.adduction", Part::Pelvis, Part::Thigh, AboutFloating, 1, 1, true},
    Row{"hip.abduction", Part::Pelvis, Part::Thigh, AboutFloating, 1, -1, true},
    Row{"hip.internal_rotation", Part::Pelvis, Part::Thigh, AboutY, 1, 1, true},
    Row{"hip.external_rotation", Part::Pelvis, Part::Thigh, AboutY, 1, -1, true},
    Row{"knee.flexion", Part::Thigh, Part::Shank, AboutZ, -1, 1, true},
    Row{"knee.extension", Part::Thigh, Part::Shank, AboutZ, -1, -1, true},
    Row{"ankle.dorsiflexion", Part::Shank, Part::Foot, AboutZ, 1, 1, true},
    Row{"ankle.plantarflexion", Part::Shank, Part::Foot, AboutZ, 1, -1, true},
    Row{"ankle.inversion", Part::Shank, Part::Foot, AboutFloating, 1, 1, true},
    Row{"ankle.eversion", Part::Shank, Part::Foot, AboutFloating, 1, -1, true},
    Row{"toes.extension", Part::Foot, Part::Toes, AboutZ, 1, 1, true},
    Row{"toes.flexion", Part::Foot, Part::Toes, AboutZ, 1, -1, true},
};

// An angle [rad] and how it changes when the distal segment turns by a small rotation vector, given in P.
struct Turn {
  double angle = 0.0;
  Vector3 gradient = Vector3::Zero();
};

// A number with its gradient, of the same kind.
struct Term {
  double value = 0.0;
  Vector3 gradient = Vector3::Zero();
};

Term operator-(const Term& a) {
  return {-a.value, -a.gradient};
}

// Element (row, column) of R: turning by θ moves column c by θ × c.
Term element(const Matrix3& R, int row, int column) {
  return {R(row, column), R.col(column).cross(Vector3::Unit(row))};
}

Turn compute_atan2(const Term& sine, const Term& cosine) {
  // Where both vanish the angle is undetermined; the gradient grows without bound, and so will the standard
  // error.
  constexpr double Smallest = 1e-12;
  const double square = std::max(sine.value * sine.value + cosine.value * cosine.value, Smallest);
  return {std::atan2(sine.value, cosine.value),
          (cosine.value * sine.gradient - sine.value * cosine.gradient) / square};
}

Turn compute_asin(const Term& sine) {
  constexpr double Smallest = 1e-6;
  const double value = std::clamp(sine.value, -1.0, 1.0);
  return {std::asin(value), sine.gradient / std::max(std::sqrt(1.0 - value * value), Smallest)};
}

// 2 atan2(q_y, q_w): turning by θ changes q by (0, θ/2) ⊗ q.
Turn compute_torsion(const Matrix3& R) {
  const Eigen::Quaterniond q(R);
  const Term y = {q.y(), 0.5 * Vector3(-q.z(), q.w(), q.x())};
  const Term w = {q.w(), -0.5 * Vector3(q.x(), q.y(), q.z())};
  const Turn half = compute_atan2(y, w);
  const double whole = std::remainder(2.0 * half.angle, 2.0 * std::numbers::pi);
  return {whole, 2.0 * half.gradient};
}

// Into (-90°, 270°]: a shoulder may pass the vertical, a limb never goes 90° beyond straight the other way.
double cut_behind(double angle) {
  return angle <= -0.5 * std::numbers::pi ? angle + 2.0 * std::numbers::pi : angle;
}

Turn compute_turn(Decomposition decomposition, double orientation, const Matrix3& R) {
  Turn turn;
  switch (decomposition) {
    case AboutZ:
      turn = compute_atan2(-element(R, 0, 1), element(R, 1, 1));
      break;
    case AboutFloating:
      return compute_asin(element(R, 2, 1));
    case AboutY:
      return compute_atan2(-element(R, 2, 0), element(R, 2, 2));
    case InFrontalPlane:
      turn = compute_atan2(-element(R, 2, 1), element(R, 1, 1));
      break;
    case InHorizontalPlane:
      return compute_atan2(-element(R, 0, 1), -element(R, 2, 1));
    case Torsion:
      return compute_torsion(R);
    case Protraction:
      return compute_atan2(element(R, 0, 2), element(R, 2, 2));
    case Elevation:
      return compute_asin(element(R, 1, 2));
  }
  return {cut_behind(orientation * turn.angle), orientation * turn.gradient};
}

const Row* find_row(const JointMotionId& joint_motion) {
  const auto found = std::ranges::find(Rows, std::string_view(joint_motion.value()), &Row::joint_motion);
  return found == Rows.end() ? nullptr : &*found;
}

// The segments of one row on one side of one body.
struct JointSegments {
  SegmentIndex proximal = {};
  SegmentIndex distal = {};
  // The four points that span the trunk's line.
  std::array<SegmentIndex, 2> shoulders = {};
  std::array<SegmentIndex, 2> hips = {};
};

std::optional<JointSegments> find_joint(const Body& body, const Row& row, Side side, Reference reference) {
  if (row.is_sided && side == Side::Both) return std::nullopt;
  const auto find = [&](Part part) { return body.find_segment(part, is_sided(part) ? side : Side::Both); };
  const auto proximal = find(row.proximal);
  const auto distal = find(row.distal);
  if (!proximal || !distal) return std::nullopt;
  JointSegments joint{*proximal, *distal, {}, {}};
  if (reference == Reference::Trunk) {
    for (std::size_t i = 0; i < 2; ++i) {
      const auto shoulder = body.find_segment(Part::Humerus, LeftAndRight[i]);
      const auto hip = body.find_segment(Part::Thigh, LeftAndRight[i]);
      if (!shoulder || !hip) return std::nullopt;
      joint.shoulders[i] = *shoulder;
      joint.hips[i] = *hip;
    }
  }
  return joint;
}

bool can_use_trunk(const Row& row) {
  return row.proximal == Part::Pelvis ? row.distal == Part::Thigh
                                      : row.proximal == Part::Thorax && row.distal == Part::Humerus;
}

Vector3 compute_trunk_line(const SegmentFrames& frames, const JointSegments& joint) {
  return 0.5 * (frames[joint.shoulders[0]].p_GS + frames[joint.shoulders[1]].p_GS -
                frames[joint.hips[0]].p_GS - frames[joint.hips[1]].p_GS);
}

// y along the trunk's line, z as near to the proximal segment's as that allows.
Matrix3 compute_trunk_axes(const SegmentFrames& frames, const JointSegments& joint) {
  Matrix3 R;
  R.col(1) = compute_trunk_line(frames, joint).normalized();
  const Vector3 z = frames[joint.proximal].R_GS.col(2);
  R.col(2) = (z - R.col(1) * R.col(1).dot(z)).normalized();
  R.col(0) = R.col(1).cross(R.col(2));
  return R;
}

// How fast the trunk's axes turn when its ends and the proximal z axis move.
Vector3 compute_trunk_turn(const Matrix3& R, const Vector3& line, const Vector3& line_velocity,
                           const Vector3& z, const Vector3& z_velocity) {
  const Vector3 y = R.col(1);
  const Vector3 y_velocity = (line_velocity - y * y.dot(line_velocity)) / line.norm();
  const double across = (z - y * y.dot(z)).norm();
  const double about_y = (z_velocity.dot(R.col(0)) - z.dot(y) * y_velocity.dot(R.col(0))) / across;
  return y.cross(y_velocity) + y * about_y;
}

bool moves(const Body& body, CoordinateIndex coordinate, SegmentIndex segment) {
  const auto moving = body.coordinates_moving(segment);
  return std::ranges::binary_search(moving, coordinate);
}

const Vector3 Mirror(1.0, 1.0, -1.0);

Turn compute_turn(const Row& row, const Matrix3& R_PD, Side side) {
  if (side != Side::Left) {
    Turn turn = compute_turn(row.decomposition, row.orientation, R_PD);
    return {row.sign * turn.angle, row.sign * turn.gradient};
  }
  const Matrix3 mirrored = Mirror.asDiagonal() * R_PD * Mirror.asDiagonal();
  const Turn turn = compute_turn(row.decomposition, row.orientation, mirrored);
  // A rotation vector in the mirror turns round, but for its part across.
  return {row.sign * turn.angle,
          row.sign * Vector3(-turn.gradient.x(), -turn.gradient.y(), turn.gradient.z())};
}

}  // namespace

std::optional<Angle> compute_clinical_angle(const Body& body, const SegmentFrames& frames,
                                            const JointMotionId& joint_motion, Side side,
                                            Reference reference) {
  const Row* row = find_row(joint_motion);
  if (!row || (reference == Reference::Trunk && !can_use_trunk(*row))) return std::nullopt;
  const auto joint = find_joint(body, *row, side, reference);
  if (!joint) return std::nullopt;
  const Matrix3 R_GP =
      reference == Reference::Trunk ? compute_trunk_axes(frames, *joint) : frames[joint->proximal].R_GS;
  return Angle::from_radians(compute_turn(*row, R_GP.transpose() * frames[joint->distal].R_GS, side).angle);
}

std::optional<Angle> compute_clinical_angle(const Body& body, const Pose& pose,
                                            const JointMotionId& joint_motion, Side side,
                                            Reference reference) {
  return compute_clinical_angle(body, compute_segment_frames(body, pose), joint_motion, side, reference);
}

std::optional<ClinicalAngle> compute_clinical_angle_with_gradient(const Body& body,
                                                                  const Kinematics& kinematics,
                                                                  const JointMotionId& joint_motion,
                                                                  Side side, Reference reference) {
  const Row* row = find_row(joint_motion);
  if (!row || (reference == Reference::Trunk && !can_use_trunk(*row))) return std::nullopt;
  const auto joint = find_joint(body, *row, side, reference);
  if (!joint) return std::nullopt;
  const bool is_trunk = reference == Reference::Trunk;
  const SegmentFrames& frames = kinematics.frames();
  const Matrix3 R_GP = is_trunk ? compute_trunk_axes(frames, *joint) : frames[joint->proximal].R_GS;
  const Turn turn = compute_turn(*row, R_GP.transpose() * frames[joint->distal].R_GS, side);

  ClinicalAngle result{Angle::from_radians(turn.angle),
                       Tangent::Zero(static_cast<Eigen::Index>(body.coordinate_count()))};
  const Vector3 line = is_trunk ? compute_trunk_line(frames, *joint) : Vector3(Vector3::Zero());
  const Vector3 gradient_G = R_GP * turn.gradient;
  for (std::size_t i = 0; i < body.coordinate_count(); ++i) {
    const CoordinateIndex c{i};
    const auto turn_of = [&](SegmentIndex segment) {
      return moves(body, c, segment) ? kinematics.angular_velocity(c) : Vector3(Vector3::Zero());
    };
    Vector3 relative = turn_of(joint->distal);
    if (is_trunk) {
      const auto velocity_of = [&](SegmentIndex segment) {
        return moves(body, c, segment) ? kinematics.point_velocity(c, frames[segment].p_GS)
                                       : Vector3(Vector3::Zero());
      };
      const Vector3 line_velocity =
          0.5 * (velocity_of(joint->shoulders[0]) + velocity_of(joint->shoulders[1]) -
                 velocity_of(joint->hips[0]) - velocity_of(joint->hips[1]));
      const Vector3 z = frames[joint->proximal].R_GS.col(2);
      relative -= compute_trunk_turn(R_GP, line, line_velocity, z, turn_of(joint->proximal).cross(z));
    } else {
      relative -= turn_of(joint->proximal);
    }
    result.gradient[endrange::body::row(c)] = gradient_G.dot(relative);
  }
  return result;
}

namespace {

// A hinge that a joint motion drives, moved alone.
class DrivenHinge {
 public:
  static std::optional<DrivenHinge> find(const Body& body, const JointMotion& motion, Side side) {
    const auto driven = find_driven_coordinate(body, motion, side);
    if (!driven || body.joint(body.coordinate(driven->coordinate).segment).kind != JointKind::Hinges)
      return std::nullopt;
    return DrivenHinge(body, motion, side, *driven);
  }

  // What is seen with the hinge at a value.
  [[nodiscard]] double see(double value) const {
    Pose pose = body_.neutral_pose();
    set_coordinate(body_, pose, driven_.coordinate, value);
    return compute_clinical_angle(body_, pose, motion_.id, side_).value_or(Angle{}).radians();
  }

  [[nodiscard]] double limit() const {
    const auto& coordinate = body_.coordinate(driven_.coordinate);
    return driven_.sign > 0.0 ? coordinate.upper : coordinate.lower;
  }

  // Whether the hinge is the angle itself.
  [[nodiscard]] bool is_seen_as(double angle) const {
    constexpr double Same = 1e-9;
    return std::abs(see(driven_.sign * angle) - angle) < Same;
  }

  [[nodiscard]] double invert(double angle) const {
    if (is_seen_as(angle)) return driven_.sign * angle;
    double near = 0.0;
    double far = limit();
    // Well below a hundredth of a degree.
    constexpr int Halvings = 30;
    for (int i = 0; i < Halvings; ++i) {
      const double middle = 0.5 * (near + far);
      (see(middle) < angle ? near : far) = middle;
    }
    return 0.5 * (near + far);
  }

 private:
  DrivenHinge(const Body& body, const JointMotion& motion, Side side, DrivenCoordinate driven)
      : body_(body), motion_(motion), side_(side), driven_(driven) {}

  const Body& body_;
  const JointMotion& motion_;
  Side side_;
  DrivenCoordinate driven_;
};

}  // namespace

std::optional<double> find_coordinate_value(const Body& body, const JointMotion& motion, Side side,
                                            Angle angle) {
  const auto hinge = DrivenHinge::find(body, motion, side);
  if (!hinge) return std::nullopt;
  return hinge->invert(angle.radians());
}

Angle compute_shown_range(const Body& body, const JointMotion& motion, Side side) {
  const auto hinge = DrivenHinge::find(body, motion, side);
  if (!hinge) return motion.human_range;
  const double human = motion.human_range.radians();
  if (hinge->is_seen_as(human)) return motion.human_range;
  return std::min(motion.human_range, Angle::from_radians(hinge->see(hinge->limit())));
}

}  // namespace endrange::body
