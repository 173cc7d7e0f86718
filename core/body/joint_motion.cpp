#include "core/body/joint_motion.h"

#include <algorithm>
#include <utility>

namespace endrange::body {

JointMotions::JointMotions(std::vector<JointMotion> all) : all_(std::move(all)) {}

const JointMotion* JointMotions::find(const JointMotionId& id) const {
  const auto found = std::ranges::find(all_, id, &JointMotion::id);
  return found == all_.end() ? nullptr : &*found;
}

}  // namespace endrange::body
