#include "core/progress/person.h"

#include <algorithm>

namespace endrange::progress {

namespace {

template <typename Kind>
const Kind* find_latest(std::span<const journal::Entry> standing) {
  for (auto entry = standing.rbegin(); entry != standing.rend(); ++entry)
    if (const auto* found = std::get_if<Kind>(&entry->event)) return found;
  return nullptr;
}

}  // namespace

std::optional<journal::ProfileChanged> find_profile(std::span<const journal::Entry> standing) {
  const auto* latest = find_latest<journal::ProfileChanged>(standing);
  return latest == nullptr ? std::nullopt : std::optional(*latest);
}

journal::SettingsChanged compute_settings(std::span<const journal::Entry> standing) {
  const auto* latest = find_latest<journal::SettingsChanged>(standing);
  return latest == nullptr ? journal::SettingsChanged{} : *latest;
}

std::map<std::string, journal::Answer> compute_answers(std::span<const journal::Entry> standing) {
  std::map<std::string, journal::Answer> answers;
  for (const auto& entry : standing)
    if (const auto* answered = std::get_if<journal::SafetyAnswered>(&entry.event))
      for (const auto& answer : answered->answers) answers[answer.question] = answer.answer;
  return answers;
}

bool is_morning_question_due(std::span<const journal::Entry> standing, LocalMoment now) {
  const auto yesterday = now.day() - std::chrono::days(1);
  const auto moved_yesterday = [&](const journal::Entry& entry) {
    return std::holds_alternative<journal::StepDone>(entry.event) && entry.at.day() == yesterday;
  };
  const auto answered_today = [&](const journal::Entry& entry) {
    return std::holds_alternative<journal::MorningAnswered>(entry.event) && entry.at.day() == now.day();
  };
  return std::ranges::any_of(standing, moved_yesterday) && std::ranges::none_of(standing, answered_today);
}

}  // namespace endrange::progress
