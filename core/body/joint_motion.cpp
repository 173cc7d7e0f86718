#include "core/body/joint_motion.h"

#include <algorithm>
#include <utility>

namespace endrange::body {

JointMotions::JointMotions(std::vector<JointMotion> all) : all_(std::move(all)) {}

const JointMotion* JointMotions::find(const JointMotionId& id) const {
  const auto found = std::ranges::find(all_, id, &JointMotion::id);
  return found == all_.end() ? nullptr : &*found;
}

std::optional<DrivenCoordinate> find_driven_coordinate(const Body& body, const JointMotion& motion,
                                                       Side side) {
  if (motion.coordinate.empty() || (motion.is_sided && side == Side::Both)) return std::nullopt;
  const std::string suffix = side == Side::Left ? "_l" : "_r";
  if (const auto limb = body.find_coordinate(motion.coordinate + suffix); motion.is_sided && limb) {
    return DrivenCoordinate{*limb, motion.sign};
  }
  const auto midline = body.find_coordinate(motion.coordinate);
  if (!midline) return std::nullopt;
  // On the midline the list counts to the right.
  const bool turns_round = motion.is_sided && side == Side::Left;
  return DrivenCoordinate{*midline, turns_round ? -motion.sign : motion.sign};
}

}  // namespace endrange::body
