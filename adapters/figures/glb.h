#pragma once

#include <string>

#include "core/figure/figure_motion.h"

/// The figure as a file that programs for three dimensions read: glTF 2.0 in its binary form.
namespace endrange::figures {

/// A motion as one animation of a scene: a node a segment, which turns and moves over time [s, m], and below
/// it the solids that clothe it; the room does not move. Y is up, and the person looks along +z, as glTF's
/// assets do. Solids of one form share their mesh.
/// @param name       of the animation
/// @param generator  the program that wrote it, with its version
/// @returns the file's bytes
[[nodiscard]] std::string make_glb(const figure::FigureMotion& motion, const std::string& name,
                                   const std::string& generator);

}  // namespace endrange::figures
