#pragma once

#include <Eigen/Core>
#include <array>
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

  /// How much is asked of the terms to come; each with all before it.
  enum class Detail {
    Gradient,
    Information,
    Curvature,  ///< of the points' paths: all of it, not its diagonal alone
  };

  explicit NormalEquations(const Body& body);

  /// Forgets everything and keeps its memory.
  void clear(Reach reach, Detail detail = Detail::Curvature);
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

  [[nodiscard]] Detail detail() const { return detail_; }
  [[nodiscard]] const TreeMatrix& information() const { return information_; }
  /// What the curvature of the points' paths adds to it: Newton's method where it leaves
  /// the sum positive definite.
  [[nodiscard]] const TreeMatrix& curvature() const { return curvature_; }
  /// Its diagonal, which is known wherever information is.
  [[nodiscard]] const Tangent& curvature_diagonal() const { return curvature_diagonal_; }
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

  /// Velocities of a segment by each of the coordinates that move it, one array a component, so that many are
  /// met at once.
  class Path {
   public:
    explicit Path(std::size_t most);
    /// Forgets velocities, which have changed.
    void clear() { known_ = 0; }
    void follow(const Body& body, SegmentIndex segment, const Kinematics& kinematics,
                const EliminationTree& tree);
    [[nodiscard]] std::size_t size() const { return size_; }
    /// Adds to the row of a matrix over the tree what a moment and a force do along the path's first
    /// coordinates.
    void add_power(const Vector3& moment, const Vector3& force, std::size_t count, double* row);
    void add_power(const Vector3& moment, std::size_t count, double* row);

   private:
    void scatter(std::size_t count, double* row) const;
    std::array<std::vector<double>, 6> velocity_;  // ω, and v at the ground's origin
    std::vector<CoordinateIndex> coordinates_;
    std::vector<std::size_t> places_;  // in a row of the matrix
    std::vector<double> power_;
    std::size_t size_ = 0;
    std::size_t known_ = 0;  // coordinates from the root that are told of, `size_` or more
  };

  void gather_gradient(const Body& body, const Kinematics& kinematics);
  void make_even(const body::Joint& joint, const Kinematics& kinematics, const SpatialInformation& sum,
                 double trace);
  void fold_information(Eigen::Index dependent, Eigen::Index independent, double rate);

  Detail detail_ = Detail::Curvature;
  std::shared_ptr<const EliminationTree> tree_;
  std::shared_ptr<const EliminationTree> dense_;
  TreeMatrix information_;
  TreeMatrix curvature_;
  Tangent curvature_diagonal_;
  Tangent gradient_;
  Path path_;
  std::vector<SpatialInformation> points_;
  std::vector<OneSidedRow> one_sided_;  // kept from frame to frame; the first `one_sided_count_` are in use
  std::size_t one_sided_count_ = 0;
};

}  // namespace endrange::solve
