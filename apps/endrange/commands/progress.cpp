#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "adapters/files/save_text.h"
#include "adapters/protocol/words.h"
#include "apps/endrange/commands/access.h"
#include "apps/endrange/commands/command_line.h"
#include "apps/endrange/trainer/places.h"
#include "apps/endrange/trainer/summary_page.h"
#include "core/base/estimate.h"

namespace endrange::app {
namespace {

struct Options {
  Common common = {};
  std::filesystem::path report = {};
};

std::string name_of(const auto& about) {
  return about.side == protocol::Side::Both ? about.name : about.name + ", " + protocol::word_of(about.side);
}

// One square a day, today last: the fuller, the more minutes.
void print_calendar(const protocol::Progress& progress) {
  std::string squares;
  for (const auto& day : progress.days)
    squares += day.minutes <= 0.0 ? " ·" : day.minutes < 2.0 ? " ░" : day.minutes < 5.0 ? " ▒" : " █";
  fmt::print("{}   today last; · none, ░ below 2 minutes, ▒ below 5, █ more\n", squares);
}

void print_weeks(const protocol::Progress& progress) {
  for (const auto& week : progress.weeks) {
    std::vector<std::string> regions;
    for (const auto& region : week.regions) {
      auto name = protocol::word_of(region.region);
      std::ranges::replace(name, '_', ' ');
      regions.push_back(fmt::format("{} {:.1f}", name, region.minutes));
    }
    fmt::print("  week from {}: {}\n", week.from,
               regions.empty() ? "none" : fmt::format("{}", fmt::join(regions, ", ")));
  }
}

std::string describe(const char* kind, const std::optional<protocol::Estimate>& estimate) {
  return estimate
             ? fmt::format("{} {:.0f}° ± {:.0f}°", kind, estimate->mean_deg, TwoSided95 * estimate->se_deg)
             : fmt::format("{} not known", kind);
}

void print_changes(const protocol::Progress& progress) {
  if (!progress.changes.empty()) fmt::print("\nWhat was measured\n");
  for (const auto& joint : progress.changes)
    // Where the gap is not known, available is only assumed.
    fmt::print("{}: {}, {}{}\n        {}\n", name_of(joint), describe("usable", joint.usable),
               describe("reached", joint.reached),
               joint.gap ? ", " + describe("available", joint.available) : "",
               joint.change ? joint.change->words : "");
  if (!progress.sides.empty()) fmt::print("\nLeft and right\n");
  for (const auto& sides : progress.sides) fmt::print("{}: {}\n", sides.name, sides.change.words);
  if (!progress.tests.empty()) fmt::print("\nTests without an angle\n");
  for (const auto& test : progress.tests) {
    const auto& figures = test.latest.tested.figures;
    if (!figures.empty())
      fmt::print("{}: {:.1f} ± {:.1f} ({}). {}\n", name_of(test), figures.front().value,
                 TwoSided95 * figures.front().standard_error, protocol::word_of(figures.front().unit),
                 test.latest.verdict_words);
  }
}

void print_known(const protocol::Progress& progress, protocol::Knowing knowing) {
  std::set<std::string> names;
  for (const auto& known : progress.known)
    if (known.knowing == knowing) names.insert(known.name);
  fmt::print("{:>4}  {}{}{}\n", std::ranges::count(progress.known, knowing, &protocol::Known::knowing),
             protocol::word_of(knowing), names.empty() ? "" : ": ", fmt::join(names, "; "));
}

void print_progress(const protocol::Progress& progress) {
  fmt::print("{}\n", progress.words);
  print_calendar(progress);
  fmt::print("\nMinutes a week, by region\n");
  print_weeks(progress);
  if (!progress.doses.empty())
    fmt::print("\nMinutes of the last seven days; {:.0f} to {:.0f} are usually enough for one motion\n",
               progress.enough_min, progress.most_min);
  for (const auto& dose : progress.doses) fmt::print("{:>6.1f}  {}\n", dose.minutes, name_of(dose));
  print_changes(progress);
  fmt::print("\n");
  for (const auto knowing : {protocol::Knowing::Measured, protocol::Knowing::Trend, protocol::Knowing::Fading,
                             protocol::Knowing::Unknown})
    print_known(progress, knowing);
}

Status run(const Options& options) {
  TRY(const auto folder, create_folder(options.common.data));
  TRY(const auto summary, (ask<protocol::Summary>(folder, "GET", "/api/summary", {}, [](Trainer& trainer) {
        return Result<protocol::Summary>(trainer.make_summary());
      })));
  if (!options.report.empty()) {
    TRY_STATUS(files::save_text(make_summary_page(summary), options.report));
    if (!options.common.json) fmt::print("The summary is in {}.\n", options.report.string());
  }
  if (options.common.json)
    fmt::print("{}\n", protocol::write_json(summary));
  else if (options.report.empty())
    print_progress(summary.progress);
  return {};
}

}  // namespace

void add_progress(CommandLine& line) {
  const auto options = std::make_shared<Options>();
  auto* const command =
      line.add(line.app, "progress", "Days moved, minutes by joint, change, and what is known",
               options->common, [options] { return run(*options); });
  command->add_option("--report", options->report, "A page for a physiotherapist that prints")
      ->type_name("OUT.html");
}

}  // namespace endrange::app
