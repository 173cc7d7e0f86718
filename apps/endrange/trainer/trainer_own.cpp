// The trainer's part about exercises of the person's own.
#include <fmt/format.h>

#include <utility>

#include "adapters/protocol/catalogue.h"
#include "adapters/protocol/moment.h"
#include "adapters/system/secret.h"
#include "apps/endrange/trainer/trainer.h"

namespace endrange::app {
namespace {

protocol::OwnState find_state(const OwnExercise& own) {
  if (own.file.removal) return protocol::OwnState::Removed;
  return own.is_ready() ? protocol::OwnState::Ready : protocol::OwnState::Faulty;
}

bool is_about_own(const journal::Event& event) {
  return std::holds_alternative<journal::ExerciseAdded>(event) ||
         std::holds_alternative<journal::ExerciseRemoved>(event) ||
         std::holds_alternative<journal::Withdrawn>(event);
}

}  // namespace

void Trainer::follow_own() {
  own_.follow(book().standing(), content_);
  // What was followed refers to exercises as they were.
  following_.rest();
}

void Trainer::follow_own(const std::vector<Book::NewEntry>& entries) {
  for (const auto& entry : entries)
    if (is_about_own(entry.event)) return follow_own();
}

std::vector<ProofTask> Trainer::list_unproved() const {
  return own_.list_unproved(content_);
}

void Trainer::take_proof(const EntryId& entry, Diagnostics proof) {
  own_.take_proof(entry, std::move(proof));
  follow_own();
}

void Trainer::prove_own() {
  for (const auto& task : list_unproved())
    take_proof(task.entry, compute_proof(task, content_.joint_motions));
}

protocol::OwnExercises Trainer::list_own_exercises() const {
  protocol::OwnExercises listed;
  for (const auto& own : own_.all())
    listed.exercises.push_back({own.file.exercise.value(), own.name(), find_state(own),
                                own.file.entry.value(), protocol::write_moment(own.file.at.utc),
                                protocol::make_findings(own.findings), own.file.text});
  return listed;
}

Addition Trainer::check_addition(std::string_view bytes, const std::string& name) const {
  return own_.check_addition(bytes, name, content_);
}

Result<protocol::ExerciseSummary> Trainer::find_summary(const ExerciseId& id) const {
  TRY(auto detail, find_exercise(id.value()));
  return std::move(detail.summary);
}

Result<protocol::ExerciseAddition> Trainer::add_exercise(const Addition& checked, const Diagnostics& proof) {
  protocol::ExerciseAddition answer;
  if (checked.there) {
    TRY(answer.added, find_summary(*checked.there));
    return answer;
  }
  // While bodies showed it, the journal may have gone on.
  auto findings = checked.task ? check_addition(checked.text, checked.name).findings : checked.findings;
  findings.append(proof);
  answer.findings = protocol::make_findings(findings);
  if (findings.has_errors() || !checked.task) return answer;
  const auto& id = checked.task->exercise.id;
  const auto* const before = own_.find(id);
  answer.replaced = before != nullptr && !before->file.removal;
  const EntryId entry(system::make_uuid());
  TRY_STATUS(writable_book().append({{entry, now(), journal::ExerciseAdded{id, checked.text}}}));
  own_.take_proof(entry, proof);
  follow_own();
  answer.entry = entry.value();
  TRY(answer.added, find_summary(id));
  return answer;
}

Result<protocol::ExerciseRemoval> Trainer::remove_exercise(const std::string& id) {
  const ExerciseId exercise(id);
  TRY_STATUS(own_.check_removal(exercise, content_));
  const EntryId entry(system::make_uuid());
  auto name = own_.find(exercise)->name();
  TRY_STATUS(writable_book().append({{entry, now(), journal::ExerciseRemoved{exercise}}}));
  follow_own();
  return protocol::ExerciseRemoval{id, std::move(name), entry.value()};
}

Status Trainer::restore_exercise(const std::string& id) {
  const auto* const own = own_.find(ExerciseId(id));
  if (own == nullptr || !own->file.removal)
    return fail(fmt::format("expected an exercise of yours that was removed, found \"{}\"", id.substr(0, 60)),
                {}, "see `endrange exercise list --own`");
  TRY_STATUS(record(journal::Withdrawn{*own->file.removal, "brought back"}));
  follow_own();
  return {};
}

Result<protocol::ExerciseSummary> Trainer::find_restored(const std::string& id) const {
  const auto* const own = own_.find(ExerciseId(id));
  if (own != nullptr && own->findings.has_errors())
    return fail("it is back, but it does not pass any more: " + own->findings.status().error().message,
                own->findings.status().error().where, "mend its file and add it again");
  return find_summary(ExerciseId(id));
}

Result<std::string> Trainer::find_exercise_file(const std::string& id) const {
  if (const auto* const own = own_.find(ExerciseId(id))) return own->file.text;
  TRY(const auto summary, find_summary(ExerciseId(id)));
  return load_content_text(content_.folder / "exercises" / (summary.id + ".toml"));
}

}  // namespace endrange::app
