#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>

#include "core/journal/event.h"

/// What the journal says about the person now. All functions take the entries that count, in order.
namespace endrange::progress {

/// The latest profile; nothing before the first start.
[[nodiscard]] std::optional<journal::ProfileChanged> find_profile(std::span<const journal::Entry> standing);

/// The latest settings, or the ones that everybody begins with.
[[nodiscard]] journal::SettingsChanged compute_settings(std::span<const journal::Entry> standing);

/// The latest answer to each safety question that was ever answered.
[[nodiscard]] std::map<std::string, journal::Answer> compute_answers(
    std::span<const journal::Entry> standing);

/// Is it time for the one question about the day before: moved yesterday and not yet answered today?
[[nodiscard]] bool is_morning_question_due(std::span<const journal::Entry> standing, LocalMoment now);

}  // namespace endrange::progress
