#pragma once

#include <optional>
#include <span>
#include <string>

#include "adapters/protocol/api.h"
#include "core/base/result.h"
#include "core/workday/preview.h"
#include "core/workday/workday.h"

/// Breaks, and how someone wants them, as they travel.
namespace endrange::protocol {

[[nodiscard]] Rhythm make_rhythm(const journal::Rhythm& rhythm);

/// Fails when a weekday is none, or stands there twice. Which lengths may be, `journal::check_event` says.
[[nodiscard]] Result<journal::Rhythm> parse_rhythm(const Rhythm& rhythm);

/// @param activity_source  `display` or `page`
[[nodiscard]] BreakStatus make_break_status(const workday::Status& status, const workday::Rhythm& rhythm,
                                            std::string activity_source);

/// The span that goes on now, up to now, on the line of its day; nothing where a span would not be written
/// down either.
[[nodiscard]] std::optional<DayMark> make_open_mark(const workday::State& state, const workday::Now& now);

[[nodiscard]] BreakLog make_break_log(std::span<const workday::Decision> log);

/// @param preview  nothing when no day is a work day
/// @param today  from which its day is told: tomorrow, or on Monday
[[nodiscard]] DayPreview make_day_preview(const std::optional<workday::Preview>& preview, Day today);

}  // namespace endrange::protocol
