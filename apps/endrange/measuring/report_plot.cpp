#include "apps/endrange/measuring/report_plot.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "core/base/estimate.h"
#include "core/base/markup.h"

namespace endrange::app {
namespace {

using measure::SideTrial;

constexpr double PlotWidth = 640.0;
constexpr double PlotHeight = 124.0;
constexpr double Left = 40.0;
constexpr double Right = 12.0;
constexpr double Top = 8.0;
constexpr double Bottom = 22.0;
constexpr double MapSize = 300.0;
constexpr double RingStep_deg = 30.0;

/// A step of 1, 2 or 5 times a power of ten that gives about so many marks.
double choose_step(double span, double marks) {
  const double raw = std::max(span, 1e-9) / marks;
  const double power = std::pow(10.0, std::floor(std::log10(raw)));
  for (const double factor : {1.0, 2.0, 5.0})
    if (raw <= factor * power) return factor * power;
  return 10.0 * power;
}

/// The round figures between two that an axis is marked at, about so many.
std::vector<double> choose_marks(double from, double to, double about) {
  const double step = choose_step(to - from, about);
  std::vector<double> marks;
  for (auto i = std::lround(std::ceil(from / step)); static_cast<double>(i) * step <= to; ++i)
    marks.push_back(static_cast<double>(i) * step);
  return marks;
}

/// From figures to places on the picture.
struct Axes {
  double from_s = 0.0;
  double to_s = 1.0;
  double low_deg = 0.0;
  double high_deg = 1.0;

