#include "core/exercise/settle.h"

#include <Eigen/Cholesky>
#include <algorithm>
#include <cmath>

#include "core/body/kinematics.h"

namespace endrange::exercise {
namespace {

using body::CoordinateIndex;
using body::Vector3;

// A contact holds to a fifth of a millimetre: well inside the 5 mm that a contact may slip.
constexpr double ContactSpread_m = 2e-4;
// Eyes and head together find a hand well enough within a tenth of a radian.
constexpr double GazeSpread = 0.1;
// A coordinate at its limit does not give way at all: stiffer than any contact.
constexpr double StoppedWeight = 1e12;
constexpr int MostSteps = 30;
constexpr double SmallestStep = 1e-7;
// A longer step leaves the neighbourhood in which the Jacobian means something [rad, m].
constexpr double LongestStep = 0.35;

// Normal equations, filled residual by residual.
class Equations {
 public:
  explicit Equations(Eigen::Index size)
      : A_(Eigen::MatrixXd::Zero(size, size)), b_(Eigen::VectorXd::Zero(size)) {}

  void add_diagonal(Eigen::Index i, double residual, double weight) {
    A_(i, i) += weight;
    b_[i] -= weight * residual;
  }
  // One residual with its Jacobian over the coordinates named.
  void add(const std::vector<std::pair<Eigen::Index, double>>& jacobian, double residual, double weight) {
    for (const auto& [i, value_i] : jacobian) {
      b_[i] -= weight * value_i * residual;
      for (const auto& [j, value_j] : jacobian) A_(i, j) += weight * value_i * value_j;
    }
  }
  [[nodiscard]] Eigen::VectorXd solve() const { return A_.ldlt().solve(b_); }

 private:
  Eigen::MatrixXd A_;
  Eigen::VectorXd b_;
};

Vector3 compute_place(const body::Kinematics& kinematics, const body::BodyPoint& point) {
  return kinematics.frame(point.segment).place(point.p_SQ_S);
}

// d(place)/d(coordinate) for every coordinate that moves the point, times `sign`.
void add_velocities(const body::Body& body, const body::Kinematics& kinematics, const body::BodyPoint& point,
                    double sign, Eigen::Matrix3Xd& jacobian) {
  const Vector3 p = compute_place(kinematics, point);
  for (const CoordinateIndex i : body.coordinates_moving(point.segment))
    jacobian.col(body::row(i)) += sign * kinematics.point_velocity(i, p);
}

std::vector<std::pair<Eigen::Index, double>> make_sparse(const Eigen::RowVectorXd& row) {
  std::vector<std::pair<Eigen::Index, double>> sparse;
  for (Eigen::Index i = 0; i < row.size(); ++i)
    if (row[i] != 0.0) sparse.emplace_back(i, row[i]);
  return sparse;
}

void add_point(const body::Body& body, const body::Kinematics& kinematics, const PointWish& wish,
               Equations& equations) {
  Eigen::Matrix3Xd jacobian = Eigen::Matrix3Xd::Zero(3, static_cast<Eigen::Index>(body.coordinate_count()));
  add_velocities(body, kinematics, wish.point, 1.0, jacobian);
  Vector3 goal = wish.at;
  if (wish.on) {
    add_velocities(body, kinematics, *wish.on, -1.0, jacobian);
    goal = compute_place(kinematics, *wish.on);
  }
  const Vector3 residual = compute_place(kinematics, wish.point) - goal;
  for (Eigen::Index axis = 0; axis < 3; ++axis)
    if (wish.weight[axis] > 0.0)
      equations.add(make_sparse(jacobian.row(axis)), residual[axis],
                    wish.weight[axis] / (ContactSpread_m * ContactSpread_m));
}

// The direction to the goal, seen from the head, shall have no part up or aside.
void add_gaze(const body::Body& body, const body::Kinematics& kinematics, const GazeWish& gaze,
              Equations& equations) {
  const auto& frame = kinematics.frame(gaze.head);
  const Vector3 direction = (compute_place(kinematics, gaze.at) - frame.p_GS).normalized();
  const Vector3 seen = frame.R_GS.transpose() * direction;
  Eigen::Matrix3Xd jacobian = Eigen::Matrix3Xd::Zero(3, static_cast<Eigen::Index>(body.coordinate_count()));
  const auto neck = *body.segment(gaze.head).parent;
  const auto& joint = body.joint(neck);
  for (std::size_t i = joint.first_coordinate; i < joint.first_coordinate + joint.coordinate_count; ++i) {
    const CoordinateIndex coordinate{i};
    jacobian.col(body::row(coordinate)) =
        frame.R_GS.transpose() * direction.cross(kinematics.angular_velocity(coordinate));
  }
  for (Eigen::Index axis = 1; axis < 3; ++axis)
    equations.add(make_sparse(jacobian.row(axis)), seen[axis], 1.0 / (GazeSpread * GazeSpread));
}

// Puts hinges that went beyond a limit back on it, and marks them: from then on they stay there, so that the
// others can make up for them.
void keep_limits(const body::Body& body, body::Pose& pose, std::vector<bool>& stopped) {
  for (std::size_t i = 0; i < body.coordinate_count(); ++i) {
    const CoordinateIndex coordinate{i};
    const auto& one = body.coordinate(coordinate);
    if (body.joint(one.segment).kind != body::JointKind::Hinges) continue;
    const double value = body::compute_coordinate(body, pose, coordinate);
    const double kept = std::clamp(value, one.lower, one.upper);
    if (kept == value) continue;
    body::set_coordinate(body, pose, coordinate, kept);
    stopped[i] = true;
  }
}

}  // namespace

body::Pose settle(const body::Body& body, const PoseWish& wish) {
  body::Kinematics kinematics(body);
  body::Pose pose = wish.pose;
  const auto size = static_cast<Eigen::Index>(body.coordinate_count());
  std::vector<bool> stopped(body.coordinate_count(), false);
  for (int step = 0; step < MostSteps; ++step) {
    kinematics.update(body, pose);
    Equations equations(size);
    const body::Tangent away = body::compute_difference(body, wish.pose, pose);
    for (Eigen::Index i = 0; i < size; ++i) {
      if (stopped[static_cast<std::size_t>(i)])
        equations.add_diagonal(i, 0.0, StoppedWeight);
      else
        equations.add_diagonal(i, away[i], 1.0 / (wish.spread[i] * wish.spread[i]));
    }
    for (const PointWish& point : wish.points) add_point(body, kinematics, point, equations);
    if (wish.gaze) add_gaze(body, kinematics, *wish.gaze, equations);
    body::Tangent change = equations.solve();
    const double longest = change.cwiseAbs().maxCoeff();
    if (longest > LongestStep) change *= LongestStep / longest;
    pose = body::retract(body, pose, change);
    keep_limits(body, pose, stopped);
    if (longest < SmallestStep) break;
  }
  return pose;
}

double compute_slip(const body::Body& body, const body::Pose& pose, const std::vector<PointWish>& points) {
  const auto frames = body::compute_segment_frames(body, pose);
  double largest = 0.0;
  for (const PointWish& wish : points) {
    const Vector3 goal = wish.on ? frames[wish.on->segment].place(wish.on->p_SQ_S) : wish.at;
    const Vector3 off = frames[wish.point.segment].place(wish.point.p_SQ_S) - goal;
    largest = std::max(largest, off.cwiseProduct(wish.weight).norm());
  }
  return largest;
}

}  // namespace endrange::exercise
