#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/base/result.h"
#include "core/workday/workday.h"

/// A day as text: what happens and what must be true then, one line each. The language stands in
/// docs/written-days.md.
namespace endrange::workday {

/// What the hands do.
enum class Hands {
  Work,  ///< keys and pointer, with a pause now and then
  Type,  ///< without a pause
  Rest,  ///< nothing
};

/// Somebody sets the wall clock by so much.
struct ClockSet {
  std::chrono::minutes by = {};
};
/// The zone's difference from UTC changes, by travel or by summer time.
struct ZoneSet {
  std::chrono::minutes offset = {};
};
/// The machine stands still and nothing reports it.
struct Freeze {
  std::chrono::minutes length = {};
};

/// What must be true.
struct Expectation {
  enum class About { Prelude, Offer, Prompt, NoPrompt, Phase, Why, Presence, Wrote, Wakeups };
  About about = About::Prompt;
  std::optional<BreakKind> kind = {};  ///< of the prompt; without one, any
  std::string words = {};              ///< what is expected, in words
  int most = 0;                        ///< wakeups that the machine asked for since the last line about them
};

using Happening = std::variant<Input, Hands, ClockSet, ZoneSet, Freeze, Expectation>;

struct WrittenLine {
  int number = 0;                ///< in the text, from 1
  std::chrono::seconds at = {};  ///< local time since the first day's midnight
  std::string words = {};
  Happening happening = {};
};

struct WrittenDay {
  std::string name = {};  ///< of the file
  Day date = {};
  std::chrono::minutes zone = {};  ///< local time minus UTC
  Rhythm rhythm = {};
  Sensing sensing = Sensing::Display;
  std::vector<WrittenLine> lines = {};
};

/// Reads it. The first line that cannot be understood is the error, as `name:line`, with what was expected
/// there.
[[nodiscard]] Result<WrittenDay> parse_written_day(std::string_view text, const std::string& name);

/// One line of a replay.
struct Told {
  enum class Kind {
    Happened,  ///< as written
    Decided,   ///< by the machine, and why
    Stood,     ///< how things stood from `from` until `until`, in one sentence
    Failed,    ///< an expectation: `name:line: expected …, found …`
  };
  Kind kind = Kind::Happened;
  LocalTime from = {};
  LocalTime until = {};
  std::string words = {};
};

/// A day that was played.
struct PlayedDay {
  std::vector<Told> told = {};             ///< in order
  std::vector<std::string> failures = {};  ///< the words of those that failed
  std::vector<std::pair<LocalTime, Effect>> effects = {};
};

/// Plays it against the machine, calling it as a program does.
[[nodiscard]] PlayedDay play(const WrittenDay& day);

}  // namespace endrange::workday
