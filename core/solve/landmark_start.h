#pragma once

#include <optional>

#include "core/body/body.h"
#include "core/solve/landmark_lengths.h"

namespace endrange::solve {

/// A pose to start from where there is none before: trunk, limbs, elbows and knees laid along what was seen,
/// the rest as in `rest`.
/// @returns nothing when neither both shoulders nor both hips were seen
[[nodiscard]] std::optional<body::Pose> find_start(const body::Body& body, const Observations& seen,
                                                   const body::Pose& rest);

}  // namespace endrange::solve
