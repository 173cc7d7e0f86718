#include "apps/endrange/trainer/summary_page.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <ranges>
#include <vector>

#include "adapters/protocol/words.h"
#include "core/base/estimate.h"
#include "core/base/markup.h"

namespace endrange::app {
namespace {

/// As many joint motions, places and answers as fit on the sheet beside the rest.
constexpr std::size_t MostMotions = 12;
constexpr std::size_t MostPains = 5;
constexpr std::size_t MostAnswers = 6;
constexpr std::size_t MostSides = 4;
constexpr std::size_t MostTests = 6;

constexpr auto Style = R"(
@page { margin: 12mm; }
:root { color-scheme: light; --ink: #1d1f21; --soft: #5f6368; --line: #d9d4cc; --wood: #b08457; --accent: #2f6f6a; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 860px; padding: 32px 24px; background: #fff; color: var(--ink);
  font: 15px/1.4 system-ui, sans-serif; font-variant-numeric: tabular-nums; }
h1 { font-size: 26px; line-height: 1.2; margin: 0; } h2 { font-size: 17px; margin: 20px 0 4px; }
p { margin: 4px 0; } ul { margin: 4px 0; padding-left: 20px; } .soft { color: var(--soft); }
header { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 4px 24px; align-items: baseline;
  border-bottom: 2px solid var(--ink); padding-bottom: 8px; }
.name { flex: 1 1 260px; border-bottom: 1px solid var(--line); color: var(--soft); }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 13px; }
th, td { text-align: left; vertical-align: top; padding: 3px 10px 3px 0; border-bottom: 1px solid var(--line);
  font-weight: 400; }
thead th { color: var(--soft); } tbody th { font-weight: 600; } td.number, th.number { text-align: right; }
td.figure { white-space: nowrap; } .foot { margin-top: 20px; font-size: 13px; }
svg { display: block; width: 120px; height: 12px; margin-top: 2px; }
.two { display: grid; grid-template-columns: repeat(auto-fit, minmax(260px, 1fr)); gap: 0 32px; }
@media screen { .wide td.change { min-width: 220px; } }
@media print {
  body { padding: 0; max-width: none; font-size: 9pt; line-height: 1.3; } h1 { font-size: 15pt; }
  h2 { font-size: 11pt; margin: 10px 0 2px; } table { font-size: 8.5pt; } .two { grid-template-columns: 1fr 1fr; }
  .wide { overflow: visible; } .foot { margin-top: 10px; font-size: 8pt; } }
)";

std::string describe(const std::optional<protocol::Estimate>& estimate) {
  if (!estimate) return "–";
  return words_of(Estimate{Angle::from_degrees(estimate->mean_deg), Angle::from_degrees(estimate->se_deg)});
}

/// A bar from nothing to the whole human range: usable filled, its interval as a line.
std::string draw_bar(const protocol::BodyJoint& joint) {
  if (!joint.usable) return {};
  constexpr double Width = 120.0;
  const auto x_of = [&](double degrees) {
    return std::clamp(degrees / std::max(1.0, joint.human_deg), 0.0, 1.0) * Width;
  };
  const double half = TwoSided95 * joint.usable->se_deg;
  return fmt::format(
      "<svg viewBox='0 0 120 12' aria-hidden='true'><rect y='3' width='120' height='6' rx='3' "
      "fill='#ece7df'/>"
      "<rect y='3' width='{:.1f}' height='6' rx='3' fill='#b08457'/>"
      "<path d='M{:.1f} 6H{:.1f}' stroke='#1d1f21' stroke-width='1.5'/></svg>",
      x_of(joint.usable->mean_deg), x_of(joint.usable->mean_deg - half), x_of(joint.usable->mean_deg + half));
}

std::string describe_grade(const protocol::BodyJoint& joint) {
  if (joint.grade == protocol::Grade::Trend) return "trend only";
  return "";
}

