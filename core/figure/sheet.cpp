#include "core/figure/sheet.h"

#include <array>

#include "core/base/contracts.h"

namespace endrange::figure {
namespace {

constexpr int Cell_px = 150;
constexpr int Title_px = 22;
constexpr int Gap_px = 14;
constexpr int Moments = 3;

std::string escape(const std::string& text) {
  std::string safe;
  for (const char letter : text) {
    if (letter == '<')
      safe += "&lt;";
    else if (letter == '&')
      safe += "&amp;";
    else
      safe += letter;
  }
  return safe;
}

// A picture as a part of another, at this place.
std::string place(const std::string& svg, int x, int y) {
  const std::string head = "<svg ";
  return head + "x=\"" + std::to_string(x) + "\" y=\"" + std::to_string(y) + "\" " + svg.substr(head.size());
}

}  // namespace

SheetPlan plan_sheet(const std::vector<SheetRow>& rows, int columns) {
  expects(columns >= 1, "a sheet has a column");
  const int wide = Moments * Cell_px + Gap_px;
  const int high = 2 * Cell_px + Title_px + Gap_px;
  const auto lines = (static_cast<int>(rows.size()) + columns - 1) / columns;
  SheetPlan plan{.width_px = columns * wide, .height_px = lines * high};
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const int x = static_cast<int>(i) % columns * wide;
    const int y = static_cast<int>(i) / columns * high;
    const auto& motion = rows[i].motion;
    // Where a teacher stands behind, a wall in front would hide everything.
    const bool is_seen_from_behind = abs(motion.view.azimuth) > Angle::from_degrees(90.0);
    plan.titles.push_back({x + 4, y + Title_px - 6, rows[i].title});
    const std::array<double, Moments> moments = {0.0, motion.still_s, motion.duration_s};
    for (int moment = 0; moment < Moments; ++moment)
      for (int line = 0; line < 2; ++line)
        plan.cells.push_back({x + moment * Cell_px,
                              y + Title_px + line * Cell_px,
                              i,
                              {.t_s = moments[static_cast<std::size_t>(moment)],
                               .view = line == 1             ? SideView
                                       : is_seen_from_behind ? BackView
                                                             : FrontView,
                               .width_px = Cell_px,
                               .height_px = Cell_px}});
  }
  return plan;
}

std::string render_sheet(const std::vector<SheetRow>& rows, int columns) {
  const auto plan = plan_sheet(rows, columns);
  std::string svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + std::to_string(plan.width_px) +
                    "\" height=\"" + std::to_string(plan.height_px) +
                    "\">\n<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n";
  for (const auto& title : plan.titles)
    svg += "<text x=\"" + std::to_string(title.x) + "\" y=\"" + std::to_string(title.y) +
           "\" font-family=\"sans-serif\" font-size=\"" + std::to_string(SheetPlan::TitleSize_px) + "\">" +
           escape(title.words) + "</text>\n";
  for (const auto& cell : plan.cells)
    svg += place(render_svg(rows[cell.row].motion, cell.still), cell.x, cell.y);
  return svg + "</svg>\n";
}

}  // namespace endrange::figure
