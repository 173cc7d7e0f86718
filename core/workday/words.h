#pragma once

#include <string>

#include "core/workday/quiet.h"

/// The pieces that the sentences about breaks are made of.
namespace endrange::workday {

/// "09:05".
[[nodiscard]] std::string clock_time(LocalTime time);

/// "09:05", "tomorrow at 09:05", "on Monday at 09:05".
[[nodiscard]] std::string day_and_time(LocalTime time, LocalTime now);

/// "1 minute", "12 minutes": whole ones.
[[nodiscard]] std::string count_minutes(BootTime length);

/// "a short break".
[[nodiscard]] std::string words_of(BreakKind kind);

/// Why it is quiet, as the end of a sentence: "microphone in use by 4242 firefox since 10:02".
[[nodiscard]] std::string tell_quiet(const Quiet& quiet, const Now& now);

}  // namespace endrange::workday
