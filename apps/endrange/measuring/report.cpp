#include "apps/endrange/measuring/report.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <filesystem>
#include <map>
#include <span>
#include <utility>

#include "adapters/protocol/journal.h"
#include "adapters/protocol/words.h"
#include "apps/endrange/measuring/report_plot.h"
#include "core/base/estimate.h"
#include "core/base/markup.h"
#include "core/measure/statistics.h"
#include "core/progress/comparison.h"

namespace endrange::app {
namespace {

using measure::SideTrial;

/// As many repetitions as stand beside each other on the width of a sheet.
constexpr std::size_t RepetitionsInRow = 12;

// On paper every figure is smaller, so that a joint's page holds both sides of ten repetitions on A4 and
// Letter.
constexpr auto Style = R"(
@page { margin: 12mm; }
:root { color-scheme: light; --ink: #1d1f21; --soft: #5f6368; --line: #d9d4cc; --accent: #2f6f6a; --paper: #faf8f5; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 860px; padding: 32px 24px 64px; background: var(--paper); color: var(--ink);
  font: 16px/1.45 system-ui, sans-serif; font-variant-numeric: tabular-nums; }
h1 { font-size: 31px; line-height: 1.2; margin: 0 0 8px; } h2 { font-size: 25px; margin: 40px 0 4px; }
h3 { font-size: 18px; margin: 16px 0 4px; } p { margin: 4px 0 8px; } .soft { color: var(--soft); }
.file { overflow-wrap: anywhere; } h2 .file { font-size: 14px; font-weight: 400; }
.figures { display: flex; flex-wrap: wrap; gap: 4px 24px; margin: 6px 0; padding: 0; list-style: none; }
.figures span { display: block; font-size: 13px; } .figures strong { font-size: 20px; line-height: 1.2; }
table { border-collapse: collapse; margin: 6px 0 10px; font-size: 13px; }
th, td { text-align: right; padding: 2px 8px; border-bottom: 1px solid var(--line); font-weight: 400; }
th:first-child, td.words, th.words { text-align: left; } thead th { color: var(--soft); }
.wide { overflow-x: auto; } svg { display: block; width: 100%; min-width: 460px; height: auto; }
svg.map { width: 280px; min-width: 0; margin: 8px 0; }
section { break-after: page; } section:last-of-type { break-after: auto; } article { break-inside: avoid; }
@media print {
  body { background: none; padding: 0; max-width: none; font-size: 9pt; line-height: 1.3; }
  h1 { font-size: 16pt; } h2 { font-size: 14pt; margin: 0 0 2px; } h3 { font-size: 11pt; margin: 8px 0 2px; }
  p { margin: 2px 0 4px; } .figures { gap: 2px 12px; margin: 3px 0; } .figures span { font-size: 8pt; }
  h2 .file { font-size: 8pt; } .figures strong { font-size: 10pt; } table { font-size: 8pt; margin: 3px 0 5px; } th, td { padding: 1px 6px; }
  .wide { overflow: visible; } svg { min-width: 0; } }
)";

constexpr auto Legend =
    "<p>± is half a 95 % interval. <b>Reached</b> is how far it went without forbidden compensation, "
    "<b>usable</b> "
    "the highest position that was held for as long as the test asks. In the plots the line is the angle and "
    "the band "
    "95 % of what the points' trembling leaves in it; repetitions are shaded; black lines are what was held; "
    "the bar at the right is the "
    "interval "
    "of what was reached; a dashed line is where a compensation began.</p>"
    "<p>Each ± is made of six parts, whose squares add. <b>Noise</b> differs from frame to frame, "
    "<b>lasting</b> is "
    "what a way of seeing mistakes through a whole recording, <b>view</b> how far the person was turned. "
    "<b>Repetition</b> is how far the repetitions lie apart, drawn to what is usual while they are few. "
    "<b>Between "
    "sessions</b> and <b>definition</b> come from other people, and are the same for everybody. Lasting and "
    "definition "
    "repeat with "
    "each measurement in the same way, and so are no part of a change.</p>";

std::string make_figure(std::string_view name, const std::string& value) {
  return fmt::format("<li><span class='soft'>{}</span><strong>{}</strong></li>", name, value);
}

std::string words_of_hold(const SideTrial& side) {
  if (!side.hold) return fmt::format("{:.1f} s", side.measured.hold_s);
  return fmt::format("{:.1f} ± {:.1f} s", side.measured.hold_s,
                     std::max(0.1, TwoSided95 * side.hold->duration_error_s));
}

/// "0.9° (0.5° to 1.4°)", with the 95 % interval.
std::string words_of_sway(const measure::Sway& sway) {
  if (!sway.deviation) return fmt::format("below {:.1f}°", sway.noise_floor.degrees());
  return fmt::format("{:.1f}° ({:.1f}° to {:.1f}°)", sway.deviation->degrees(), sway.least.degrees(),
                     sway.most.degrees());
}

std::string make_figures(const SideTrial& side) {
  const auto& measured = side.measured;
  std::string list;
  if (measured.usable) list += make_figure("usable", words_of(*measured.usable));
  if (measured.reached) list += make_figure("reached, best", words_of(*measured.reached));
  if (side.reached_median)
    list += make_figure("reached, middle", fmt::format("{:.0f}°", side.reached_median->degrees()));
  if (measured.hold_s > 0.0)
    list += make_figure(measured.usable ? "held" : "longest hold", words_of_hold(side));
  if (side.hold && measured.usable) {
    list += make_figure("sway", words_of_sway(side.hold->sway));
    list +=
        make_figure("drift", fmt::format("{:.1f}°/s", Angle::from_radians(side.hold->drift_per_s).degrees()));
  }
  if (side.tempo_s) list += make_figure("a repetition takes", fmt::format("{:.1f} s", *side.tempo_s));
  if (side.smoothness) list += make_figure("smoothness (SPARC)", fmt::format("{:.2f}", *side.smoothness));
  return "<ul class='figures'>" + list + "</ul>";
}

/// A row of the repetitions' table: its name and a cell each.
template <typename Write>
std::string make_row(std::string_view name, std::span<const journal::Repetition> repetitions, Write write) {
  std::string row = fmt::format("<tr><th scope='row'>{}</th>", name);
  for (const auto& one : repetitions) row += fmt::format("<td>{}</td>", write(one));
  return row + "</tr>";
}

std::string make_repetition_row(std::span<const journal::Repetition> repetitions, std::size_t first) {
  std::string head = "<tr><th scope='col'>repetition</th>";
  for (std::size_t i = 0; i < repetitions.size(); ++i)
    head += fmt::format("<th scope='col'>{}</th>", first + i + 1);
  using journal::Repetition;
  return "<table><thead>" + head + "</tr></thead><tbody>" +
         make_row("takes [s]", repetitions,
                  [](const Repetition& one) { return fmt::format("{:.1f}", one.end_s - one.start_s); }) +
         make_row("reached", repetitions,
                  [](const Repetition& one) { return fmt::format("{:.0f}°", one.reached.degrees()); }) +
         make_row("usable", repetitions,
                  [](const Repetition& one) {
                    return one.usable ? fmt::format("{:.0f}°", one.usable->degrees()) : std::string("–");
                  }) +
         make_row("longest hold [s]", repetitions,
                  [](const Repetition& one) { return fmt::format("{:.1f}", one.hold_s); }) +
         "</tbody></table>";
}

std::string make_repetitions(const SideTrial& side) {
  const std::span<const journal::Repetition> all = side.measured.repetitions;
  std::string tables;
  for (std::size_t first = 0; first < all.size(); first += RepetitionsInRow)
    tables += make_repetition_row(all.subspan(first, std::min(RepetitionsInRow, all.size() - first)), first);
  return tables.empty() ? tables : "<div class='wide' tabindex='0'>" + tables + "</div>";
}

std::string make_error_row(std::string_view name, const measure::ErrorParts& parts) {
  std::string row = fmt::format("<tr><th scope='row'>± of {}</th>", name);
  for (const Angle part : {parts.noise, parts.lasting, parts.view, parts.repetition, parts.between_sessions,
                           parts.definition, measure::compute_total(parts)})
    row += fmt::format("<td>{:.1f}°</td>", TwoSided95 * part.degrees());
  return row + "</tr>";
}

std::string make_errors(const SideTrial& side) {
  std::string rows;
  if (side.measured.reached) rows += make_error_row("reached", side.reached_error);
  if (side.measured.usable) rows += make_error_row("usable", side.usable_error);
  if (rows.empty()) return rows;
  return "<div class='wide' tabindex='0'><table><thead><tr><th scope='col'>made of</th><th "
         "scope='col'>noise</th><th scope='col'>lasting</th>"
         "<th scope='col'>view</th><th scope='col'>repetition</th><th scope='col'>between sessions</th>"
         "<th scope='col'>definition</th><th scope='col'>together</th></tr></thead><tbody>" +
         rows + "</tbody></table></div>";
}

std::string make_grade(journal::Grade grade, const std::string& reason, const std::string& remedy) {
  const std::string next = remedy.empty() ? "" : " Next time: " + escape_markup(remedy);
  switch (grade) {
    case journal::Grade::Measured:
      return fmt::format("<p><b>Measured.</b> {}{}</p>", escape_markup(reason), next);
    case journal::Grade::Trend:
      return fmt::format("<p><b>Trend:</b> compares with itself in the same set-up only. {}{}</p>",
                         escape_markup(reason), next);
    case journal::Grade::NotObservable:
      break;
  }
  return fmt::format("<p><b>Not observable.</b> {}{}</p>", escape_markup(reason), next);
}

std::string title_of(Side side) {
  std::string title(word(side));
  title.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(title.front())));
  return side == Side::Both ? "Both sides" : title;
}

