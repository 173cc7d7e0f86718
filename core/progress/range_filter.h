#pragma once

#include <Eigen/Core>
#include <deque>
#include <map>
#include <optional>
#include <string>

#include "core/base/angle.h"
#include "core/base/estimate.h"
#include "core/base/moment.h"
#include "core/progress/constants.h"

namespace endrange::progress {

/// Someone's range in one joint motion on one side, as a jointly Gaussian state that measurements, training
/// and idle time move.
///
/// usable = base + wander + gain; reached = usable + step; available = reached + step. Better and worse weeks
/// come and go (`wander`, an Ornstein-Uhlenbeck process about 0); base and steps drift slowly. The gain
/// follows d(gain)/dt = growth · fed − decay · gain, where `fed`, from 0 to 1, is how much the seconds of the
/// last seven days fill what a week can use. Growth and decay differ from one person and joint motion to the
/// next: they are part of the state, begin wide, and are learned from the measurements. Every set-up has an
/// error of its own that repeats: part of the state too. Decay enters through its logarithm and by its linear
/// part (an extended Kalman filter); everything else is linear.
///
/// Time only goes forward: what comes with an earlier time counts as of the latest one.
class RangeFilter {
 public:
  /// @param human_range  the whole human range of the joint motion
  RangeFilter(Angle human_range, double usable_share, const Constants& constants);

  /// @param seconds  of training, weighted by what they give to range; at least 0
  void train(Moment at, double seconds);

  /// @param error         standard error of this reading that does not repeat with the set-up
  /// @param set_up        readings by one set-up share their lasting error
  /// @param set_up_error  standard deviation of that lasting error, taken from the set-up's first reading
  void measure(Moment at, RangeKind kind, Angle value, Angle error, const std::string& set_up,
               Angle set_up_error);

  void advance(Moment until);

  [[nodiscard]] Estimate compute(RangeKind kind) const;
  [[nodiscard]] Estimate compute_gap() const;     ///< available minus usable
  [[nodiscard]] Estimate compute_growth() const;  ///< a week, when fed to the full

 private:
  enum Part : Eigen::Index { Base, Wander, Gain, Growth, LogDecay, ReachedStep, AvailableStep, PartCount };

  [[nodiscard]] Eigen::VectorXd make_row(RangeKind kind) const;
  [[nodiscard]] Estimate compute_sum(const Eigen::VectorXd& row) const;
  [[nodiscard]] Eigen::Index find_or_add_set_up(const std::string& set_up, Angle set_up_error);
  void pass(double days);

  struct Fed {
    Moment at = {};
    double seconds = 0.0;
  };

  Constants constants_;
  Eigen::VectorXd mean_;        // radians; growth a week, decay the logarithm of 1 a week
  Eigen::MatrixXd covariance_;  // of the same
  std::map<std::string, Eigen::Index> set_ups_;
  std::deque<Fed> week_;  // training of the last seven days, the oldest first
  std::optional<Moment> at_;
};

}  // namespace endrange::progress
