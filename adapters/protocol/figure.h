#pragma once

#include "adapters/protocol/api.h"
#include "core/figure/figure_motion.h"

namespace endrange::protocol {

/// A figure in motion, as it travels.
[[nodiscard]] FigureMotion make_figure_motion(const figure::FigureMotion& motion);

}  // namespace endrange::protocol
