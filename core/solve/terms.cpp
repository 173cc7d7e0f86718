#include "core/solve/terms.h"

#include <Eigen/Geometry>
#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "core/base/contracts.h"

namespace endrange::solve {
namespace {

// Room for one row on the stack; a body with more coordinates than this is refused.
constexpr std::size_t MostCoordinates = 256;
using Coefficients = std::array<double, MostCoordinates>;

// Tuned so that Cauchy noise's estimator stays about as sharp as least squares on three clean residuals:
// distances up to this many spreads count nearly in full.
constexpr double RobustScale = 3.0;
bool is_known(double spread) {
  return std::isfinite(spread);
}

// An unknown spread's is zero.
Vector3 compute_scale(const Vector3& spread) {
  expects((spread.array() > 0.0).all(), "a spread is positive");
  return spread.cwiseInverse();
}

// One row per axis of a three-dimensional residual. `column(c)` is how the residual moves with a coordinate.
template <typename Column>
double add_vector(const Vector3& residual, const Vector3& spread,
                  std::span<const CoordinateIndex> coordinates, Rows* rows, Column&& column) {
  const Vector3 scale = compute_scale(spread);
  const Vector3 r = residual.cwiseProduct(scale);
  const double cost = 0.5 * r.squaredNorm();
  if (rows == nullptr) return cost;
  expects(coordinates.size() <= MostCoordinates, "a body of at most 256 coordinates");
  std::array<Coefficients, 3> coefficients;
  for (std::size_t i = 0; i < coordinates.size(); ++i) {
    const Vector3 moved = column(coordinates[i]);
    for (std::size_t k = 0; k < 3; ++k) {
      const auto axis = static_cast<Eigen::Index>(k);
      coefficients[k][i] = moved[axis] * scale[axis];
    }
  }
  for (std::size_t k = 0; k < 3; ++k) {
    const auto axis = static_cast<Eigen::Index>(k);
    if (scale[axis] != 0.0)
      rows->add(r[axis], coordinates, std::span(coefficients[k]).first(coordinates.size()));
  }
  return cost;
}

enum class Sides { Both, Positive };

template <typename Column>
double add_scalar(double residual, double spread, std::span<const CoordinateIndex> coordinates, Rows* rows,
                  Column&& column, Sides sides = Sides::Both) {
  expects(spread > 0.0, "a spread is positive");
  const double r = residual / spread;
  if (rows != nullptr) {
    expects(coordinates.size() <= MostCoordinates, "a body of at most 256 coordinates");
    Coefficients coefficients;
    for (std::size_t i = 0; i < coordinates.size(); ++i) coefficients[i] = column(coordinates[i]) / spread;
    const auto told = std::span(coefficients).first(coordinates.size());
    if (sides == Sides::Both) {
      rows->add(r, coordinates, told);
    } else {
      rows->add_one_sided(r, coordinates, told);
    }
  }
  const double counted = sides == Sides::Both ? r : std::max(r, 0.0);
  return 0.5 * counted * counted;
}

Matrix3 cross_matrix(const Vector3& v) {
  Matrix3 matrix;
  matrix << 0.0, -v.z(), v.y(), v.z(), 0.0, -v.x(), -v.y(), v.x(), 0.0;
  return matrix;
}

// How log(exp(v) exp(φ)) moves with φ: the inverse right Jacobian of SO(3).
Matrix3 compute_log_jacobian(const Vector3& v) {
  const double angle = v.norm();
  const Matrix3 cross = cross_matrix(v);
  const double square =
      angle < 1e-4 ? 1.0 / 12.0 : 1.0 / (angle * angle) - 1.0 / (2.0 * angle * std::tan(0.5 * angle));
  return Matrix3::Identity() + 0.5 * cross + square * cross * cross;
}

double evaluate(const PointTarget& term, const Stance& at, Rows* rows) {
  const Vector3 p = at.kinematics.frame(term.segment).place(term.p_SQ_S);
  const PointResidual residual = compute_residual(term, p);
  if (rows != nullptr) {
    Vector3 spread = Vector3::Constant(Unknown);
    for (Eigen::Index k = 0; k < 3; ++k) {
      if (residual.weight[k] > 0.0) spread[k] = 1.0 / std::sqrt(residual.weight[k]);
    }
    add_vector(residual.off, spread, at.body.coordinates_moving(term.segment), rows,
               [&](CoordinateIndex c) { return at.kinematics.point_velocity(c, p); });
  }
  return residual.cost;
}

// The coordinates of two chains, each once, rising.
std::span<const CoordinateIndex> merge_chains(std::span<const CoordinateIndex> a,
                                              std::span<const CoordinateIndex> b,
                                              std::array<CoordinateIndex, MostCoordinates>& merged) {
  expects(a.size() + b.size() <= MostCoordinates, "a body of at most 256 coordinates");
  const auto end = std::ranges::set_union(a, b, merged.begin()).out;
  return {merged.begin(), end};
}

double evaluate(const PointPair& term, const Stance& at, Rows* rows) {
  const Vector3 a = at.kinematics.frame(term.first).place(term.p_SA_S);
  const Vector3 b = at.kinematics.frame(term.second).place(term.p_SB_S);
  const auto first = at.body.coordinates_moving(term.first);
  const auto second = at.body.coordinates_moving(term.second);
  std::array<CoordinateIndex, MostCoordinates> merged;
  return add_vector(a - b, Vector3::Constant(term.spread), merge_chains(first, second, merged), rows,
                    [&](CoordinateIndex c) {
                      Vector3 moved = Vector3::Zero();
                      if (std::ranges::binary_search(first, c)) moved += at.kinematics.point_velocity(c, a);
                      if (std::ranges::binary_search(second, c)) moved -= at.kinematics.point_velocity(c, b);
                      return moved;
                    });
}

double evaluate(const PlaneContact& term, const Stance& at, Rows* rows) {
  const Vector3 p = at.kinematics.frame(term.segment).place(term.p_SQ_S);
  return add_scalar(p.dot(term.normal_G) - term.height, term.spread, at.body.coordinates_moving(term.segment),
                    rows,
                    [&](CoordinateIndex c) { return term.normal_G.dot(at.kinematics.point_velocity(c, p)); });
}

double evaluate(const CoordinateTarget& term, const Stance& at, Rows* rows) {
  expects(is_plain(at.body, term.coordinate), "a coordinate target names a hinge, a move or a translation");
  return add_scalar(compute_coordinate(at.body, at.pose, term.coordinate) - term.value, term.spread,
                    std::span(&term.coordinate, 1), rows, [](CoordinateIndex) { return 1.0; });
}

double evaluate(const FollowingCoordinate& term, const Stance& at, Rows* rows) {
  const auto& [dependent, independent, function] = term.coupling;
  const auto wanted = function.evaluate(compute_coordinate(at.body, at.pose, independent));
  const std::array<CoordinateIndex, 2> both = {std::min(dependent, independent),
                                               std::max(dependent, independent)};
  return add_scalar(compute_coordinate(at.body, at.pose, dependent) - wanted.value, term.spread, both, rows,
                    [&](CoordinateIndex c) { return c == dependent ? 1.0 : -wanted.rate; });
}

double evaluate(const AngleTarget& term, const Stance& at, Rows* rows) {
  const auto wrap = [](double angle) { return std::remainder(angle, 2.0 * std::numbers::pi); };
  constexpr std::string_view Missing =
      "an angle target names a joint motion and a side that the body can show";
  if (rows == nullptr) {
    const auto angle =
        compute_clinical_angle(at.body, at.kinematics.frames(), term.joint_motion, term.side, term.reference);
    expects(angle.has_value(), Missing);
    const double r = wrap((*angle - term.target).radians()) / term.spread.radians();
    return 0.5 * r * r;
  }
  const auto angle = compute_clinical_angle_with_gradient(at.body, at.kinematics, term.joint_motion,
                                                          term.side, term.reference);
  expects(angle.has_value(), Missing);
  std::array<CoordinateIndex, MostCoordinates> coordinates;
  const std::size_t count = at.body.coordinate_count();
  expects(count <= MostCoordinates, "a body of at most 256 coordinates");
  for (std::size_t i = 0; i < count; ++i) coordinates[i] = CoordinateIndex{i};
  return add_scalar(wrap((angle->angle - term.target).radians()), term.spread.radians(),
                    std::span(coordinates).first(count), rows,
                    [&](CoordinateIndex c) { return angle->gradient[row(c)]; });
}

double evaluate(const OrientationTarget& term, const Stance& at, Rows* rows) {
  const Matrix3& R = at.kinematics.frame(term.segment).R_GS;
  const Vector3 off = body::compute_rotation_vector(term.R_GS.transpose() * R);
  const Matrix3 turn =
      rows == nullptr ? Matrix3::Identity() : Matrix3(compute_log_jacobian(off) * R.transpose());
  return add_vector(off, term.spread, at.body.coordinates_moving(term.segment), rows,
                    [&](CoordinateIndex c) { return Vector3(turn * at.kinematics.angular_velocity(c)); });
}

double evaluate(const DirectionTarget& term, const Stance& at, Rows* rows) {
  const Vector3 direction = at.kinematics.frame(term.segment).R_GS * term.direction_S;
  return add_vector(direction - term.direction_G, Vector3::Constant(term.spread),
                    at.body.coordinates_moving(term.segment), rows,
                    [&](CoordinateIndex c) { return at.kinematics.angular_velocity(c).cross(direction); });
}

double evaluate(const GazeTarget& term, const Stance& at, Rows* rows) {
  const body::Frame& frame = at.kinematics.frame(term.segment);
  const Vector3 eye = frame.place(term.p_SE_S);
  const Vector3 direction = frame.R_GS * term.direction_S;
  const Vector3 line = term.target_G - eye;
  const double distance = line.norm();
  expects(distance > 0.0, "a gaze target is not the eye itself");
  const Vector3 wanted = line / distance;
  return add_vector(direction - wanted, Vector3::Constant(term.spread),
                    at.body.coordinates_moving(term.segment), rows, [&](CoordinateIndex c) {
                      const Vector3 moved = at.kinematics.point_velocity(c, eye);
                      return Vector3(at.kinematics.angular_velocity(c).cross(direction) +
                                     (moved - wanted * wanted.dot(moved)) / distance);
                    });
}

double evaluate(const CentreOfMassOver& term, const Stance& at, Rows* rows) {
  const Vector3 centre = compute_centre_of_mass(at.body, at.kinematics.frames());
  const std::size_t count = at.body.coordinate_count();
  expects(count <= MostCoordinates, "a body of at most 256 coordinates");
  std::array<Vector3, MostCoordinates> moved;
  std::array<CoordinateIndex, MostCoordinates> coordinates;
  if (rows != nullptr) {
    for (std::size_t i = 0; i < count; ++i) {
      coordinates[i] = CoordinateIndex{i};
      moved[i] = Vector3::Zero();
    }
    double mass = 0.0;
    for (const body::Segment& segment : at.body.segments()) mass += segment.mass_fraction;
    for (std::size_t s = 0; s < at.body.segment_count(); ++s) {
      const SegmentIndex i{s};
      const body::Segment& segment = at.body.segment(i);
      const Vector3 p = at.kinematics.frame(i).place(segment.centre_of_mass_S);
      for (const CoordinateIndex c : at.body.coordinates_moving(i)) {
        moved[index(c)] += segment.mass_fraction / mass * at.kinematics.point_velocity(c, p);
      }
    }
  }
  double cost = 0.0;
  for (const auto& edge : term.edges) {
    cost += add_scalar(
        edge.outward_G.dot(centre) - edge.offset, term.spread, std::span(coordinates).first(count), rows,
        [&](CoordinateIndex c) { return edge.outward_G.dot(moved[index(c)]); }, Sides::Positive);
  }
  return cost;
}

// Of the three turns of a joint on SO(3).
double evaluate_turn(const PosePrior& term, const Pose& pose, const body::Joint& joint, Rows* rows) {
  const CoordinateIndex first{joint.first_coordinate};
  const Vector3 scale = compute_scale(term.spread.segment<3>(row(first)));
  if (scale.isZero(0.0)) return 0.0;
  const auto quaternion = [&](const Pose& one) {
    return Eigen::Quaterniond(Eigen::Map<const Eigen::Quaterniond>(one.values.data() + joint.first_value));
  };
  const Vector3 v = body::compute_rotation_vector(quaternion(term.target).conjugate() * quaternion(pose));
  Matrix3 axes;
  for (Eigen::Index k = 0; k < 3; ++k) axes.col(k) = joint.axes[static_cast<std::size_t>(k)];
  const Vector3 r = scale.cwiseProduct(axes.transpose() * v);
  if (rows == nullptr) return 0.5 * r.squaredNorm();
  const Matrix3 columns =
      (scale.asDiagonal() * (axes.transpose() * compute_log_jacobian(v) * axes)).transpose();
  const std::array<CoordinateIndex, 3> turns = {first, CoordinateIndex{joint.first_coordinate + 1},
                                                CoordinateIndex{joint.first_coordinate + 2}};
  for (Eigen::Index k = 0; k < 3; ++k) {
    if (scale[k] != 0.0) rows->add(r[k], turns, std::span(columns.col(k).data(), 3));
  }
  return 0.5 * r.squaredNorm();
}

double evaluate(const PosePrior& term, const Stance& at, Rows* rows) {
  expects(term.spread.size() == static_cast<Eigen::Index>(at.body.coordinate_count()),
          "a pose prior has one spread a coordinate");
  double cost = 0.0;
  for (const body::Joint& joint : at.body.joints()) {
    const bool turns = joint.kind == body::JointKind::Ball || joint.kind == body::JointKind::Free;
    if (turns) cost += evaluate_turn(term, at.pose, joint, rows);
    for (std::size_t local = turns ? 3 : 0; local < joint.coordinate_count; ++local) {
      const CoordinateIndex c{joint.first_coordinate + local};
      const double spread = term.spread[row(c)];
      if (!is_known(spread)) continue;
      expects(spread > 0.0, "a spread is positive");
      const auto place = static_cast<Eigen::Index>(joint.first_value + local + (turns ? 1U : 0U));
      const double r = (at.pose.values[place] - term.target.values[place]) / spread;
      cost += 0.5 * r * r;
      const double slope = 1.0 / spread;
      if (rows != nullptr) rows->add(r, std::span(&c, 1), std::span(&slope, 1));
    }
  }
  return cost;
}

// The corners of the convex hull in the ground's x-z plane, in order (Andrew's monotone chain).
std::vector<Vector3> compute_hull(std::span<const Vector3> points) {
  std::vector<Vector3> sorted;
  for (const Vector3& p : points) sorted.emplace_back(p.x(), 0.0, p.z());
  std::ranges::sort(sorted, [](const Vector3& a, const Vector3& b) {
    return a.x() != b.x() ? a.x() < b.x() : a.z() < b.z();
  });
  const auto turns_left = [](const Vector3& a, const Vector3& b, const Vector3& c) {
    return (b.x() - a.x()) * (c.z() - a.z()) - (b.z() - a.z()) * (c.x() - a.x()) > 1e-12;
  };
  std::vector<Vector3> hull;
  for (int pass = 0; pass < 2; ++pass) {
    const std::size_t base = hull.size();
    for (const Vector3& p : sorted) {
      while (hull.size() >= base + 2 && !turns_left(hull[hull.size() - 2], hull.back(), p)) hull.pop_back();
      hull.push_back(p);
    }
    hull.pop_back();
    std::ranges::reverse(sorted);
  }
  if (hull.empty()) hull.push_back(sorted.front());
  return hull;
}

}  // namespace

CentreOfMassOver make_centre_of_mass_over(std::span<const Vector3> support, double margin, double spread) {
  expects(!support.empty(), "support is at least one point");
  const std::vector<Vector3> hull = compute_hull(support);
  std::vector<Vector3> normals;
  for (std::size_t i = 0; i < hull.size(); ++i) {
    const Vector3 along = hull[(i + 1) % hull.size()] - hull[i];
    if (along.norm() < 1e-9) continue;
    normals.push_back(Vector3(along.z(), 0.0, -along.x()).normalized());
  }
  // A line or a point has no inside: hold the centre to it along and across.
  if (hull.size() <= 2) {
    const Vector3 across = normals.empty() ? Vector3(Vector3::UnitX()) : normals.front();
    const Vector3 along = across.cross(Vector3::UnitY());
    normals = {across, -across, along, -along};
  }
  CentreOfMassOver term;
  term.spread = spread;
  for (const Vector3& normal : normals) {
    double highest = -Unknown;
    double lowest = Unknown;
    for (const Vector3& p : hull) {
      highest = std::max(highest, normal.dot(p));
      lowest = std::min(lowest, normal.dot(p));
    }
    term.edges.push_back({normal, highest - std::min(margin, 0.5 * (highest - lowest))});
  }
  return term;
}

bool is_local(const Term& term) {
  return !std::holds_alternative<PointPair>(term) && !std::holds_alternative<FollowingCoordinate>(term) &&
         !std::holds_alternative<AngleTarget>(term) && !std::holds_alternative<CentreOfMassOver>(term);
}

PointResidual compute_residual(const PointTarget& term, const Vector3& p_G) {
  const Vector3 scale = compute_scale(term.spread);
  PointResidual residual{.off = p_G - term.target_G, .weight = scale.cwiseAbs2()};
  const double square = residual.off.cwiseAbs2().dot(residual.weight);
  residual.cost = 0.5 * square;
  if (term.loss == Loss::Robust) {
    constexpr double ScaleSquare = RobustScale * RobustScale;
    const double share = 1.0 + square / ScaleSquare;
    residual.cost = 0.5 * ScaleSquare * std::log(share);
    residual.weight /= share;
  } else if (term.loss == Loss::Redescending) {
    const double share = 1.0 + square / (term.redescends_at * term.redescends_at);
    residual.cost = 0.5 * square / share;
    residual.weight /= share * share;
  }
  return residual;
}

double compute_cost(const Term& term, const Stance& stance) {
  return std::visit([&](const auto& one) { return evaluate(one, stance, nullptr); }, term);
}

double linearise(const Term& term, const Stance& stance, Rows& rows) {
  return std::visit([&](const auto& one) { return evaluate(one, stance, &rows); }, term);
}

}  // namespace endrange::solve
