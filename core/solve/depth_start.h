#pragma once

#include <array>
#include <optional>

#include "core/body/body.h"
#include "core/solve/depth_camera.h"

namespace endrange::solve {

/// Where the joints of one frame were seen: left and right of each.
using DepthPlaces = std::array<std::array<std::optional<Vector3>, 2>, DepthJointCount>;

/// A pose of the built-in body to start a fit from: trunk and limbs along the lines between the joints, each
/// hinge bending the way that it can. Limbs that are not seen hang down.
/// @param before  the pose one frame before, if there is one: a straight arm stays turned as it was
/// @returns nothing when hips and shoulders are not all seen
[[nodiscard]] std::optional<body::Pose> find_depth_start(const body::Body& body, const DepthPlaces& places,
                                                         const body::Pose* before);

}  // namespace endrange::solve
