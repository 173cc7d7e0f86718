#pragma once

#include <Eigen/Core>
#include <limits>
#include <optional>
#include <span>
#include <variant>
#include <vector>

#include "core/base/angle.h"
#include "core/base/identifier.h"
#include "core/base/side.h"
#include "core/body/body.h"
#include "core/body/clinical_angles.h"
#include "core/body/kinematics.h"

/// What a pose should satisfy. Each term is a residual divided by its spread (one standard deviation), so
/// terms of different units add up, and a smaller spread is a stronger wish.
namespace endrange::solve {

using body::Body;
using body::CoordinateIndex;
using body::Kinematics;
using body::Matrix3;
using body::Pose;
using body::SegmentIndex;
using body::Tangent;
using body::Vector3;

/// Spread of an axis along which a term says nothing.
inline constexpr double Unknown = std::numeric_limits<double>::infinity();

/// How a residual far outside its spread counts.
enum class Loss {
  Quadratic,  ///< in full: for an author's wishes
  Robust,     ///< as under Cauchy noise: the further out, the less pull. For what was observed
  /// As Geman and McClure's: far out there is hardly any pull left, so one gross error moves nothing. From a
  /// start that is nearly right, such as a `Robust` solution. Source: [Geman1985]
  Redescending,
};

/// A point of a segment at a place: an observed landmark, or a hand that holds on.
struct PointTarget {
  SegmentIndex segment = {};
  Vector3 p_SQ_S = Vector3::Zero();
  Vector3 target_G = Vector3::Zero();        ///< [m]
  Vector3 spread = Vector3::Constant(0.01);  ///< along the ground's x, y, z [m]; `Unknown` leaves one free
  Loss loss = Loss::Quadratic;
  /// Spreads at which a redescending loss leaves a residual a quarter of its weight. At three an outlier of
  /// 20 cm and more among a camera's landmarks moves an angle of a single frame by half its interval in
  /// hardly one of 500 cases, while clean residuals keep over half of their weight.
  double redescends_at = 3.0;
};

/// Two points of two segments at one place: a joint that closes a loop, held as well as its spread says.
struct PointPair {
  SegmentIndex first = {};
  Vector3 p_SA_S = Vector3::Zero();
  SegmentIndex second = {};
  Vector3 p_SB_S = Vector3::Zero();
  double spread = 0.001;  ///< [m]
};

/// A coordinate that follows another, as well as its spread says.
struct FollowingCoordinate {
  body::Coupling coupling = {};
  double spread = 0.001;  ///< [rad, m]
};

/// A point of a segment on a plane, free to slide: a sole on the floor.
struct PlaneContact {
  SegmentIndex segment = {};
  Vector3 p_SQ_S = Vector3::Zero();
  Vector3 normal_G = Vector3::UnitY();  ///< unit length
  double height = 0.0;                  ///< of the plane along the normal, from the ground's origin [m]
  double spread = 0.01;                 ///< [m]
};

/// A hinge, a move or a translation at a value. Coordinates on SO(3) have no separate value: use AngleTarget
/// or Orientation.
struct CoordinateTarget {
  CoordinateIndex coordinate = {};
  double value = 0.0;    ///< [rad, m]
  double spread = 0.02;  ///< [rad, m]
};

/// A clinical angle: this hip at 90° of flexion.
struct AngleTarget {
  JointMotionId joint_motion = {};
  Side side = Side::Both;
  Angle target = {};
  Angle spread = Angle::from_degrees(1.0);
  body::Reference reference = body::Reference::Proximal;
};

/// A segment turned like this in the ground frame: a pelvis that lies on its back, a foot flat on the floor.
struct OrientationTarget {
  SegmentIndex segment = {};
  Matrix3 R_GS = Matrix3::Identity();
  Vector3 spread =
      Vector3::Constant(0.02);  ///< about the segment's own x, y, z [rad]; `Unknown` leaves one free
};

/// A direction of a segment along a direction in the ground: a palm down, a forearm level.
struct DirectionTarget {
  SegmentIndex segment = {};
  Vector3 direction_S = Vector3::UnitX();  ///< unit length
  Vector3 direction_G = Vector3::UnitX();  ///< unit length
  double spread = 0.02;                    ///< [rad]
};

/// A segment looks at a point: gaze over the shoulder.
struct GazeTarget {
  SegmentIndex segment = {};
  Vector3 p_SE_S = Vector3::Zero();        ///< the eye
  Vector3 direction_S = Vector3::UnitX();  ///< unit length
  Vector3 target_G = Vector3::Zero();      ///< [m]
  double spread = 0.05;                    ///< [rad]
};

/// The centre of mass over its support. Inside, nothing pulls. Make it with `make_centre_of_mass_over`.
struct CentreOfMassOver {
  struct Edge {
    Vector3 outward_G = Vector3::Zero();  ///< horizontal unit normal
    double offset = 0.0;                  ///< of the edge along it, the margin already taken off [m]
  };
  std::vector<Edge> edges = {};  ///< of the convex hull of the support
  double spread = 0.01;          ///< [m]
};

/// @param support  points on the ground that carry weight, in any order; one or two are allowed
/// @param margin   how far inside the edge the centre should stay [m]; less where the support is narrower
/// than that
[[nodiscard]] CentreOfMassOver make_centre_of_mass_over(std::span<const Vector3> support, double margin,
                                                        double spread);

/// Whether a pose prior is something seen or something assumed. What only assumptions fix is not determined.
enum class Basis { Assumption, Evidence };

/// Every coordinate near those of a pose.
struct PosePrior {
  Pose target = {};
  Tangent spread = {};  ///< one a coordinate [rad, m]; `Unknown` leaves it free
  Basis basis = Basis::Assumption;
};

using Term =
    std::variant<PointTarget, PointPair, FollowingCoordinate, PlaneContact, CoordinateTarget, AngleTarget,
                 OrientationTarget, DirectionTarget, GazeTarget, CentreOfMassOver, PosePrior>;

/// Whether a term speaks only of coordinates that move one segment, so that the tree of the normal equations
/// stays as sparse as the body.
[[nodiscard]] bool is_local(const Term& term);

/// A body in a pose with its kinematics: what terms are evaluated at.
struct Stance {
  const Body& body;
  const Pose& pose;
  const Kinematics& kinematics;
};

/// Collects the rows of a linearised term: residual + Σ coefficient × step, in spreads.
class Rows {
 public:
  virtual ~Rows() = default;
  virtual void add(double residual, std::span<const CoordinateIndex> coordinates,
                   std::span<const double> coefficients) = 0;
  /// A row that counts only where it is positive: a limit, or an edge of the support. Told on both sides of
  /// zero, so that a step can see where it would begin to count.
  virtual void add_one_sided(double residual, std::span<const CoordinateIndex> coordinates,
                             std::span<const double> coefficients) = 0;

 protected:
  Rows() = default;
  Rows(const Rows&) = default;
  Rows& operator=(const Rows&) = default;
};

/// What a point target's residual amounts to: weights along the ground's axes with the loss taken into
/// account.
struct PointResidual {
  Vector3 off = Vector3::Zero();     ///< from the target to the point [m]
  Vector3 weight = Vector3::Zero();  ///< [1/m²]
  double cost = 0.0;
};
[[nodiscard]] PointResidual compute_residual(const PointTarget& term, const Vector3& p_G);

/// Half the squared length of a term's residual, or what its loss makes of it.
[[nodiscard]] double compute_cost(const Term& term, const Stance& stance);
/// The same, and the rows of its linearisation. Under a robust loss the rows carry the square root of its
/// weight.
double linearise(const Term& term, const Stance& stance, Rows& rows);

}  // namespace endrange::solve
