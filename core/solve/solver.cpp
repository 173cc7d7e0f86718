#include "core/solve/solver.h"

#include <algorithm>
#include <cmath>

#include "core/base/contracts.h"
#include "core/body/ball_limits.h"

namespace endrange::solve {
namespace {

// Information that every coordinate has without being told: none is more uncertain than 10 rad or 10 m. It
// keeps what no term speaks of solvable, and where it was.
constexpr double LeastInformation = 0.01;
constexpr double FirstDamping = 1e-5;
constexpr double MostDamping = 1e10;
// How often a step may meet further limits before the rest is simply cut off there.
constexpr int MostPasses = 8;

template <typename Visit>
void visit_hinges(const Body& body, const Pose& pose, Visit&& visit) {
  for (const body::Joint& joint : body.joints()) {
    if (joint.kind != body::JointKind::Hinges) continue;
    for (std::size_t local = 0; local < joint.coordinate_count; ++local) {
      visit(CoordinateIndex{joint.first_coordinate + local},
            pose.values[static_cast<Eigen::Index>(joint.first_value + local)]);
    }
  }
}

}  // namespace

// Adds each row to the normal equations, lower triangle only: rows come with their coordinates in rising
// order.
class Solver::NormalRows final : public Rows {
 public:
  explicit NormalRows(Solver& solver) : solver_(solver) {
    solver_.information_.setZero();
    solver_.gradient_.setZero();
    solver_.one_sided_count_ = 0;
  }

  void add(double residual, std::span<const CoordinateIndex> coordinates,
           std::span<const double> coefficients) override {
    for (std::size_t j = 0; j < coordinates.size(); ++j) {
      const double coefficient = coefficients[j];
      if (coefficient == 0.0) continue;
      const Eigen::Index column = row(coordinates[j]);
      solver_.gradient_[column] += coefficient * residual;
      for (std::size_t i = j; i < coordinates.size(); ++i) {
        solver_.information_(row(coordinates[i]), column) += coefficient * coefficients[i];
      }
    }
  }

  void add_one_sided(double residual, std::span<const CoordinateIndex> coordinates,
                     std::span<const double> coefficients) override {
    if (residual > 0.0) {
      add(residual, coordinates, coefficients);
      return;
    }
    if (solver_.one_sided_count_ == solver_.one_sided_.size()) {
      solver_.one_sided_.push_back({.coefficients = Tangent::Zero(solver_.gradient_.size())});
    }
    OneSidedRow& kept = solver_.one_sided_[solver_.one_sided_count_++];
    kept.residual = residual;
    kept.coefficients.setZero();
    for (std::size_t i = 0; i < coordinates.size(); ++i)
      kept.coefficients[row(coordinates[i])] = coefficients[i];
  }

