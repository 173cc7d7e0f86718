// How sure a solved pose is, and what follows from it.
#include <algorithm>
#include <cmath>

#include "core/base/contracts.h"
#include "core/solve/solver.h"

namespace endrange::solve {

void Solver::compute_uncertainty(std::span<const Term> terms, PoseSolution& solution) {
  find_reach(terms);
  place_body(solution.pose);
  const Stance stance{body_, solution.pose, kinematics_};
  const auto is_assumption = [](const Term& term) {
    const auto* prior = std::get_if<PosePrior>(&term);
    return prior != nullptr && prior->basis == Basis::Assumption;
  };
  now_.normal.clear(reach_, Detail::Information);
  for (const Term& term : terms) {
    if (is_assumption(term)) linearise_term(term, stance, now_.normal);
  }
  // What assumptions alone say, each coordinate by itself.
  const Eigen::Index count = factor_.size();
  solution.assumed_variance.resize(count);
  for (Eigen::Index i = 0; i < count; ++i) {
    solution.assumed_variance[i] = 1.0 / (now_.normal.information().diagonal(i) + LeastInformation);
  }
  for (const Term& term : terms) {
    if (!is_assumption(term)) linearise_term(term, stance, now_.normal);
  }
  now_.normal.gather_points(body_, kinematics_);
  add_constraints(solution.pose, now_);
  factor_ = now_.normal.information();
  for (Eigen::Index i = 0; i < count; ++i) factor_.diagonal(i) += LeastInformation;
  is_held_ = is_fixed_;
  step_.setZero();
  held_step_.setZero();
  hold_rows();
  const bool is_factored = factorise(factor_);
  ensures(is_factored, "information is positive definite");
  compute_inverse(factor_, solution.covariance);
  for (Eigen::Index i = 0; i < count; ++i) {
    if (!is_fixed_[static_cast<std::size_t>(i)]) continue;
    solution.covariance.row(i).setZero();
    solution.covariance.col(i).setZero();
  }
  if (now_.tie_residual.size() > 0) {
    tie_reach_.noalias() = solution.covariance * now_.tie_columns;
    const bool is_tied = factorise_ties(now_);
    ensures(is_tied, "what point ties say is positive definite");
    for (Eigen::Index i = 0; i < count; ++i) {
      tie_force_ = tie_reach_.row(i).transpose();
      solve_in_place(tie_system_, tie_force_);
      solution.covariance.col(i).noalias() -= tie_reach_ * tie_force_;
    }
  }
  for (const body::Coupling& coupling : body_.constraints().couplings) {
    const double rate = compute_rate(coupling, solution.pose);
    const Eigen::Index d = row(coupling.dependent);
    const Eigen::Index i = row(coupling.independent);
    solution.covariance.row(d) = rate * solution.covariance.row(i);
    solution.covariance.col(d) = rate * solution.covariance.col(i);
    solution.covariance(d, d) = rate * rate * solution.covariance(i, i);
  }
  solution.undetermined.clear();
  for (Eigen::Index i = 0; i < count; ++i) {
    const bool is_free = !is_fixed_[static_cast<std::size_t>(i)];
    if (is_free && solution.covariance(i, i) > 0.5 * solution.assumed_variance[i]) {
      solution.undetermined.push_back(CoordinateIndex{static_cast<std::size_t>(i)});
    }
  }
}

PoseSolution solve_pose(const Body& body, std::span<const Term> terms, const Pose& start,
                        const SolveOptions& options) {
  Solver solver(body);
  PoseSolution solution;
  solver.solve(terms, start, options, solution);
  solver.compute_uncertainty(terms, solution);
  return solution;
}

std::optional<AngleEstimate> compute_angle_estimate(const Body& body, const Pose& pose,
                                                    const Eigen::MatrixXd& covariance,
                                                    const Tangent& assumed_variance,
                                                    const JointMotionId& joint_motion, Side side,
                                                    body::Reference reference) {
  Kinematics kinematics(body);
  kinematics.update(body, pose);
  const auto angle = compute_clinical_angle_with_gradient(body, kinematics, joint_motion, side, reference);
  if (!angle) return std::nullopt;
  const double variance = angle->gradient.dot(covariance * angle->gradient);
  const double assumed = angle->gradient.cwiseAbs2().dot(assumed_variance);
  return AngleEstimate{{angle->angle, Angle::from_radians(std::sqrt(std::max(variance, 0.0)))},
                       variance < 0.5 * assumed};
}

}  // namespace endrange::solve
