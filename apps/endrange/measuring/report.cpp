#include "apps/endrange/measuring/report.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "adapters/protocol/journal.h"
#include "adapters/protocol/words.h"
#include "core/base/estimate.h"
#include "core/progress/comparison.h"

namespace endrange::app {
namespace {

using measure::SideTrial;

constexpr double PlotWidth = 600.0;
constexpr double PlotHeight = 210.0;
constexpr double Left = 46.0;
constexpr double Right = 12.0;
constexpr double Top = 10.0;
constexpr double Bottom = 28.0;

constexpr auto Style = R"(
:root { color-scheme: light; --ink: #1d1f21; --soft: #5f6368; --line: #d9d4cc; --accent: #2f6f6a; --paper: #faf8f5; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 820px; padding: 32px 24px 64px; background: var(--paper); color: var(--ink);
  font: 16px/1.5 system-ui, sans-serif; font-variant-numeric: tabular-nums; }
h1 { font-size: 31px; line-height: 1.2; margin: 0 0 8px; } h2 { font-size: 25px; margin: 40px 0 4px; }
h3 { font-size: 20px; margin: 24px 0 4px; overflow-wrap: anywhere; } p { margin: 4px 0 12px; } .soft { color: var(--soft); }
.figures { display: flex; flex-wrap: wrap; gap: 8px 32px; margin: 8px 0; padding: 0; list-style: none; }
.figures strong { display: block; font-size: 25px; line-height: 1.2; }
table { border-collapse: collapse; width: 100%; margin: 8px 0 16px; font-size: 14px; }
th, td { text-align: right; padding: 4px 8px; border-bottom: 1px solid var(--line); } th:first-child, td:first-child { text-align: left; }
.wide { overflow-x: auto; } svg { width: 100%; min-width: 460px; height: auto; display: block; }
@media print { .wide { overflow: visible; } svg { min-width: 0; } } section { break-after: page; } section:last-of-type { break-after: auto; }
article { break-inside: avoid; }
@media print { body { background: none; padding: 0; font-size: 11pt; } h2 { margin-top: 0; } }
)";

std::string escape(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    switch (c) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '"':
        escaped += "&quot;";
        break;
      default:
        escaped += c;
    }
  }
  return escaped;
}

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
  for (const double deg : choose_marks(axes.low_deg, axes.high_deg, 5.0))
    svg += fmt::format(
        "<line x1='{:.1f}' x2='{:.1f}' y1='{:.1f}' y2='{:.1f}' stroke='#d9d4cc'/>"
        "<text x='{:.1f}' y='{:.1f}' text-anchor='end' font-size='12' fill='#5f6368'>{:.0f}°</text>",
        Left, PlotWidth - Right, axes.y(deg), axes.y(deg), Left - 6.0, axes.y(deg) + 4.0, deg);
  for (const double s : choose_marks(axes.from_s, axes.to_s, 8.0))
    svg += fmt::format(
        "<text x='{:.1f}' y='{:.1f}' text-anchor='middle' font-size='12' fill='#5f6368'>{:g} s</text>",
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
    if (repetition.usable)
      svg += fmt::format(
          "<line x1='{:.1f}' x2='{:.1f}' y1='{:.1f}' y2='{:.1f}' stroke='#1d1f21' stroke-width='2'/>", x,
          x + width, axes.y(repetition.usable->degrees()), axes.y(repetition.usable->degrees()));
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

std::string draw_plot(const SideTrial& side, const std::string& title) {
  if (side.curve.size() < 2) return {};
  const Axes axes = make_axes(side);
  return fmt::format(
      "<div class='wide' tabindex='0'><svg viewBox='0 0 {:.0f} {:.0f}' role='img' "
      "aria-label='{}'>{}{}{}</svg></div>",
      PlotWidth, PlotHeight, escape(title), draw_grid(axes), draw_marks(axes, side), draw_curve(axes, side));
}

std::string make_figure(const char* name, const std::string& value) {
  return fmt::format("<li><span class='soft'>{}</span><strong>{}</strong></li>", name, value);
}

std::string make_figures(const SideTrial& side) {
  const auto& measured = side.measured;
  std::string list;
  if (measured.usable) list += make_figure("usable", words_of(*measured.usable));
  if (measured.reached) list += make_figure("reached, best", words_of(*measured.reached));
  if (side.reached_median)
    list += make_figure("reached, middle", fmt::format("{:.0f}°", side.reached_median->degrees()));
  if (measured.hold_s > 0.0) list += make_figure("held", fmt::format("{:.1f} s", measured.hold_s));
  if (side.hold && measured.usable) {
    list += make_figure("sway", measured.steadiness
                                    ? fmt::format("{:.1f}°", measured.steadiness->degrees())
                                    : fmt::format("below {:.1f}°", side.hold->sway.noise_floor.degrees()));
    list += make_figure(
        "drift", fmt::format("{:.1f}° a second", Angle::from_radians(side.hold->drift_per_s).degrees()));
  }
  return "<ul class='figures'>" + list + "</ul>";
}

std::string make_repetitions(const SideTrial& side) {
  std::string rows;
  for (std::size_t i = 0; i < side.measured.repetitions.size(); ++i) {
    const auto& one = side.measured.repetitions[i];
    rows += fmt::format(
        "<tr><td>{}</td><td>{:.1f} s</td><td>{:.1f} s</td><td>{:.0f}°</td><td>{}</td><td>{:.1f} s</td></tr>",
        i + 1, one.start_s, one.end_s - one.start_s, one.reached.degrees(),
        one.usable ? fmt::format("{:.0f}°", one.usable->degrees()) : std::string("–"), one.hold_s);
  }
  if (rows.empty()) return {};
  return "<div "
         "class='wide'><table><thead><tr><th>repetition</th><th>begins</th><th>takes</th><th>reached</"
         "th><th>usable</"
         "th><th>held"
         "</th></tr></thead><tbody>" +
         rows + "</tbody></table></div>";
}

std::string make_error_parts(const measure::ErrorParts& parts) {
  const auto half = [](Angle error) { return fmt::format("{:.1f}°", TwoSided95 * error.degrees()); };
  return fmt::format(
      "<p class='soft'>The ± of what was reached is made of: noise {}, what the camera mistakes all "
      "along {}, view {}, repetition {}, between sessions {}, definition {} (squares add; the second and the "
      "last are much the same each time).</p>",
      half(parts.noise), half(parts.lasting), half(parts.view), half(parts.repetition),
      half(parts.between_sessions), half(parts.definition));
}

std::string make_side(const std::string& file, const SideTrial& side) {
  const std::string title = fmt::format("{}, {}", file, word(side.measured.side));
  std::string html =
      fmt::format("<article><h3>{}</h3>{}{}", escape(title), make_figures(side), draw_plot(side, title));
  for (const auto& seen : side.compensations)
    html += fmt::format("<p>{} by {:.0f}° from {:.0f}° on.</p>", escape(seen.compensation.words),
                        seen.largest.degrees(), seen.began_at.degrees());
  html += make_repetitions(side);
  if (side.measured.reached) html += make_error_parts(side.reached_error);
  if (!side.measured.grade_reason.empty())
    html += fmt::format("<p>{}</p>", escape(side.measured.grade_reason));
  return html + "</article>";
}

/// Left against right of one recording: what repeats with the way of seeing is the same on both.
std::string make_difference(const measure::TrialResult& result) {
  const SideTrial* left = nullptr;
  const SideTrial* right = nullptr;
  for (const SideTrial& side : result.sides) {
    if (side.measured.side == Side::Left) left = &side;
    if (side.measured.side == Side::Right) right = &side;
  }
  if (left == nullptr || right == nullptr || !left->measured.reached || !right->measured.reached) return {};
  const auto random = [](const SideTrial& side) {
    return Estimate{side.measured.reached->mean,
                    progress::compute_random_error(*side.measured.reached, side.measured.set_up_error)};
  };
  const auto difference = progress::compute_difference(random(*left), random(*right));
  return fmt::format(
      "<p>Right less left: {:.0f}°, {} (more than {:.0f}° would be told apart).</p>",
      difference.mean.degrees(),
      difference.is_distinguishable() ? "more than measuring wobbles" : "within what measuring wobbles",
      difference.detectable.degrees());
}

/// "Reach cone area" for `reach_cone_area`.
std::string in_words(std::string_view name) {
  std::string text(name);
  std::ranges::replace(text, '_', ' ');
  return text;
}

std::string make_figure_side(const std::string& file, const measure::FigureTrial& trial) {
  std::string list;
  for (const protocol::Figure& figure : protocol::make_tested(trial.tested).figures)
    list += make_figure(in_words(protocol::word_of(figure.name)).c_str(),
                        words_of_figure(figure.value, figure.standard_error, protocol::word_of(figure.unit)));
  std::string html = fmt::format("<article><h3>{}, {}</h3><ul class='figures'>{}</ul>", escape(file),
                                 word(trial.tested.side), list);
  if (!trial.tested.grade_reason.empty()) html += fmt::format("<p>{}</p>", escape(trial.tested.grade_reason));
  return html + "</article>";
}

}  // namespace

