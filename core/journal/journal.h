#pragma once

#include <vector>

#include "core/base/result.h"
#include "core/journal/event.h"

namespace endrange::journal {

/// The one order of all entries of all devices: by moment, then device, then that device's own sequence, then
/// identifier. Two devices that hold the same entries tell the same story.
[[nodiscard]] bool precedes(const Entry& left, const Entry& right);

/// The entries that count: without those that were taken back and without the takings back, in order. A
/// taking back is final; it counts wherever in the order it stands, because clocks of two devices differ.
[[nodiscard]] std::vector<Entry> compute_standing(const std::vector<Entry>& entries);

/// The union of two journals, in order: idempotent, commutative, associative.
/// Fails when two different entries carry the same identifier, or the same device and sequence.
[[nodiscard]] Result<std::vector<Entry>> merge(const std::vector<Entry>& left,
                                               const std::vector<Entry>& right);

}  // namespace endrange::journal
