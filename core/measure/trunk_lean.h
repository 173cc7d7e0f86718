#pragma once

#include <cstddef>
#include <vector>

#include "core/measure/protocol.h"
#include "core/measure/seen_motion.h"

namespace endrange::measure {

/// Is this the spine bending forward or back? Landmarks do not show how the pelvis tilts, and so not how far
/// the spine bends on it; a side view shows how the trunk leans as a whole.
[[nodiscard]] bool is_bending_forward_or_back(const ForbiddenCompensation& compensation);

/// How far the spine bends when the pelvis stays: the lean of the trunk from the vertical, in the plane that
/// the person faces along, by how much each of the joints leans it. Which of them bends is not known
/// (`AngleSample::scale_error`), and a pelvis that tilts counts as a spine that bends.
/// @param joint_motions  of the spine, all the same way
[[nodiscard]] AngleSample read_trunk_bend(const SeenMotion& seen, std::size_t frame,
                                          const std::vector<JointMotionId>& joint_motions);

}  // namespace endrange::measure
