#pragma once

#include <map>
#include <optional>
#include <string>

#include "core/body/joint_motion.h"
#include "core/plan/programme.h"
#include "core/plan/weights.h"
#include "core/progress/belief.h"
#include "core/progress/consistency.h"

namespace endrange::plan {

/// How much one joint motion on one side would gain from a minute now, and from what that comes.
/// need = max(least, base + neglect + range + side + gap + wish + deficit) × open dose of the week ×
/// freshness
struct Need {
  double base = 0.0;
  double neglect = 0.0;
  double range = 0.0;  ///< negative where usable range is surely large; not measured: a share of its joint's
  double side = 0.0;   ///< above 0 only where this side is surely behind the other
  double wish = 0.0;   ///< a programme or a goal asks for it
  double gap = 0.0;    ///< above 0 only where available range surely lies beyond usable range
  double deficit = 0.0;  ///< above 0 only where usable range is surely short of what a goal asks
  double open_dose = 1.0;
  double freshness = 1.0;
  double total = 0.0;
};

using Needs = std::map<progress::SidedMotion, Need>;

/// The need of every joint motion and side. A difference counts only as far as it exceeds what measuring
/// wobbles, so an uncertain figure hardly changes the plan.
[[nodiscard]] Needs compute_needs(const progress::Beliefs& beliefs, const progress::Sitting& sitting,
                                  const body::JointMotions& motions, const Weights& weights, LocalMoment now,
                                  const Wishes& wishes = {});

/// Why this joint motion is due on this side, in one sentence whose every figure stands in the belief, the
/// sitting hours or the dose.
[[nodiscard]] std::string make_reason(const progress::SidedMotion& motion, const Needs& needs,
                                      const progress::Beliefs& beliefs, const progress::Sitting& sitting,
                                      const body::JointMotions& motions, const Weights& weights,
                                      const Wishes& wishes = {});

}  // namespace endrange::plan
