#pragma once

#include "core/exercise/compile.h"
#include "core/figure/figure_motion.h"

namespace endrange::exercise {

/// A compiled exercise as shapes to draw: the figure, the room, what works and how far, and where to stand to
/// look.
[[nodiscard]] figure::FigureMotion show(const CompiledExercise& compiled, const Exercise& exercise,
                                        const body::Body& body, const body::JointMotions& joint_motions);

}  // namespace endrange::exercise
