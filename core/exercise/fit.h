#pragma once

#include "core/exercise/compile.h"

namespace endrange::exercise {

/// Ranges of which each is the same share of the human range, on both sides.
[[nodiscard]] PersonalRanges make_even_ranges(const body::JointMotions& joint_motions, double share);

/// Compiles an exercise so that what is shown of it is sound for this person: with their own ranges; and
/// where a joint that is far stiffer than the others would then break a contact or push a limb through
/// another, with every range as small as the smallest. Each is proved by `check_motion`, which takes as long
/// as compiling. Fails with the first finding when neither is sound: nothing broken is shown.
[[nodiscard]] Result<CompiledExercise> compile_to_fit(const Exercise& exercise, const Position& position,
                                                      Side side, const Person& person);

}  // namespace endrange::exercise
