#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <ranges>

#include "adapters/protocol/moment.h"
#include "adapters/protocol/words.h"
#include "adapters/system/clock.h"
#include "apps/endrange/commands/access.h"
#include "apps/endrange/commands/command_line.h"
#include "apps/endrange/trainer/places.h"
#include "core/base/estimate.h"

namespace endrange::app {
namespace {

struct Options {
  Common common = {};
  std::optional<int> minutes = {};
  std::optional<std::string> at = {};
  bool seated = false;
  bool corridor = false;
  bool explain = false;
  std::vector<std::string> swaps = {};
  std::string programme = {};
  std::string joint = {};
};

void print_explained(const protocol::Explained& explained) {
  fmt::print("\nWhat it was chosen by, highest need first:\n");
  for (const auto& need : explained.needs) {
    const auto side = need.side == protocol::Side::Both ? "" : ", " + protocol::word_of(need.side);
    const auto belief = need.measured ? fmt::format("usable {:.0f}° ± {:.0f}°", need.usable.mean_deg,
                                                    TwoSided95 * need.usable.se_deg)
                                      : "not measured";
    fmt::print("  {:5.2f}  {}{}: {}; {:.1f} min this week. {}\n", need.total, need.name, side, belief,
               need.week_s / 60.0, need.level_words);
  }
}

// Where the day was spent, and what a routine put back: what the dials of the page show.
void print_day(const protocol::Today& today) {
  if (today.spent.empty()) return;
  fmt::print("\nThe day so far, an estimate from the hours of sitting:\n");
  for (const auto& one : today.spent)
    fmt::print("  {}: {:.1f} h at about {:.0f}° of {:.0f}°; put back {:.0f} s left, {:.0f} s right\n",
               one.name, one.hours, one.at_deg, one.human_deg, one.put_back_left_s, one.put_back_right_s);
}

void print_today(const protocol::Today& today, bool explain) {
  if (!today.programme_words.empty()) fmt::print("{}\n", today.programme_words);
  if (!today.notice.empty()) fmt::print("{}\n", today.notice);
  for (const auto& lock : today.locks) fmt::print("{} {}\n", lock.reason, lock.advice);
  if (!today.why.empty()) fmt::print("{}\n", today.why);
  for (const auto& step : today.steps) {
    const auto side = step.side == protocol::Side::Both ? "" : ", " + protocol::word_of(step.side);
    fmt::print("{:>4.0f} s  {}{}: {}{}\n        {}\n", step.seconds, step.name, side, step.dose_words,
               step.eased ? ", in less range" : "", step.reason);
  }
  if (!explain) return;
  for (const auto& step : today.steps) {
    if (step.substitutes.empty()) continue;
    fmt::print("Instead of {}: {}\n", step.exercise,
               fmt::join(step.substitutes | std::views::transform(&protocol::Substitute::exercise), ", "));
  }
  for (const auto& left_out : today.left_out)
    fmt::print("Left out: {}. {}\n", left_out.name, left_out.reason);
  print_day(today);
  if (today.explained) print_explained(*today.explained);
}

// What may stand in the address that the running program is asked by; empty when it may.
std::string check_identifier(const std::string& text) {
  const auto is_plain = [](char c) { return (c >= 'a' && c <= 'z') || c == '-' || c == '_'; };
  return std::ranges::all_of(text, is_plain) ? "" : "expected small letters and '-', found " + text;
}

Status run(const Options& options) {
  TRY(const auto folder, create_folder(options.common.data));
  TodayQuery query;
  query.minutes = options.minutes;
  const std::string spot = options.seated ? "chair" : options.corridor ? "corridor" : "usual";
  TRY(query.spot, parse_spot(spot));
  query.explain = options.explain;
  std::string target = fmt::format("/api/today?spot={}&explain={}", spot, options.explain);
  if (options.programme.empty() && !options.joint.empty())
    return fail("expected --programme beside --joint, found none", "--joint",
                "name the programme that asks for a joint, as in --programme one-stiff-joint --joint hip",
                Fault::Usage);
  if (!options.programme.empty()) {
    query.programme = options.programme;
    query.joint = options.joint;
    target += fmt::format("&programme={}&joint={}", options.programme, options.joint);
  }
  if (options.minutes) target += fmt::format("&minutes={}", *options.minutes);
  if (options.at) {
    auto at = system::parse_time(*options.at, system::read_clock().wall);
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
  auto* const seated = command->add_flag("--seated", options->seated, "Only what can be done on a chair");
  command
      ->add_flag("--corridor", options->corridor, "Only what can be done on one's feet, with nothing at hand")
      ->excludes(seated);
  command->add_option("--swap", options->swaps, "Another exercise in the place of one that was planned")
      ->type_name("FROM:TO");
  command->add_option("--programme", options->programme, "For this once: see `endrange programme list`")
      ->type_name("ID")
      ->check(check_identifier);
  command->add_option("--joint", options->joint, "Where the programme asks for one: hip, shoulder")
      ->check(check_identifier);
  command->add_flag("--explain", options->explain,
                    "Also what it was chosen by, what is left out and why, and what may be swapped");
}

}  // namespace endrange::app
