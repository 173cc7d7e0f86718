#pragma once

#include <chrono>
#include <optional>

namespace endrange::window {

/// Someone who asked to leave means it when they ask again within this.
inline constexpr std::chrono::seconds MeantWithin{6};

/// Escape twice, or two clicks: the first asks, the second leaves.
class Leaving {
 public:
  using Instant = std::chrono::steady_clock::time_point;

  /// Whether this was the second time.
  [[nodiscard]] bool is_meant(Instant now) {
    const bool meant = asked_ && now - *asked_ <= MeantWithin;
    asked_ = now;
    return meant;
  }

 private:
  std::optional<Instant> asked_ = {};
};

}  // namespace endrange::window
