#pragma once

#include <string>
#include <vector>

#include "core/figure/figure_motion.h"

namespace endrange::figure {

/// One motion on a contact sheet, and what stands beside it.
struct SheetRow {
  std::string title = {};
  FigureMotion motion = {};
};

/// All motions in one SVG picture, one beside the other: each at its start, in its middle and at its end,
/// above from the front and below from the side. So that someone can look at a whole catalogue at once.
/// @param columns  motions in a row, at least one
[[nodiscard]] std::string render_sheet(const std::vector<SheetRow>& rows, int columns);

}  // namespace endrange::figure
