#pragma once

#include <Eigen/Core>
#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/side.h"
#include "core/body/frame.h"
#include "core/body/scalar_function.h"

namespace endrange::body {

/// What a segment is anatomically. Clinical angles and balance ask by part, so they work on any body that has
/// it.
enum class Part {
  Pelvis,
  Lumbar,
  Thorax,
  Neck,
  Head,
  Clavicle,  ///< the shoulder girdle, from the sternoclavicular joint to the shoulder
  Humerus,
  Forearm,  ///< ulna and radius in one, turned about its long axis by pronation
  Hand,
  Thigh,
  Shank,
  Foot,  ///< ankle to the ball of the foot
  Toes,
  Other,  ///< anything a body read from a file has beside these: a patella, a wand of markers
};
inline constexpr std::size_t PartCount = 14;

/// Parts of the midline have one segment; the others have a left and a right.
[[nodiscard]] constexpr bool is_sided(Part part) {
  return part >= Part::Clavicle && part != Part::Other;
}

enum class SegmentIndex : std::size_t {};
enum class CoordinateIndex : std::size_t {};
[[nodiscard]] constexpr std::size_t index(SegmentIndex segment) {
  return static_cast<std::size_t>(segment);
}
[[nodiscard]] constexpr std::size_t index(CoordinateIndex coordinate) {
  return static_cast<std::size_t>(coordinate);
}
/// The same for Eigen, which counts with signed numbers.
[[nodiscard]] constexpr Eigen::Index row(CoordinateIndex coordinate) {
  return static_cast<Eigen::Index>(coordinate);
}

/// A rigid part of the body. Frame by ISB: x forward, y up, z right at the neutral pose, origin at its joint
/// to the parent. Each segment hangs on exactly one joint.
struct Segment {
  std::string name = {};  ///< `humerus_r`
  Part part = Part::Pelvis;
  Side side = Side::Both;                      ///< `Both` on the midline
  std::optional<SegmentIndex> parent = {};     ///< empty for a root, which hangs on the ground
  Vector3 p_SE_S = Vector3::Zero();            ///< far end: the next joint down the chain, or the tip [m]
  double mass_fraction = 0.0;                  ///< of the whole body's mass
  Vector3 centre_of_mass_S = Vector3::Zero();  ///< [m]
};

enum class JointKind {
  Weld,    ///< no movement
  Free,    ///< three rotations on SO(3), then three translations along the parent's x, y, z
  Ball,    ///< three rotations on SO(3): no order of angles, so no gimbal
  Hinges,  ///< one rotation after the other about fixed axes
  Moves,   ///< turns and slides one after the other, each a function of a coordinate: bodies read from files
};

/// One step of a `Moves` joint, in the axes that the steps before it have left.
struct Move {
  enum class Kind { Turn, Slide };
  Kind kind = Kind::Turn;
  Vector3 axis = Vector3::UnitX();             ///< unit length
  Vector3 through = Vector3::Zero();           ///< a point on a turn's axis [m]
  std::optional<std::size_t> coordinate = {};  ///< of the joint's own; empty where the step is constant
  ScalarFunction amount = {};                  ///< of that coordinate [rad, m]; at 0 where there is none
};

/// How far a ball lets the far end swing from neutral, and turn about its own long axis. Radians, all
/// positive.
struct BallLimits {
  double flexion = 0.0;
  double extension = 0.0;
  double abduction = 0.0;
  double adduction = 0.0;
  double internal_rotation = 0.0;
  double external_rotation = 0.0;
};

/// The joint on which a segment hangs. Its axes are the segment's own at neutral.
struct Joint {
  std::string name = {};  ///< `shoulder_r`
  JointKind kind = JointKind::Weld;
  Vector3 p_PJ_P = Vector3::Zero();    ///< in the parent's frame P [m]
  Matrix3 R_PJ = Matrix3::Identity();  ///< Moves only: the joint's axes in the parent's
  /// Moves only: the segment's frame in the joint's moved axes.
  Frame segment_in_joint = {};
  std::vector<Move> moves = {};  ///< Moves only
  /// Moves only: half axes of an ellipsoid about the joint on which the third turn carries the segment, its z
  /// along the surface's normal [m]. The first three moves are then turns. Source: [Seth2010]
  std::optional<Vector3> ellipsoid = {};
  std::size_t first_coordinate = 0;  ///< its coordinates are consecutive
  std::size_t coordinate_count = 0;
  std::size_t first_value = 0;  ///< its place in Pose::values
  /// Unit axes in the segment's own frame. Hinges: in the order of turning. SO(3): the three axes, in the
  /// order of the named coordinates (z, x, y; mirrored on the left), that the tangent is counted about.
  std::vector<Vector3> axes = {};
  bool is_mirrored = false;  ///< left joint: named coordinates are read in the mirror of the right one
  std::optional<BallLimits> ball_limits = {};  ///< Ball only
};

enum class Unit { Radian, Metre };

/// One named way to move, with OpenSim's name where it has one. Coordinate i is also dimension i of the
/// tangent space: for Hinges, Moves and translations the two are the same; for SO(3) the tangent is a small
/// rotation about the joint's axis, while the named value is an angle of OpenSim's Z-X-Y sequence (flexion,
/// adduction, rotation).
struct Coordinate {
  std::string name = {};     ///< `hip_flexion_r`
  std::string meaning = {};  ///< what increasing it does: "thigh forward and up"
  Unit unit = Unit::Radian;
  double lower = 0.0;  ///< limit of the joint, not of a person [unit]
  double upper = 0.0;
  bool is_clamped = true;   ///< whether a solver keeps it inside its limits; Hinges and Moves
  bool is_locked = false;   ///< it stays at its neutral value
  double neutral = 0.0;     ///< its value in the neutral pose; Hinges and Moves
  bool is_coupled = false;  ///< Moves: none is simply itself, so OpenSim keeps it in radians or metres always
  SegmentIndex segment = {};  ///< whose joint it moves
};

/// A coordinate that follows another: a kneecap that follows the knee.
struct Coupling {
  CoordinateIndex dependent = {};
  CoordinateIndex independent = {};
  ScalarFunction function = {};
};

/// Two points, fixed on two segments, that are one: where a collarbone meets a shoulder blade.
struct PointTie {
  std::string name = {};
  SegmentIndex first = {};
  Vector3 p_SA_S = Vector3::Zero();  ///< on the first [m]
  SegmentIndex second = {};
  Vector3 p_SB_S = Vector3::Zero();  ///< on the second [m]
};

/// What holds in a body beside its tree of joints.
struct Constraints {
  std::vector<Coupling> couplings = {};
  std::vector<PointTie> point_ties = {};
};

/// Where everything of a body stands: the quaternions of the joints on SO(3), angles and translations. Made
/// by a Body, changed through it, and meaningful on that Body only.
struct Pose {
  Eigen::VectorXd values = {};

