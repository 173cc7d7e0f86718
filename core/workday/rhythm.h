#pragma once

#include <span>

#include "core/journal/event.h"

namespace endrange::workday {

/// The rhythm that counts now: the latest that was set. Before any was, what the settings of the first format
/// said, unless they said what everybody began with: then today's defaults count.
/// @param standing  as `journal::compute_standing` gives it, oldest first
[[nodiscard]] journal::Rhythm compute_rhythm(std::span<const journal::Entry> standing);

/// What the first format's one kind of break means now: the kind that its length fits, at the same times; the
/// other kind stays off.
[[nodiscard]] journal::Rhythm convert_rhythm(const journal::SettingsChanged& settings);

}  // namespace endrange::workday
