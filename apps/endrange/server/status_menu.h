#pragma once

#include <cstdint>
#include <optional>

#include "adapters/desktop/status_item.h"
#include "adapters/protocol/api.h"
#include "core/base/moment.h"

namespace endrange::app {

/// What can be chosen in the panel's menu beside what `find_command` makes of it.
inline constexpr std::int32_t OpenChoice = 100;
inline constexpr std::int32_t QuitChoice = 101;

/// What the item in the panel shows: the reason on top, then what can be done now.
[[nodiscard]] desktop::StatusLook make_status_look(const protocol::BreakStatus& status);

/// What a line of the menu asks of the breaks; `nullopt` for one that asks nothing of them.
/// @param now  for "until tomorrow": the person's next midnight
[[nodiscard]] std::optional<protocol::BreakCommand> find_command(std::int32_t choice, const LocalMoment& now);

}  // namespace endrange::app
