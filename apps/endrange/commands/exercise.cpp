#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <vector>

#include "adapters/content/catalogue.h"
#include "adapters/content/contraindications.h"
#include "adapters/content/coverage.h"
#include "adapters/content/joint_motions.h"
#include "adapters/protocol/catalogue.h"
#include "adapters/protocol/json.h"
#include "adapters/protocol/words.h"
#include "apps/endrange/commands/access.h"
#include "apps/endrange/commands/command_line.h"
#include "apps/endrange/commands/exercise_files.h"
#include "apps/endrange/commands/exercise_own.h"
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
  bool own = false;
};

// Own ones that do not stand in the library: why, and what was removed.
void print_others(const protocol::OwnExercises& own) {
  for (const auto& one : own.exercises) {
    if (one.state == protocol::OwnState::Removed)
      fmt::print("Removed: {} ({}). Bring it back: endrange exercise restore {}\n", one.name, one.exercise,
                 one.exercise);
    if (one.state != protocol::OwnState::Faulty) continue;
    fmt::print("Left out: {} ({}), yours. It is kept, and not planned:\n", one.name, one.exercise);
    for (const auto& finding : one.findings)
      fmt::print("  {}: {}; {}\n", finding.what, finding.found, finding.remedy);
  }
}

Status list(const Options& options) {
  TRY(const auto content, load_library(options.common.data));
  protocol::Exercises exercises;
  for (const auto& exercise : content.catalogue.exercises())
    if (exercise.is_own || !options.own)
      exercises.exercises.push_back(
          protocol::make_exercise_summary(exercise, content.catalogue, content.joint_motions, {}));
  if (options.common.json) {
    fmt::print("{}\n", protocol::write_json(exercises));
    return {};
  }
  for (const auto& exercise : exercises.exercises)
    fmt::print("{:<36} {}, {}{}\n", exercise.id, exercise.name, exercise.position,
               exercise.own && !options.own ? " (yours)" : "");
  if (!options.own) return {};
  TRY(const auto own, load_own(options.common.data));
  if (own.exercises.empty())
    fmt::print(
        "None yet. Begin with `endrange exercise template`, and add the file: endrange exercise add FILE\n");
  print_others(own);
  return {};
}

// What it asks for: "room_to_stand" and what has to be at hand.
std::string say_needs(const protocol::ExerciseSummary& summary) {
  std::string text = protocol::word_of(summary.place);
  std::ranges::replace(text, '_', ' ');
  for (const auto item : summary.equipment) text += ", " + protocol::word_of(item);
  if (summary.clothes == protocol::Clothes::Loose) text += ", loose clothes";
  return text;
}

std::string say_dose(const protocol::Dose& dose) {
  auto text = fmt::format("{} × {}, {:.0f} s each", dose.sets, dose.repetitions, dose.tempo_s);
  if (dose.hold_s > 0.0) text += fmt::format(", held {:.0f} s", dose.hold_s);
  if (dose.effort_percent > 0) text += fmt::format(", {} % of your strength", dose.effort_percent);
  return text;
}

void print_detail(const protocol::ExerciseDetail& detail) {
  fmt::print("{}, {}\n{}\n", detail.summary.name, detail.summary.position, detail.summary.purpose);
  for (const auto& how : detail.how) fmt::print("  - {}\n", how);
  for (const auto& cue : detail.cues) fmt::print("  said: {}\n", cue);
  for (const auto& compensation : detail.compensations) fmt::print("  watch: {}\n", compensation.words);
  for (const auto& avoid : detail.avoid) fmt::print("  not with: {}\n", avoid);
  fmt::print("Dose: {}. Difficulty {} of 5. Needs: {}.\n", say_dose(detail.dose), detail.summary.difficulty,
             say_needs(detail.summary));
  if (detail.easier) fmt::print("Easier: {}\n", *detail.easier);
  if (detail.harder) fmt::print("Harder: {}\n", *detail.harder);
  if (detail.summary.own) fmt::print("Yours: you added it.\n");
  if (detail.summary.reviewed == "none") fmt::print("Not yet reviewed by a physiotherapist.\n");
}

