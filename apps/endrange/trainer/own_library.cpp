#include "apps/endrange/trainer/own_library.h"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>
#include <utility>

#include "adapters/content/exercises.h"
#include "adapters/store/files.h"
#include "adapters/system/folder.h"

namespace endrange::app {
namespace {

// The first line is the version that proved the entries of the others.
Proofs load_proofs(const std::filesystem::path& folder) {
  Proofs proofs;
  const auto noted = system::load_small_file(folder / store::ProvedName);
  if (!noted) return proofs;
  std::istringstream lines(*noted);
  std::string line;
  if (!std::getline(lines, line) || line != ENDRANGE_VERSION) return proofs;
  while (std::getline(lines, line)) proofs[EntryId(line)];
  return proofs;
}

OwnExercise make_unread(OwnFile file) {
  auto called = file.exercise.value() + ".toml";
  return {.file = std::move(file), .called = std::move(called)};
}

const OwnExercise* find_in(const std::vector<OwnExercise>& own, const ExerciseId& id) {
  const auto found = std::ranges::find(own, id, [](const OwnExercise& one) { return one.file.exercise; });
  return found == own.end() ? nullptr : &*found;
}

std::string first_finding(const OwnExercise& own) {
  return own.findings.findings().empty() ? "" : own.findings.findings().front().error.message;
}

}  // namespace

OwnLibrary::OwnLibrary(std::filesystem::path folder)
    : folder_(std::move(folder)), proofs_(load_proofs(folder_)) {}

void OwnLibrary::follow(std::span<const journal::Entry> standing, Content& content) {
  std::vector<OwnExercise> files;
  for (auto& file : list_own_files(standing)) files.push_back(make_unread(std::move(file)));
  if (files.empty() && own_.empty()) return;
  own_ = judge_own_exercises(std::move(files), {content, proofs_}, Unproved::AsAbsent);
  put_in_library(content, own_);
}

std::vector<OwnExercise> OwnLibrary::list_beside(const ExerciseId& left_out) const {
  std::vector<OwnExercise> files;
  for (const auto& own : own_)
    if (own.file.exercise != left_out) files.push_back(make_unread(own.file));
  return files;
}

std::vector<ProofTask> OwnLibrary::list_unproved(const Content& content) const {
  std::vector<ProofTask> tasks;
  const auto is_settled = [](const OwnExercise& own) { return own.is_proved || own.file.removal; };
  if (std::ranges::all_of(own_, is_settled)) return tasks;
  for (const auto& own : judge_own_exercises(list_beside({}), {content, proofs_}, Unproved::AsSound))
    if (!own.is_proved && !own.file.removal && own.exercise && !own.findings.has_errors())
      tasks.push_back(
          {own.file.entry, *own.exercise, *content.catalogue.find_position(own.exercise->position)});
  return tasks;
}

void OwnLibrary::take_proof(const EntryId& entry, Diagnostics proof) {
  proofs_[entry] = std::move(proof);
  note_proved();
}

// Without the note everything is proved again: nothing is lost where it cannot be written.
void OwnLibrary::note_proved() const {
  std::string lines = ENDRANGE_VERSION "\n";
  for (const auto& [entry, proof] : proofs_)
    if (!proof.has_errors()) lines += entry.value() + "\n";
  static_cast<void>(system::write_private_file(folder_ / store::ProvedName, lines));
}

const OwnExercise* OwnLibrary::find(const ExerciseId& id) const {
  return find_in(own_, id);
}

Addition OwnLibrary::check_addition(std::string_view bytes, const std::string& name,
                                    const Content& content) const {
  Addition addition{.name = name};
  auto text = parse_exercise_text(bytes, name);
  if (!text) {
    addition.findings.report(text.error().message, text.error().where, text.error().remedy);
    return addition;
  }
  addition.text = std::move(*text);
  OwnExercise asked{.file = {.text = addition.text}, .called = name};
  // What it calls itself; what else is said of it is said beside the others.
  Diagnostics ignored;
  if (const auto read = content::read_exercise_text(addition.text, name, content.joint_motions, ignored))
    asked.file.exercise = read->id;
  const auto* const known = find(asked.file.exercise);
  if (known != nullptr && known->is_ready() && known->file.text == addition.text) {
    addition.there = asked.file.exercise;
    return addition;
  }
  auto files = list_beside(asked.file.exercise);
  files.insert(files.begin(), std::move(asked));
  const auto judged = judge_own_exercises(std::move(files), {content, proofs_}, Unproved::AsSound);
  const auto& candidate = judged.front();
  addition.findings = candidate.findings;
  if (!candidate.exercise) return addition;
  for (const auto& other : judged) {
    const auto* const before = find(other.file.exercise);
    if (&other == &candidate || before == nullptr || !before->is_ready()) continue;
    if (other.findings.has_errors())
      addition.findings.report(fmt::format("with it, your `{}` would no longer pass: {}",
                                           other.file.exercise.value(), first_finding(other)),
                               candidate.exercise->where, "change that one first");
  }
  if (!addition.findings.has_errors())
    addition.task =
        ProofTask{{}, *candidate.exercise, *content.catalogue.find_position(candidate.exercise->position)};
  return addition;
}

Status OwnLibrary::check_removal(const ExerciseId& id, const Content& content) const {
  const auto* const own = find(id);
  if (own == nullptr || own->file.removal) {
    if (content.catalogue.find(id) != nullptr)
      return fail(fmt::format("expected an exercise of your own, found \"{}\" of the library", id.value()),
                  {}, "skip it in Move with \"never\" to be spared it");
    return fail(fmt::format("expected an exercise of your own, found \"{}\"", id.value().substr(0, 60)), {},
                "see `endrange exercise list --own`");
  }
  if (!own->is_ready()) return {};
  for (const auto& other : judge_own_exercises(list_beside(id), {content, proofs_}, Unproved::AsAbsent)) {
    const auto* const before = find(other.file.exercise);
    if (before != nullptr && before->is_ready() && !other.is_ready())
      return fail(fmt::format("your `{}` leans on it: {}", other.file.exercise.value(), first_finding(other)),
                  {}, "remove or change that one first");
  }
  return {};
}

}  // namespace endrange::app