std::string make_side(const std::string& name, const SideTrial& side) {
  std::string html = fmt::format("<article><h3>{}</h3>{}{}", title_of(side.measured.side), make_figures(side),
                                 draw_plot(side, name + ", " + std::string(word(side.measured.side))));
  for (const auto& seen : side.compensations)
    html += fmt::format("<p>{} by {}, from {} on.</p>", escape_markup(seen.compensation.words),
                        words_of(Estimate{seen.largest, seen.largest_error}),
                        words_of(Estimate{seen.began_at, seen.began_at_error}));
  html += make_repetitions(side) + make_errors(side) +
          make_grade(side.measured.grade, side.measured.grade_reason, side.remedy);
  return html + "</article>";
}

std::string_view word_of_kind(progress::RangeKind kind) {
  switch (kind) {
    case progress::RangeKind::Usable:
      return "usable";
    case progress::RangeKind::Reached:
      return "reached";
    case progress::RangeKind::Available:
      break;
  }
  return "available";
}

/// Left against right of one recording: what repeats with the way of seeing is the same on both.
std::string make_difference(const measure::TrialResult& result) {
  const SideTrial* const left = measure::find_side(result, Side::Left);
  const SideTrial* const right = measure::find_side(result, Side::Right);
  if (left == nullptr || right == nullptr) return {};
  const auto compared = progress::compare_sides(progress::Recordings::One, left->measured, right->measured);
  if (!compared) return {};
  const double difference = compared->difference->degrees();
  return fmt::format(
      "<p><b>Right less left, {}: {:.0f}°</b> (standard error {:.1f}°): {} the {:.0f}° that measuring "
      "wobbles.</p>",
      word_of_kind(*compared->kind), std::round(difference) + 0.0, compared->difference_error->degrees(),
      compared->verdict == progress::Verdict::Changed ? "beyond" : "within", compared->detectable->degrees());
}