  [[nodiscard]] double x(double time_s) const {
    return Left + (time_s - from_s) / (to_s - from_s) * (PlotWidth - Left - Right);
  }
  [[nodiscard]] double y(double deg) const {
    return PlotHeight - Bottom - (deg - low_deg) / (high_deg - low_deg) * (PlotHeight - Top - Bottom);
  }
};

Axes make_axes(const SideTrial& side) {
  Axes axes{side.curve.front().time_s, side.curve.back().time_s, 0.0, 10.0};
  for (const auto& sample : side.curve) {
    const double spread = TwoSided95 * sample.standard_error.degrees();
    axes.low_deg = std::min(axes.low_deg, sample.angle.degrees() - spread);
    axes.high_deg = std::max(axes.high_deg, sample.angle.degrees() + spread);
  }
  if (side.measured.reached)
    axes.high_deg = std::max(axes.high_deg, side.measured.reached->mean.degrees() +
                                                TwoSided95 * side.measured.reached->standard_error.degrees());
  if (axes.to_s <= axes.from_s) axes.to_s = axes.from_s + 1.0;
  axes.high_deg += 0.05 * (axes.high_deg - axes.low_deg);
  return axes;
}

std::string draw_grid(const Axes& axes) {
  std::string svg;
  for (const double deg : choose_marks(axes.low_deg, axes.high_deg, 3.0))
    svg += fmt::format(
        "<line x1='{:.1f}' x2='{:.1f}' y1='{:.1f}' y2='{:.1f}' stroke='#d9d4cc'/>"
        "<text x='{:.1f}' y='{:.1f}' text-anchor='end' font-size='11' fill='#5f6368'>{:.0f}°</text>",
        Left, PlotWidth - Right, axes.y(deg), axes.y(deg), Left - 6.0, axes.y(deg) + 4.0, deg);
  for (const double s : choose_marks(axes.from_s, axes.to_s, 8.0))
    svg += fmt::format(
        "<text x='{:.1f}' y='{:.1f}' text-anchor='middle' font-size='11' fill='#5f6368'>{:g} s</text>",
        axes.x(s), PlotHeight - 8.0, std::round(s * 1000.0) / 1000.0);
  return svg;
}

/// The curve with its band; a time that was not seen stays empty.
std::string draw_curve(const Axes& axes, const SideTrial& side) {
  std::string svg;
  const auto& curve = side.curve;
  std::size_t begin = 0;
  for (std::size_t i = 1; i <= curve.size(); ++i) {
    if (i < curve.size() && curve[i].time_s - curve[i - 1].time_s <= measure::LongestUnseen_s) continue;
    std::string line;
    std::string band;
    for (std::size_t k = begin; k < i; ++k) {
      line += fmt::format("{:.1f},{:.1f} ", axes.x(curve[k].time_s), axes.y(curve[k].angle.degrees()));
      band += fmt::format("{:.1f},{:.1f} ", axes.x(curve[k].time_s),
                          axes.y(curve[k].angle.degrees() + TwoSided95 * curve[k].standard_error.degrees()));
    }
    for (std::size_t k = i; k-- > begin;)
      band += fmt::format("{:.1f},{:.1f} ", axes.x(curve[k].time_s),
                          axes.y(curve[k].angle.degrees() - TwoSided95 * curve[k].standard_error.degrees()));
    svg += fmt::format(
        "<polygon points='{}' fill='#2f6f6a' fill-opacity='0.2'/>"
        "<polyline points='{}' fill='none' stroke='#2f6f6a' stroke-width='2'/>",
        band, line);
    begin = i;
  }
  return svg;
}

std::string draw_marks(const Axes& axes, const SideTrial& side) {
  std::string svg;
  for (const auto& repetition : side.measured.repetitions) {
    const double x = axes.x(repetition.start_s);
    const double width = axes.x(repetition.end_s) - x;
    svg += fmt::format(
        "<rect x='{:.1f}' y='{:.1f}' width='{:.1f}' height='{:.1f}' fill='#5f6368' fill-opacity='0.08'/>", x,
        Top, width, PlotHeight - Top - Bottom);
  }
  // The interval of what was reached stands at the right edge.
  if (const auto& reached = side.measured.reached) {
    const double half = TwoSided95 * reached->standard_error.degrees();
    const double x = PlotWidth - Right - 2.0;
    svg += fmt::format(
        "<line x1='{:.1f}' x2='{:.1f}' y1='{:.1f}' y2='{:.1f}' stroke='#1d1f21' stroke-width='3'/>", x, x,
        axes.y(reached->mean.degrees() + half),
        axes.y(std::max(axes.low_deg, reached->mean.degrees() - half)));
  }
  return svg;
}

/// What was held, over the curve that it lies on: a line from end to end.
std::string draw_holds(const Axes& axes, const SideTrial& side) {
  constexpr double EndMark = 5.0;
  std::string svg;
  for (const auto& repetition : side.measured.repetitions) {
    if (!repetition.usable || !repetition.hold_start_s) continue;
    const double level = axes.y(repetition.usable->degrees());
    const double from = axes.x(*repetition.hold_start_s);
    const double to = axes.x(*repetition.hold_start_s + repetition.hold_s);
    svg += fmt::format(
        "<path d='M{0:.1f} {2:.1f}V{3:.1f}M{1:.1f} {2:.1f}V{3:.1f}M{0:.1f} {4:.1f}H{1:.1f}' fill='none' "
        "stroke='#1d1f21' stroke-width='2.5'/>",
        from, to, level - EndMark, level + EndMark, level);
  }
  return svg;
}

/// Where a compensation began, across the plot.
std::string draw_onsets(const Axes& axes, const SideTrial& side) {
  std::string svg;
  for (const auto& seen : side.compensations) {
    const double y = axes.y(std::clamp(seen.began_at.degrees(), axes.low_deg, axes.high_deg));
    svg += fmt::format(
        "<line x1='{:.1f}' x2='{:.1f}' y1='{:.1f}' y2='{:.1f}' stroke='#9a3f1d' stroke-width='1.5' "
        "stroke-dasharray='6 4'/>",
        Left, PlotWidth - Right, y, y);
  }
  return svg;
}

// Of the plot of many recordings.
constexpr double NameWidth = 215.0;
constexpr double RowHeight = 16.0;
constexpr std::size_t LongestName = 40;

/// The end of a name says which of many it is.
std::string shorten(const std::string& name) {
  return name.size() <= LongestName ? name : "…" + name.substr(name.size() - LongestName);
}

std::string draw_bar(double from_x, double mean_x, double to_x, double y, const char* colour, bool is_trend) {
  return fmt::format(
      "<line x1='{:.1f}' x2='{:.1f}' y1='{:.1f}' y2='{:.1f}' stroke='{}' stroke-width='2'/>"
      "<circle cx='{:.1f}' cy='{:.1f}' r='3' fill='{}' stroke='{}' stroke-width='1.5'/>",
      from_x, to_x, y, y, colour, mean_x, y, is_trend ? "#faf8f5" : colour, colour);
}

double map_scale(double edge_deg) {
  return (MapSize / 2.0 - 16.0) / edge_deg;
}

std::string draw_rings(double edge_deg) {
  std::string svg;
  const auto rings = static_cast<int>(std::lround(edge_deg / RingStep_deg));
  for (int i = 1; i <= rings; ++i) {
    const double ring = RingStep_deg * i;
    svg += fmt::format(
        "<circle r='{:.1f}' fill='none' stroke='#d9d4cc'/><text x='3' y='{:.1f}' font-size='11' "
        "fill='#5f6368'>{:.0f}°</text>",
        ring * map_scale(edge_deg), -ring * map_scale(edge_deg) - 3.0, ring);
  }
  return svg;
}

/// An eighth in which the limb hardly went, from the middle to the edge.
std::string draw_dead_octants(const measure::Circle& circle, double edge_deg, double turn_sign) {
  const double radius = edge_deg * map_scale(edge_deg);
  std::string svg;
  for (const std::size_t octant : circle.dead_octants) {
    std::string corners = "0,0 ";
    for (int step = 0; step <= 9; ++step) {
      const double turn = turn_sign * (static_cast<double>(octant) + step / 9.0) * std::numbers::pi / 4.0;
      corners += fmt::format("{:.1f},{:.1f} ", radius * std::sin(turn), -radius * std::cos(turn));
    }
    svg += "<polygon points='" + corners + "' fill='#9a3f1d' fill-opacity='0.15'/>";
  }
  return svg;
}

/// +1 where the way turns as the clock does on the map.
double find_turn_sign(const std::vector<measure::CirclePlace>& way) {
  double area = 0.0;
  for (std::size_t i = 1; i < way.size(); ++i)
    area +=
        way[i - 1].up.radians() * way[i].across.radians() - way[i - 1].across.radians() * way[i].up.radians();
  return area < 0.0 ? -1.0 : 1.0;
}

}  // namespace

std::string draw_plot(const SideTrial& side, const std::string& title) {
  if (side.curve.size() < 2) return {};
  const Axes axes = make_axes(side);
  return fmt::format(
      "<div class='wide' tabindex='0'><svg viewBox='0 0 {:.0f} {:.0f}' role='img' "
      "aria-label='{}'>{}{}{}{}{}</svg></div>",
      PlotWidth, PlotHeight, escape_markup(title), draw_grid(axes), draw_marks(axes, side),
      draw_curve(axes, side), draw_holds(axes, side), draw_onsets(axes, side));
}

std::string draw_intervals(std::span<const IntervalRow> rows, const std::string& title) {
  double low_deg = 0.0;
  double high_deg = 10.0;
  for (const IntervalRow& row : rows)
    for (const auto& figure : {row.reached, row.usable}) {
      if (!figure) continue;
      const double half = TwoSided95 * figure->standard_error.degrees();
      low_deg = std::min(low_deg, figure->mean.degrees() - half);
      high_deg = std::max(high_deg, figure->mean.degrees() + half);
    }
  const double height = Top + RowHeight * static_cast<double>(rows.size()) + Bottom;
  const auto x = [&](double deg) {
    return NameWidth + (deg - low_deg) / (high_deg - low_deg) * (PlotWidth - NameWidth - Right);
  };
  std::string svg;
  for (const double deg : choose_marks(low_deg, high_deg, 6.0))
    svg += fmt::format(
        "<line x1='{0:.1f}' x2='{0:.1f}' y1='{1:.1f}' y2='{2:.1f}' stroke='#d9d4cc'/>"
        "<text x='{0:.1f}' y='{3:.1f}' text-anchor='middle' font-size='11' fill='#5f6368'>{4:.0f}°</text>",
        x(deg), Top, height - Bottom, height - 8.0, deg);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const IntervalRow& row = rows[i];
    const double y = Top + RowHeight * (static_cast<double>(i) + 0.5);
    svg +=
        fmt::format("<text x='{:.1f}' y='{:.1f}' text-anchor='end' font-size='10' fill='#1d1f21'>{}</text>",
                    NameWidth - 8.0, y + 3.5, escape_markup(shorten(row.name)));
    const auto draw = [&](const std::optional<Estimate>& figure, double offset, const char* colour) {
      if (!figure) return;
      const double half = TwoSided95 * figure->standard_error.degrees();
      svg += draw_bar(x(figure->mean.degrees() - half), x(figure->mean.degrees()),
                      x(figure->mean.degrees() + half), y + offset, colour, row.is_trend);
    };
    draw(row.reached, row.usable ? -3.0 : 0.0, "#5f6368");
    draw(row.usable, 3.0, "#2f6f6a");
  }
  return fmt::format(
      "<div class='wide' tabindex='0'><svg viewBox='0 0 {:.0f} {:.0f}' role='img' "
      "aria-label='{}'>{}</svg></div>",
      PlotWidth, height, escape_markup(title), svg);
}

std::string draw_circle(const measure::Circle& circle, const std::string& title) {
  if (circle.way.size() < 2) return {};
  double edge_deg = RingStep_deg;
  std::string line;
  for (const auto& place : circle.way)
    edge_deg = std::max(edge_deg, std::hypot(place.across.degrees(), place.up.degrees()));
  edge_deg = RingStep_deg * std::ceil(edge_deg / RingStep_deg);
  const double scale = map_scale(edge_deg);
  for (const auto& place : circle.way)
    line += fmt::format("{:.1f},{:.1f} ", place.across.degrees() * scale, -place.up.degrees() * scale);
  return fmt::format(
      "<svg class='map' viewBox='{:.0f} {:.0f} {:.0f} {:.0f}' role='img' aria-label='{}'>{}{}"
      "<polyline points='{}' fill='none' stroke='#2f6f6a' stroke-width='2'/></svg>",
      -MapSize / 2.0, -MapSize / 2.0, MapSize, MapSize, escape_markup(title),
      draw_dead_octants(circle, edge_deg, find_turn_sign(circle.way)), draw_rings(edge_deg), line);
}

}  // namespace endrange::app
