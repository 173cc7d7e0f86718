#include "apps/endrange/server/status_menu.h"

#include "adapters/protocol/moment.h"
#include "adapters/system/clock.h"

namespace endrange::app {
namespace {

using protocol::BreakAction;
using protocol::BreakPhase;

enum Choice : std::int32_t {
  Sentence = 1,
  Start,
  End,
  InFive,
  InTen,
  InThirty,
  AfterCall,
  Skip,
  PauseHour,
  PauseToday,
  Resume,
  // Lines between groups have numbers too.
  AfterSentence,
  AfterBreak,
  AfterPause,
};

/// The person's next midnight.
std::string write_tomorrow(const LocalMoment& now) {
  const auto tomorrow = protocol::write_day(now.day() + std::chrono::days(1));
  const auto midnight = system::parse_time(tomorrow + " 00:00", now);
  // Where the zone skips midnight, a day from now is late enough.
  return protocol::write_moment(midnight ? midnight->utc : now.utc + std::chrono::days(1));
}

}  // namespace

desktop::StatusLook make_status_look(const protocol::BreakStatus& status) {
  desktop::StatusLook look;
  look.tip = status.why;
  look.needs_attention = status.prompt || status.phase == BreakPhase::Prelude;
  const auto add = [&](std::int32_t choice, const char* words) {
    look.menu.push_back({choice, words, true});
  };
  const auto part = [&](std::int32_t choice) { look.menu.push_back({choice, "", false}); };
  look.menu.push_back({Sentence, status.why, false});
  part(AfterSentence);
  if (status.phase == BreakPhase::OnBreak) {
    add(End, "End the break");
  } else {
    add(Start, "Start a break now");
  }
  if (status.phase != BreakPhase::Off && status.phase != BreakPhase::Paused) {
    add(InFive, "In 5 minutes");
    add(InTen, "In 10 minutes");
    add(InThirty, "In 30 minutes");
    add(AfterCall, "When the call ends");
    add(Skip, "Skip this one");
    part(AfterBreak);
    add(PauseHour, "Pause for an hour");
    add(PauseToday, "Pause until tomorrow");
  } else if (status.phase == BreakPhase::Paused) {
    part(AfterBreak);
    add(Resume, "Breaks on again");
  }
  part(AfterPause);
  add(OpenChoice, "Open Endrange");
  add(QuitChoice, "Quit");
  return look;
}

std::optional<protocol::BreakCommand> find_command(std::int32_t choice, const LocalMoment& now) {
  protocol::BreakCommand command;
  const auto put_off = [&](double minutes) {
    command.action = BreakAction::PutOff;
    command.minutes = minutes;
    return command;
  };
  switch (choice) {
    case Start:
      command.action = BreakAction::Now;
      return command;
    case End:
      command.action = BreakAction::Done;
      return command;
    case InFive:
      return put_off(5.0);
    case InTen:
      return put_off(10.0);
    case InThirty:
      return put_off(30.0);
    case AfterCall:
      command.action = BreakAction::PutOffUntilCallEnds;
      return command;
    case Skip:
      command.action = BreakAction::Skip;
      return command;
    case PauseHour:
      command.action = BreakAction::Pause;
      command.minutes = 60.0;
      return command;
    case PauseToday:
      command.action = BreakAction::Pause;
      command.until = write_tomorrow(now);
      return command;
    case Resume:
      command.action = BreakAction::Resume;
      return command;
    default:
      return std::nullopt;
  }
}

}  // namespace endrange::app
