#pragma once

#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/figure/render.h"
#include "core/figure/sheet.h"

/// The figure as a PNG picture, drawn by Cairo: no browser and no display is needed.
namespace endrange::figures {

/// One moment of a motion: the same polygons in the same order as `figure::render_svg`.
/// @returns the file's bytes, or an error where the picture is larger than Cairo's 32767 pixels a side
[[nodiscard]] Result<std::string> draw_png(const figure::FigureMotion& motion, const figure::Still& still);

/// A sheet of many: the same as `figure::render_sheet`.
/// @param columns  motions in a row, at least one
[[nodiscard]] Result<std::string> draw_sheet_png(const std::vector<figure::SheetRow>& rows, int columns);

}  // namespace endrange::figures
