#include "core/solve/solver.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/base/contracts.h"
#include "core/body/ball_limits.h"
#include "core/solve/limit_rows.h"

namespace endrange::solve {
namespace {

constexpr double FirstDamping = 1e-5;
constexpr double MostDamping = 1e10;
constexpr double LeastDamping = 1e-12;
// A step that is more than this share of the one before shows that Gauss and Newton's method converges
// slowly, as it does where residuals are large against a segment's length: then the points' own curvature is
// added, where it leaves a minimum and steps are small.
constexpr double SlowShare = 0.25;
constexpr double FarStep = 0.3;  // [rad, m]
// And such a step may go this many times as far as the one before: beyond lies no minimum it knows.
constexpr double NewtonReach = 2.0;
// Gauss and Newton's method overshoots where paths curve towards the goal: this share of such curvature,
// which never lacks a way down, damps it there.
constexpr double CurvatureShare = 0.3;
// A step that shows less curvature than this share of what was expected of it shows none.
constexpr double LeastShown = 0.2;
// A value this near to its limit stands at it [rad, m].
constexpr double AtLimit = 1e-12;
// How often a step may meet further limits before the rest is simply cut off there.
constexpr int MostPasses = 8;
// A step is straight and a tie is not, so the step's end is brought back to the ties: until this close, or
// this often. Source: [Nocedal2006 §15.6]
constexpr double TieReached = 1e-12;  // [m]
constexpr double TieClosed = 1e-10;   // [m]
constexpr int MostReturns = 20;
constexpr double LeastReturn = 0.05;  // share of Newton's step below which a return is given up
// A loop may say one thing twice, as a planar one does of its own plane: these shares of a row's own diagonal
// and of the largest one keep such rows from deciding anything, and still leave a millionth of a millionth
// open of what they would close. The last is for a body whose ties nothing moves.
constexpr double OwnRidge = 1e-12;
constexpr double SharedRidge = 1e-14;
constexpr double LeastRidge = 1e-100;

bool is_closed(const Eigen::VectorXd& tie_residual) {
  return tie_residual.size() == 0 || tie_residual.lpNorm<Eigen::Infinity>() <= TieClosed;
}

}  // namespace

Solver::Linearisation::Linearisation(const Body& body) : normal(body) {
  const auto ties = static_cast<Eigen::Index>(3 * body.constraints().point_ties.size());
  tie_residual = Eigen::VectorXd::Zero(ties);
  tie_columns = Eigen::MatrixXd::Zero(static_cast<Eigen::Index>(body.coordinate_count()), ties);
}

Solver::Solver(const Body& body)
    : body_(body),
      kinematics_(body),
      is_fixed_(body.coordinate_count(), false),
      now_(body),
      next_(body),
      factor_(now_.normal.information()),
      is_held_(body.coordinate_count(), false),
      factored_held_(is_held_),
      placed_(body.neutral_pose()),
      trial_(body.neutral_pose()),
      returned_(body.neutral_pose()),
      tie_system_(EliminationTree::make_dense(3 * body.constraints().point_ties.size())) {
  const auto count = static_cast<Eigen::Index>(body.coordinate_count());
  step_ = Tangent::Zero(count);
  held_step_ = step_;
  taken_ = step_;
  gradient_change_ = step_;
  return_step_ = step_;
  tie_reach_ = now_.tie_columns;
  tie_force_ = now_.tie_residual;
  for (const body::Coupling& coupling : body.constraints().couplings) {
    is_fixed_[index(coupling.dependent)] = true;
  }
  for (std::size_t i = 0; i < body.coordinate_count(); ++i) {
    const CoordinateIndex c{i};
    const body::Coordinate& coordinate = body.coordinate(c);
    is_fixed_[i] = is_fixed_[i] || coordinate.is_locked;
    const auto kind = body.joint(coordinate.segment).kind;
    const bool has_limits = kind == body::JointKind::Hinges || kind == body::JointKind::Moves;
    if (!has_limits || !coordinate.is_clamped || is_fixed_[i]) continue;
    bounded_.push_back({row(c), find_value(body, c), coordinate.lower, coordinate.upper});
  }
}

void Solver::place_body(const Pose& pose) {
  if (pose.values.size() == placed_.values.size() && pose.values == placed_.values) return;
  kinematics_.update(body_, pose);
  placed_.values = pose.values;
}

void Solver::find_reach(std::span<const Term> terms) {
  reach_ = std::ranges::all_of(terms, is_local) ? NormalEquations::Reach::Paths
                                                : NormalEquations::Reach::Everything;
}

// Points go in whole, to be gathered.
double Solver::linearise_term(const Term& term, const Stance& stance, NormalEquations& normal) {
  const auto* target = std::get_if<PointTarget>(&term);
  if (target == nullptr) return linearise(term, stance, normal);
  const Vector3 p = stance.kinematics.frame(target->segment).place(target->p_SQ_S);
  const PointResidual residual = compute_residual(*target, p);
  normal.add_point(target->segment, p, residual);
  return residual.cost;
}

void Solver::linearise_terms(std::span<const Term> terms, const Pose& pose, Detail detail,
                             Linearisation& at) {
  place_body(pose);
  const Stance stance{body_, pose, kinematics_};
  at.normal.clear(reach_, detail);
  at.cost = 0.0;
  at.term_costs.clear();
  for (const Term& term : terms) {
    at.term_costs.push_back(linearise_term(term, stance, at.normal));
    at.cost += at.term_costs.back();
  }
  at.normal.gather_points(body_, kinematics_);
}

void Solver::evaluate_all(std::span<const Term> terms, const Pose& pose, const SolveOptions& options,
                          Linearisation& at) {
  place_body(pose);
  const Stance stance{body_, pose, kinematics_};
  at.cost = add_ball_limits(body_, pose, options.limit_spread.radians(), nullptr);
  at.term_costs.clear();
  for (const Term& term : terms) {
    at.term_costs.push_back(compute_cost(term, stance));
    at.cost += at.term_costs.back();
  }
  compute_ties(pose, at);
}

void Solver::add_limits(const Pose& pose, const SolveOptions& options, Linearisation& at) {
  at.cost += add_ball_limits(body_, pose, options.limit_spread.radians(), &at.normal);
}

// Point ties become rows, of which dependent coordinates have vanished into those they follow.
void Solver::compute_ties(const Pose& pose, Linearisation& at) const {
  const body::Constraints& constraints = body_.constraints();
  Eigen::Index first = 0;
  for (const body::PointTie& tie : constraints.point_ties) {
    const Vector3 a = kinematics_.frame(tie.first).place(tie.p_SA_S);
    const Vector3 b = kinematics_.frame(tie.second).place(tie.p_SB_S);
    at.tie_residual.segment<3>(first) = a - b;
    auto columns = at.tie_columns.middleCols<3>(first);
    columns.setZero();
    for (const CoordinateIndex c : body_.coordinates_moving(tie.first)) {
      columns.row(row(c)) += kinematics_.point_velocity(c, a).transpose();
    }
    for (const CoordinateIndex c : body_.coordinates_moving(tie.second)) {
      columns.row(row(c)) -= kinematics_.point_velocity(c, b).transpose();
    }
    first += 3;
  }
  for (const body::Coupling& coupling : constraints.couplings) {
    at.tie_columns.row(row(coupling.independent)) +=
        compute_rate(coupling, pose) * at.tie_columns.row(row(coupling.dependent));
    at.tie_columns.row(row(coupling.dependent)).setZero();
  }
}

double Solver::compute_rate(const body::Coupling& coupling, const Pose& pose) const {
  return coupling.function.evaluate(pose.values[find_value(body_, coupling.independent)]).rate;
}

void Solver::add_constraints(const Pose& pose, Linearisation& at) {
  compute_ties(pose, at);
  for (const body::Coupling& coupling : body_.constraints().couplings) {
    at.normal.fold(coupling.dependent, coupling.independent, compute_rate(coupling, pose));
  }
}

void Solver::linearise_all(std::span<const Term> terms, const Pose& pose, const SolveOptions& options,
                           Detail detail, Linearisation& at) {
  linearise_terms(terms, pose, detail, at);
  add_limits(pose, options, at);
  add_constraints(pose, at);
}

// Less cost, with point ties closed; where they are not closed yet, whatever closes them comes first.
bool Solver::is_better() const {
  if (now_.tie_residual.size() == 0) return next_.cost < now_.cost;
  const double off = now_.tie_residual.lpNorm<Eigen::Infinity>();
  const double next_off = next_.tie_residual.lpNorm<Eigen::Infinity>();
  if (off > TieClosed) return next_off < off;
  return next_off <= TieClosed && next_.cost < now_.cost;
}

// Newton's method on the ties alone, in the metric of the last step.
void Solver::return_to_point_ties(Pose& pose) {
  if (now_.tie_residual.size() == 0) return;
  place_body(pose);
  compute_ties(pose, next_);
  double off = next_.tie_residual.lpNorm<Eigen::Infinity>();
  double share = 1.0;
  for (int i = 0; i < MostReturns && off > TieReached && share > LeastReturn; ++i) {
    if (share == 1.0) {
      tie_force_ = next_.tie_residual;
      if (!compute_tie_reach(next_)) return;
      return_step_.noalias() = tie_reach_ * tie_force_;
      return_step_ *= -1.0;
    }
    body::retract_into(body_, pose, return_step_, returned_);
    body::clamp_hinges(body_, returned_);
    follow_couplings(returned_);
    place_body(returned_);
    compute_ties(returned_, next_);
    const double closer = next_.tie_residual.lpNorm<Eigen::Infinity>();
    const bool is_closer = closer < off;
    share = is_closer ? 1.0 : 0.5 * share;
    if (!is_closer) {
      return_step_ *= 0.5;
      continue;
    }
    pose.values.swap(returned_.values);
    off = closer;
  }
}

void Solver::follow_couplings(Pose& pose) const {
  for (const body::Coupling& coupling : body_.constraints().couplings) {
    pose.values[find_value(body_, coupling.dependent)] =
        coupling.function.evaluate(pose.values[find_value(body_, coupling.independent)]).value;
  }
}

// Holds what is fixed, and whatever stands at a limit and would be pushed beyond it.
void Solver::find_held(const Pose& pose) {
  is_held_ = is_fixed_;
  held_step_.setZero();
  for (const Bounded& one : bounded_) {
    const double push = -now_.normal.gradient()[one.coordinate];
    const double value = pose.values[one.value];
    is_held_[static_cast<std::size_t>(one.coordinate)] =
        (value >= one.upper - AtLimit && push > 0.0) || (value <= one.lower + AtLimit && push < 0.0);
  }
  for (auto& one : now_.normal.one_sided()) one.is_met = false;
}

// Takes the held coordinates out of a direction.
void Solver::clear_held(Tangent& direction) const {
  for (Eigen::Index i = 0; i < direction.size(); ++i) {
    if (is_held_[static_cast<std::size_t>(i)]) direction[i] = 0.0;
  }
}

// Counts each one-sided row that the step would make positive.
bool Solver::meet_one_sided_rows() {
  bool meets_more = false;
  for (auto& one : now_.normal.one_sided()) {
    if (one.is_met || one.residual + one.coefficients.dot(step_) <= 0.0) continue;
    one.is_met = true;
    meets_more = true;
  }
  return meets_more;
}

// Holds each coordinate that the step would carry beyond a limit, at that limit, so that the others can allow
// for it.
bool Solver::hold_at_limits(const Pose& pose) {
  bool holds_more = false;
  for (const Bounded& one : bounded_) {
    const auto i = static_cast<std::size_t>(one.coordinate);
    if (is_held_[i]) continue;
    const double value = pose.values[one.value];
    const double wanted = value + step_[one.coordinate];
    const double reached = std::clamp(wanted, one.lower, one.upper);
    if (reached == wanted) continue;
    is_held_[i] = true;
    held_step_[one.coordinate] = reached - value;
    holds_more = true;
  }
  return holds_more;
}

// Takes the held coordinates out of the system in `factor_` and `step_`.
void Solver::hold_rows() {
  const EliminationTree& tree = factor_.tree();
  const Eigen::Index count = factor_.size();
  for (Eigen::Index i = 0; i < count; ++i) {
    if (!is_held_[static_cast<std::size_t>(i)]) continue;
    const auto let_go = [&](double& shared, Eigen::Index other) {
      step_[other] -= held_step_[i] * shared;
      shared = 0.0;
    };
    double* mine = factor_.row(i);
    for (const Eigen::Index j : tree.path(i).first(tree.depth(i))) let_go(*mine++, j);
    for (Eigen::Index k = i + 1; k < count; ++k) {
      if (tree.meets(k, i)) let_go(factor_.at(k, i), k);
    }
    factor_.diagonal(i) = 1.0;
  }
  for (Eigen::Index i = 0; i < count; ++i) {
    if (is_held_[static_cast<std::size_t>(i)]) step_[i] = held_step_[i];
  }
}

// The damped step, with each held coordinate going exactly its own way.
bool Solver::compute_step(double damping, Method method) {
  factor_ = now_.normal.information();
  step_ = -now_.normal.gradient();
  for (Eigen::Index i = 0; i < factor_.size(); ++i) {
    double& diagonal = factor_.diagonal(i);
    diagonal += damping * (diagonal + LeastInformation) + 1e-12;
  }
  if (method == Method::Newton) {
    factor_ += now_.normal.curvature();
  } else if (curbs_overshoot_) {
    for (Eigen::Index i = 0; i < factor_.size(); ++i) {
      factor_.diagonal(i) += CurvatureShare * std::max(0.0, now_.normal.curvature_diagonal()[i]);
    }
  }
  for (const auto& one : now_.normal.one_sided()) {
    if (!one.is_met) continue;
    factor_.add_square(one.coefficients);
    step_ -= one.residual * one.coefficients;
  }
  hold_rows();
  if (!factorise(factor_)) return false;
  solve_in_place(factor_, step_);
  return step_.allFinite() && meet_point_ties();
}

// Factors AᵀH⁻¹A, for the H⁻¹A in `tie_reach_`, with a ridge.
bool Solver::factorise_ties(const Linearisation& at) {
  double largest = 0.0;
  for (Eigen::Index i = 0; i < tie_system_.size(); ++i) {
    for (Eigen::Index j = 0; j <= i; ++j) {
      tie_system_.at(i, j) = at.tie_columns.col(i).dot(tie_reach_.col(j));
    }
    largest = std::max(largest, tie_system_.diagonal(i));
  }
  for (Eigen::Index i = 0; i < tie_system_.size(); ++i) {
    double& diagonal = tie_system_.diagonal(i);
    diagonal += OwnRidge * diagonal + SharedRidge * largest + LeastRidge;
  }
  return factorise(tie_system_);
}

// H⁻¹A, and with it the forces (AᵀH⁻¹A)⁻¹ × what `tie_force_` held, for the H of the last step.
bool Solver::compute_tie_reach(const Linearisation& at) {
  tie_reach_ = at.tie_columns;
  for (Eigen::Index i = 0; i < tie_reach_.rows(); ++i) {
    if (is_held_[static_cast<std::size_t>(i)]) tie_reach_.row(i).setZero();
  }
  for (Eigen::Index k = 0; k < tie_reach_.cols(); ++k) solve_in_place(factor_, tie_reach_.col(k));
  if (!factorise_ties(at)) return false;
  solve_in_place(tie_system_, tie_force_);
  return tie_force_.allFinite();
}

// Turns the step aside so that the linearised point ties close: step - H⁻¹A (AᵀH⁻¹A)⁻¹ (c + Aᵀ step).
bool Solver::meet_point_ties() {
  if (now_.tie_residual.size() == 0) return true;
  tie_force_.noalias() = now_.tie_residual + now_.tie_columns.transpose() * step_;
  if (!compute_tie_reach(now_)) return false;
  step_.noalias() -= tie_reach_ * tie_force_;
  return true;
}

// The step within limits: what it would carry beyond one is held there, and the rest is asked again.
bool Solver::compute_bounded_step(const Pose& pose, double damping, Method method) {
  find_held(pose);
  bool is_solved = compute_step(damping, method);
  for (int pass = 0; pass < MostPasses && is_solved; ++pass) {
    const bool holds_more = hold_at_limits(pose);
    if (!meet_one_sided_rows() && !holds_more) break;
    is_solved = compute_step(damping, method);
  }
  return is_solved;
}

// The step by the matrix of the last step, told how the gradient has changed along that step: Broyden,
// Fletcher, Goldfarb and Shanno's update. None where that step ended at a limit or curved down, or where
// other coordinates are held now. Source: [Nocedal2006 §6.1]
bool Solver::compute_secant_step(const Pose& pose) {
  if (!held_step_.isZero(0.0)) return false;
  factored_held_.swap(is_held_);
  find_held(pose);
  if (is_held_ != factored_held_) return false;
  taken_.swap(step_);
  gradient_change_ = now_.normal.gradient() - next_.normal.gradient();
  clear_held(gradient_change_);
  const double curvature = taken_.dot(gradient_change_);
  if (curvature < -LeastShown * taken_.dot(next_.normal.gradient())) return false;
  step_ = -now_.normal.gradient();
  clear_held(step_);
  const double share = taken_.dot(step_) / curvature;
  step_ -= share * gradient_change_;
  solve_in_place(factor_, step_);
  step_ += (share - gradient_change_.dot(step_) / curvature) * taken_;
  return step_.allFinite() && !hold_at_limits(pose);
}

void Solver::solve(std::span<const Term> terms, const Pose& start, const SolveOptions& options,
                   PoseSolution& solution) {
  expects(start.values.size() == body_.neutral_pose().values.size(),
          "the start belongs to the solver's body");
  find_reach(terms);
  Pose& pose = solution.pose;
  pose = start;
  body::clamp_hinges(body_, pose);
  follow_couplings(pose);
  solution.has_converged = false;
  double damping = FirstDamping;
  double last_step = FarStep;
  // Points pull against each other and against what bends little; other terms' curvature is not known here,
  // and that of points alone would mislead.
  const bool knows_curvature = std::ranges::all_of(terms, [](const Term& term) {
    return std::holds_alternative<PointTarget>(term) || std::holds_alternative<PosePrior>(term) ||
           std::holds_alternative<CoordinateTarget>(term);
  });
  const bool is_robust = std::ranges::any_of(terms, [](const Term& term) {
    const auto* point = std::get_if<PointTarget>(&term);
    return point != nullptr && point->loss != Loss::Quadratic;
  });
  curbs_overshoot_ = knows_curvature && options.starts_near;
  bool lacks_way_down = false;
  const bool may_use_secant = curbs_overshoot_ && now_.tie_residual.size() == 0;
  // Under a robust loss a start that is near has no way down by Newton's method, or hardly ever.
  const bool has_curvature = knows_curvature && !(is_robust && options.starts_near);
  const Detail whole = has_curvature ? Detail::Curvature : Detail::Information;
  bool may_use_curvature = has_curvature && options.starts_near;
  bool expects_last = false;  // so that the gradient is enough to see it
  double last_promised = 0.0;
  linearise_all(terms, pose, options, whole, now_);
  if (now_.tie_residual.size() > 0 && compute_bounded_step(pose, damping, Method::GaussNewton)) {
    return_to_point_ties(pose);
    linearise_all(terms, pose, options, whole, now_);
  }
  int iteration = 0;
  while (iteration < options.most_iterations && !solution.has_converged && damping <= MostDamping) {
    ++iteration;
    const bool uses_secant =
        expects_last && compute_secant_step(pose) && step_.lpNorm<Eigen::Infinity>() < last_step;
    bool uses_curvature = false;
    if (!uses_secant) {
      if (now_.normal.detail() != whole) linearise_all(terms, pose, options, whole, now_);
      const bool tries_curvature = may_use_curvature && !lacks_way_down;
      uses_curvature = tries_curvature && compute_bounded_step(pose, FirstDamping, Method::Newton) &&
                       step_.lpNorm<Eigen::Infinity>() < NewtonReach * last_step;
      lacks_way_down = lacks_way_down || (curbs_overshoot_ && tries_curvature && !uses_curvature);
      if (!uses_curvature && !compute_bounded_step(pose, damping, Method::GaussNewton)) {
        damping *= 10.0;
        continue;
      }
    }
    body::retract_into(body_, pose, step_, trial_);
    body::clamp_hinges(body_, trial_);
    follow_couplings(trial_);
    return_to_point_ties(trial_);
    const double step_size = step_.lpNorm<Eigen::Infinity>();
    // What the step will gain, were the cost a parabola. The last step needs no more than its cost.
    const double promised = -0.5 * step_.dot(now_.normal.gradient());
    const bool is_last = step_size < options.smallest_step || promised < options.smallest_gain * now_.cost;
    if (is_last) {
      evaluate_all(terms, trial_, options, next_);
    } else {
      // Gains shrink by about the same share from step to step.
      expects_last = may_use_secant && !uses_secant &&
                     promised * promised < options.smallest_gain * now_.cost * last_promised;
      linearise_all(terms, trial_, options, expects_last ? Detail::Gradient : whole, next_);
    }
    const bool is_slow = step_size > SlowShare * last_step && step_size < FarStep;
    if (is_better()) {
      const double gain = std::abs(now_.cost - next_.cost);
      const bool is_there = gain < options.smallest_gain * now_.cost || is_last;
      solution.has_converged = is_there && is_closed(next_.tie_residual);
      pose.values.swap(trial_.values);
      std::swap(now_, next_);
      if (!uses_secant) {
        if (!uses_curvature) damping = std::max(damping * 0.1, LeastDamping);
        may_use_curvature = has_curvature && (is_slow || uses_curvature);
      }
      last_step = step_size;
      last_promised = promised;
    } else {
      if (!uses_secant) {
        if (!uses_curvature) damping *= 10.0;
        may_use_curvature = has_curvature && is_slow && !uses_curvature;
      }
      solution.has_converged = step_size < options.smallest_step && is_closed(now_.tie_residual);
      last_step = std::min(last_step, step_size);
      expects_last = false;
    }
  }
  solution.cost = now_.cost;
  solution.iterations = iteration;
  solution.term_costs.assign(now_.term_costs.begin(), now_.term_costs.end());
}

}  // namespace endrange::solve
