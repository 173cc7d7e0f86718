#pragma once

#include <set>
#include <span>
#include <string>
#include <vector>

#include "core/journal/event.h"

namespace endrange::progress {

/// What was reported of one place lately.
struct PainOfPlace {
  std::string region = {};  ///< a joint: `hip`, `shoulder`
  Side side = Side::Both;
  int times = 0;
  int worst = 0;  ///< 0 to 10
  Day latest = {};
  std::set<journal::PainKind> kinds = {};

  friend bool operator==(const PainOfPlace&, const PainOfPlace&) = default;
};

/// Of the last 28 local days, the latest first. A pull of stretch is no pain.
/// @param standing  entries that count, in order
[[nodiscard]] std::vector<PainOfPlace> compute_pains(std::span<const journal::Entry> standing,
                                                     LocalMoment now);

}  // namespace endrange::progress
