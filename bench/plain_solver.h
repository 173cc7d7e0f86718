#pragma once

#include <span>

#include "core/body/body.h"
#include "core/solve/terms.h"

namespace endrange::bench {

/// What anyone would write first: Gauss and Newton's method with a Jacobian by finite differences and dense
/// QR, on the same points and priors, limits by clamping, couplings by elimination. A yardstick, not a part
/// of Endrange.
struct PlainSolver {
  explicit PlainSolver(const body::Body& body);

  /// Moves the pose to where the terms want it. Only point targets and pose priors are understood.
  /// @returns how many iterations it took
  int solve(std::span<const solve::Term> terms, body::Pose& pose, int most_iterations, double smallest_step,
            double smallest_gain);

 private:
  void compute_residuals(std::span<const solve::Term> terms, const body::Pose& pose,
                         Eigen::VectorXd& residuals);
  void follow(body::Pose& pose) const;

  const body::Body& body_;
  std::vector<Eigen::Index> free_;
  Eigen::VectorXd residuals_;
  Eigen::VectorXd moved_;
  Eigen::MatrixXd jacobian_;
};

}  // namespace endrange::bench