 private:
  Solver& solver_;
};

Solver::Solver(const Body& body) : body_(body), kinematics_(body), trial_(body.neutral_pose()) {
  const auto count = static_cast<Eigen::Index>(body.coordinate_count());
  information_ = Eigen::MatrixXd::Zero(count, count);
  damped_ = information_;
  gradient_ = Tangent::Zero(count);
  step_ = gradient_;
  held_step_ = gradient_;
  is_held_.assign(body.coordinate_count(), false);
  // Until its first factorization Eigen leaves a state unset that moving a solver would read.
  factor_.compute(Eigen::MatrixXd::Identity(count, count));
}

double Solver::compute_limit_cost(const Pose& pose, const SolveOptions& options) const {
  double cost = 0.0;
  for (const body::Joint& joint : body_.joints()) {
    if (!joint.ball_limits) continue;
    for (const double excess : body::compute_ball_excess(joint, pose).excess) {
      const double r = std::max(excess, 0.0) / options.limit_spread.radians();
      cost += 0.5 * r * r;
    }
  }
  return cost;
}

double Solver::compute_total_cost(std::span<const Term> terms, const Pose& pose,
                                  const SolveOptions& options) {
  kinematics_.update(body_, pose);
  const Stance stance{body_, pose, kinematics_};
  double cost = compute_limit_cost(pose, options);
  for (const Term& term : terms) cost += compute_cost(term, stance);
  return cost;
}

double Solver::build(std::span<const Term> terms, const Pose& pose, const SolveOptions& options) {
  kinematics_.update(body_, pose);
  const Stance stance{body_, pose, kinematics_};
  NormalRows rows(*this);
  double cost = compute_limit_cost(pose, options);
  for (const Term& term : terms) cost += linearise(term, stance, rows);
  for (const body::Joint& joint : body_.joints()) {
    if (!joint.ball_limits) continue;
    const body::BallExcess excess = body::compute_ball_excess(joint, pose);
    const std::array<CoordinateIndex, 3> coordinates = {CoordinateIndex{joint.first_coordinate},
                                                        CoordinateIndex{joint.first_coordinate + 1},
                                                        CoordinateIndex{joint.first_coordinate + 2}};
    for (std::size_t i = 0; i < 2; ++i) {
      if (excess.excess[i] <= 0.0) continue;
      const Vector3 coefficients = excess.gradient[i] / options.limit_spread.radians();
      rows.add(excess.excess[i] / options.limit_spread.radians(), coordinates,
               std::span(coefficients.data(), 3));
    }
  }
  return cost;
}

// Holds each hinge that stands at a limit and would be pushed beyond it.
void Solver::find_held(const Pose& pose) {
  const auto visit = [&](CoordinateIndex c, double value) {
    const body::Coordinate& coordinate = body_.coordinate(c);
    const double push = -gradient_[row(c)];
    is_held_[index(c)] =
        (value >= coordinate.upper && push > 0.0) || (value <= coordinate.lower && push < 0.0);
    held_step_[row(c)] = 0.0;
  };
  visit_hinges(body_, pose, visit);
  for (OneSidedRow& one : one_sided_) one.is_met = false;
}

// Counts each one-sided row that the step would make positive.
bool Solver::meet_one_sided_rows() {
  bool meets_more = false;
  for (std::size_t i = 0; i < one_sided_count_; ++i) {
    OneSidedRow& one = one_sided_[i];
    if (one.is_met || one.residual + one.coefficients.dot(step_) <= 0.0) continue;
    one.is_met = true;
    meets_more = true;
  }
  return meets_more;
}

// Holds each hinge that the step would carry beyond a limit, at that limit, so that the others can allow for
// it.
bool Solver::hold_at_limits(const Pose& pose) {
  bool holds_more = false;
  const auto visit = [&](CoordinateIndex c, double value) {
    if (is_held_[index(c)]) return;
    const body::Coordinate& coordinate = body_.coordinate(c);
    const double reached = std::clamp(value + step_[row(c)], coordinate.lower, coordinate.upper);
    if (reached == value + step_[row(c)]) return;
    is_held_[index(c)] = true;
    held_step_[row(c)] = reached - value;
    holds_more = true;
  };
  visit_hinges(body_, pose, visit);
  return holds_more;
}

// The damped step, with each held coordinate going exactly its own way.
bool Solver::compute_step(double damping) {
  damped_ = information_;
  step_ = -gradient_;
  for (Eigen::Index i = 0; i < damped_.rows(); ++i) {
    damped_(i, i) += damping * (information_(i, i) + LeastInformation) + 1e-12;
  }
  for (std::size_t i = 0; i < one_sided_count_; ++i) {
    const OneSidedRow& one = one_sided_[i];
    if (!one.is_met) continue;
    damped_.selfadjointView<Eigen::Lower>().rankUpdate(one.coefficients);
    step_ -= one.residual * one.coefficients;
  }
  for (Eigen::Index i = 0; i < damped_.rows(); ++i) {
    if (!is_held_[static_cast<std::size_t>(i)]) continue;
    const double held = held_step_[i];
    const Eigen::Index below = damped_.rows() - i - 1;
    step_.head(i) -= held * damped_.row(i).head(i).transpose();
    step_.tail(below) -= held * damped_.col(i).tail(below);
    damped_.row(i).head(i).setZero();
    damped_.col(i).tail(below).setZero();
    damped_(i, i) = 1.0;
    step_[i] = held;
  }
  factor_.compute(damped_);
  if (factor_.info() != Eigen::Success) return false;
  factor_.solveInPlace(step_);
  return step_.allFinite();
}

void Solver::solve(std::span<const Term> terms, const Pose& start, const SolveOptions& options,
                   PoseSolution& solution) {
  expects(start.values.size() == body_.neutral_pose().values.size(),
          "the start belongs to the solver's body");
  Pose& pose = solution.pose;
  pose = start;
  body::clamp_hinges(body_, pose);
  solution.has_converged = false;
  double damping = FirstDamping;
  double cost = build(terms, pose, options);
  int iteration = 0;
  while (iteration < options.most_iterations && !solution.has_converged) {
    ++iteration;
    find_held(pose);
    bool is_solved = compute_step(damping);
    for (int pass = 0; pass < MostPasses && is_solved; ++pass) {
      const bool holds_more = hold_at_limits(pose);
      if (!meet_one_sided_rows() && !holds_more) break;
      is_solved = compute_step(damping);
    }
    if (!is_solved) {
      damping *= 10.0;
      solution.has_converged = damping > MostDamping;
      continue;
    }
    body::retract_into(body_, pose, step_, trial_);
    body::clamp_hinges(body_, trial_);
    const double trial_cost = compute_total_cost(terms, trial_, options);
    const double step_size = step_.lpNorm<Eigen::Infinity>();
    if (trial_cost < cost) {
      const bool gains_little = cost - trial_cost < options.smallest_gain * cost;
      pose.values.swap(trial_.values);
      damping = std::max(damping * 0.1, 1e-12);
      solution.has_converged = gains_little || step_size < options.smallest_step;
      cost = solution.has_converged ? trial_cost : build(terms, pose, options);
    } else {
      damping *= 10.0;
      solution.has_converged = step_size < options.smallest_step || damping > MostDamping;
    }
  }
  solution.cost = cost;
  solution.iterations = iteration;
  kinematics_.update(body_, pose);
  const Stance stance{body_, pose, kinematics_};
  solution.term_costs.clear();
  for (const Term& term : terms) solution.term_costs.push_back(compute_cost(term, stance));
}

void Solver::compute_uncertainty(std::span<const Term> terms, PoseSolution& solution) {
  kinematics_.update(body_, solution.pose);
  const Stance stance{body_, solution.pose, kinematics_};
  // What assumptions alone say, each coordinate by itself.
  NormalRows rows(*this);
  for (const Term& term : terms) {
    const auto* prior = std::get_if<PosePrior>(&term);
    if (prior != nullptr && prior->basis == Basis::Assumption) linearise(term, stance, rows);
  }
  information_.diagonal().array() += LeastInformation;
  solution.assumed_variance = information_.diagonal().cwiseInverse();
  for (const Term& term : terms) {
    const auto* prior = std::get_if<PosePrior>(&term);
    if (prior == nullptr || prior->basis != Basis::Assumption) linearise(term, stance, rows);
  }
  factor_.compute(information_);
  ensures(factor_.info() == Eigen::Success, "information is positive definite");
  solution.covariance.setIdentity(information_.rows(), information_.cols());
  factor_.solveInPlace(solution.covariance);
  solution.undetermined.clear();
  for (Eigen::Index i = 0; i < solution.covariance.rows(); ++i) {
    if (solution.covariance(i, i) > 0.5 * solution.assumed_variance[i]) {
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
