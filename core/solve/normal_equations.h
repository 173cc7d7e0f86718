#pragma once

#include <Eigen/Core>
#include <memory>
#include <span>
#include <vector>

#include "core/solve/terms.h"
#include "core/solve/tree_factor.h"

namespace endrange::solve {

/// The normal equations of a pose's terms: information × step = -gradient. Points are summed up per segment
/// and carried down the tree at once, as composite bodies are in mechanics, so that a hundred points on a
/// segment cost little more than one. Source: [Featherstone2008 §6.2].
class NormalEquations final : public Rows {
 public:
  /// A row that counts only where it is positive; `is_met` once a step would make it so.
  struct OneSidedRow {
    double residual = 0.0;
    Tangent coefficients = {};
    bool is_met = false;
  };

  /// Which coordinates the terms to come may bring together.
  enum class Reach {
    Paths,       ///< only those that move one segment, and what the body's couplings add
    Everything,  ///< any
  };

  explicit NormalEquations(const Body& body);

  /// Forgets everything and keeps its memory.
  void clear(Reach reach);
  /// A point of a segment, at p in ground.
  void add_point(SegmentIndex segment, const Vector3& p_G, const PointResidual& residual);
  void add(double residual, std::span<const CoordinateIndex> coordinates,
           std::span<const double> coefficients) override;
  void add_one_sided(double residual, std::span<const CoordinateIndex> coordinates,
                     std::span<const double> coefficients) override;
  /// Brings the points that were added into information and gradient. Once, after the last point.
  void gather_points(const Body& body, const Kinematics& kinematics);
  /// Lets a dependent coordinate vanish into the one that it follows at this rate.
  void fold(CoordinateIndex dependent, CoordinateIndex independent, double rate);

  [[nodiscard]] const TreeMatrix& information() const { return information_; }
  /// What the curvature of the points' paths adds to it: Newton's method where it leaves
  /// the sum positive definite.
  [[nodiscard]] const TreeMatrix& curvature() const { return curvature_; }
  [[nodiscard]] const Tangent& gradient() const { return gradient_; }
  [[nodiscard]] std::span<OneSidedRow> one_sided() { return std::span(one_sided_).first(one_sided_count_); }

 private:
  /// What points say of a segment's velocity: turning about the ground's origin, and moving there.
  struct SpatialInformation {
    Matrix3 turn = Matrix3::Zero();  ///< lower triangle
    Matrix3 turn_move = Matrix3::Zero();
    Vector3 move = Vector3::Zero();  ///< diagonal
    Vector3 moment = Vector3::Zero();
    Vector3 force = Vector3::Zero();
    Matrix3 place_force = Matrix3::Zero();  ///< Σ p fᵀ
    bool is_empty = true;
  };

  void make_even(const body::Joint& joint, const Kinematics& kinematics, const SpatialInformation& sum,
                 double trace);

  std::shared_ptr<const EliminationTree> tree_;
  std::shared_ptr<const EliminationTree> dense_;
  TreeMatrix information_;
  TreeMatrix curvature_;
  Tangent gradient_;
  std::vector<SpatialInformation> points_;
  std::vector<OneSidedRow> one_sided_;  // kept from frame to frame; the first `one_sided_count_` are in use
  std::size_t one_sided_count_ = 0;
};

}  // namespace endrange::solve
