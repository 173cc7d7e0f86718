#include "core/progress/range_filter.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <numeric>

#include "core/base/contracts.h"

namespace endrange::progress {

namespace {

using Days = std::chrono::duration<double, std::chrono::days::period>;

constexpr std::chrono::days Week{7};
constexpr double DaysAWeek = 7.0;

// Nothing that measures a body reads finer; it keeps a figure that claims no error from ruling alone.
constexpr Angle FinestReading = Angle::from_degrees(0.5);

double square(double value) {
  return value * value;
}

}  // namespace

RangeFilter::RangeFilter(Angle human_range, double usable_share, const Constants& constants)
    : constants_(constants) {
  expects(constants.prior_spread_share > 0.0 && constants.week_enough_s > 0.0,
          "a prior has a spread and a week a dose");
  const double human = human_range.radians();
  mean_ = Eigen::VectorXd::Zero(PartCount);
  mean_[Base] = usable_share * human;
  mean_[Growth] = constants.growth_share * human;
  mean_[LogDecay] = std::log(std::log(2.0) / constants.half_life_weeks);
  mean_[ReachedStep] = constants.usable_to_reached.radians();
  mean_[AvailableStep] = constants.reached_to_available.radians();
  Eigen::VectorXd spread = Eigen::VectorXd::Zero(PartCount);
  spread[Base] = constants.prior_spread_share * human;
  spread[Wander] = constants.wander.radians();
  spread[Growth] = constants.growth_spread_share * human;
  spread[LogDecay] = std::log(constants.half_life_factor);
  spread[ReachedStep] = spread[AvailableStep] = constants.step_spread.radians();
  covariance_ = spread.array().square().matrix().asDiagonal();
}

void RangeFilter::train(Moment at, double seconds) {
  expects(seconds >= 0.0, "time goes forward");
  advance(at);
  week_.push_back({*at_, seconds});
}

void RangeFilter::measure(Moment at, RangeKind kind, Angle value, Angle error, const std::string& set_up,
                          Angle set_up_error) {
  advance(at);
  const Eigen::Index lasting = find_or_add_set_up(set_up, set_up_error);
  Eigen::VectorXd row = make_row(kind);
  row[lasting] = 1.0;
  const double noise = square(std::max(FinestReading, error).radians());
  const Eigen::VectorXd spread = covariance_ * row;
  const Eigen::VectorXd gain = spread / (row.dot(spread) + noise);
  mean_ += gain * (value.radians() - row.dot(mean_));
  // The symmetric form, so that rounding never makes a variance negative.
  const Eigen::MatrixXd keep = Eigen::MatrixXd::Identity(mean_.size(), mean_.size()) - gain * row.transpose();
  covariance_ = (keep * covariance_ * keep.transpose() + noise * gain * gain.transpose()).eval();
}

void RangeFilter::advance(Moment until) {
  if (!at_) at_ = until;
  while (*at_ < until) {
    const Moment next = week_.empty() ? until : std::min(until, week_.front().at + Week);
    pass(Days(next - *at_).count());
    at_ = std::max(*at_, next);
    while (!week_.empty() && week_.front().at + Week <= *at_) week_.pop_front();
  }
}

// A while in which as much was trained in the last seven days all through.
void RangeFilter::pass(double days) {
  if (days <= 0.0) return;
  const double seconds = std::accumulate(week_.begin(), week_.end(), 0.0,
                                         [](double sum, const Fed& fed) { return sum + fed.seconds; });
  const double fed = -std::expm1(-seconds / constants_.week_enough_s);
  const double weeks = days / DaysAWeek;
  const double decay = std::exp(mean_[LogDecay]);
  const double left = std::exp(-decay * weeks);
  const double built = -std::expm1(-decay * weeks) / decay;  // of a growth of 1
  const double growth = mean_[Growth] * fed;
  // The row of the transition that differs from the identity.
  Eigen::VectorXd row = Eigen::VectorXd::Zero(mean_.size());
  row[Gain] = left;
  row[Growth] = fed * built;
  row[LogDecay] = decay * (-weeks * left * mean_[Gain] + growth * (weeks * left - built) / decay);
  mean_[Gain] = left * mean_[Gain] + growth * built;
  const Eigen::VectorXd column = covariance_ * row;
  const double variance = row.dot(column);
  covariance_.row(Gain) = column.transpose();
  covariance_.col(Gain) = column;
  covariance_(Gain, Gain) = variance;
  const double stays = std::exp(-days / constants_.wander_days);
  mean_[Wander] *= stays;
  covariance_.row(Wander) *= stays;
  covariance_.col(Wander) *= stays;
  covariance_(Wander, Wander) += square(constants_.wander.radians()) * (1.0 - stays * stays);
  covariance_(Base, Base) += square(constants_.drift_per_root_day.radians()) * days;
  const double step = square(constants_.step_drift_per_root_day.radians()) * days;
  covariance_(ReachedStep, ReachedStep) += step;
  covariance_(AvailableStep, AvailableStep) += step;
}

Eigen::VectorXd RangeFilter::make_row(RangeKind kind) const {
  Eigen::VectorXd row = Eigen::VectorXd::Zero(mean_.size());
  row[Base] = row[Wander] = row[Gain] = 1.0;
  if (kind != RangeKind::Usable) row[ReachedStep] = 1.0;
  if (kind == RangeKind::Available) row[AvailableStep] = 1.0;
  return row;
}

Eigen::Index RangeFilter::find_or_add_set_up(const std::string& set_up, Angle set_up_error) {
  const auto [found, is_new] = set_ups_.try_emplace(set_up, mean_.size());
  if (!is_new) return found->second;
  const Eigen::Index size = mean_.size() + 1;
  mean_.conservativeResize(size);
  mean_[size - 1] = 0.0;
  covariance_.conservativeResize(size, size);
  covariance_.row(size - 1).setZero();
  covariance_.col(size - 1).setZero();
  covariance_(size - 1, size - 1) = square(set_up_error.radians());
  return found->second;
}

Estimate RangeFilter::compute_sum(const Eigen::VectorXd& row) const {
  return {Angle::from_radians(row.dot(mean_)),
          Angle::from_radians(std::sqrt(std::max(0.0, row.dot(covariance_ * row))))};
}

Estimate RangeFilter::compute(RangeKind kind) const {
  return compute_sum(make_row(kind));
}

Estimate RangeFilter::compute_gap() const {
  return compute_sum(make_row(RangeKind::Available) - make_row(RangeKind::Usable));
}

Estimate RangeFilter::compute_growth() const {
  Eigen::VectorXd row = Eigen::VectorXd::Zero(mean_.size());
  row[Growth] = 1.0;
  return compute_sum(row);
}

}  // namespace endrange::progress
