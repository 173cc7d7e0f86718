#pragma once

#include <span>
#include <vector>

#include "adapters/protocol/api.h"
#include "core/base/moment.h"
#include "core/journal/event.h"

namespace endrange::app {

/// The local day of `now` as marks on a line: `work`, `break`, `skipped`, `put_off`, `moved`, `measured`.
/// @param standing  entries that count, in order
[[nodiscard]] std::vector<protocol::DayMark> make_day_line(std::span<const journal::Entry> standing,
                                                           LocalMoment now);

}  // namespace endrange::app
