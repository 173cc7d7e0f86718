#include "apps/endrange/trainer/trainer.h"

#include <algorithm>
#include <utility>

#include "adapters/protocol/journal.h"
#include "adapters/protocol/moment.h"
#include "adapters/protocol/words.h"
#include "core/progress/person.h"

namespace endrange::app {

Result<Trainer> Trainer::open(const std::filesystem::path& folder, Content content, Clock clock) {
  TRY(auto book, Book::open(folder));
  return Trainer(std::move(book), std::move(content), std::move(clock));
}

protocol::State Trainer::compute_state() const {
  const auto& standing = book_.standing();
  const auto profile = progress::find_profile(standing);
  const auto answers = progress::compute_answers(standing);
  protocol::State state;
  state.version = ENDRANGE_VERSION;
  state.day = protocol::write_day(now().day());
  if (profile) state.profile = protocol::make_profile(*profile);
  state.settings = protocol::make_settings(progress::compute_settings(standing));
  for (const auto& [question, answer] : answers)
    state.answers.push_back(protocol::make_safety_answer({question, answer}));
  state.first_start = !profile.has_value();
  for (const auto& question : content_.safety.questions) {
    const auto found = answers.find(question.id);
    if (question.first_start && found == answers.end()) state.first_start = true;
    if (found == answers.end() || found->second == journal::Answer::Unknown)
      state.unknown.push_back(question.id);
  }
  if (profile) {
    if (!profile->age_band) state.unknown.emplace_back("age_band");
    if (!profile->height_m) state.unknown.emplace_back("height_m");
    if (!profile->body_proportions) state.unknown.emplace_back("body_proportions");
    if (!profile->sitting_hours) state.unknown.emplace_back("sitting_hours");
  }
  state.ask_morning = progress::is_morning_question_due(standing, now());
  return state;
}

protocol::SafetyScreen Trainer::make_safety_screen() const {
  protocol::SafetyScreen screen;
  for (const auto& question : content_.safety.questions)
    screen.questions.push_back(
        {question.id, protocol::same_enumerator<protocol::Gate>(question.gate), question.text, question.why,
         question.advice, question.joints.empty() ? "" : question.joints.front(), question.first_start});
  return screen;
}

Result<protocol::Accepted> Trainer::append(const protocol::NewEvents& events) {
  std::vector<Book::NewEntry> entries;
  protocol::Accepted accepted;
  for (std::size_t i = 0; i < events.events.size(); ++i) {
    const auto& posted = events.events[i];
    const auto place = "events[" + std::to_string(i) + "]";
    const auto at = protocol::parse_moment(posted.at);
    if (!at) return fail(at.error().message, place + ".at");
    auto event = protocol::parse_event_body(posted.event);
    if (!event)
      return fail(event.error().message, place + ".event." + event.error().where, event.error().remedy);
    entries.push_back(
        {EntryId(posted.id), protocol::make_local_moment(*at, posted.offset_min), std::move(*event)});
    accepted.ids.push_back(posted.id);
  }
  TRY_STATUS(book_.append(entries));
  return accepted;
}

Result<protocol::Journal> Trainer::read_journal(std::optional<int> offset, std::optional<int> limit) const {
  constexpr int MaxLimit = 1000;
  const auto from = offset.value_or(0);
  const auto count = limit.value_or(100);
  if (from < 0) return fail("expected an offset from 0 on", "offset");
  if (count < 1 || count > MaxLimit) return fail("expected 1 to 1000 entries", "limit");
  const auto& entries = book_.entries();
  protocol::Journal page;
  page.total = static_cast<std::int64_t>(entries.size());
  const auto skipped = std::min(static_cast<std::size_t>(from), entries.size());
  const auto taken = std::min(static_cast<std::size_t>(count), entries.size() - skipped);
  for (std::size_t i = 0; i < taken; ++i)
    page.entries.push_back(protocol::make_entry(entries[entries.size() - 1 - skipped - i]));
  return page;
}

Result<protocol::ImportAnswer> Trainer::import(std::string_view ndjson) {
  TRY(const auto imported, book_.import(ndjson));
  return protocol::ImportAnswer{static_cast<std::int64_t>(imported.added),
                                static_cast<std::int64_t>(imported.already_there)};
}

}  // namespace endrange::app