std::string make_motion_row(const protocol::BodyJoint& joint) {
  const auto side = joint.side == protocol::Side::Both ? "" : ", " + protocol::word_of(joint.side);
  const auto latest =
      joint.history.empty() ? "" : std::ranges::max(joint.history, {}, &protocol::HistoryPoint::at).day;
  return fmt::format(
      "<tr><th scope='row'>{}{}</th><td class='figure'>{}{}</td><td class='figure'>{}</td>"
      "<td class='change'>{}</td><td class='figure'>{}</td><td>{}</td></tr>",
      escape_markup(joint.name), side, describe(joint.usable), draw_bar(joint), describe(joint.reached),
      joint.change ? escape_markup(joint.change->words) : "", latest, describe_grade(joint));
}

std::string make_motions(const protocol::Progress& progress) {
  std::vector<const protocol::BodyJoint*> measured;
  for (const auto& joint : progress.changes)
    if (joint.usable || joint.reached) measured.push_back(&joint);
  if (measured.empty()) return "<h2>Range</h2><p>Nothing has been measured yet.</p>";
  std::string rows;
  for (const auto* joint : measured | std::views::take(MostMotions)) rows += make_motion_row(*joint);
  std::string html =
      "<h2>Range</h2><div class='wide' tabindex='0'><table><thead><tr><th scope='col'>joint motion</th>"
      "<th scope='col'>usable</th><th scope='col'>reached</th><th scope='col'>since the beginning</th>"
      "<th scope='col'>last measured</th><th scope='col'></th></tr></thead><tbody>" +
      rows + "</tbody></table></div>";
  if (measured.size() > MostMotions)
    html += fmt::format("<p class='soft'>And {} more, which Endrange shows on its page Body.</p>",
                        measured.size() - MostMotions);
  return html;
}

std::string word_of_unit(protocol::FigureUnit unit) {
  const bool is_bare = unit == protocol::FigureUnit::One || unit == protocol::FigureUnit::Count;
  return is_bare ? "" : " " + protocol::word_of(unit);
}

// Left against right, and tests that show no angle.
std::string make_comparisons(const protocol::Progress& progress) {
  std::string items;
  for (const auto& sides : progress.sides | std::views::take(MostSides))
    items += fmt::format("<li>{}, left and right: {}</li>", escape_markup(sides.name),
                         escape_markup(sides.change.words));
  for (const auto& test : progress.tests | std::views::take(MostTests)) {
    if (test.latest.tested.figures.empty()) continue;
    const auto& figure = test.latest.tested.figures.front();
    const auto side = test.side == protocol::Side::Both ? "" : ", " + protocol::word_of(test.side);
    items += fmt::format("<li>{}{}: {:.1f} ± {:.1f}{}. {}</li>", escape_markup(test.name), side, figure.value,
                         TwoSided95 * figure.standard_error, word_of_unit(figure.unit),
                         escape_markup(test.latest.verdict_words));
  }
  return items.empty() ? "" : "<h2>Sides and tests</h2><ul>" + items + "</ul>";
}

std::string make_training(const protocol::Progress& progress) {
  std::map<protocol::Region, std::vector<double>> minutes;
  for (std::size_t week = 0; week < progress.weeks.size(); ++week)
    for (const auto& region : progress.weeks[week].regions) {
      auto& row = minutes[region.region];
      row.resize(progress.weeks.size());
      row[week] = region.minutes;
    }
  std::string html = fmt::format("<section><h2>Training</h2><p>{}</p>", escape_markup(progress.words));
  if (minutes.empty()) return html + "</section>";
  std::string head = "<tr><th scope='col'>minutes in the week from</th>";
  for (const auto& week : progress.weeks)
    head += fmt::format("<th scope='col' class='number'>{}</th>", week.from.substr(week.from.find('-') + 1));
  std::string rows;
  for (const auto& [region, row] : minutes) {
    auto name = protocol::word_of(region);
    std::ranges::replace(name, '_', ' ');
    rows += fmt::format("<tr><th scope='row'>{}</th>", name);
    for (const double each : row) rows += fmt::format("<td class='number'>{:.0f}</td>", each);
    rows += "</tr>";
  }
  return html + "<table><thead>" + head + "</tr></thead><tbody>" + rows + "</tbody></table></section>";
}

