#include "core/solve/normal_equations.h"

#include <Eigen/Geometry>
#include <algorithm>

#include "core/base/wide_loops.h"

namespace endrange::solve {
namespace {

ENDRANGE_WIDE_LOOPS void add_products(const std::array<std::vector<double>, 6>& parts, const Vector3& moment,
                                      const Vector3& force, std::size_t count, double* __restrict to) {
  const double* __restrict a = parts[0].data();
  const double* __restrict b = parts[1].data();
  const double* __restrict c = parts[2].data();
  const double* __restrict d = parts[3].data();
  const double* __restrict e = parts[4].data();
  const double* __restrict f = parts[5].data();
  for (std::size_t i = 0; i < count; ++i) {
    to[i] += (a[i] * moment.x() + b[i] * moment.y()) + (c[i] * moment.z() + d[i] * force.x()) +
             (e[i] * force.y() + f[i] * force.z());
  }
}

}  // namespace

NormalEquations::NormalEquations(const Body& body)
    : tree_(EliminationTree::make(body)),
      dense_(EliminationTree::make_dense(body.coordinate_count())),
      information_(tree_),
      curvature_(tree_),
      curvature_diagonal_(Tangent::Zero(tree_->size())),
      gradient_(curvature_diagonal_),
      path_(body.coordinate_count()),
      points_(body.segment_count()) {}

NormalEquations::Path::Path(std::size_t most) : coordinates_(most), places_(most), power_(most) {
  for (auto& component : velocity_) component.resize(most);
}

// Going from a limb's end towards the root, each path is the beginning of the one before.
void NormalEquations::Path::follow(const Body& body, SegmentIndex segment, const Kinematics& kinematics,
                                   const EliminationTree& tree) {
  const auto moving = body.coordinates_moving(segment);
  size_ = moving.size();
  if (size_ <= known_ && coordinates_[size_ - 1] == moving.back()) return;
  known_ = size_;
  for (std::size_t i = 0; i < size_; ++i) {
    coordinates_[i] = moving[i];
    places_[i] = tree.depth(row(moving[i]));
    const Vector3& angular = kinematics.angular_velocity(moving[i]);
    const Vector3& linear = kinematics.origin_velocity(moving[i]);
    for (std::size_t k = 0; k < 3; ++k) {
      velocity_[k][i] = angular[static_cast<Eigen::Index>(k)];
      velocity_[3 + k][i] = linear[static_cast<Eigen::Index>(k)];
    }
  }
}

// Places rise, so those that end where their count does are 0, 1, 2 …
void NormalEquations::Path::add_power(const Vector3& moment, const Vector3& force, std::size_t count,
                                      double* row) {
  if (places_[count - 1] == count - 1) {
    add_products(velocity_, moment, force, count, row);
    return;
  }
  std::fill_n(power_.begin(), count, 0.0);
  add_products(velocity_, moment, force, count, power_.data());
  scatter(count, row);
}

void NormalEquations::Path::add_power(const Vector3& moment, std::size_t count, double* row) {
  add_power(moment, Vector3::Zero(), count, row);
}

void NormalEquations::Path::scatter(std::size_t count, double* row) const {
  for (std::size_t i = 0; i < count; ++i) row[places_[i]] += power_[i];
}

void NormalEquations::clear(Reach reach, Detail detail) {
  detail_ = detail;
  const auto& tree = reach == Reach::Paths ? tree_ : dense_;
  if (detail_ >= Detail::Information) {
    information_.reset(tree);
    curvature_diagonal_.setZero();
  }
  if (detail_ >= Detail::Curvature) curvature_.reset(tree);
  gradient_.setZero();
  std::ranges::fill(points_, SpatialInformation{});
  one_sided_count_ = 0;
}

// A point at p moves by v + ω × p. With W the weights, the information about (ω, v) is
//   [p]ᵀW[p]  [p]W
//      ·        W     , where [p] v = p × v.
void NormalEquations::add_point(SegmentIndex segment, const Vector3& p, const PointResidual& residual) {
  SpatialInformation& sum = points_[index(segment)];
  sum.is_empty = false;
  const Vector3 force = residual.weight.cwiseProduct(residual.off);
  sum.moment += p.cross(force);
  sum.force += force;
  if (detail_ == Detail::Gradient) return;
  const double a = residual.weight.x();
  const double b = residual.weight.y();
  const double c = residual.weight.z();
  const double x = p.x();
  const double y = p.y();
  const double z = p.z();
  sum.turn(0, 0) += b * z * z + c * y * y;
  sum.turn(1, 1) += a * z * z + c * x * x;
  sum.turn(2, 2) += a * y * y + b * x * x;
  sum.turn(1, 0) -= c * x * y;
  sum.turn(2, 0) -= b * x * z;
  sum.turn(2, 1) -= a * y * z;
  sum.turn_move(0, 1) -= z * b;
  sum.turn_move(0, 2) += y * c;
  sum.turn_move(1, 0) += z * a;
  sum.turn_move(1, 2) -= x * c;
  sum.turn_move(2, 0) -= y * a;
  sum.turn_move(2, 1) += x * b;
  sum.move += residual.weight;
  sum.place_force.noalias() += p * force.transpose();
}

// Coordinates come rising.
void NormalEquations::add(double residual, std::span<const CoordinateIndex> coordinates,
                          std::span<const double> coefficients) {
  for (std::size_t j = 0; j < coordinates.size(); ++j) {
    const double coefficient = coefficients[j];
    if (coefficient == 0.0) continue;
    const Eigen::Index column = row(coordinates[j]);
    gradient_[column] += coefficient * residual;
    if (detail_ == Detail::Gradient) continue;
    for (std::size_t i = j; i < coordinates.size(); ++i) {
      information_.at(row(coordinates[i]), column) += coefficient * coefficients[i];
    }
  }
}

void NormalEquations::add_one_sided(double residual, std::span<const CoordinateIndex> coordinates,
                                    std::span<const double> coefficients) {
  if (residual > 0.0) {
    add(residual, coordinates, coefficients);
    return;
  }
  if (one_sided_count_ == one_sided_.size()) {
    one_sided_.push_back({.coefficients = Tangent::Zero(gradient_.size())});
  }
  OneSidedRow& kept = one_sided_[one_sided_count_++];
  kept.residual = residual;
  kept.is_met = false;
  kept.coefficients.setZero();
  for (std::size_t i = 0; i < coordinates.size(); ++i) {
    kept.coefficients[row(coordinates[i])] = coefficients[i];
  }
}

// On SO(3) a step turns about all three axes at once: none carries the others more than they carry it. And a
// free joint moves first and turns then, whatever the order of its coordinates: its turns carry no movement.
void NormalEquations::make_even(const body::Joint& joint, const Kinematics& kinematics,
                                const SpatialInformation& sum, double trace) {
  for (std::size_t a = 1; a < 3; ++a) {
    for (std::size_t b = 0; b < a; ++b) {
      const CoordinateIndex late{joint.first_coordinate + a};
      const CoordinateIndex early{joint.first_coordinate + b};
      const Vector3& angular = kinematics.angular_velocity(early);
      const Vector3 carried =
          kinematics.origin_velocity(early).cross(sum.force) + sum.place_force * angular - trace * angular;
      double& curvature = curvature_.at(row(late), row(early));
      curvature = 0.5 * (curvature + kinematics.angular_velocity(late).dot(carried));
    }
  }
  if (joint.kind != body::JointKind::Free) return;
  const auto first = static_cast<Eigen::Index>(joint.first_coordinate);
  for (Eigen::Index move = first + 3; move < first + 6; ++move) {
    for (Eigen::Index turn = first; turn < first + 3; ++turn) curvature_.at(move, turn) = 0.0;
  }
}

// Moments and forces alone.
void NormalEquations::gather_gradient(const Body& body, const Kinematics& kinematics) {
  for (std::size_t s = points_.size(); s-- > 0;) {
    const SpatialInformation& sum = points_[s];
    if (sum.is_empty) continue;
    const body::Joint& joint = body.joint(SegmentIndex{s});
    for (std::size_t local = 0; local < joint.coordinate_count; ++local) {
      const CoordinateIndex c{joint.first_coordinate + local};
      gradient_[row(c)] +=
          kinematics.angular_velocity(c).dot(sum.moment) + kinematics.origin_velocity(c).dot(sum.force);
    }
    if (const auto& parent = body.segment(SegmentIndex{s}).parent) {
      SpatialInformation& carried = points_[index(*parent)];
      carried.is_empty = false;
      carried.moment += sum.moment;
      carried.force += sum.force;
    }
  }
}

void NormalEquations::gather_points(const Body& body, const Kinematics& kinematics) {
  if (detail_ == Detail::Gradient) {
    gather_gradient(body, kinematics);
    return;
  }
  path_.clear();
  for (std::size_t s = points_.size(); s-- > 0;) {
    SpatialInformation& sum = points_[s];
    if (sum.is_empty) continue;
    const SegmentIndex segment{s};
    const body::Joint& joint = body.joint(segment);
    const double trace = sum.place_force.trace();
    sum.turn.triangularView<Eigen::StrictlyUpper>() = sum.turn.transpose();
    if (joint.coordinate_count > 0) path_.follow(body, segment, kinematics, information_.tree());
    for (std::size_t local = 0; local < joint.coordinate_count; ++local) {
      const CoordinateIndex c{joint.first_coordinate + local};
      const std::size_t count = path_.size() - joint.coordinate_count + local + 1;
      const Vector3& angular = kinematics.angular_velocity(c);
      const Vector3& linear = kinematics.origin_velocity(c);
      const Vector3 turn = sum.turn * angular + sum.turn_move * linear;
      const Vector3 move = sum.turn_move.transpose() * angular + sum.move.cwiseProduct(linear);
      gradient_[row(c)] += angular.dot(sum.moment) + linear.dot(sum.force);
      path_.add_power(turn, move, count, information_.row(row(c)));
      // A turn carries the velocities of all coordinates below it: Σ f · (ω_i × (v_j + ω_j × p)).
      const Vector3 carried_force = linear.cross(sum.force) + sum.place_force * angular - trace * angular;
      curvature_diagonal_[row(c)] += angular.dot(carried_force);
      if (detail_ == Detail::Curvature) path_.add_power(carried_force, count, curvature_.row(row(c)));
    }
    if (detail_ == Detail::Curvature &&
        (joint.kind == body::JointKind::Ball || joint.kind == body::JointKind::Free)) {
      make_even(joint, kinematics, sum, trace);
    }
    if (const auto& parent = body.segment(segment).parent) {
      SpatialInformation& carried = points_[index(*parent)];
      carried.is_empty = false;
      carried.turn += sum.turn;
      carried.turn_move += sum.turn_move;
      carried.move += sum.move;
      carried.moment += sum.moment;
      carried.force += sum.force;
      carried.place_force += sum.place_force;
    }
  }
}

void NormalEquations::fold(CoordinateIndex dependent, CoordinateIndex independent, double rate) {
  const Eigen::Index d = row(dependent);
  const Eigen::Index i = row(independent);
  gradient_[i] += rate * gradient_[d];
  gradient_[d] = 0.0;
  for (OneSidedRow& one : one_sided()) {
    one.coefficients[i] += rate * one.coefficients[d];
    one.coefficients[d] = 0.0;
  }
  if (detail_ >= Detail::Information) fold_information(d, i, rate);
}

// All that meets the dependent one meets the independent one too.
void NormalEquations::fold_information(Eigen::Index d, Eigen::Index i, double rate) {
  const EliminationTree& tree = information_.tree();
  const double own = information_.diagonal(d);
  information_.diagonal(i) += 2.0 * rate * information_.find(i, d) + rate * rate * own;
  for (Eigen::Index k = 0; k < information_.size(); ++k) {
    if (k == d || !tree.meets(std::max(k, d), std::min(k, d))) continue;
    double& shared = information_.at(k, d);
    if (k != i) information_.at(k, i) += rate * shared;
    shared = 0.0;
    if (detail_ == Detail::Curvature) curvature_.at(k, d) = 0.0;
  }
  information_.diagonal(d) = 1.0;
  curvature_diagonal_[d] = 0.0;
  if (detail_ == Detail::Curvature) curvature_.diagonal(d) = 0.0;
}

}  // namespace endrange::solve
