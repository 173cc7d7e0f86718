#include "apps/endrange/trainer/own_exercises.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <utility>

#include "adapters/content/exercises.h"
#include "apps/endrange/trainer/proof.h"
#include "core/exercise/catalogue.h"
#include "core/journal/check.h"
#include "core/plan/limits.h"

namespace endrange::app {
namespace {

std::vector<exercise::Exercise> list_shipped(const exercise::Catalogue& catalogue) {
  std::vector<exercise::Exercise> shipped;
  for (const auto& exercise : catalogue.exercises())
    if (!exercise.is_own) shipped.push_back(exercise);
  return shipped;
}

bool is_candidate(const OwnExercise& own) {
  return !own.file.removal && own.exercise && !own.findings.has_errors();
}

void read(OwnExercise& own, const OwnSurroundings& surroundings) {
  const auto& content = surroundings.content;
  own.exercise = content::read_exercise_text(own.file.text, own.called, content.joint_motions, own.findings);
  if (!own.exercise) return;
  own.exercise->is_own = true;
  const auto& id = own.exercise->id;
  if (id != own.file.exercise)
    own.findings.report(
        fmt::format("the journal calls it `{}`, but its id is `{}`", own.file.exercise.value(), id.value()),
        own.exercise->where, "add the file again");
  const auto* const other = content.catalogue.find(id);
  if (other != nullptr && !other->is_own)
    own.findings.report(fmt::format("the library already has `{}`: {}", id.value(), other->name),
                        own.exercise->where, "give yours another `id`, such as \"my-" + id.value() + "\"");
  if (const auto proof = surroundings.proofs.find(own.file.entry); proof != surroundings.proofs.end()) {
    own.is_proved = true;
    own.findings.append(proof->second);
  }
}

// One that falls may be what another leans on: until nothing falls any more.
void check_together(std::vector<OwnExercise>& own, const Content& content, Unproved unproved) {
  const auto shipped = list_shipped(content.catalogue);
  std::vector<ContraindicationId> tags;
  for (const auto& tag : content.safety.tags) tags.push_back(tag.id);
  for (bool has_changed = true; has_changed;) {
    has_changed = false;
    auto all = shipped;
    for (const auto& one : own)
      if (is_candidate(one) && (one.is_proved || unproved == Unproved::AsSound)) all.push_back(*one.exercise);
    const exercise::Catalogue catalogue(std::move(all), content.catalogue.positions());
    for (auto& one : own) {
      if (!is_candidate(one)) continue;
      Diagnostics found;
      exercise::check_exercise(*one.exercise, catalogue, content.joint_motions, tags, found);
      if (!found.has_errors()) exercise::check_among(*one.exercise, catalogue, found);
      if (!found.has_errors()) continue;
      one.findings.append(found);
      has_changed = true;
    }
  }
}

}  // namespace

std::vector<OwnFile> list_own_files(std::span<const journal::Entry> standing) {
  std::map<ExerciseId, OwnFile> files;
  for (const auto& entry : standing) {
    if (const auto* const added = std::get_if<journal::ExerciseAdded>(&entry.event))
      files[added->exercise] = {entry.id, entry.at, added->exercise, added->text, {}};
    if (const auto* const removed = std::get_if<journal::ExerciseRemoved>(&entry.event))
      if (const auto found = files.find(removed->exercise); found != files.end())
        found->second.removal = entry.id;
  }
  std::vector<OwnFile> listed;
  for (auto& [id, file] : files) listed.push_back(std::move(file));
  return listed;
}

bool OwnExercise::is_ready() const {
  return is_candidate(*this) && is_proved;
}

std::string OwnExercise::name() const {
  return exercise ? exercise->name : file.exercise.value();
}

std::vector<OwnExercise> judge_own_exercises(std::vector<OwnExercise> files,
                                             const OwnSurroundings& surroundings, Unproved unproved) {
  for (auto& own : files) read(own, surroundings);
  check_together(files, surroundings.content, unproved);
  return files;
}

void put_in_library(Content& content, std::span<const OwnExercise> own) {
  auto exercises = list_shipped(content.catalogue);
  auto known = exercises;
  for (const auto& one : own) {
    if (!one.exercise) continue;
    const auto& id = one.exercise->id;
    // What the library has under that name is meant by it, then and now.
    if (std::ranges::find(known, id, &exercise::Exercise::id) != known.end()) continue;
    known.push_back(*one.exercise);
    if (one.is_ready()) exercises.push_back(*one.exercise);
  }
  content.catalogue = exercise::Catalogue(std::move(exercises), content.catalogue.positions());
  content.trained = plan::make_trained_motions(known);
}

Result<std::string> parse_exercise_text(std::string_view bytes, const std::string& name) {
  constexpr std::string_view Mark = "\xEF\xBB\xBF";
  if (bytes.size() > journal::LongestExercise)
    return fail(fmt::format("expected an exercise's file of at most {} kB, found a larger one",
                            journal::LongestExercise / 1024),
                name, "an exercise is a few kB of text; choose its file");
  if (bytes.starts_with(Mark)) bytes.remove_prefix(Mark.size());
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); ++i)
    if (bytes[i] != '\r' || i + 1 == bytes.size() || bytes[i + 1] != '\n') text += bytes[i];
  if (text.find_first_not_of(" \t\n") == std::string::npos)
    return fail("expected an exercise's file, found an empty one", name, "write it, or choose another");
  const auto status = journal::check_event(journal::ExerciseAdded{ExerciseId("unread"), text});
  if (!status) return fail(status.error().message, name, "save it as plain text in UTF-8");
  return text;
}

Result<std::string> load_content_text(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::string text(std::istreambuf_iterator<char>(in), {});
  if (!in || text.empty())
    return fail("expected a file that comes with Endrange, found none that can be read", file.string(),
                "install Endrange again", Fault::Internal);
  return text;
}

Result<std::string> load_exercise_template(const std::filesystem::path& content) {
  return load_content_text(content / "templates/exercise.toml");
}

Diagnostics compute_proof(const ProofTask& task, const body::JointMotions& joint_motions) {
  Diagnostics found;
  prove(task.exercise, task.position, joint_motions, make_testers(joint_motions), found);
  return found;
}

}  // namespace endrange::app
