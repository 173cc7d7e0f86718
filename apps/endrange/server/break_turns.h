#pragma once

#include <chrono>
#include <optional>

#include "adapters/protocol/api.h"

namespace endrange::app {

/// Something that began or ended with a break, as others are told: hooks and other programs.
struct Turn {
  enum class What { Due, Started, Ended };
  What what = What::Due;
  protocol::BreakKind kind = protocol::BreakKind::Short;
  std::chrono::seconds length = {};  ///< planned; of one that ended: how long it lasted

  friend bool operator==(const Turn&, const Turn&) = default;
};

/// Finds the turns in what the breaks tell about themselves.
class BreakTurns {
 public:
  using Instant = std::chrono::steady_clock::time_point;

  /// What this status is the first to show.
  [[nodiscard]] std::optional<Turn> follow(const protocol::BreakStatus& status, Instant now);

 private:
  struct Started {
    protocol::BreakKind kind = protocol::BreakKind::Short;
    Instant at = {};
  };
  std::optional<Started> started_ = {};
  bool is_announced_ = false;
};

}  // namespace endrange::app