std::string make_pains(const std::vector<protocol::PainOfPlace>& pains) {
  std::string html = "<section><h2>Pain, last four weeks</h2>";
  if (pains.empty()) return html + "<p>None was reported.</p></section>";
  html += "<ul>";
  for (const auto& pain : pains | std::views::take(MostPains)) {
    std::vector<std::string> kinds;
    for (const auto kind : pain.kinds) kinds.push_back(protocol::word_of(kind));
    const auto side = pain.side == protocol::Side::Both ? "both sides" : protocol::word_of(pain.side);
    auto place = pain.region;
    std::ranges::replace(place, '_', ' ');
    html += fmt::format("<li>{}, {}: {} time{}, at worst {} of 10, {}; last on {}</li>", escape_markup(place),
                        side, pain.times, pain.times == 1 ? "" : "s", pain.worst, fmt::join(kinds, ", "),
                        pain.latest);
  }
  html += "</ul>";
  if (pains.size() > MostPains) html += fmt::format("<p>And {} other places.</p>", pains.size() - MostPains);
  return html + "</section>";
}

std::string make_answers(const std::vector<std::string>& yes) {
  std::string html = "<section><h2>Answered with yes</h2>";
  if (yes.empty()) return html + "<p>None of the safety questions.</p></section>";
  html += "<ul>";
  for (const auto& question : yes | std::views::take(MostAnswers))
    html += "<li>" + escape_markup(question) + "</li>";
  html += "</ul>";
  if (yes.size() > MostAnswers) html += fmt::format("<p>And {} more.</p>", yes.size() - MostAnswers);
  return html + "</section>";
}

std::string make_profile(const std::optional<protocol::ProfileChanged>& profile) {
  if (!profile) return {};
  std::vector<std::string> words;
  auto audience = protocol::word_of(profile->audience);
  std::ranges::replace(audience, '_', ' ');
  words.push_back(audience);
  if (profile->age_band) {
    auto age = *profile->age_band;
    std::ranges::replace(age, '_', ' ');
    words.push_back("age " + age);
  }
  if (profile->height_m) words.push_back(fmt::format("{:.2f} m tall", *profile->height_m));
  if (profile->sitting_hours) words.push_back(fmt::format("sits {:g} hours a day", *profile->sitting_hours));
  return fmt::format("<p>{}</p>", escape_markup(fmt::format("{}", fmt::join(words, ", "))));
}

std::string count_unknown(const protocol::Progress& progress) {
  const auto unknown =
      std::ranges::count(progress.known, protocol::Knowing::Unknown, &protocol::Known::knowing);
  return fmt::format("{} of {} joint motions and sides were never measured.", unknown, progress.known.size());
}

}  // namespace

std::string make_summary_page(const protocol::Summary& summary) {
  return fmt::format(
      "<!doctype html><html lang='en'><head><meta charset='utf-8'><meta name='viewport' "
      "content='width=device-width'><title>Mobility summary, {0}</title><style>{1}</style></head><body>"
      "<header><h1>Mobility summary</h1><span>{0}</span><span class='name'>Name:</span></header>"
      "{2}{3}{8}<div class='two'>{4}<div>{5}{6}</div></div>"
      "<p class='soft foot'>Usable is the range that was held under one's own control; ± is half a 95 % "
      "interval. "
      "The bar reaches to the whole human range. A change is claimed only beyond what measuring wobbles. {7} "
      "Made by Endrange from what the person measured and did by themselves, by camera or by hand; the "
      "exercises are not yet reviewed by a physiotherapist. It is no diagnosis.</p></body></html>\n",
      summary.day, Style, make_profile(summary.profile), make_motions(summary.progress),
      make_training(summary.progress), make_pains(summary.pains), make_answers(summary.yes),
      count_unknown(summary.progress), make_comparisons(summary.progress));
}

}  // namespace endrange::app
