#include "core/solve/landmark_frame.h"

#include "core/solve/landmark_start.h"

namespace endrange::solve {
namespace {

// A frame may move this much from the one before: a tie that matters only where little is seen.
constexpr double TurnRate = 8.0;  // [rad/s], about the fastest voluntary elbow or shoulder in exercise
constexpr double WalkRate = 3.0;  // [m/s]
// A start from the frame before is given up when it ends further off than this; then the frame starts afresh.
constexpr double PoorResidual = 2.0;

constexpr SolveOptions FirstSolve = {.most_iterations = 40, .smallest_step = 1e-5, .smallest_gain = 1e-6};
constexpr SolveOptions WarmSolve = {.most_iterations = 8, .smallest_step = 1e-4, .smallest_gain = 1e-4};

PosePrior make_tie(const Body& body, const Pose& target, double interval_s) {
  PosePrior tie{target, Tangent(static_cast<Eigen::Index>(body.coordinate_count())), Basis::Evidence};
  for (std::size_t i = 0; i < body.coordinate_count(); ++i) {
    const bool is_place = body.coordinates()[i].unit == body::Unit::Metre;
    tie.spread[static_cast<Eigen::Index>(i)] = interval_s * (is_place ? WalkRate : TurnRate);
  }
  return tie;
}

}  // namespace

LandmarkFrameFit::LandmarkFrameFit(const Body& body) : solver_(body), landmark_terms_(body) {}

std::optional<double> LandmarkFrameFit::fit(const Observations& seen, const std::optional<Before>& before) {
  std::optional<double> residual;
  if (before) {
    const PosePrior tie = make_tie(body(), *before->pose, before->interval_s);
    residual = solve_from(*before->pose, seen, WarmSolve, &tie);
    if (*residual < PoorResidual) return residual;
  }
  const auto start = find_start(body(), seen, landmark_terms_.rest());
  if (!start) return residual;
  const Pose warm = solution_.pose;
  const double afresh = solve_from(*start, seen, FirstSolve, nullptr);
  if (residual && *residual <= afresh) {
    solution_.pose = warm;
    return residual;
  }
  return afresh;
}

// First every landmark pulls; from where that ends, none that is far off. Leaves the landmarks' terms only.
double LandmarkFrameFit::solve_from(const Pose& start, const Observations& seen, const SolveOptions& options,
                                    const PosePrior* tie) {
  Pose from = start;
  for (const Loss loss : {Loss::Robust, Loss::Redescending}) {
    terms_.clear();
    landmark_terms_.fill(seen, 1.0, loss, LandmarkTerms::Hidden::ByHabit, terms_);
    if (tie != nullptr) terms_.emplace_back(*tie);
    solver_.solve(terms_, from, options, solution_);
    if (tie != nullptr) terms_.pop_back();
    from = solution_.pose;
  }
  return compute_residual(seen).root_mean;
}

FittedPlaces LandmarkFrameFit::compute_places() const {
  return landmark_terms_.compute_places(body(), solution_.pose);
}

LandmarkResidual LandmarkFrameFit::compute_residual(const Observations& seen) const {
  return compute_landmark_residual(compute_places(), terms_, seen);
}

FittedFrame LandmarkFrameFit::make_frame(double time_s, double residual) {
  solver_.compute_uncertainty(terms_, solution_);
  return {time_s, solution_.pose, solution_.covariance, solution_.assumed_variance, residual};
}

}  // namespace endrange::solve
