#pragma once

#include "core/base/angle.h"

namespace endrange::progress {

/// What is assumed about a body before and between measurements. The values, their reasons and sources stand
/// in content/planner.toml, `[belief]`.
struct Constants {
  double prior_usable_share = 0.0;  ///< usable range of someone unknown, as a share of the whole human range
  double prior_spread_share = 0.0;  ///< one standard deviation of it, as the same share
  Angle usable_to_reached = {};     ///< how far reached lies beyond usable, mean
  Angle reached_to_available = {};  ///< how far available lies beyond reached, mean
  Angle step_spread = {};           ///< one standard deviation of either of these two
  Angle drift_per_root_day = {};    ///< how far a range wanders unseen: one standard deviation after one day
  Angle trend_spread = {};  ///< what a figure of grade `trend` may be off as a whole, one standard deviation
};

}  // namespace endrange::progress
