#include "core/solve/normal_equations.h"

#include <Eigen/Geometry>
#include <algorithm>

namespace endrange::solve {

NormalEquations::NormalEquations(const Body& body)
    : tree_(EliminationTree::make(body)),
      dense_(EliminationTree::make_dense(body.coordinate_count())),
      information_(tree_),
      curvature_(tree_),
      gradient_(Tangent::Zero(tree_->size())),
      points_(body.segment_count()) {}

void NormalEquations::clear(Reach reach) {
  information_.reset(reach == Reach::Paths ? tree_ : dense_);
  curvature_.reset(information_.shared_tree());
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
  const Vector3 force = residual.weight.cwiseProduct(residual.off);
  const Vector3 moment = p.cross(force);
  sum.moment += moment;
  sum.force += force;
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

void NormalEquations::gather_points(const Body& body, const Kinematics& kinematics) {
  for (std::size_t s = points_.size(); s-- > 0;) {
    SpatialInformation& sum = points_[s];
    if (sum.is_empty) continue;
    const SegmentIndex segment{s};
    const body::Joint& joint = body.joint(segment);
    const auto moving = body.coordinates_moving(segment);
    const std::size_t above = moving.size() - joint.coordinate_count;
    const double trace = sum.place_force.trace();
    sum.turn.triangularView<Eigen::StrictlyUpper>() = sum.turn.transpose();
    const EliminationTree& tree = information_.tree();
    for (std::size_t local = 0; local < joint.coordinate_count; ++local) {
      const CoordinateIndex c = moving[above + local];
      const Vector3& angular = kinematics.angular_velocity(c);
      const Vector3& linear = kinematics.origin_velocity(c);
      const Vector3 turn = sum.turn * angular + sum.turn_move * linear;
      const Vector3 move = sum.turn_move.transpose() * angular + sum.move.cwiseProduct(linear);
      gradient_[row(c)] += angular.dot(sum.moment) + linear.dot(sum.force);
      double* information = information_.row(row(c));
      double* curvature = curvature_.row(row(c));
      // A turn carries the velocities of all coordinates below it: Σ f · (ω_i × (v_j + ω_j × p)).
      const Vector3 carried_force = linear.cross(sum.force) + sum.place_force * angular - trace * angular;
      for (std::size_t i = 0; i <= above + local; ++i) {
        const Vector3& turning = kinematics.angular_velocity(moving[i]);
        const std::size_t place = tree.depth(row(moving[i]));
        information[place] += turning.dot(turn) + kinematics.origin_velocity(moving[i]).dot(move);
        curvature[place] += turning.dot(carried_force);
      }
    }
    if (joint.kind == body::JointKind::Ball || joint.kind == body::JointKind::Free) {
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

// All that meets the dependent one meets the independent one too.
void NormalEquations::fold(CoordinateIndex dependent, CoordinateIndex independent, double rate) {
  const Eigen::Index d = row(dependent);
  const Eigen::Index i = row(independent);
  const EliminationTree& tree = information_.tree();
  const double own = information_.diagonal(d);
  information_.diagonal(i) += 2.0 * rate * information_.find(i, d) + rate * rate * own;
  for (Eigen::Index k = 0; k < information_.size(); ++k) {
    if (k == d || !tree.meets(std::max(k, d), std::min(k, d))) continue;
    double& shared = information_.at(k, d);
    if (k != i) information_.at(k, i) += rate * shared;
    shared = 0.0;
    curvature_.at(k, d) = 0.0;
  }
  information_.diagonal(d) = 1.0;
  curvature_.diagonal(d) = 0.0;
  gradient_[i] += rate * gradient_[d];
  gradient_[d] = 0.0;
  for (OneSidedRow& one : one_sided()) {
    one.coefficients[i] += rate * one.coefficients[d];
    one.coefficients[d] = 0.0;
  }
}

}  // namespace endrange::solve
