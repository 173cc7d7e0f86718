#pragma once

#include <optional>
#include <span>

#include "core/solve/landmark_fit.h"

namespace endrange::solve {

/// The sum of several joint motions' angles in one fitted frame. Landmarks often fix what two joints do
/// together where they cannot tell one from the other, such as thorax and lumbar spine in turning; the
/// covariance between them is what makes their sum surer than either.
/// @returns nothing where the body cannot show one of them
[[nodiscard]] std::optional<AngleEstimate> compute_summed_angle_estimate(
    const Body& body, const FittedFrame& frame, std::span<const JointMotionId> joint_motions, Side side,
    body::Reference reference = body::Reference::Proximal);

}  // namespace endrange::solve
