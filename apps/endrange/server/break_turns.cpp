#include "apps/endrange/server/break_turns.h"

#include <utility>

namespace endrange::app {

std::optional<Turn> BreakTurns::follow(const protocol::BreakStatus& status, Instant now) {
  using enum protocol::BreakPhase;
  const std::chrono::minutes planned(status.break_minutes);
  const bool was_announced =
      std::exchange(is_announced_, status.phase == Prelude || status.phase == Prompting);
  if (started_ && status.phase != OnBreak) {
    const auto ended = *std::exchange(started_, std::nullopt);
    return Turn{Turn::What::Ended, ended.kind, std::chrono::round<std::chrono::seconds>(now - ended.at)};
  }
  if (!started_ && status.phase == OnBreak) {
    started_ = Started{status.kind, now};
    return Turn{Turn::What::Started, status.kind, planned};
  }
  if (is_announced_ && !was_announced) return Turn{Turn::What::Due, status.kind, planned};
  return std::nullopt;
}

}  // namespace endrange::app
