#include "core/progress/belief.h"

#include <Eigen/Core>
#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <utility>

#include "core/base/contracts.h"
#include "core/progress/comparison.h"

namespace endrange::progress {

namespace {

// Nothing that measures a body reads finer; it keeps a figure that claims no error from ruling alone.
constexpr Angle FinestReading = Angle::from_degrees(0.5);

enum Figure : Eigen::Index { Usable, Reached, Available };

// The three figures in radians, jointly Gaussian.
struct Filter {
  Eigen::Vector3d mean = Eigen::Vector3d::Zero();
  Eigen::Matrix3d covariance = Eigen::Matrix3d::Zero();
  Angle set_up_error = {};  // of the latest measurement
  Moment at = {};
  bool has_started = false;
};

Filter make_prior(const body::JointMotion& motion, const Constants& constants) {
  const double human = motion.human_range.radians();
  const double spread = constants.prior_spread_share * human;
  const double step = constants.step_spread.radians();
  const double usable = constants.prior_usable_share * human;
  const double reached = usable + constants.usable_to_reached.radians();
  Filter filter;
  filter.mean << usable, reached, reached + constants.reached_to_available.radians();
  // usable, usable + step, usable + step + step: what lies beneath is shared.
  const double base = spread * spread;
  const double one = step * step;
  filter.covariance << base, base, base,  //
      base, base + one, base + one,       //
      base, base + one, base + 2.0 * one;
  return filter;
}

void drift(Filter& filter, Moment until, const Constants& constants) {
  using Days = std::chrono::duration<double, std::chrono::days::period>;
  if (filter.has_started) {
    const double days = std::max(0.0, Days(until - filter.at).count());
    const double per_root_day = constants.drift_per_root_day.radians();
    filter.covariance.array() += per_root_day * per_root_day * days;
  }
  filter.at = until;
}

// `error` is what does not repeat with the set-up; what does is added when the figures are written.
void measure(Filter& filter, Figure figure, const std::optional<Estimate>& estimate, Angle set_up_error) {
  if (!estimate) return;
  const double error =
      std::max(FinestReading.radians(), compute_random_error(*estimate, set_up_error).radians());
  const double surprise = estimate->mean.radians() - filter.mean[figure];
  const double total = filter.covariance(figure, figure) + error * error;
  const Eigen::Vector3d gain = filter.covariance.col(figure) / total;
  filter.mean += gain * surprise;
  // The symmetric form, so that rounding never makes a variance negative.
  Eigen::Matrix3d keep = Eigen::Matrix3d::Identity();
  keep.col(figure) -= gain;
  filter.covariance =
      (keep * filter.covariance * keep.transpose() + gain * (error * error) * gain.transpose()).eval();
}

Estimate make_estimate(double mean, double variance) {
  return {Angle::from_radians(mean), Angle::from_radians(std::sqrt(std::max(0.0, variance)))};
}

Belief make_belief(const SidedMotion& sided, const Filter& prior) {
  Belief belief;
  belief.motion = sided;
  belief.expected_usable = make_estimate(prior.mean[Usable], prior.covariance(Usable, Usable));
  return belief;
}

void write_figures(Belief& belief, const Filter& filter, const Constants& constants) {
  const bool is_trend = belief.grade == journal::Grade::Trend;
  const double bias = std::max(filter.set_up_error, is_trend ? constants.trend_spread : Angle{}).radians();
  const auto estimate = [&](Figure figure) {
    return make_estimate(filter.mean[figure], filter.covariance(figure, figure) + bias * bias);
  };
  belief.usable = estimate(Usable);
  belief.reached = estimate(Reached);
  belief.available = estimate(Available);
  // The whole set-up's error is in both, so it is not in their difference.
  belief.gap = make_estimate(filter.mean[Available] - filter.mean[Usable],
                             filter.covariance(Available, Available) + filter.covariance(Usable, Usable) -
                                 2.0 * filter.covariance(Available, Usable));
}

}  // namespace

Beliefs::Beliefs(std::vector<Belief> all) : all_(std::move(all)), index_(all_.size()) {
  std::iota(index_.begin(), index_.end(), std::size_t{0});
  std::ranges::sort(index_, {}, [this](std::size_t i) { return all_[i].motion; });
}

const Belief* Beliefs::find(const SidedMotion& motion) const {
  const auto by_motion = [this](std::size_t i) { return all_[i].motion; };
  const auto found = std::ranges::lower_bound(index_, motion, {}, by_motion);
  return found == index_.end() || all_[*found].motion != motion ? nullptr : &all_[*found];
}

Beliefs compute_beliefs(std::span<const journal::Entry> standing, const Doses& doses,
                        const body::JointMotions& motions, const Constants& constants, LocalMoment now) {
  expects(constants.prior_spread_share > 0.0, "a prior has a spread");
  std::vector<Belief> beliefs;
  std::vector<Filter> filters;
  std::map<SidedMotion, std::size_t> place;
  for (const auto& motion : motions.all()) {
    const Filter prior = make_prior(motion, constants);
    for (const auto& sided : compute_sides(motion, Side::Both)) {
      place.emplace(sided, beliefs.size());
      beliefs.push_back(make_belief(sided, prior));
      filters.push_back(prior);
      if (const auto dose = doses.find(sided); dose != doses.end()) beliefs.back().dose = dose->second;
    }
  }

  for (const auto& entry : standing) {
    const auto* measured = std::get_if<journal::Measured>(&entry.event);
    if (measured == nullptr || entry.at.utc > now.utc) continue;
    if (measured->grade == journal::Grade::NotObservable) continue;
    const auto* motion = motions.find(measured->joint_motion);
    if (motion == nullptr) continue;
    for (const auto& sided : compute_sides(*motion, measured->side)) {
      auto& belief = beliefs[place.at(sided)];
      auto& filter = filters[place.at(sided)];
      drift(filter, entry.at.utc, constants);
      filter.has_started = true;
      filter.set_up_error = measured->set_up_error;
      measure(filter, Usable, measured->usable, measured->set_up_error);
      measure(filter, Reached, measured->reached, measured->set_up_error);
      measure(filter, Available, measured->available, measured->set_up_error);
      belief.last_measured = entry.at;
      belief.grade = measured->grade;
      belief.grade_reason = measured->grade_reason;
    }
  }

  for (std::size_t i = 0; i < beliefs.size(); ++i) {
    drift(filters[i], now.utc, constants);
    write_figures(beliefs[i], filters[i], constants);
  }
  return Beliefs(std::move(beliefs));
}

}  // namespace endrange::progress
