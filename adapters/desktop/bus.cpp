#include "adapters/desktop/bus.h"

#include <fmt/format.h>

namespace endrange::desktop {

Error make_bus_error(const sdbus::Error& error) {
  return {fmt::format("expected the desktop's session bus, found none: {}", error.getMessage()),
          "DBUS_SESSION_BUS_ADDRESS",
          "breaks are told on the page alone; start Endrange inside your desktop session to be told by it",
          Fault::Internal};
}

Wakeup find_wakeup(const sdbus::IConnection& connection) {
  const auto poll = connection.getEventLoopPollData();
  Wakeup wakeup = {poll.fd, poll.events, std::nullopt};
  if (const auto timeout = poll.getRelativeTimeout())
    wakeup.timeout = std::chrono::ceil<std::chrono::milliseconds>(*timeout);
  return wakeup;
}

Status process(sdbus::IConnection& connection) {
  return on_bus([&] {
    while (connection.processPendingRequest()) {
    }
  });
}

}  // namespace endrange::desktop
