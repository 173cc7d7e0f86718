#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <memory>

#include "apps/endrange/commands/access.h"
#include "apps/endrange/commands/command_line.h"
#include "apps/endrange/trainer/places.h"

namespace endrange::app {
namespace {

struct Options {
  Common common = {};
  std::string id = {};
  std::string joint = {};
  std::vector<std::string> goals = {};
};

Result<protocol::Wants> load_wants(const Options& options) {
  TRY(const auto folder, create_folder(options.common.data));
  return ask<protocol::Wants>(
      folder, "GET", "/api/wants", {},
      [](Trainer& trainer) -> Result<protocol::Wants> { return trainer.compute_wants(); });
}

Status record(const Options& options, const journal::Event& event) {
  TRY(const auto accepted, record_now(options.common.data, {&event, 1}));
  if (options.common.json) fmt::print("{}\n", protocol::write_json(accepted));
  return {};
}

void print_programmes(const protocol::Wants& wants) {
  if (!wants.programme_words.empty()) fmt::print("{}\n\n", wants.programme_words);
  for (const auto& programme : wants.programmes)
    fmt::print("{} {:<20} {}\n{:>23} {} minute{} on {} day{} a week\n",
               programme.id == wants.programme ? "*" : " ", programme.id, programme.purpose, "",
               programme.minutes, programme.minutes == 1 ? "" : "s", programme.days_a_week,
               programme.days_a_week == 1 ? "" : "s");
}

void print_goals(const protocol::Wants& wants) {
  for (const auto& goal : wants.goals)
    fmt::print("{} {:<20} {}{}\n", goal.chosen ? "*" : " ", goal.id, goal.words,
               goal.target_deg ? fmt::format(" (your figure: {:.0f}°)", *goal.target_deg) : "");
}

Status list(const Options& options, void (*print)(const protocol::Wants&)) {
  TRY(const auto wants, load_wants(options));
  if (options.common.json)
    fmt::print("{}\n", protocol::write_json(wants));
  else
    print(wants);
  return {};
}

Status choose_programme(const Options& options) {
  TRY(const auto wants, load_wants(options));
  const auto found = std::ranges::find(wants.programmes, options.id, &protocol::ProgrammeInfo::id);
  if (found == wants.programmes.end())
    return fail(fmt::format("expected a programme, found \"{}\"", options.id), "ID",
                "see `endrange programme list`", Fault::Usage);
  const auto joint = std::ranges::find(wants.joints, options.joint, &protocol::JointName::joint);
  if (found->asks_joint == (joint == wants.joints.end()))
    return fail(found->asks_joint ? "expected a joint" : "expected no joint for this programme", "--joint",
                found->asks_joint ? "add `--joint hip` or the like" : "leave it out", Fault::Usage);
  return record(options, journal::ProgrammeChosen{options.id, options.joint});
}

// "top-shelf" or, with a figure of one's own, "top-shelf=150".
Result<journal::GoalWanted> parse_goal(const std::string& text, const protocol::Wants& wants) {
  const auto equals = text.find('=');
  journal::GoalWanted wanted{text.substr(0, equals), {}};
  if (std::ranges::find(wants.goals, wanted.goal, &protocol::GoalInfo::id) == wants.goals.end())
    return fail(fmt::format("expected a goal, found \"{}\"", wanted.goal), "ID", "see `endrange goal list`",
                Fault::Usage);
  if (equals == std::string::npos) return wanted;
  const auto figure = std::string_view(text).substr(equals + 1);
  double degrees = 0.0;
  const auto [end, error] = std::from_chars(figure.begin(), figure.end(), degrees);
  constexpr double MostDegrees = 180.0;
  if (error != std::errc() || end != figure.end() || !(degrees > 0.0 && degrees <= MostDegrees))
    return fail(fmt::format("expected degrees above 0 and up to {:.0f}, found \"{}\"", MostDegrees, figure),
                "ID", fmt::format("write {}=150 or the like", wanted.goal), Fault::Usage);
  wanted.target = Angle::from_degrees(degrees);
  return wanted;
}

Status choose_goals(const Options& options) {
  TRY(const auto wants, load_wants(options));
  journal::GoalsChosen chosen;
  for (const auto& text : options.goals) {
    TRY(auto wanted, parse_goal(text, wants));
    chosen.goals.push_back(std::move(wanted));
  }
  return record(options, chosen);
}

}  // namespace

void add_wants(CommandLine& line) {
  const auto options = std::make_shared<Options>();
  auto& common = options->common;
  auto* const programmes = line.app.add_subcommand("programme", "What your routines are for, for a while");
  programmes->require_subcommand(1);
  line.add(*programmes, "list", "All there are, and which is on", common,
           [=] { return list(*options, print_programmes); });
  auto* const choose = line.add(*programmes, "choose", "This one from today on", common,
                                [=] { return choose_programme(*options); });
  choose->add_option("ID", options->id, "As in `endrange programme list`")->required();
  choose->add_option("--joint", options->joint, "Where the programme asks for one: hip, shoulder");
  line.add(*programmes, "none", "None any more", common,
           [=] { return record(*options, journal::ProgrammeChosen{}); });

  auto* const goals = line.app.add_subcommand("goal", "What you want to be able to do");
  goals->require_subcommand(1);
  line.add(*goals, "list", "All there are, and which are yours", common,
           [=] { return list(*options, print_goals); });
  auto* const want =
      line.add(*goals, "choose", "These and no others", common, [=] { return choose_goals(*options); });
  want->add_option("ID", options->goals, "As in `endrange goal list`; ID=DEGREES with a figure of your own")
      ->required();
  line.add(*goals, "none", "None any more", common, [=] { return record(*options, journal::GoalsChosen{}); });
}

}  // namespace endrange::app
