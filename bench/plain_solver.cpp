#include "bench/plain_solver.h"

#include <Eigen/QR>
#include <algorithm>
#include <cmath>
#include <limits>

#include "core/body/ball_limits.h"
#include "core/body/kinematics.h"

namespace endrange::bench {

PlainSolver::PlainSolver(const body::Body& body) : body_(body) {
  for (std::size_t i = 0; i < body.coordinate_count(); ++i) {
    const bool is_dependent = std::ranges::any_of(
        body.constraints().couplings,
        [&](const body::Coupling& coupling) { return coupling.dependent == body::CoordinateIndex{i}; });
    if (!is_dependent && !body.coordinates()[i].is_locked) free_.push_back(static_cast<Eigen::Index>(i));
  }
}

void PlainSolver::follow(body::Pose& pose) const {
  body::clamp_hinges(body_, pose);
  for (const auto& coupling : body_.constraints().couplings) {
    pose.values[find_value(body_, coupling.dependent)] =
        coupling.function.evaluate(pose.values[find_value(body_, coupling.independent)]).value;
  }
}

void PlainSolver::compute_residuals(std::span<const solve::Term> terms, const body::Pose& pose,
                                    Eigen::VectorXd& residuals) {
  const body::SegmentFrames frames = compute_segment_frames(body_, pose);
  Eigen::Index count = 0;
  for (const solve::Term& term : terms) {
    if (const auto* point = std::get_if<solve::PointTarget>(&term)) {
      const auto residual = compute_residual(*point, frames[point->segment].place(point->p_SQ_S));
      residuals.segment<3>(count) = residual.off.cwiseProduct(residual.weight.cwiseSqrt());
      count += 3;
    } else if (const auto* prior = std::get_if<solve::PosePrior>(&term)) {
      const body::Tangent off = compute_difference(body_, prior->target, pose);
      residuals.segment(count, off.size()) = off.cwiseQuotient(prior->spread);
      count += off.size();
    }
  }
}

int PlainSolver::solve(std::span<const solve::Term> terms, body::Pose& pose, int most_iterations,
                       double smallest_step, double smallest_gain) {
  Eigen::Index rows = 0;
  for (const solve::Term& term : terms) {
    if (std::holds_alternative<solve::PointTarget>(term)) rows += 3;
    if (std::holds_alternative<solve::PosePrior>(term))
      rows += static_cast<Eigen::Index>(body_.coordinate_count());
  }
  residuals_.resize(rows);
  moved_.resize(rows);
  jacobian_.resize(rows, static_cast<Eigen::Index>(free_.size()));
  constexpr double Nudge = 1e-7;
  follow(pose);
  body::Tangent step = body::Tangent::Zero(static_cast<Eigen::Index>(body_.coordinate_count()));
  double before = std::numeric_limits<double>::infinity();
  for (int iteration = 1; iteration <= most_iterations; ++iteration) {
    compute_residuals(terms, pose, residuals_);
    const double cost = residuals_.squaredNorm();
    if (before - cost < smallest_gain * before && std::isfinite(before)) return iteration;
    before = cost;
    for (std::size_t k = 0; k < free_.size(); ++k) {
      step.setZero();
      step[free_[k]] = Nudge;
      body::Pose nudged = retract(body_, pose, step);
      for (const auto& coupling : body_.constraints().couplings) {
        nudged.values[find_value(body_, coupling.dependent)] =
            coupling.function.evaluate(nudged.values[find_value(body_, coupling.independent)]).value;
      }
      compute_residuals(terms, nudged, moved_);
      jacobian_.col(static_cast<Eigen::Index>(k)) = (moved_ - residuals_) / Nudge;
    }
    const Eigen::VectorXd found = jacobian_.colPivHouseholderQr().solve(-residuals_);
    step.setZero();
    for (std::size_t k = 0; k < free_.size(); ++k) step[free_[k]] = found[static_cast<Eigen::Index>(k)];
    pose = retract(body_, pose, step);
    follow(pose);
    if (found.lpNorm<Eigen::Infinity>() < smallest_step) return iteration;
  }
  return most_iterations;
}

}  // namespace endrange::bench
