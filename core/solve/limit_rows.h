#pragma once

#include "core/solve/terms.h"

namespace endrange::solve {

/// Rows of every ball joint that is beyond its limits: the excess in spreads.
/// @param rows  may be null, where only the cost is wanted
/// @returns     half the sum of their squares
double add_ball_limits(const Body& body, const Pose& pose, double spread, Rows* rows);

}  // namespace endrange::solve
