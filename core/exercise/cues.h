#pragma once

#include <string>
#include <vector>

#include "core/base/diagnostics.h"
#include "core/body/joint_motion.h"
#include "core/exercise/exercise.h"

namespace endrange::exercise {

/// Words by which a cue names a part of the body or a thing, and how an exercise can have it.
struct CueWord {
  std::vector<std::string> words = {};   ///< in small letters; may be several, such as "low back"
  std::vector<std::string> joints = {};  ///< aimed at, trained or watched there
  std::vector<std::string> points = {};  ///< resting, let go, holding, held or looked at
  std::string thing = {};                ///< `wall`: a prop, something held, or equipment; empty for a part
};

/// Checks that every cue speaks of what the exercise has: a part that it moves, watches, rests on, holds or
/// looks at, or a thing that stands there. Words that name neither are free.
void check_cues(const Exercise& exercise, const Position& position, const body::JointMotions& joint_motions,
                const std::vector<CueWord>& known, Diagnostics& diagnostics);

}  // namespace endrange::exercise
