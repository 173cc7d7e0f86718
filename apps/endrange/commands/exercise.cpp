#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <vector>

#include "adapters/content/coverage.h"
#include "adapters/protocol/catalogue.h"
#include "adapters/protocol/json.h"
#include "apps/endrange/commands/command_line.h"
#include "apps/endrange/commands/exercise_files.h"
#include "apps/endrange/commands/exercise_shown.h"
#include "apps/endrange/trainer/content.h"
#include "apps/endrange/trainer/places.h"
#include "core/base/diagnostics.h"
#include "core/exercise/compile.h"
#include "core/exercise/coverage.h"

namespace endrange::app {
namespace {

struct Options {
  Common common = {};
  std::string id = {};
  std::vector<std::filesystem::path> files = {};
  bool quick = false;
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

// One who is shown every exercise before it may enter the library.
struct Tester {
  std::string words = {};
  body::Body body;
  exercise::PersonalRanges ranges = {};
};

// Small, average and tall bodies, each with the ranges of a stiff and of a supple person, and an average one
// of whom nothing is known.
std::vector<Tester> make_testers(const body::JointMotions& joint_motions) {
  constexpr double SmallHeight_m = 1.50;
  constexpr double TallHeight_m = 1.95;
  constexpr double StiffShare = 0.45;
  constexpr double SuppleShare = 0.95;
  std::vector<Tester> testers;
  testers.push_back({"average body", make_body_of_height(AverageHeight_m)});
  for (const auto& [height, height_m] :
       {std::pair{"small", SmallHeight_m}, {"average", AverageHeight_m}, {"tall", TallHeight_m}})
    for (const auto& [range, share] : {std::pair{"stiff", StiffShare}, {"supple", SuppleShare}})
      testers.push_back({fmt::format("{}, {} body", height, range), make_body_of_height(height_m),
                         make_ranges(joint_motions, share)});
  return testers;
}

// Compiles an exercise on each side that it has and proves the motion. What was found carries for whom.
void prove(const exercise::Exercise& exercise, const Content& content, const Tester& tester,
           Diagnostics& diagnostics) {
  const exercise::Person person{tester.body, content.joint_motions, tester.ranges};
  const auto* const position = content.catalogue.find_position(exercise.position);
  const auto sides = exercise.sides == exercise::SideRule::EachSide
                         ? std::vector<Side>{Side::Left, Side::Right}
                         : std::vector<Side>{Side::Both};
  Diagnostics own;
  std::vector<exercise::CompiledExercise> motions;
  for (const auto side : sides) {
    auto compiled = exercise::compile(exercise, *position, side, person);
    if (!compiled) {
      own.report(compiled.error().message, compiled.error().where, compiled.error().remedy);
      break;
    }
    motions.push_back(std::move(*compiled));
  }
  // What is wrong on one side is wrong on the other, once they are mirror images.
  if (motions.size() == sides.size()) {
    exercise::check_motion(motions.back(), exercise, tester.body, own);
    if (motions.size() > 1) exercise::check_mirror(motions[0], motions[1], exercise, tester.body, own);
  }
  for (const auto& finding : own.findings())
    diagnostics.report(fmt::format("{} ({})", finding.error.message, tester.words), finding.error.where,
                       finding.error.remedy, finding.severity);
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
  auto testers = make_testers(content.joint_motions);
  if (options.quick) testers.erase(testers.begin() + 1, testers.end());
  Diagnostics diagnostics;
  std::size_t proved = 0;
  for (const auto& exercise : content.catalogue.exercises()) {
    if (!is_asked(exercise, options.files)) continue;
    // The first body that shows a fault is enough: the others would say the same again.
    for (const auto& tester : testers) {
      const auto before = diagnostics.findings().size();
      prove(exercise, content, tester, diagnostics);
      if (diagnostics.findings().size() > before) break;
    }
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

// What the library trains, read off the motions themselves, as a page of the docs.
Status print_coverage(const Options& /*options*/) {
  TRY(const auto places, find_places());
  TRY(const auto content, load_content(places.content));
  TRY(const auto file, content::TomlFile::load(places.content / "coverage.toml", "coverage.toml"));
  Diagnostics diagnostics;
  const auto empty = content::read_empty_cells(file, content.joint_motions, diagnostics);
  TRY(const auto coverage, exercise::compute_coverage(content.catalogue, content.joint_motions));
  fmt::print("{}", exercise::write_coverage_page(coverage, content.catalogue, content.joint_motions, empty));
  exercise::check_coverage(coverage, content.joint_motions, empty, diagnostics);
  if (!diagnostics.findings().empty()) fmt::print(stderr, "{}\n", diagnostics.text());
  return diagnostics.status();
}

}  // namespace

void add_exercise(CommandLine& line) {
  const auto options = std::make_shared<Options>();
  auto* const group = line.app.add_subcommand("exercise", "The library");
  group->require_subcommand(1);
  line.add(*group, "list", "Every exercise", options->common, [options] { return list(*options); });
  auto* const proof =
      line.add(*group, "check", "Proves exercises: content, limits, contacts, balance, room, tempo",
               options->common, [options] { return check(*options); });
  proof->add_option("FILE", options->files, "Drafts, in the place of the library's; none: the whole library");
  proof->add_flag("--quick", options->quick,
                  "For an average body only, not for small and tall, stiff and supple");
  line.add(*group, "coverage", "What the library trains, computed from its motions", options->common,
           [options] { return print_coverage(*options); });
  add_exercise_files(line, *group);
  auto* const one =
      line.add(*group, "show", "One exercise", options->common, [options] { return show(*options); });
  one->add_option("ID", options->id, "As `exercise list` prints it")->required();
}

}  // namespace endrange::app
