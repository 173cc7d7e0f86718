#include "core/solve/velocity_wander.h"

#include <algorithm>

#include "core/solve/terms.h"

namespace endrange::solve {

std::vector<Wander> usual_wander() {
  return {{"pelvis_tilt", 1.6}, {"pelvis_tx", 2.2},    {"pelvis_t", 1.6}, {"pelvis_", 4.8},
          {"lumbar_", 3.2},     {"thorax_", 3.2},      {"neck_", 6.4},    {"clavicle_", 6.4},
          {"arm_rot", 12.8},    {"arm_", 6.4},         {"elbow_", 9.6},   {"pro_sup", 12.8},
          {"wrist_", 12.8},     {"hip_rotation", 9.6}, {"hip_", 4.8},     {"knee_", 6.4},
          {"ankle_", 9.6},      {"subtalar_", 9.6},    {"mtp_", 9.6}};
}

body::Tangent compute_velocity_wander(const body::Body& body, const std::vector<Wander>& wander) {
  body::Tangent found = body::Tangent::Constant(static_cast<Eigen::Index>(body.coordinate_count()), Unknown);
  for (std::size_t i = 0; i < body.coordinate_count(); ++i) {
    const auto& name = body.coordinates()[i].name;
    const auto one =
        std::ranges::find_if(wander, [&](const Wander& each) { return name.starts_with(each.stem); });
    if (one != wander.end()) found[static_cast<Eigen::Index>(i)] = one->velocity_wander;
  }
  return found;
}

}  // namespace endrange::solve
