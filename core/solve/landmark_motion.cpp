#include "core/solve/landmark_motion.h"

#include <Eigen/Cholesky>
#include <algorithm>
#include <cmath>

#include "core/solve/velocity_wander.h"

namespace endrange::solve {
namespace {

// How much of the variance of a landmark's error lasts. Chosen, in round figures, on simulated landmarks
// (tests/agreement/simulated_camera_test.cpp, with other seeds than are scored), half of whose variance lasts
// and the rest is forgotten in a tenth of a second: smoothing cannot take all of that out either.
constexpr double LastingShare = 0.7;
// What a recording's own residuals are drawn towards 1 with: as much as this many independent directions.
constexpr double ExpectedDirections = 10.0;

// Frames whose residuals are counted.
constexpr std::size_t ScaleEvery = 8;
// As far as evidence for lasting errors is taken together [s].
constexpr double Neighbourhood_s = 0.2;
constexpr std::size_t MostNeighbours = 40;  // to either side, however fast frames follow each other
// As in the solvers: no coordinate is more uncertain than 10 rad or 10 m.
constexpr double LeastInformation = 0.01;

constexpr MotionOptions WholeMotion = {.most_iterations = 12, .smallest_step = 5e-4, .smallest_gain = 1e-5};

// Landmarks count from the middle of the hips, wherever the person goes, and so with all of its error: where
// the body is from frame to frame says nothing.
Tangent find_wander(const Body& body) {
  Tangent wander = compute_velocity_wander(body, usual_wander());
  for (std::size_t i = 0; i < body.coordinate_count(); ++i) {
    if (body.coordinates()[i].unit == body::Unit::Metre) wander[static_cast<Eigen::Index>(i)] = Unknown;
  }
  // Wandering against jitter alone, in a system whose landmarks have their whole spread.
  return wander / std::sqrt(1.0 - LastingShare);
}

// How many directions the coordinates of a frame use up, habits counting as evidence of their own.
double count_used(const FittedFrame& frame, const PosePrior& habits) {
  double used = 0.0;
  for (Eigen::Index i = 0; i < frame.covariance.rows(); ++i) {
    const double spread = habits.spread[i];
    used += std::isfinite(spread) ? 1.0 - std::min(frame.covariance(i, i) / (spread * spread), 1.0) : 1.0;
  }
  return used;
}

}  // namespace

LandmarkMotionFit::LandmarkMotionFit(const LengthEstimates& estimates, body::Proportions proportions)
    : frame_fit_(make_built_in_body(estimates.lengths, proportions)),
      solver_(frame_fit_.body()),
      frame_solver_(frame_fit_.body()),
      length_doubt_(frame_fit_.body(), estimates, proportions),
      velocity_wander_(find_wander(frame_fit_.body())) {}

// Starts: each frame by itself, from the one before. With them, how far off landmarks are against what was
// stated.
LandmarkMotionFit::Starts LandmarkMotionFit::find_starts(std::span<const SeenFrame> seen) {
  Starts starts;
  double sum = 0.0;
  double free_directions = 0.0;
  for (const SeenFrame& frame : seen) {
    std::optional<LandmarkFrameFit::Before> before;
    if (!starts.time_s.empty() && frame.time_s - starts.time_s.back() <= LongestTie_s) {
      before.emplace(&starts.poses.back(), frame.time_s - starts.time_s.back());
    }
    const auto residual = frame_fit_.fit(frame.observations, before);
    if (!residual) continue;
    const bool is_sampled = starts.poses.size() % ScaleEvery == 0;
    starts.seen.push_back(&frame.observations);
    starts.poses.push_back(frame_fit_.pose());
    starts.time_s.push_back(frame.time_s);
    if (!is_sampled) continue;
    const LandmarkResidual off = frame_fit_.compute_residual(frame.observations);
    const FittedFrame fitted = frame_fit_.make_frame(frame.time_s, *residual);
    starts.assumed_variance = fitted.assumed_variance;
    sum += off.sum;
    free_directions += std::max(off.directions - count_used(fitted, frame_fit_.terms().habits()), 0.0);
  }
  if (starts.poses.empty()) return starts;
  // All frames show the same lasting errors: they are worth no more than one.
  const double sampled = std::ceil(static_cast<double>(starts.poses.size()) / ScaleEvery);
  starts.noise_scale =
      std::sqrt((ExpectedDirections + sum / sampled) / (ExpectedDirections + free_directions / sampled));
  return starts;
}

// Lasting errors do not become less by more frames; but a limb that is hidden for a moment is seen before and
// after. So a frame's evidence for them is the mean of what its neighbourhood shows.
Eigen::MatrixXd LandmarkMotionFit::compute_lasting_information(const Starts& starts, std::size_t frame) {
  const auto apart = [&](std::size_t other) {
    return std::abs(starts.time_s[other] - starts.time_s[frame]) / Neighbourhood_s;
  };
  constexpr double Reach = 4.0;
  std::erase_if(information_, [&](const auto& one) {
    return apart(one.first) > Reach || one.first > frame + MostNeighbours;
  });
  std::vector<Term> terms;
  const auto find = [&](std::size_t other) -> const Eigen::MatrixXd& {
    Eigen::MatrixXd& information = information_[other];
    if (information.size() == 0) {
      terms.clear();
      frame_fit_.terms().fill(*starts.seen[other], starts.noise_scale, Loss::Redescending,
                              LandmarkTerms::Hidden::ByHabit, terms);
      information = frame_solver_.compute_information(terms, starts.poses[other]);
    }
    return information;
  };
  Eigen::MatrixXd sum = find(frame);
  double weights = 1.0;
  const auto add = [&](std::size_t other) {
    const std::size_t between = other > frame ? other - frame : frame - other;
    if (apart(other) > Reach || between > MostNeighbours) return false;
    sum += std::exp(-apart(other)) * find(other);
    weights += std::exp(-apart(other));
    return true;
  };
  for (std::size_t i = frame; i > 0 && add(i - 1);) --i;
  for (std::size_t i = frame + 1; i < starts.poses.size() && add(i);) ++i;
  return sum / weights;
}

LandmarkMotion LandmarkMotionFit::fit(std::span<const SeenFrame> seen) {
  LandmarkMotion motion;
  Starts starts = find_starts(seen);
  if (starts.poses.empty()) return motion;
  motion.noise_scale = starts.noise_scale;
  const MotionProblem problem{starts.time_s,
                              [&](std::size_t frame, std::vector<Term>& terms) {
                                frame_fit_.terms().fill(*starts.seen[frame], starts.noise_scale,
                                                        Loss::Redescending, LandmarkTerms::Hidden::Free,
                                                        terms);
                              },
                              velocity_wander_};
  motion.report = solver_.solve(problem, starts.poses, WholeMotion);
  information_.clear();
  std::vector<Term> terms;
  for (std::size_t i = 0; i < starts.poses.size(); ++i) {
    terms.clear();
    problem.terms(i, terms);
    const LandmarkResidual off = compute_landmark_residual(
        frame_fit_.terms().compute_places(body(), starts.poses[i]), terms, *starts.seen[i]);
    motion.frames.push_back({starts.time_s[i], starts.poses[i], {}, starts.assumed_variance, off.root_mean});
  }
  solver_.visit_covariances(problem, starts.poses, [&](std::size_t i, const Eigen::MatrixXd& smoothed) {
    Eigen::MatrixXd information = compute_lasting_information(starts, i);
    information.diagonal().array() += LeastInformation;
    const Eigen::MatrixXd alone =
        information.llt().solve(Eigen::MatrixXd::Identity(information.rows(), information.cols()));
    terms.clear();
    problem.terms(i, terms);
    const Eigen::MatrixXd moved = alone * length_doubt_.compute_pull(terms, *starts.seen[i], starts.poses[i]);
    motion.frames[i].covariance =
        LastingShare * alone + (1.0 - LastingShare) * smoothed + moved * moved.transpose();
  });
  return motion;
}

}  // namespace endrange::solve
