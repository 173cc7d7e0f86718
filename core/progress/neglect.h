#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/base/angle.h"
#include "core/body/joint_motion.h"
#include "core/journal/event.h"
#include "core/progress/consistency.h"
#include "core/progress/training.h"

namespace endrange::progress {

/// Where sitting keeps a joint motion. The values stand in content/planner.toml, `[[need.neglected]]`, and
/// are estimates.
struct SittingAngle {
  JointMotionId joint_motion = {};
  Angle at = {};            ///< from the anatomical position; below 0: bent the other way
  std::string words = {};   ///< "hips stay bent while sitting"
  std::string source = {};  ///< a key in content/references.bib, or empty: our own estimate
};

/// What a day did to one joint motion.
struct DaySpent {
  JointMotionId joint_motion = {};
  Angle at = {};                 ///< where it was while sitting
  double hours = 0.0;            ///< in which it was there
  bool is_held_short = false;    ///< kept bent the other way all through
  double put_back_left_s = 0.0;  ///< what today's steps gave it; for a midline motion both are the same
  double put_back_right_s = 0.0;
  std::string words = {};
  std::string source = {};

  friend bool operator==(const DaySpent&, const DaySpent&) = default;
};

/// The part of the whole human range that counts as its end.
inline constexpr double EndOfRange = 0.8;

/// The joint motions that a day of sitting kept away from their end range, and what the steps of today put
/// back, in the order of `angles`. An estimate: what the person did besides sitting is not known. Empty when
/// nothing is known of the hours.
/// @param standing  entries that count, in order
[[nodiscard]] std::vector<DaySpent> compute_day_spent(std::span<const journal::Entry> standing,
                                                      const Sitting& sitting,
                                                      std::span<const SittingAngle> angles,
                                                      const TrainedMotions& trained,
                                                      const body::JointMotions& motions, LocalMoment now);

}  // namespace endrange::progress
