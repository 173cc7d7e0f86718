#pragma once

#include <chrono>
#include <string>
#include <string_view>

namespace endrange::app {

/// Everything is erased only when it was asked for twice: the first time gives a code, good for 60 s, and the
/// second time brings it back.
class EraseCodes {
 public:
  using Instant = std::chrono::steady_clock::time_point;
  [[nodiscard]] std::string issue(Instant now);
  /// Whether the code is good; it is not afterwards.
  [[nodiscard]] bool redeem(std::string_view code, Instant now);

 private:
  std::string code_;
  Instant until_ = {};
};

}  // namespace endrange::app
