#pragma once

#include <map>
#include <string>

#include "core/base/angle.h"
#include "core/base/identifier.h"
#include "core/journal/event.h"

namespace endrange::progress {

/// What a person may go (`Available`), goes (`Reached`) and holds (`Usable`).
enum class RangeKind { Usable, Reached, Available };

/// What the distance of a test by tape says of a range: a straight line, and how far the line may lie beside
/// one person's joint.
struct DistanceLine {
  JointMotionId joint_motion = {};
  RangeKind kind = RangeKind::Available;
  Angle at_zero = {};
  Angle per_centimetre = {};  ///< below 0 where less distance is more range
  Angle spread = {};          ///< one standard deviation of the whole line between people
  std::string words = {};     ///< for a person, why it is no measured angle
};

/// What is assumed about a body before and between measurements. The values, their reasons and sources stand
/// in content/planner.toml, `[belief]`.
struct Constants {
  /// Usable range of someone of whom only this is known, as a share of the whole human range.
  std::map<journal::Audience, double> prior_usable_share = {};
  double prior_spread_share = 0.0;  ///< one standard deviation of it, as the same share
  Angle usable_to_reached = {};     ///< how far reached lies beyond usable, mean
  Angle reached_to_available = {};  ///< how far available lies beyond reached, mean
  Angle step_spread = {};           ///< one standard deviation of either of these two
  Angle trend_spread = {};  ///< what a figure of grade `trend` may be off as a whole, one standard deviation

  // what training and idle time do
  double growth_share = 0.0;  ///< gain a week when fed to the full, as a share of the whole human range
  double growth_spread_share =
      0.0;                     ///< one standard deviation of it between people and joints, as the same share
  double week_enough_s = 0.0;  ///< seconds a week that fill 63 % of what a week can use
  double half_life_weeks = 0.0;   ///< in which an idle joint loses half of what it gained
  double half_life_factor = 0.0;  ///< one standard deviation between people and joints, as a factor
  /// How much of a second of an exercise counts for range, by what it trains: the sum over its components, at
  /// most the whole second.
  double flexibility = 0.0;
  double strength = 0.0;
  double control = 0.0;
  Angle wander = {};         ///< how far better and worse weeks lie from the usual: one standard deviation
  double wander_days = 0.0;  ///< after so many days 37 % of a better or worse one is left
  Angle drift_per_root_day = {};  ///< how far a range drifts for good: one standard deviation after one day
  Angle step_drift_per_root_day = {};                 ///< how far either step drifts, by the same measure
  std::map<ProtocolId, DistanceLine> distances = {};  ///< tests by tape that say something of a range
};

}  // namespace endrange::progress
