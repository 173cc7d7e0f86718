#pragma once

#include "core/base/result.h"
#include "core/journal/event.h"

namespace endrange::journal {

/// Longest identifier that an event may carry, in bytes.
inline constexpr std::size_t LongestIdentifier = 96;
/// Longest free text that an event may carry, in bytes of UTF-8.
inline constexpr std::size_t LongestText = 2000;
/// Longest file of an exercise, in bytes: five times the longest of the library, and no longer than any text
/// that is read back may be (adapters/protocol/json.h).
inline constexpr std::size_t LongestExercise = 16 * 1024;

/// Holds an event's values against what can be true: ranges, finite figures, identifiers, lengths, times.
/// Every event passes here before it enters the journal, wherever it came from.
/// @returns success, or what was expected and found; `where` names the value as the API does:
///          `pain_reported.intensity`
[[nodiscard]] Status check_event(const Event& event);

/// The same for an entry: its identifiers, sequence, moment and zone offset, then its event.
[[nodiscard]] Status check_entry(const Entry& entry);

/// The kind of an event as the API and the export name it: `pain_reported`.
[[nodiscard]] std::string_view word(const Event& event);

}  // namespace endrange::journal
