#include "core/solve/marker_fit.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <utility>

#include "core/base/contracts.h"

namespace endrange::solve {
namespace {

// Weights count squared metres and radians; terms count spreads. Only their ratio moves the minimum, and this
// unit keeps a recording's residuals near one.
constexpr double UnitSpread = 0.01;
// A first pose that is further from its markers than this is sought from other sides too [m].
constexpr double PoorStart = 0.05;
// Constraints that only draw make narrow curved valleys, along which steps are short.
constexpr int StepsAlongValleys = 40;

double spread_of(double weight) {
  expects(weight > 0.0, "a weight is positive");
  return UnitSpread / std::sqrt(weight);
}

double& find_spread(Term& term) {
  if (auto* const drawn = std::get_if<CoordinateTarget>(&term)) return drawn->spread;
  if (auto* const following = std::get_if<FollowingCoordinate>(&term)) return following->spread;
  return std::get<PointPair>(term).spread;
}

// A body without its constraints, for tasks that only draw towards them.
Body make_loose(const Body& body) {
  std::vector<Body::Branch> branches;
  for (std::size_t i = 0; i < body.segment_count(); ++i) {
    const body::Joint& joint = body.joints()[i];
    const auto first = body.coordinates().begin() + static_cast<std::ptrdiff_t>(joint.first_coordinate);
    branches.push_back(
        {body.segments()[i], joint, {first, first + static_cast<std::ptrdiff_t>(joint.coordinate_count)}});
  }
  return Body(std::move(branches));
}

}  // namespace

MarkerFollower::MarkerFollower(const Body& body, MarkerTasks tasks, const SolveOptions& options)
    : tasks_(std::move(tasks)),
      options_(options),
      solver_(tasks_.constraint_weight ? make_loose(body) : body) {
  for (const FollowedMarker& marker : tasks_.markers) expects(marker.weight > 0.0, "a weight is positive");
  for (const DrawnCoordinate& drawn : tasks_.coordinates) {
    expects(!drawn.values.empty(), "a drawn coordinate has a value");
    fixed_terms_.emplace_back(
        CoordinateTarget{drawn.coordinate, drawn.values.front(), spread_of(drawn.weight)});
  }
  if (tasks_.constraint_weight && *tasks_.constraint_weight > 0.0) {
    if (!body.constraints().couplings.empty() || !body.constraints().point_ties.empty())
      options_.most_iterations *= StepsAlongValleys;
    const double spread = spread_of(*tasks_.constraint_weight);
    for (const body::Coupling& coupling : body.constraints().couplings) {
      fixed_terms_.emplace_back(FollowingCoordinate{coupling, spread});
    }
    for (const body::PointTie& tie : body.constraints().point_ties) {
      fixed_terms_.emplace_back(PointPair{tie.first, tie.p_SA_S, tie.second, tie.p_SB_S, spread});
    }
  }
  for (Term& term : fixed_terms_) fixed_spreads_.push_back(find_spread(term));
  terms_.reserve(fixed_terms_.size() + tasks_.markers.size());
  seen_.reserve(tasks_.markers.size());
  now_.pose = body.neutral_pose();
  before_ = now_.pose;
  start_ = now_.pose;
  stride_ = Tangent::Zero(static_cast<Eigen::Index>(body.coordinate_count()));
}

void MarkerFollower::fill_terms(const motion::PointRecording& recording, std::size_t frame) {
  terms_.clear();
  seen_.clear();
  double weights = 0.0;
  for (std::size_t i = 0; i < tasks_.markers.size(); ++i) {
    const FollowedMarker& marker = tasks_.markers[i];
    const auto seen = recording.find(frame, marker.point);
    if (!seen) continue;
    terms_.emplace_back(PointTarget{marker.place.segment, marker.place.p_SQ_S, *seen,
                                    Vector3::Constant(spread_of(marker.weight))});
    seen_.push_back(i);
    weights += marker.weight;
  }
  if (seen_.empty()) return;
  // Against the markers' weighted mean, so against all of them together.
  for (std::size_t i = 0; i < fixed_terms_.size(); ++i)
    find_spread(fixed_terms_[i]) = fixed_spreads_[i] / std::sqrt(weights);
  for (std::size_t i = 0; i < tasks_.coordinates.size(); ++i) {
    const auto& values = tasks_.coordinates[i].values;
    std::get<CoordinateTarget>(fixed_terms_[i]).value = values[std::min(frame, values.size() - 1)];
  }
  for (const Term& term : fixed_terms_) terms_.push_back(term);
}

void MarkerFollower::solve_from(const Pose& start) {
  options_.starts_near = solved_ > 0;
  solver_.solve(terms_, start, options_, solution_);
  now_.pose.values = solution_.pose.values;
  now_.has_converged = solution_.has_converged;
  now_.iterations = solution_.iterations;
  now_.errors = {.seen = seen_.size()};
  for (std::size_t k = 0; k < seen_.size(); ++k) {
    const auto& target = std::get<PointTarget>(terms_[k]);
    const double squared = 2.0 * solution_.term_costs[k] * target.spread.x() * target.spread.x();
    now_.errors.total_squared += squared;
    now_.errors.weighted_squared += tasks_.markers[seen_[k]].weight * squared;
    if (squared > now_.errors.largest * now_.errors.largest || k == 0) {
      now_.errors.largest = std::sqrt(squared);
      now_.errors.worst = seen_[k];
    }
  }
  now_.errors.rms = std::sqrt(now_.errors.total_squared / static_cast<double>(tasks_.markers.size()));
}

// From the neutral pose, and if that ends far off, from other ways to face too: a body that starts with its
// back to its markers may never turn round.
void MarkerFollower::find_first_pose() {
  const Body& body = solver_.body();
  solve_from(body.neutral_pose());
  if (now_.errors.rms < PoorStart) return;
  const body::Joint& root = body.joints().front();
  std::vector<CoordinateIndex> turns;
  for (std::size_t i = 0; i < root.coordinate_count; ++i) {
    const CoordinateIndex c{root.first_coordinate + i};
    const body::Coordinate& coordinate = body.coordinate(c);
    if (coordinate.unit == body::Unit::Radian && !coordinate.is_locked) turns.push_back(c);
  }
  MarkerFrame best = now_;
  constexpr std::array Quarters = {0.0, 0.5, 1.0, -0.5};
  const auto count = static_cast<std::size_t>(std::pow(4.0, static_cast<double>(turns.size())));
  for (std::size_t choice = 1; choice < count; ++choice) {
    Pose start = body.neutral_pose();
    std::size_t rest = choice;
    for (const CoordinateIndex c : turns) {
      set_coordinate(body, start, c, Quarters[rest % 4] * std::numbers::pi);
      rest /= 4;
    }
    solve_from(start);
    if (now_.errors.weighted_squared < best.errors.weighted_squared) best = now_;
  }
  now_ = best;
  solution_.pose = best.pose;
}

const MarkerFrame& MarkerFollower::advance(const motion::PointRecording& recording, std::size_t frame) {
  fill_terms(recording, frame);
  if (seen_.empty()) {
    now_.errors = {};
    now_.has_converged = false;
    now_.iterations = 0;
    return now_;
  }
  const double time_s = recording.time_s()[frame];
  before_.values = now_.pose.values;
  if (solved_ == 0) {
    find_first_pose();
  } else {
    if (solved_ > 1 && stride_s_ != 0.0) {
      stride_ *= (time_s - now_s_) / stride_s_;
      retract_into(solver_.body(), now_.pose, stride_, start_);
    } else {
      start_.values = now_.pose.values;
    }
    solve_from(start_);
    compute_difference_into(solver_.body(), before_, now_.pose, stride_);
    stride_s_ = time_s - now_s_;
  }
  now_s_ = time_s;
  ++solved_;
  return now_;
}

const PoseSolution& MarkerFollower::compute_uncertainty(double spread) {
  solver_.compute_uncertainty(terms_, solution_);
  const double scale = spread / UnitSpread;
  solution_.covariance *= scale * scale;
  return solution_;
}

}  // namespace endrange::solve
