#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <vector>

#include "apps/endrange/commands/access.h"
#include "apps/endrange/commands/command_line.h"
#include "apps/endrange/trainer/places.h"

namespace endrange::app {
namespace {

struct Options {
  Common common = {};
  std::string exercise = {};
  std::string side = {};
  std::string meaning = "not_now";
  std::optional<double> seconds = {};
};

Result<protocol::ExerciseSummary> find_summary(const Options& options) {
  TRY(const auto folder, create_folder(options.common.data));
  TRY(const auto all, (ask<protocol::Exercises>(folder, "GET", "/api/exercises", {},
                                                [](Trainer& trainer) -> Result<protocol::Exercises> {
                                                  return trainer.compute_exercises();
                                                })));
  const auto found = std::ranges::find(all.exercises, options.exercise, &protocol::ExerciseSummary::id);
  if (found == all.exercises.end())
    return fail(fmt::format("expected an exercise, found \"{}\"", options.exercise), "EXERCISE",
                "see `endrange exercise list`", Fault::Usage);
  return *found;
}

journal::SkipMeaning read_meaning(const std::string& word) {
  if (word == "already") return journal::SkipMeaning::DidAlready;
  return word == "never" ? journal::SkipMeaning::Never : journal::SkipMeaning::NotNow;
}

Status run(const Options& options) {
  TRY(const auto summary, find_summary(options));
  if (!summary.sided && !options.side.empty())
    return fail("expected no side: this exercise has none", "--side", "leave it out", Fault::Usage);
  std::vector<Side> sides{Side::Both};
  if (summary.sided) sides = {Side::Left, Side::Right};
  if (!options.side.empty()) sides = {options.side == "left" ? Side::Left : Side::Right};
  journal::StepSkipped skipped{.exercise = ExerciseId(options.exercise),
                               .meaning = read_meaning(options.meaning)};
  if (skipped.meaning == journal::SkipMeaning::DidAlready)
    skipped.seconds = options.seconds.value_or(summary.seconds / (summary.sided ? 2.0 : 1.0));
  std::vector<journal::Event> events;
  for (const Side side : sides) {
    skipped.side = side;
    events.emplace_back(skipped);
  }
  TRY(const auto accepted, record_now(options.common.data, events));
  if (options.common.json)
    fmt::print("{}\n", protocol::write_json(accepted));
  else
    fmt::print("{}: {}.\n", summary.name,
               skipped.meaning == journal::SkipMeaning::Never ? "never again"
               : skipped.seconds ? fmt::format("done already, {:.0f} s{}", *skipped.seconds,
                                               sides.size() > 1 ? " a side" : "")
                                 : "not now");
  return {};
}

}  // namespace

void add_skip(CommandLine& line) {
  const auto options = std::make_shared<Options>();
  auto* const command = line.add(line.app, "skip", "Not now, did it already, or never again", options->common,
                                 [options] { return run(*options); });
  command->add_option("EXERCISE", options->exercise, "As in `endrange exercise list`")->required();
  command->add_option("MEANING", options->meaning, "not_now, already or never")
      ->check(CLI::IsMember({"not_now", "already", "never"}))
      ->capture_default_str();
  command->add_option("--side", options->side, "left or right, where it has sides; otherwise both")
      ->check(CLI::IsMember({"left", "right"}));
  command->add_option("--seconds", options->seconds, "How long it took a side, when it was done already")
      ->check(CLI::Range(1, 3600));
}

}  // namespace endrange::app
