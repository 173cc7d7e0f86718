#include <fmt/format.h>

#include <memory>

#include "adapters/protocol/catalogue.h"
#include "adapters/protocol/json.h"
#include "apps/endrange/commands/command_line.h"
#include "apps/endrange/trainer/content.h"
#include "apps/endrange/trainer/places.h"

namespace endrange::app {
namespace {

struct Options {
  Common common = {};
  std::string id = {};
};

Status list(const Options& options) {
  TRY(const auto places, find_places());
  TRY(const auto content, load_content(places.content));
  protocol::Exercises exercises;
  for (const auto& exercise : content.catalogue.exercises())
    exercises.exercises.push_back(
        protocol::make_exercise_summary(exercise, content.catalogue, content.joint_motions, {}));
  if (options.common.json) {
    fmt::print("{}\n", protocol::write_json(exercises));
    return {};
  }
  for (const auto& exercise : exercises.exercises)
    fmt::print("{:<36} {}, {}\n", exercise.id, exercise.name, exercise.position);
  return {};
}

void print_detail(const protocol::ExerciseDetail& detail) {
  fmt::print("{}, {}\n{}\n", detail.summary.name, detail.summary.position, detail.summary.purpose);
  for (const auto& how : detail.how) fmt::print("  - {}\n", how);
  for (const auto& compensation : detail.compensations) fmt::print("  watch: {}\n", compensation.words);
  if (detail.summary.reviewed == "none") fmt::print("Not yet reviewed by a physiotherapist.\n");
}

Status show(const Options& options) {
  TRY(const auto places, find_places());
  TRY(const auto content, load_content(places.content));
  const auto* const exercise = content.catalogue.find(ExerciseId(options.id));
  if (exercise == nullptr)
    return fail(fmt::format("expected an exercise of the library, found \"{}\"", options.id), {},
                "see `endrange exercise list`");
  const auto detail = protocol::make_exercise_detail(*exercise, content.catalogue, content.joint_motions, {});
  if (options.common.json)
    fmt::print("{}\n", protocol::write_json(detail));
  else
    print_detail(detail);
  return {};
}

}  // namespace

void add_exercise(CommandLine& line) {
  const auto options = std::make_shared<Options>();
  auto* const group = line.app.add_subcommand("exercise", "The library");
  group->require_subcommand(1);
  line.add(*group, "list", "Every exercise", options->common, [options] { return list(*options); });
  auto* const one =
      line.add(*group, "show", "One exercise", options->common, [options] { return show(*options); });
  one->add_option("ID", options->id, "As `exercise list` prints it")->required();
}

}  // namespace endrange::app
