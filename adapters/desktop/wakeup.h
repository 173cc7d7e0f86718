#pragma once

#include <chrono>
#include <optional>

/// The person's desktop: what it can show and tell. Every part is optional: a bus or a display that is
/// missing takes its own signal away and nothing else. Nothing here has a thread or waits: an event loop
/// watches `fd()`.
namespace endrange::desktop {

/// What an event loop has to watch: wake when `fd` has `events` (poll(2)) or when `timeout` is over.
struct Wakeup {
  int fd = -1;
  short events = 0;
  std::optional<std::chrono::milliseconds> timeout = {};
};

}  // namespace endrange::desktop
