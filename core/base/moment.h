#pragma once

#include <chrono>

namespace endrange {

/// A point of wall time, UTC, to the millisecond.
using Moment = std::chrono::sys_time<std::chrono::milliseconds>;

/// A calendar day where the person is.
using Day = std::chrono::local_days;

/// Wall time together with what the clock on the wall said: the zone's offset is kept, because "this morning"
/// and "today" are asked of the person's own day, wherever the journal is read later.
struct LocalMoment {
  Moment utc = {};
  std::chrono::minutes offset = {};  ///< local time minus UTC

  [[nodiscard]] std::chrono::local_time<std::chrono::milliseconds> local() const {
    return std::chrono::local_time<std::chrono::milliseconds>(utc.time_since_epoch() + offset);
  }
  [[nodiscard]] Day day() const { return std::chrono::floor<std::chrono::days>(local()); }

  friend auto operator<=>(const LocalMoment&, const LocalMoment&) = default;
};

}  // namespace endrange