Status show(const Options& options) {
  TRY(const auto content, load_library(options.common.data));
  const auto* const exercise = content.catalogue.find(ExerciseId(options.id));
  if (exercise == nullptr)
    return fail(fmt::format("expected an exercise of the library, found \"{}\"", options.id), {},
                "see `endrange exercise list`");
  const auto detail =
      protocol::make_exercise_detail(*exercise, content.catalogue, content.joint_motions, content.safety, {});
  if (options.common.json)
    fmt::print("{}\n", protocol::write_json(detail));
  else
    print_detail(detail);
  return {};
}

// Whether it is one of those to prove: every one, or those of the files given.
bool is_asked(const exercise::Exercise& exercise, const std::vector<std::filesystem::path>& files) {
  return files.empty() || std::ranges::any_of(files, [&](const auto& file) {
           return exercise.where.starts_with(file.string() + ":");
         });
}

struct Checked {
  body::JointMotions joint_motions = {};
  exercise::Catalogue catalogue = {};
};

// The library with the drafts in it, as far as it can be read; every fault is told.
Result<Checked> read_library(const std::filesystem::path& content, const Options& options,
                             Diagnostics& diagnostics) {
  TRY(const auto motions, content::TomlFile::load(content / "joint_motions.toml", "joint_motions.toml"));
  TRY(const auto questions,
      content::TomlFile::load(content / "contraindications.toml", "contraindications.toml"));
  Checked checked{content::read_joint_motions(motions, diagnostics)};
  const auto screen = content::read_safety_screen(questions, checked.joint_motions, diagnostics);
  std::vector<ContraindicationId> tags;
  for (const auto& tag : screen.tags) tags.push_back(tag.id);
  checked.catalogue =
      content::read_catalogue(content, checked.joint_motions, tags, diagnostics, options.files);
  return checked;
}

Status check(const Options& options) {
  TRY(const auto places, find_places());
  Diagnostics diagnostics;
  TRY(const auto content, read_library(places.content, options, diagnostics));
  auto testers = make_testers(content.joint_motions);
  if (options.quick) testers.erase(testers.begin() + 1, testers.end());
  std::size_t proved = 0;
  for (const auto& exercise : content.catalogue.exercises()) {
    if (!is_asked(exercise, options.files)) continue;
    prove(exercise, *content.catalogue.find_position(exercise.position), content.joint_motions, testers,
          diagnostics);
    ++proved;
  }
  if (options.common.json)
    fmt::print("{}\n", protocol::write_json(protocol::Findings{protocol::make_findings(diagnostics)}));
  else if (diagnostics.findings().size() > 1 || diagnostics.status())
    fmt::print(stderr, "{}", diagnostics.text());
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
  auto* const all =
      line.add(*group, "list", "Every exercise", options->common, [options] { return list(*options); });
  all->add_flag("--own", options->own, "Yours only, and what was removed or does not pass");
  auto* const proof =
      line.add(*group, "check", "Proves exercises: content, limits, contacts, balance, room, tempo",
               options->common, [options] { return check(*options); });
  proof->add_option("FILE", options->files, "Drafts, in the place of the library's; none: the whole library");
  proof->add_flag("--quick", options->quick,
                  "For an average body only, not for small and tall, stiff and supple");
  line.add(*group, "coverage", "What the library trains, computed from its motions", options->common,
           [options] { return print_coverage(*options); });
  add_own_exercises(line, *group);
  add_exercise_files(line, *group);
  auto* const one =
      line.add(*group, "show", "One exercise", options->common, [options] { return show(*options); });
  one->add_option("ID", options->id, "As `exercise list` prints it")->required();
}

}  // namespace endrange::app