/// "reach cone area" for `reach_cone_area`.
std::string in_words(std::string_view name) {
  std::string text(name);
  std::ranges::replace(text, '_', ' ');
  return text;
}

std::string make_figure_side(const std::string& name, const measure::FigureTrial& trial) {
  std::string list;
  for (const protocol::Figure& figure : protocol::make_tested(trial.tested).figures)
    list += make_figure(in_words(protocol::word_of(figure.name)),
                        words_of_figure(figure.value, figure.standard_error, protocol::word_of(figure.unit)));
  std::string html =
      fmt::format("<article><h3>{}</h3><ul class='figures'>{}</ul>", title_of(trial.tested.side), list);
  if (trial.circle) {
    html += draw_circle(*trial.circle, name + ", " + std::string(word(trial.tested.side)));
    html += fmt::format(
        "<p>{} whole rounds, {:.1f} s each. Where the limb pointed, about the middle of its circle; up is "
        "up.</p>",
        trial.circle->rounds, trial.circle->round_s);
  }
  return html + make_grade(trial.tested.grade, trial.tested.grade_reason, trial.remedy) + "</article>";
}

std::string name_of(const measure::TrialResult& result, const measure::Protocols& protocols) {
  const auto* const protocol = protocols.find(result.protocol);
  return protocol != nullptr ? protocol->name : result.protocol.value();
}

