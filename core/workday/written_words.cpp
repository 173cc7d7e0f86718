#include "core/workday/written_words.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace endrange::workday {

namespace {

template <typename Value, std::size_t N>
using Vocabulary = std::array<std::pair<std::string_view, Value>, N>;

template <typename Value, std::size_t N>
std::optional<Value> find(const Vocabulary<Value, N>& words, std::string_view word) {
  const auto* const found = std::ranges::find(words, word, &std::pair<std::string_view, Value>::first);
  return found == words.end() ? std::nullopt : std::optional(found->second);
}

// In the order of the enumerations.
constexpr std::array<std::string_view, 11> Phases = {"off",       "outside_hours", "working", "due",
                                                     "prompting", "on_break",      "away",    "put_off",
                                                     "paused",    "prelude",       "quiet"};
constexpr std::array<std::string_view, 6> Presences = {"assumed",  "working", "on_call",
                                                       "watching", "away",    "asleep"};
constexpr std::array<const char*, 4> Outcomes = {"taken ", "put off ", "skipped ", "natural "};
constexpr std::array<const char*, 3> Spendings = {"call ", "film ", "rest "};

std::string whole(double minutes) {
  return std::to_string(std::lround(minutes));
}

}  // namespace

std::optional<Hands> find_hands(std::string_view word) {
  static constexpr Vocabulary<Hands, 3> Words = {
      {{"active", Hands::Work}, {"typing", Hands::Type}, {"idle", Hands::Rest}}};
  return find(Words, word);
}

std::optional<Signal> find_signal(std::string_view word) {
  static constexpr Vocabulary<Signal, 9> Words = {{{"call", Signal::Microphone},
                                                   {"microphone", Signal::Microphone},
                                                   {"camera", Signal::Camera},
                                                   {"screencast", Signal::Screencast},
                                                   {"presentation", Signal::Presentation},
                                                   {"fullscreen", Signal::FullScreen},
                                                   {"dnd", Signal::DoNotDisturb},
                                                   {"film", Signal::Playing},
                                                   {"battery", Signal::BatteryLow}}};
  return find(Words, word);
}

std::optional<SignalChanged> find_switch(std::string_view word) {
  if (word == "sleep" || word == "wake") return SignalChanged{Signal::Asleep, word == "sleep", {}};
  if (word == "lock" || word == "unlock") return SignalChanged{Signal::Locked, word == "lock", {}};
  if (word == "close" || word == "open") return SignalChanged{Signal::LidClosed, word == "close", {}};
  return std::nullopt;
}

std::string_view word_of(Phase phase) {
  return Phases.at(static_cast<std::size_t>(phase));
}

std::string_view word_of(Presence presence) {
  return Presences.at(static_cast<std::size_t>(presence));
}

bool is_phase(std::string_view word) {
  return std::ranges::find(Phases, word) != Phases.end();
}

bool is_presence(std::string_view word) {
  return std::ranges::find(Presences, word) != Presences.end();
}

std::string word_of(const journal::Event& event) {
  if (const auto* worked = std::get_if<journal::Worked>(&event))
    return "worked " + whole(worked->seconds / 60.0);
  if (const auto* spent = std::get_if<journal::Spent>(&event))
    return Spendings.at(static_cast<std::size_t>(spent->on)) + whole(spent->seconds / 60.0);
  if (const auto* happened = std::get_if<journal::BreakHappened>(&event))
    return Outcomes.at(static_cast<std::size_t>(happened->outcome)) + whole(happened->minutes);
  return "something else";
}

}  // namespace endrange::workday
