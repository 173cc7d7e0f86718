#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/base/identifier.h"
#include "core/journal/event.h"

namespace endrange::plan {

/// What a day of sitting leaves out of one joint motion.
struct Neglect {
  JointMotionId joint_motion = {};
  double weight = 0.0;     ///< 0 to 1
  std::string words = {};  ///< after the hours, or alone: "hips stay bent while sitting"
};

/// The planner's constants. The values, their reasons and sources stand in content/planner.toml.
struct Weights {
  // need of one joint motion on one side, before dose and freshness
  double base = 0.0;     ///< what every joint motion is due
  double neglect = 0.0;  ///< a motion neglected with weight 1 after a full day of sitting
  double range =
      0.0;  ///< usable range surely below what was expected, by the whole human range; above it: less
  double joint_share = 0.0;     ///< of `range`, for the motions of a joint that are not measured when one is
  double side = 0.0;            ///< usable range surely below the other side's, by the whole human range
  double gap = 0.0;             ///< available range surely beyond usable range, by the whole human range
  double wish = 0.0;            ///< a motion that a programme or a goal wants with weight 1
  double deficit = 0.0;         ///< usable range surely short of a goal's figure, by the whole human range
  double least = 0.0;           ///< no need falls below this
  double full_sitting_h = 0.0;  ///< hours of sitting that count as a full day
  double assumed_sitting_h = 0.0;  ///< of someone who has not said, and at whose desk nothing was seen
  double certainty = 0.0;          ///< standard errors that a difference must exceed before any of it counts
  double neglect_told = 0.0;       ///< by `base`: more neglect than that is told as the reason
  std::vector<Neglect> neglected = {};

  // dose of the week, seconds a joint motion and side
  double week_floor_s = 0.0;    ///< what people are told to aim for
  double week_ceiling_s = 0.0;  ///< from here on only `dose_met` of the need is open
  double dose_met = 0.0;

  // freshness, a factor of the need
  double just_trained = 0.0;     ///< share of the need right after training
  double recovery_half_h = 0.0;  ///< hours after which half of the rest is back
  double twice_due_weeks = 0.0;  ///< weeks without training after which the need counts twice
  double most_overdue = 0.0;     ///< how often it counts at most

  // stimulus of an exercise a second: a weighted mean of its components
  double flexibility = 0.0;
  double strength = 0.0;
  double control = 0.0;
  double least_stimulus = 0.0;
  double too_hard = 0.0;        ///< factor for each step of difficulty above one's level (`LevelRules`)
  double too_easy = 0.0;        ///< and for each step below it, as far as it was earned
  double done_yesterday = 0.0;  ///< factor for what was done the day before
  double most_leaning = 1.0;    ///< by how much at most a component counts more or less after such a week

  // diminishing returns
  /// One exercise never counts for more than this many seconds a side, which it nears ever more slowly.
  double same_exercise_s = 0.0;
  std::vector<double> exercise_rates = {};  ///< what the first, second, … exercise at one joint counts; falls

  // the minutes at hand
  double least_step_s = 0.0;   ///< no dose is shorter
  double step_gap_s = 0.0;     ///< to read the name and get ready
  double posture_gap_s = 0.0;  ///< to change posture: down to the floor, up from the chair
  double posture_cost = 0.0;   ///< of each further posture, in minutes at a need of 1
  int most_postures = 0;

  [[nodiscard]] const Neglect* find_neglect(const JointMotionId& motion) const;
};

}  // namespace endrange::plan
