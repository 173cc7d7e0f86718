#include <fmt/format.h>
#include <fmt/ranges.h>

#include <memory>
#include <optional>
#include <ranges>

#include "adapters/protocol/moment.h"
#include "adapters/protocol/words.h"
#include "adapters/system/clock.h"
#include "apps/endrange/commands/access.h"
#include "apps/endrange/commands/command_line.h"
#include "apps/endrange/trainer/places.h"

namespace endrange::app {
namespace {

struct Options {
  Common common = {};
  std::optional<int> minutes = {};
  std::string at = {};
  bool seated = false;
  bool explain = false;
  std::vector<std::string> swaps = {};
};

void print_today(const protocol::Today& today, bool explain) {
  if (!today.notice.empty()) fmt::print("{}\n", today.notice);
  for (const auto& lock : today.locks) fmt::print("{} {}\n", lock.reason, lock.advice);
  if (!today.why.empty()) fmt::print("{}\n", today.why);
  for (const auto& step : today.steps) {
    const auto side = step.side == protocol::Side::Both ? "" : ", " + protocol::word_of(step.side);
    fmt::print("{:>4.0f} s  {}{}\n        {}\n", step.seconds, step.name, side, step.reason);
  }
  if (!explain) return;
  for (const auto& step : today.steps) {
    if (step.substitutes.empty()) continue;
    fmt::print("Instead of {}: {}\n", step.exercise,
               fmt::join(step.substitutes | std::views::transform(&protocol::Substitute::exercise), ", "));
  }
  for (const auto& left_out : today.left_out)
    fmt::print("Left out: {}. {}\n", left_out.name, left_out.reason);
}

Status run(const Options& options) {
  TRY(const auto folder, create_folder(options.common.data));
  TodayQuery query;
  query.minutes = options.minutes;
  query.seated_only = options.seated;
  std::string target = fmt::format("/api/today?seated={}", options.seated);
  if (options.minutes) target += fmt::format("&minutes={}", *options.minutes);
  if (!options.at.empty()) {
    auto at = system::parse_time(options.at, system::read_clock().wall);
    if (!at) return fail(at.error().message, "--at", at.error().remedy, Fault::Usage);
    query.at = *at;
    target += "&at=" + protocol::write_moment(at->utc);
  }
  if (!options.swaps.empty()) {
    const auto swaps = fmt::format("{}", fmt::join(options.swaps, ","));
    TRY(query.swaps, parse_swaps(swaps));
    target += "&swap=" + swaps;
  }
  TRY(const auto today, (ask<protocol::Today>(folder, "GET", target, {}, [&](Trainer& trainer) {
        return trainer.compute_today(query);
      })));
  if (options.common.json)
    fmt::print("{}\n", protocol::write_json(today));
  else
    print_today(today, options.explain);
  return {};
}

}  // namespace

void add_today(CommandLine& line) {
  const auto options = std::make_shared<Options>();
  auto* const command = line.add(line.app, "today", "The routine for now, with its reasons", options->common,
                                 [options] { return run(*options); });
  command->add_option("--minutes", options->minutes, "How long, 1 to 15")->check(CLI::Range(1, 15));
  command->add_option("--at", options->at, "As of this time: 14:30, 2026-03-01 14:30")->type_name("TIME");
  command->add_flag("--seated", options->seated, "Only what can be done on a chair");
  command->add_option("--swap", options->swaps, "Another exercise in the place of one that was planned")
      ->type_name("FROM:TO");
  command->add_flag("--explain", options->explain, "Also what is left out and why, and what may be swapped");
}

}  // namespace endrange::app
