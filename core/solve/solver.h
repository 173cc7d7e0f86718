#pragma once

#include <Eigen/Cholesky>
#include <Eigen/Core>
#include <optional>
#include <span>
#include <vector>

#include "core/base/angle.h"
#include "core/base/estimate.h"
#include "core/base/identifier.h"
#include "core/base/side.h"
#include "core/body/body.h"
#include "core/body/clinical_angles.h"
#include "core/body/kinematics.h"
#include "core/solve/terms.h"

namespace endrange::solve {

struct SolveOptions {
  int most_iterations = 60;
  /// Stop when a step would move no coordinate by more than this [rad, m].
  double smallest_step = 1e-9;
  /// Stop when a step gains less than this share of the cost.
  double smallest_gain = 1e-12;
  /// Spread of a ball joint's limits; hinges never leave theirs.
  Angle limit_spread = Angle::from_degrees(0.5);
};

/// Where the terms put the body, and how sure that is.
struct PoseSolution {
  Pose pose = {};
  double cost = 0.0;  ///< half the sum of squares of all residuals in spreads
  int iterations = 0;
  bool has_converged = false;
  std::vector<double> term_costs =
      {};  ///< one a term, in the order given; 0.5 is one spread off in one direction

  /// Of the tangent, one row a coordinate [rad, m]. Limits are left out: near one it is too wide rather than
  /// too small.
  Eigen::MatrixXd covariance = {};
  /// Variance that each coordinate has by assumptions alone.
  Tangent assumed_variance = {};
  /// Coordinates whose variance the evidence has not even halved.
  std::vector<CoordinateIndex> undetermined = {};
};

/// A solver with its working memory: after the first frame of a body it allocates nothing.
class Solver {
 public:
  explicit Solver(const Body& body);

  /// Finds the pose that satisfies the terms best, from a start, by Levenberg and Marquardt's method: hinges
  /// and translations stay inside their limits by an active set, ball joints by their limits' residual. The
  /// covariance is not computed: call `compute_uncertainty`.
  void solve(std::span<const Term> terms, const Pose& start, const SolveOptions& options,
             PoseSolution& solution);

  /// Fills covariance, assumed variance and undetermined for the pose in the solution.
  void compute_uncertainty(std::span<const Term> terms, PoseSolution& solution);

  [[nodiscard]] const Body& body() const { return body_; }

 private:
  class NormalRows;
  /// A row that counts only where it is positive; `is_met` once a step would make it so.
  struct OneSidedRow {
    double residual = 0.0;
    Tangent coefficients = {};
    bool is_met = false;
  };
  double compute_total_cost(std::span<const Term> terms, const Pose& pose, const SolveOptions& options);
  [[nodiscard]] double compute_limit_cost(const Pose& pose, const SolveOptions& options) const;
  double build(std::span<const Term> terms, const Pose& pose, const SolveOptions& options);
  void find_held(const Pose& pose);
  bool hold_at_limits(const Pose& pose);
  bool meet_one_sided_rows();
  [[nodiscard]] bool compute_step(double damping);

  Body body_;
  Kinematics kinematics_;
  Eigen::MatrixXd information_;
  Eigen::MatrixXd damped_;
  Tangent gradient_;
  Tangent step_;
  Tangent held_step_;
  Pose trial_;
  std::vector<bool> is_held_;
  std::vector<OneSidedRow> one_sided_;  // kept from frame to frame; the first `one_sided_count_` are in use
  std::size_t one_sided_count_ = 0;
  Eigen::LLT<Eigen::MatrixXd> factor_;
};

/// One pose, with its uncertainty. For many, keep a Solver.
[[nodiscard]] PoseSolution solve_pose(const Body& body, std::span<const Term> terms, const Pose& start,
                                      const SolveOptions& options = {});

/// A clinical angle of a solved pose.
struct AngleEstimate {
  Estimate estimate = {};
  /// Whether evidence fixes it: false when its variance is not even half of what assumptions alone would
  /// leave.
  bool is_determined = false;
};

/// Carries the covariance of a pose over to a clinical angle.
/// @returns nothing where the body cannot show this motion
[[nodiscard]] std::optional<AngleEstimate> compute_angle_estimate(
    const Body& body, const Pose& pose, const Eigen::MatrixXd& covariance, const Tangent& assumed_variance,
    const JointMotionId& joint_motion, Side side, body::Reference reference = body::Reference::Proximal);

}  // namespace endrange::solve