  friend bool operator==(const Pose& a, const Pose& b) {
    return a.values.size() == b.values.size() && a.values == b.values;
  }
};

/// A small movement away from a pose, one number a coordinate.
using Tangent = Eigen::VectorXd;

/// An immutable tree of segments and joints.
class Body {
 public:
  struct Branch {
    Segment segment = {};
    Joint joint = {};
    std::vector<Coordinate> coordinates = {};
  };

  /// Branches stand parent before child; the first is a root. Counts and places inside joints are filled in
  /// here. Constraints name hinges and moves; a coupling's independent coordinate is not itself dependent.
  explicit Body(std::vector<Branch> branches, Constraints constraints = {});

  [[nodiscard]] std::size_t segment_count() const { return segments_.size(); }
  [[nodiscard]] std::size_t coordinate_count() const { return coordinates_.size(); }
  [[nodiscard]] std::span<const Segment> segments() const { return segments_; }
  [[nodiscard]] std::span<const Joint> joints() const { return joints_; }  ///< joint i carries segment i
  [[nodiscard]] std::span<const Coordinate> coordinates() const { return coordinates_; }
  [[nodiscard]] const Segment& segment(SegmentIndex i) const { return segments_[index(i)]; }
  [[nodiscard]] const Joint& joint(SegmentIndex i) const { return joints_[index(i)]; }
  [[nodiscard]] const Coordinate& coordinate(CoordinateIndex i) const { return coordinates_[index(i)]; }

  [[nodiscard]] std::optional<SegmentIndex> find_segment(std::string_view name) const;
  [[nodiscard]] std::optional<SegmentIndex> find_segment(Part part, Side side = Side::Both) const;
  [[nodiscard]] std::optional<CoordinateIndex> find_coordinate(std::string_view name) const;

  /// The coordinates that move this segment, in rising order: those of its own joint and of all joints above.
  [[nodiscard]] std::span<const CoordinateIndex> coordinates_moving(SegmentIndex segment) const {
    return moving_[index(segment)];
  }

  /// The anatomical position, standing, with the pelvis at the origin of the ground frame.
  [[nodiscard]] const Pose& neutral_pose() const { return neutral_; }

  [[nodiscard]] const Constraints& constraints() const { return constraints_; }

 private:
  Constraints constraints_;
  std::vector<Segment> segments_;
  std::vector<Joint> joints_;
  std::vector<Coordinate> coordinates_;
  std::vector<std::vector<CoordinateIndex>> moving_;
  std::array<std::array<std::optional<SegmentIndex>, 3>, PartCount> by_part_ = {};
  Pose neutral_;
};

/// Whether a coordinate's value is simply a number of the pose: hinges, moves and translations, but not turns
/// on SO(3).
[[nodiscard]] bool is_plain(const Body& body, CoordinateIndex coordinate);
/// Where a plain coordinate's value stands in `Pose::values`.
[[nodiscard]] Eigen::Index find_value(const Body& body, CoordinateIndex coordinate);
/// The value of a named coordinate [rad, m]. On SO(3) the angle of the Z-X-Y sequence, mirrored on the left;
/// there the middle angle is in [-π/2, π/2], so read clinical angles (clinical_angles.h) rather than these at
/// the shoulder.
[[nodiscard]] double compute_coordinate(const Body& body, const Pose& pose, CoordinateIndex coordinate);
/// Sets one named coordinate and leaves the others of its joint as they are read. No limit is applied.
void set_coordinate(const Body& body, Pose& pose, CoordinateIndex coordinate, double value);

/// pose ⊕ step: adds angles and translations, and turns each joint on SO(3) by a rotation vector in its own
/// axes.
[[nodiscard]] Pose retract(const Body& body, const Pose& pose, const Tangent& step);
/// The same into an existing pose, without allocating.
void retract_into(const Body& body, const Pose& pose, const Tangent& step, Pose& result);
/// The step with `retract(body, from, step) == to`, the short way round.
[[nodiscard]] Tangent compute_difference(const Body& body, const Pose& from, const Pose& to);
/// The same into an existing step, without allocating.
void compute_difference_into(const Body& body, const Pose& from, const Pose& to, Tangent& step);
/// The pose a share of the way from one to the other, along `compute_difference`.
[[nodiscard]] Pose interpolate(const Body& body, const Pose& from, const Pose& to, double share);
/// Left becomes right: the pose seen in a mirror that stands in the ground's x-y plane.
/// Expects a body whose left and right are mirror images, as the built-in one is.
[[nodiscard]] Pose mirror(const Body& body, const Pose& pose);

}  // namespace endrange::body