std::string words_of_figure(double value, double standard_error, std::string_view unit) {
  const double half = TwoSided95 * standard_error;
  const int digits = unit == "count" ? 0 : half < 1.0 ? (half < 0.1 ? 2 : 1) : 0;
  const std::string figure = fmt::format("{:.{}f} ± {:.{}f}", value, digits, half, digits);
  return unit == "one" || unit == "count" ? figure : figure + " " + std::string(unit);
}

std::string make_report(const std::vector<MeasuredFile>& files, const measure::Protocols& protocols) {
  std::map<std::string, std::string> sections;
  std::string refused;
  for (const MeasuredFile& one : files) {
    if (one.result.is_refused()) {
      refused += fmt::format("<tr><td>{}</td><td style='text-align:left'>{} {}</td></tr>", escape(one.file),
                             escape(one.result.refusal), escape(one.result.remedy));
      continue;
    }
    std::string& section = sections[one.result.protocol.value()];
    for (const SideTrial& side : one.result.sides) section += make_side(one.file, side);
    for (const auto& trial : one.result.figures) section += make_figure_side(one.file, trial);
    section += make_difference(one.result);
  }
  std::string html = fmt::format(
      "<!doctype html><html lang='en'><head><meta charset='utf-8'><meta name='viewport' "
      "content='width=device-width'>"
      "<title>Measured with Endrange</title><style>{}</style></head><body><h1>Measured with Endrange</h1>"
      "<p class='soft'>± is half a 95 % interval. Usable is what was held under control, reached what was "
      "touched. "
      "Shaded: repetitions; black lines: what was held; the bar at the right: the interval of what was "
      "reached.</p>",
      Style);
  for (const auto& [id, section] : sections) {
    const auto* const protocol = protocols.find(ProtocolId(id));
    html += fmt::format("<section><h2>{}</h2>", escape(protocol != nullptr ? protocol->name : id));
    if (protocol != nullptr && !protocol->cannot_see.empty()) {
      html += "<p class='soft'>What one camera cannot see here: ";
      for (const std::string& each : protocol->cannot_see) html += escape(each) + " ";
      html += "</p>";
    }
    html += section + "</section>";
  }
  if (!refused.empty())
    html += "<section><h2>Not measured</h2><table><tbody>" + refused + "</tbody></table></section>";
  return html + "</body></html>\n";
}

}  // namespace endrange::app
