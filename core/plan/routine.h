#pragma once

#include <map>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "core/body/joint_motion.h"
#include "core/exercise/catalogue.h"
#include "core/plan/choice.h"
#include "core/plan/levels.h"
#include "core/plan/limits.h"
#include "core/plan/need.h"
#include "core/plan/programme.h"
#include "core/plan/weights.h"
#include "core/progress/belief.h"
#include "core/progress/consistency.h"

namespace endrange::plan {

/// The person would rather do another exercise than one that was planned.
struct Swap {
  ExerciseId from = {};
  ExerciseId to = {};
  friend bool operator==(const Swap&, const Swap&) = default;
};

/// One exercise on one side with its dose.
struct Step {
  ExerciseId exercise = {};
  Side side = Side::Both;  ///< the working side; `Both` for exercises that are not one-sided
  int sets = 1;
  int repetitions = 1;
  double hold_s = 0.0;      ///< of the longest hold; 0 when the exercise has none
  double seconds = 0.0;     ///< moved, without the gap before it
  double gap_s = 0.0;       ///< before it: to read the name, and to change posture
  std::string reason = {};  ///< one true sentence
  bool is_eased = false;    ///< in less range
  /// What it may be swapped for while the other steps stay, the best first.
  std::vector<ExerciseId> substitutes = {};

  friend bool operator==(const Step&, const Step&) = default;
};

struct LeftOut {
  ExerciseId exercise = {};
  std::string reason = {};
  friend bool operator==(const LeftOut&, const LeftOut&) = default;
};

/// A planned few minutes.
struct Routine {
  std::vector<Step> steps = {};
  /// For safety, pain, because the person said so, or by the programme that they chose.
  std::vector<LeftOut> left_out = {};
  std::string why = {};     ///< one sentence about the whole
  std::string notice = {};  ///< what the person has to know first; may be empty
  double total_s = 0.0;     ///< gaps included; never more than the minutes asked for

  friend bool operator==(const Routine&, const Routine&) = default;
};

/// Where the person is for this once.
enum class Spot {
  Usual,     ///< where the profile says
  Chair,     ///< seated only
  Corridor,  ///< on their feet, with nothing at hand: no chair, desk or wall
};

/// What a routine is planned from. Everything here outlives the call.
struct Planning {
  const exercise::Catalogue& catalogue;
  const body::JointMotions& motions;
  const progress::Beliefs& beliefs;
  const progress::Sitting& sitting;
  const Limits& limits;
  const Weights& weights;
  journal::ProfileChanged profile = {};
  int minutes = 3;  ///< 1 to 15
  Spot spot = Spot::Usual;
  LocalMoment now = {};
  Levels levels = {};  ///< by chief joint motion; empty: every exercise suits
  std::optional<ActiveProgramme> programme = {};
  std::vector<ChosenGoal> goals = {};
  std::vector<Swap> swaps = {};  ///< made one after the other; one that does not fit (any more) is left out
  progress::Emphasis week = {};  ///< seconds of this week by what was trained
  std::set<ExerciseId> yesterday = {};  ///< exercises of the day before
};

/// The best routine for the minutes there are. Deterministic.
///
/// Hard limits: what `find_refusal` refuses, what the programme excludes, place, equipment, clothes, noise,
/// posture and minutes. Within them it maximises the sum of need × stimulus × freshness with returns that
/// diminish with the seconds of an exercise and the exercises at a joint, minus the cost of changing posture
/// (`choose`). The stimulus leans towards what of flexibility, strength and control the week had too little
/// of, and away from what was done yesterday. Both sides of a one-sided exercise are planned together; a side
/// is left out or gets less only where it must not be loaded or the other side is surely behind. Then
/// ordered: one posture after the other, gentle before demanding.
[[nodiscard]] Routine plan_routine(const Planning& planning);

/// What a routine is chosen from, as a bare problem of numbers: one candidate for each exercise that may be
/// done now, one option for each dose of it.
[[nodiscard]] Choosing make_choosing(const Planning& planning);

/// How much each exercise of the catalogue would do now, whatever stands against it, as a share of the one
/// that would do most.
[[nodiscard]] std::map<ExerciseId, double> compute_worth(const Planning& planning);

}  // namespace endrange::plan