/// One recording's page of its joint.
std::string make_section(const MeasuredFile& one, const measure::Protocols& protocols) {
  const std::string name = name_of(one.result, protocols);
  std::string html =
      fmt::format("<section><h2>{} <span class='soft file'>{}</span></h2>", escape_markup(name),
                  escape_markup(std::filesystem::path(one.file).filename().string()));
  const auto* const protocol = protocols.find(one.result.protocol);
  if (protocol != nullptr && !protocol->cannot_see.empty()) {
    html += "<p class='soft'>What one camera cannot see here: ";
    for (const std::string& each : protocol->cannot_see) html += escape_markup(each) + " ";
    html += "</p>";
  }
  html += make_difference(one.result);
  for (const SideTrial& side : one.result.sides) html += make_side(name, side);
  for (const auto& trial : one.result.figures) html += make_figure_side(name, trial);
  return html + "</section>";
}

// As many rows as fit on a sheet below a heading, with the table of the sides.
constexpr std::size_t RowsOnSheet = 44;

/// "31° to 92°, middle 64° (12)" of the figures of one side.
std::string words_of_span(const std::vector<double>& degrees) {
  if (degrees.empty()) return "–";
  const auto [least, most] = std::ranges::minmax(degrees);
  return fmt::format("{:.0f}° to {:.0f}°, middle {:.0f}° ({})", least, most, measure::compute_median(degrees),
                     degrees.size());
}

std::string make_span_row(const std::vector<const MeasuredFile*>& recordings, Side side) {
  std::vector<double> reached;
  std::vector<double> usable;
  for (const MeasuredFile* one : recordings)
    if (const SideTrial* trial = measure::find_side(one->result, side)) {
      if (trial->measured.reached) reached.push_back(trial->measured.reached->mean.degrees());
      if (trial->measured.usable) usable.push_back(trial->measured.usable->mean.degrees());
    }
  if (reached.empty() && usable.empty()) return {};
  return fmt::format("<tr><th scope='row'>{}</th><td>{}</td><td>{}</td></tr>", title_of(side),
                     words_of_span(reached), words_of_span(usable));
}

/// "Recording: standing front"
std::string say_way_of_seeing(const journal::Measured& measured) {
  auto method = in_words(protocol::word_of(protocol::same_enumerator<protocol::Method>(measured.method)));
  method.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(method.front())));
  std::string set_up = measured.set_up;
  std::ranges::replace(set_up, '/', ' ');
  return method + ": " + set_up;
}

/// All recordings of one joint motion on a sheet of its own, before the sheet of each; those of one way of
/// seeing below each other.
std::string make_joint_section(const std::vector<const MeasuredFile*>& recordings,
                               const measure::Protocols& protocols) {
  std::map<std::string, std::vector<IntervalRow>> by_way;
  std::string spans;
  for (const Side side : {Side::Left, Side::Right, Side::Both}) {
    spans += make_span_row(recordings, side);
    for (const MeasuredFile* one : recordings) {
      const SideTrial* trial = measure::find_side(one->result, side);
      if (trial == nullptr || (!trial->measured.reached && !trial->measured.usable)) continue;
      by_way[say_way_of_seeing(trial->measured)].push_back(
          {.name = std::filesystem::path(one->file).filename().string() +
                   (side == Side::Both ? "" : ", " + std::string(word(side))),
           .is_trend = trial->measured.grade == journal::Grade::Trend,
           .reached = trial->measured.reached,
           .usable = trial->measured.usable});
    }
  }
  if (by_way.empty()) return {};
  const std::string name = name_of(recordings.front()->result, protocols);
  std::string html = fmt::format(
      "<section><h2>{} <span class='soft file'>{} recordings</span></h2><p class='soft'>Grey is what was "
      "reached, green what was held; the line is the 95 % interval, and a hollow dot a trend. What one "
      "device saw in one position and view compares with itself; others need not.</p><div class='wide' "
      "tabindex='0'><table><thead><tr><th scope='col'>side</th><th scope='col'>reached, from to</th><th "
      "scope='col'>usable, from to</th></tr></thead><tbody>{}</tbody></table></div>",
      escape_markup(name), recordings.size(), spans);
  for (const auto& [way, rows] : by_way) {
    html += fmt::format("<h3>{}</h3>", escape_markup(way));
    const std::span<const IntervalRow> all = rows;
    for (std::size_t first = 0; first < all.size(); first += RowsOnSheet)
      html += draw_intervals(all.subspan(first, std::min(RowsOnSheet, all.size() - first)),
                             name + ", all recordings, " + way);
  }
  return html + "</section>";
}

