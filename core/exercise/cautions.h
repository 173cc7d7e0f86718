#pragma once

#include <string>
#include <vector>

#include "core/body/joint_motion.h"
#include "core/exercise/exercise.h"

namespace endrange::exercise {

/// A condition that an exercise rules out for certain, and what in it does.
struct Caution {
  ContraindicationId tag = {};
  std::string because = {};  ///< "kneels", "takes `hip.flexion` beyond 95°"
};

/// What follows from posture, support, trained joints, how far they go, and how hard the work is. Leaving one
/// out could hurt someone. What only a professional would think of is the author's to name.
[[nodiscard]] std::vector<Caution> find_cautions(const Exercise& exercise, const Position& position,
                                                 const body::JointMotions& joint_motions);

}  // namespace endrange::exercise
