#pragma once

#include <string>
#include <vector>

#include "core/figure/figure_motion.h"
#include "core/figure/render.h"

namespace endrange::figure {

/// One motion on a contact sheet, and what stands beside it.
struct SheetRow {
  std::string title = {};
  FigureMotion motion = {};
};

/// Straight in front, behind and from the person's right, a little from above.
inline constexpr Angle SheetElevation = Angle::from_degrees(8.0);
inline constexpr View FrontView{Angle::from_degrees(0.0), SheetElevation};
inline constexpr View BackView{Angle::from_degrees(180.0), SheetElevation};
inline constexpr View SideView{Angle::from_degrees(90.0), SheetElevation};

/// What stands where on a sheet. Pixels from the upper left corner.
struct SheetPlan {
  struct Title {
    int x = 0;  ///< where it begins
    int y = 0;  ///< its baseline
    std::string words = {};
  };
  struct Cell {
    int x = 0;
    int y = 0;
    std::size_t row = 0;
    Still still = {};
  };
  static constexpr int TitleSize_px = 13;

  int width_px = 0;
  int height_px = 0;
  std::vector<Title> titles = {};
  std::vector<Cell> cells = {};
};

/// All motions on one sheet, one beside the other: each at its start, in its middle and at its end, above
/// from the front and below from the side. So that someone can look at a whole catalogue at once.
/// @param columns  motions in a row, at least one
[[nodiscard]] SheetPlan plan_sheet(const std::vector<SheetRow>& rows, int columns);

/// The sheet as one SVG picture.
[[nodiscard]] std::string render_sheet(const std::vector<SheetRow>& rows, int columns);

}  // namespace endrange::figure
