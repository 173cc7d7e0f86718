#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <memory>

#include "adapters/files/save_text.h"
#include "adapters/protocol/words.h"
#include "apps/endrange/commands/access.h"
#include "apps/endrange/commands/command_line.h"
#include "apps/endrange/trainer/places.h"
#include "apps/endrange/trainer/summary_page.h"

namespace endrange::app {
namespace {

struct Options {
  Common common = {};
  std::filesystem::path report = {};
};

std::string name_of(const auto& about) {
  return about.side == protocol::Side::Both ? about.name : about.name + ", " + protocol::word_of(about.side);
}

void print_progress(const protocol::Progress& progress) {
  fmt::print("{}\n", progress.words);
  if (!progress.doses.empty())
    fmt::print("\nMinutes of the last seven days; {:.0f} to {:.0f} are usually enough for one motion\n",
               progress.enough_min, progress.most_min);
  for (const auto& dose : progress.doses) fmt::print("{:>6.1f}  {}\n", dose.minutes, name_of(dose));
  if (!progress.changes.empty()) fmt::print("\nWhat was measured\n");
  for (const auto& joint : progress.changes)
    fmt::print("{}: {}\n        {}\n", name_of(joint), joint.words, joint.change ? joint.change->words : "");
  fmt::print("\n");
  for (const auto knowing : {protocol::Knowing::Measured, protocol::Knowing::Trend, protocol::Knowing::Fading,
                             protocol::Knowing::Unknown})
    fmt::print("{:>4}  {}\n", std::ranges::count(progress.known, knowing, &protocol::Known::knowing),
               protocol::word_of(knowing));
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