std::string words_or_dash(const std::optional<Estimate>& estimate) {
  return estimate ? words_of(*estimate) : "–";
}

std::string make_overview_rows(const MeasuredFile& one, const measure::Protocols& protocols) {
  std::string rows;
  const auto begin = [&](Side side) {
    return fmt::format("<tr><td class='words'>{}</td><td class='words file'>{}</td><td class='words'>{}</td>",
                       escape_markup(name_of(one.result, protocols)),
                       escape_markup(std::filesystem::path(one.file).filename().string()), word(side));
  };
  for (const SideTrial& side : one.result.sides)
    rows += begin(side.measured.side) +
            fmt::format(
                "<td>{}</td><td>{}</td><td>{}</td><td class='words'>{}</td></tr>",
                words_or_dash(side.measured.reached), words_or_dash(side.measured.usable),
                side.measured.repetitions.size(),
                in_words(protocol::word_of(protocol::same_enumerator<protocol::Grade>(side.measured.grade))));
  for (const auto& trial : one.result.figures)
    rows += begin(trial.tested.side) +
            fmt::format(
                "<td></td><td></td><td></td><td class='words'>{}</td></tr>",
                in_words(protocol::word_of(protocol::same_enumerator<protocol::Grade>(trial.tested.grade))));
  return rows;
}

std::string make_overview(const std::vector<const MeasuredFile*>& told, const std::string& refused,
                          const measure::Protocols& protocols) {
  std::string rows;
  for (const MeasuredFile* one : told) rows += make_overview_rows(*one, protocols);
  std::string html = "<section><h1>Measured with Endrange</h1>" + std::string(Legend);
  if (!rows.empty())
    html +=
        "<div class='wide' tabindex='0'><table><thead><tr><th scope='col'>test</th><th scope='col' "
        "class='words'>recording</th><th scope='col' class='words'>side</th><th scope='col'>reached</th><th "
        "scope='col'>usable</th><th scope='col'>repetitions</th><th "
        "scope='col' class='words'>grade</th></tr></thead><tbody>" +
        rows + "</tbody></table></div>";
  if (!refused.empty())
    html += "<h2>Not measured</h2><div class='wide' tabindex='0'><table><tbody>" + refused +
            "</tbody></table></div>";
  return html + "</section>";
}

}  // namespace

std::string words_of_figure(double value, double standard_error, std::string_view unit) {
  const double half = TwoSided95 * standard_error;
  const int digits = unit == "count" ? 0 : half < 1.0 ? (half < 0.1 ? 2 : 1) : 0;
  if (unit == "degrees") return fmt::format("{:.{}f}° ± {:.{}f}°", value, digits, half, digits);
  const std::string figure = fmt::format("{:.{}f} ± {:.{}f}", value, digits, half, digits);
  return unit == "one" || unit == "count" ? figure : figure + " " + std::string(unit);
}

std::string make_report(const std::vector<MeasuredFile>& files, const measure::Protocols& protocols) {
  std::vector<const MeasuredFile*> told;
  std::string refused;
  for (const MeasuredFile& one : files) {
    if (one.result.is_refused())
      refused += fmt::format("<tr><td class='words file'>{}</td><td class='words'>{} {}</td></tr>",
                             escape_markup(std::filesystem::path(one.file).filename().string()),
                             escape_markup(one.result.refusal), escape_markup(one.result.remedy));
    else
      told.push_back(&one);
  }
  std::ranges::stable_sort(told, {}, [](const MeasuredFile* one) { return one->result.protocol; });
  std::string html = fmt::format(
      "<!doctype html><html lang='en'><head><meta charset='utf-8'><meta name='viewport' "
      "content='width=device-width'><title>Measured with Endrange</title><style>{}</style></head><body>",
      Style);
  html += make_overview(told, refused, protocols);
  for (auto first = told.begin(); first != told.end();) {
    const auto last = std::find_if(first, told.end(), [&](const MeasuredFile* one) {
      return one->result.protocol != (*first)->result.protocol;
    });
    if (last - first > 1) html += make_joint_section({first, last}, protocols);
    for (; first != last; ++first) html += make_section(**first, protocols);
  }
  return html + "</body></html>\n";
}

}  // namespace endrange::app
