#include "core/solve/motion_solver.h"

#include <Eigen/Geometry>
#include <algorithm>
#include <array>
#include <cmath>

#include "core/base/contracts.h"
#include "core/body/ball_limits.h"
#include "core/solve/limit_rows.h"

namespace endrange::solve {
namespace {

// As in the solver of single poses: no coordinate is more uncertain than 10 rad or 10 m.
constexpr double LeastInformation = 0.01;
constexpr double FirstDamping = 1e-5;
constexpr double MostDamping = 1e10;
constexpr double LeastDamping = 1e-12;
// How often a step may meet further limits before the rest is simply cut off there.
constexpr int MostPasses = 4;

// Jᵀp, with J how the rotation vector v of R moves when R is turned by a small step: on its right side
// (sign -1), or, but for J's sign, on the left (sign +1).
Vector3 carry_back(const Vector3& v, const Vector3& p, double sign) {
  const double angle = v.norm();
  const double square =
      angle < 1e-4 ? 1.0 / 12.0
                   : 1.0 / (angle * angle) - (1.0 + std::cos(angle)) / (2.0 * angle * std::sin(angle));
  const Vector3 turned = v.cross(p);
  return p + sign * 0.5 * turned + square * v.cross(turned);
}

// What the two intervals around a frame make of a change of velocity's residual: white noise of acceleration
// changes velocity by its root density times the root of the mean interval.
double compute_scale(double before_s, double after_s) {
  return std::sqrt(2.0 / (before_s + after_s));
}

}  // namespace

MotionSolver::MotionSolver(const Body& body, std::vector<CoordinateIndex> moving)
    : body_(body), kinematics_(body), normal_(body), moving_(std::move(moving)) {
  expects(body.constraints().couplings.empty() && body.constraints().point_ties.empty(),
          "a motion is solved on a body whose tree is all that holds it");
  if (moving_.empty()) {
    for (std::size_t i = 0; i < body.coordinate_count(); ++i) {
      if (!body.coordinates()[i].is_locked) moving_.push_back(CoordinateIndex{i});
    }
  }
  expects(std::ranges::is_sorted(moving_) && index(moving_.back()) < body.coordinate_count(),
          "the moving coordinates rise");
  for (std::size_t i = 0; i < moving_.size(); ++i) {
    const body::Coordinate& coordinate = body.coordinate(moving_[i]);
    const body::Joint& joint = body.joint(coordinate.segment);
    const std::size_t local = index(moving_[i]) - joint.first_coordinate;
    if (joint.kind == body::JointKind::Hinges || joint.kind == body::JointKind::Moves) {
      if (!coordinate.is_clamped) continue;
      bounded_.push_back(
          {static_cast<Eigen::Index>(i), find_value(body, moving_[i]), coordinate.lower, coordinate.upper});
    } else if (local < 3) {
      if (local != 0) continue;
      expects(i + 2 < moving_.size() && index(moving_[i + 2]) == index(moving_[i]) + 2,
              "of a joint on SO(3) all three turns move, or none");
      spheres_.push_back({index(coordinate.segment), static_cast<Eigen::Index>(i)});
    }
  }
  const auto count = static_cast<Eigen::Index>(body.coordinate_count());
  full_step_ = Tangent::Zero(count);
  before_ = full_step_;
  after_ = full_step_;
  pull_ = Tangent::Zero(static_cast<Eigen::Index>(moving_.size()));
}

void MotionSolver::read_terms(const MotionProblem& problem, Window window) {
  terms_.resize(std::max(terms_.size(), window.count()));
  information_.resize(std::max(information_.size(), window.count()));
  one_before_.resize(information_.size());
  two_before_.resize(information_.size());
  trial_.resize(std::max(trial_.size(), window.count()));
  for (std::size_t at = 0; at < window.count(); ++at) {
    terms_[at].clear();
    problem.terms(window.first + at, terms_[at]);
  }
}

double MotionSolver::compute_frame_cost(std::size_t at, const Pose& pose, double limit_spread) {
  kinematics_.update(body_, pose);
  const Stance stance{body_, pose, kinematics_};
  double cost = add_ball_limits(body_, pose, limit_spread, nullptr);
  for (const Term& term : terms_[at]) cost += solve::compute_cost(term, stance);
  return cost;
}

double MotionSolver::linearise_frame(std::size_t at, const Pose& pose, double limit_spread, Limits limits) {
  kinematics_.update(body_, pose);
  const Stance stance{body_, pose, kinematics_};
  normal_.clear(NormalEquations::Reach::Everything);
  double cost = 0.0;
  for (const Term& term : terms_[at]) {
    if (const auto* target = std::get_if<PointTarget>(&term)) {
      const Vector3 p = kinematics_.frame(target->segment).place(target->p_SQ_S);
      const PointResidual residual = compute_residual(*target, p);
      normal_.add_point(target->segment, p, residual);
      cost += residual.cost;
    } else {
      cost += solve::linearise(term, stance, normal_);
    }
  }
  normal_.gather_points(body_, kinematics_);
  if (limits == Limits::Counted) cost += add_ball_limits(body_, pose, limit_spread, &normal_);
  const auto size = static_cast<Eigen::Index>(moving_.size());
  Eigen::MatrixXd& information = information_[at];
  information.resize(size, size);
  auto gradient = gradient_.segment(static_cast<Eigen::Index>(at) * size, size);
  for (Eigen::Index j = 0; j < size; ++j) {
    const Eigen::Index column = row(moving_[static_cast<std::size_t>(j)]);
    gradient[j] = normal_.gradient()[column];
    for (Eigen::Index i = j; i < size; ++i) {
      information(i, j) = normal_.information().find(row(moving_[static_cast<std::size_t>(i)]), column);
    }
  }
  one_before_[at].setZero(size);
  two_before_[at].setZero(size);
  return cost;
}

double MotionSolver::compute_cost(const MotionProblem& problem, std::span<const Pose> poses, Window window,
                                  double limit_spread) {
  double cost = add_changes_of_velocity(problem, poses, window, false);
  for (std::size_t at = 0; at < window.count(); ++at) {
    cost += compute_frame_cost(at, poses[window.first + at], limit_spread);
  }
  return cost;
}

double MotionSolver::linearise(const MotionProblem& problem, std::span<const Pose> poses, Window window,
                               double limit_spread, Limits limits) {
  gradient_.setZero(static_cast<Eigen::Index>(window.count() * moving_.size()));
  double cost = 0.0;
  for (std::size_t at = 0; at < window.count(); ++at) {
    cost += linearise_frame(at, poses[window.first + at], limit_spread, limits);
  }
  return cost + add_changes_of_velocity(problem, poses, window, true);
}

// Each inner frame's change of velocity, of which a frame of the window is part. On SO(3) the information is
// that of small turns between frames; the gradient is exact.
double MotionSolver::add_changes_of_velocity(const MotionProblem& problem, std::span<const Pose> poses,
                                             Window window, bool into_equations) {
  const auto size = static_cast<Eigen::Index>(moving_.size());
  double cost = 0.0;
  const std::size_t begin = window.first < 2 ? 1 : window.first - 1;
  for (std::size_t middle = begin; middle + 1 < window.end; ++middle) {
    const double before_s = problem.time_s[middle] - problem.time_s[middle - 1];
    const double after_s = problem.time_s[middle + 1] - problem.time_s[middle];
    compute_difference_into(body_, poses[middle - 1], poses[middle], before_);
    compute_difference_into(body_, poses[middle], poses[middle + 1], after_);
    const double scale = compute_scale(before_s, after_s);
    const std::array<double, 3> rates = {1.0 / before_s, -1.0 / before_s - 1.0 / after_s, 1.0 / after_s};
    const std::array<std::size_t, 3> frames = {middle - 1, middle, middle + 1};
    for (Eigen::Index i = 0; i < size; ++i) {
      const Eigen::Index c = row(moving_[static_cast<std::size_t>(i)]);
      const double spread = problem.velocity_wander[c];
      const double weight = std::isfinite(spread) ? scale / spread : 0.0;
      const double residual = weight * (after_[c] / after_s - before_[c] / before_s);
      cost += 0.5 * residual * residual;
      pull_[i] = weight * residual;
      if (!into_equations) continue;
      for (std::size_t a = 0; a < 3; ++a) {
        if (frames[a] < window.first) continue;
        const std::size_t at = frames[a] - window.first;
        const double row_a = weight * rates[a];
        gradient_[static_cast<Eigen::Index>(at) * size + i] += row_a * residual;
        information_[at](i, i) += row_a * row_a;
        if (a >= 1 && frames[a - 1] >= window.first) one_before_[at][i] += row_a * weight * rates[a - 1];
        if (a == 2 && frames[0] >= window.first) two_before_[at][i] += row_a * weight * rates[0];
      }
    }
    if (!into_equations) continue;
    for (const Sphere& sphere : spheres_) add_sphere_gradient(sphere, frames, window, before_s, after_s);
  }
  return cost;
}

// Replaces what plain coordinates would pull by what turns on SO(3) do.
void MotionSolver::add_sphere_gradient(const Sphere& sphere, std::span<const std::size_t> frames,
                                       Window window, double before_s, double after_s) {
  const body::Joint& joint = body_.joints()[sphere.segment];
  body::Matrix3 axes;
  for (Eigen::Index k = 0; k < 3; ++k) axes.col(k) = joint.axes[static_cast<std::size_t>(k)];
  const auto first = static_cast<Eigen::Index>(joint.first_coordinate);
  const Vector3 before = axes * before_.segment<3>(first);
  const Vector3 after = axes * after_.segment<3>(first);
  const Vector3 pull = axes * pull_.segment<3>(sphere.place);
  const std::array<Vector3, 3> extra = {
      (carry_back(before, pull, 1.0) - pull) / before_s,
      -(carry_back(before, pull, -1.0) - pull) / before_s - (carry_back(after, pull, 1.0) - pull) / after_s,
      (carry_back(after, pull, -1.0) - pull) / after_s};
  const auto size = static_cast<Eigen::Index>(moving_.size());
  for (std::size_t a = 0; a < 3; ++a) {
    if (frames[a] < window.first) continue;
    const auto at = static_cast<Eigen::Index>(frames[a] - window.first);
    gradient_.segment<3>(at * size + sphere.place) += axes.transpose() * extra[a];
  }
}

void MotionSolver::fill_factor(double damping) {
  for (std::size_t at = 0; at < factor_.frame_count(); ++at) {
    Eigen::MatrixXd& own = factor_.own(at);
    own = information_[at];
    own.diagonal().array() += damping * (own.diagonal().array() + LeastInformation) + 1e-12;
    factor_.one_before(at) = one_before_[at];
    factor_.two_before(at) = two_before_[at];
  }
}

// Holds what stands at a limit and would be pushed beyond it.
void MotionSolver::find_held(std::span<const Pose> poses, Window window) {
  const std::size_t size = moving_.size();
  is_held_.assign(window.count() * size, false);
  held_step_.setZero(gradient_.size());
  for (std::size_t at = 0; at < window.count(); ++at) {
    for (const Bounded& one : bounded_) {
      const std::size_t i = at * size + static_cast<std::size_t>(one.place);
      const double push = -gradient_[static_cast<Eigen::Index>(i)];
      const double value = poses[window.first + at].values[one.value];
      is_held_[i] = (value >= one.upper && push > 0.0) || (value <= one.lower && push < 0.0);
    }
  }
}

bool MotionSolver::hold_at_limits(std::span<const Pose> poses, Window window) {
  bool holds_more = false;
  for (std::size_t at = 0; at < window.count(); ++at) {
    for (const Bounded& one : bounded_) {
      const std::size_t i = at * moving_.size() + static_cast<std::size_t>(one.place);
      if (is_held_[i]) continue;
      const double value = poses[window.first + at].values[one.value];
      const double wanted = value + step_[static_cast<Eigen::Index>(i)];
      const double reached = std::clamp(wanted, one.lower, one.upper);
      if (reached == wanted) continue;
      is_held_[i] = true;
      held_step_[static_cast<Eigen::Index>(i)] = reached - value;
      holds_more = true;
    }
  }
  return holds_more;
}

// Takes the held coordinates out of the system in `factor_` and `step_`.
void MotionSolver::hold_rows() {
  const auto size = static_cast<Eigen::Index>(moving_.size());
  const std::size_t frames = factor_.frame_count();
  for (std::size_t at = 0; at < frames; ++at) {
    const Eigen::Index first = static_cast<Eigen::Index>(at) * size;
    for (Eigen::Index i = 0; i < size; ++i) {
      if (!is_held_[static_cast<std::size_t>(first + i)]) continue;
      const double held = held_step_[first + i];
      Eigen::MatrixXd& own = factor_.own(at);
      for (Eigen::Index j = 0; j < size; ++j) {
        if (j == i) continue;
        double& shared = j < i ? own(i, j) : own(j, i);
        step_[first + j] -= held * shared;
        shared = 0.0;
      }
      own(i, i) = 1.0;
      const auto let_go = [&](double& shared, Eigen::Index other) {
        step_[other * size + i] -= held * shared;
        shared = 0.0;
      };
      const auto here = static_cast<Eigen::Index>(at);
      if (at >= 1) let_go(factor_.one_before(at)[i], here - 1);
      if (at >= 2) let_go(factor_.two_before(at)[i], here - 2);
      if (at + 1 < frames) let_go(factor_.one_before(at + 1)[i], here + 1);
      if (at + 2 < frames) let_go(factor_.two_before(at + 2)[i], here + 2);
    }
  }
  for (Eigen::Index i = 0; i < step_.size(); ++i) {
    if (is_held_[static_cast<std::size_t>(i)]) step_[i] = held_step_[i];
  }
}

bool MotionSolver::compute_step(std::span<const Pose> poses, Window window, double damping) {
  find_held(poses, window);
  for (int pass = 0; pass < MostPasses; ++pass) {
    fill_factor(damping);
    step_ = -gradient_;
    hold_rows();
    if (!factor_.factorise()) return false;
    factor_.solve_in_place(step_);
    if (!step_.allFinite()) return false;
    if (!hold_at_limits(poses, window)) break;
  }
  return true;
}

void MotionSolver::move(std::span<const Pose> poses, Window window) {
  const auto size = static_cast<Eigen::Index>(moving_.size());
  for (std::size_t at = 0; at < window.count(); ++at) {
    for (Eigen::Index i = 0; i < size; ++i) {
      full_step_[row(moving_[static_cast<std::size_t>(i)])] = step_[static_cast<Eigen::Index>(at) * size + i];
    }
    body::retract_into(body_, poses[window.first + at], full_step_, trial_[at]);
    body::clamp_hinges(body_, trial_[at]);
  }
}

bool MotionSolver::solve_window(const MotionProblem& problem, std::span<Pose> poses, Window window,
                                const MotionOptions& options, MotionReport& report) {
  const double limit_spread = options.limit_spread.radians();
  read_terms(problem, window);
  factor_.resize(window.count(), static_cast<Eigen::Index>(moving_.size()));
  for (std::size_t frame = window.first; frame < window.end; ++frame) {
    body::clamp_hinges(body_, poses[frame]);
  }
  double damping = FirstDamping;
  double cost = linearise(problem, poses, window, limit_spread, Limits::Counted);
  const auto swap_poses = [&] {
    for (std::size_t at = 0; at < window.count(); ++at) {
      poses[window.first + at].values.swap(trial_[at].values);
    }
  };
  bool has_converged = false;
  for (int i = 0; i < options.most_iterations && !has_converged; ++i) {
    ++report.iterations;
    if (!compute_step(poses, window, damping)) {
      damping *= 10.0;
      has_converged = damping > MostDamping;
      continue;
    }
    move(poses, window);
    const bool is_small = step_.lpNorm<Eigen::Infinity>() < options.smallest_step;
    swap_poses();
    const double next = compute_cost(problem, poses, window, limit_spread);
    if (next < cost) {
      has_converged = is_small || cost - next < options.smallest_gain * cost;
      damping = std::max(0.1 * damping, LeastDamping);
      cost = next;
      if (!has_converged) linearise(problem, poses, window, limit_spread, Limits::Counted);
    } else {
      swap_poses();
      damping *= 10.0;
      has_converged = is_small || damping > MostDamping;
    }
  }
  report.cost += cost;
  return has_converged;
}

MotionReport MotionSolver::solve(const MotionProblem& problem, std::span<Pose> poses,
                                 const MotionOptions& options) {
  expects(poses.size() == problem.time_s.size(), "a start for each frame");
  expects(problem.velocity_wander.size() == static_cast<Eigen::Index>(body_.coordinate_count()),
          "a wander for each coordinate");
  expects(options.overlap_frames + 2 < options.window_frames, "windows reach further than they overlap");
  for (std::size_t i = 1; i < problem.time_s.size(); ++i) {
    expects(problem.time_s[i] > problem.time_s[i - 1], "the times of a motion rise");
  }
  MotionReport report;
  report.has_converged = true;
  Window window{0, std::min(options.window_frames, poses.size())};
  while (window.count() > 0) {
    const bool is_last = window.end == poses.size();
    report.has_converged = solve_window(problem, poses, window, options, report) && report.has_converged;
    if (is_last) break;
    window.first = window.end - options.overlap_frames;
    window.end = std::min(window.first + options.window_frames, poses.size());
  }
  return report;
}

// Frames outside the window say nothing here, rather than that they are known.
void MotionSolver::factorise_information(const MotionProblem& problem, std::span<const Pose> poses,
                                         Window window) {
  MotionProblem part = problem;
  part.time_s = problem.time_s.subspan(window.first, window.count());
  part.terms = [&](std::size_t at, std::vector<Term>& terms) { problem.terms(window.first + at, terms); };
  const Window whole{0, window.count()};
  read_terms(part, whole);
  linearise(part, poses.subspan(window.first, window.count()), whole, 1.0, Limits::LeftOut);
  factor_.resize(whole.count(), static_cast<Eigen::Index>(moving_.size()));
  fill_factor(0.0);
  for (std::size_t at = 0; at < whole.count(); ++at) {
    factor_.own(at).diagonal().array() += LeastInformation;
  }
  const bool is_factored = factor_.factorise();
  ensures(is_factored, "information is positive definite");
}

Eigen::MatrixXd MotionSolver::compute_information(std::span<const Term> terms, const Pose& pose) {
  const MotionProblem one{
      {}, [&](std::size_t, std::vector<Term>& list) { list.assign(terms.begin(), terms.end()); }, {}};
  read_terms(one, {0, 1});
  gradient_.setZero(static_cast<Eigen::Index>(moving_.size()));
  linearise_frame(0, pose, 1.0, Limits::LeftOut);
  return information_.front().selfadjointView<Eigen::Lower>();
}

// From the moving coordinates to all.
Eigen::MatrixXd MotionSolver::spread_out(const Eigen::MatrixXd& block) const {
  const auto count = static_cast<Eigen::Index>(body_.coordinate_count());
  Eigen::MatrixXd covariance = Eigen::MatrixXd::Zero(count, count);
  for (std::size_t i = 0; i < moving_.size(); ++i) {
    for (std::size_t j = 0; j < moving_.size(); ++j) {
      covariance(row(moving_[i]), row(moving_[j])) =
          block(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(j));
    }
  }
  return covariance;
}

Eigen::MatrixXd MotionSolver::compute_covariance(const MotionProblem& problem, std::span<const Pose> poses,
                                                 std::size_t frame, std::size_t reach) {
  expects(frame < poses.size() && poses.size() == problem.time_s.size(), "a frame of a solved motion");
  const Window window{frame > reach ? frame - reach : 0, std::min(frame + reach + 1, poses.size())};
  factorise_information(problem, poses, window);
  Eigen::MatrixXd covariance;
  factor_.visit_inverse_blocks(frame - window.first, [&](std::size_t at, const Eigen::MatrixXd& block) {
    if (window.first + at == frame) covariance = spread_out(block);
  });
  return covariance;
}

void MotionSolver::visit_covariances(const MotionProblem& problem, std::span<const Pose> poses,
                                     const std::function<void(std::size_t, const Eigen::MatrixXd&)>& visit,
                                     std::size_t reach) {
  expects(poses.size() == problem.time_s.size(), "a solved motion");
  constexpr std::size_t NewFrames = 200;
  for (std::size_t first = 0; first < poses.size(); first += NewFrames) {
    const std::size_t end = std::min(first + NewFrames, poses.size());
    const Window window{first > reach ? first - reach : 0, std::min(end + reach, poses.size())};
    factorise_information(problem, poses, window);
    factor_.visit_inverse_blocks(first - window.first, [&](std::size_t at, const Eigen::MatrixXd& block) {
      if (window.first + at < end) visit(window.first + at, spread_out(block));
    });
  }
}

}  // namespace endrange::solve
