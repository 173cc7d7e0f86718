#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <vector>

#include "adapters/protocol/catalogue.h"
#include "adapters/protocol/json.h"
#include "apps/endrange/commands/command_line.h"
#include "apps/endrange/trainer/content.h"
#include "apps/endrange/trainer/places.h"
#include "core/base/diagnostics.h"
#include "core/body/built_in_body.h"
#include "core/exercise/compile.h"

namespace endrange::app {
namespace {

struct Options {
  Common common = {};
  std::string id = {};
  std::vector<std::filesystem::path> files = {};
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

// Compiles an exercise on each side that it has, for an average body without measurements, and proves the
// motion.
void prove(const exercise::Exercise& exercise, const Content& content, const body::Body& body,
           Diagnostics& diagnostics) {
  const exercise::PersonalRanges ranges;
  const exercise::Person person{body, content.joint_motions, ranges};
  const auto* const position = content.catalogue.find_position(exercise.position);
  const auto sides = exercise.sides == exercise::SideRule::EachSide
                         ? std::vector<Side>{Side::Left, Side::Right}
                         : std::vector<Side>{Side::Both};
  for (const auto side : sides) {
    const auto compiled = exercise::compile(exercise, *position, side, person);
    if (compiled)
      exercise::check_motion(*compiled, exercise, body, diagnostics);
    else
      diagnostics.report(compiled.error().message, compiled.error().where, compiled.error().remedy);
  }
}

// Whether it is one of those to prove: every one, or those of the files given.
bool is_asked(const exercise::Exercise& exercise, const std::vector<std::filesystem::path>& files) {
  return files.empty() || std::ranges::any_of(files, [&](const auto& file) {
           return file.stem().string() == exercise.id.value();
         });
}

Status check(const Options& options) {
  TRY(const auto places, find_places());
  TRY(const auto content, load_content(places.content, options.files));
  constexpr double AverageHeight_m = 1.70;
  constexpr auto Proportions = body::Proportions::Average;
  const auto body =
      body::make_built_in_body(body::compute_segment_lengths(AverageHeight_m, Proportions), Proportions);
  Diagnostics diagnostics;
  std::size_t proved = 0;
  for (const auto& exercise : content.catalogue.exercises()) {
    if (!is_asked(exercise, options.files)) continue;
    prove(exercise, content, body, diagnostics);
    ++proved;
  }
  protocol::Findings findings;
  for (const auto& finding : diagnostics.findings())
    findings.findings.push_back({finding.error.where, finding.severity != Severity::Error,
                                 finding.error.message, finding.error.remedy});
  if (options.common.json)
    fmt::print("{}\n", protocol::write_json(findings));
  else if (!diagnostics.findings().empty())
    fmt::print(stderr, "{}\n", diagnostics.text());
  TRY_STATUS(diagnostics.status());
  if (!options.common.json)
    fmt::print("{} {} sound.\n", proved, proved == 1 ? "exercise is" : "exercises are");
  return {};
}

}  // namespace

void add_exercise(CommandLine& line) {
  const auto options = std::make_shared<Options>();
  auto* const group = line.app.add_subcommand("exercise", "The library");
  group->require_subcommand(1);
  line.add(*group, "list", "Every exercise", options->common, [options] { return list(*options); });
  auto* const proof = line.add(*group, "check", "Proves exercises: content, limits, contacts, tempo",
                               options->common, [options] { return check(*options); });
  proof->add_option("FILE", options->files, "Drafts, in the place of the library's; none: the whole library");
  auto* const one =
      line.add(*group, "show", "One exercise", options->common, [options] { return show(*options); });
  one->add_option("ID", options->id, "As `exercise list` prints it")->required();
}

}  // namespace endrange::app
