#include "adapters/desktop/bus.h"

#include <fmt/format.h>

#include <utility>

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

void follow_owner(sdbus::IConnection& connection, const std::string& name, std::function<void(bool)> hear) {
  constexpr const char* Bus = "org.freedesktop.DBus";
  connection.addMatch(
      fmt::format("type='signal',sender='{}',interface='{}',member='NameOwnerChanged',arg0='{}'", Bus, Bus,
                  name),
      [hear = std::move(hear)](sdbus::Message& message) {
        // A message that is not what its interface promises tells nothing.
        static_cast<void>(on_bus([&] {
          std::string which;
          std::string before;
          std::string now;
          message >> which >> before >> now;
          if (!before.empty()) hear(false);
          if (!now.empty()) hear(true);
        }));
      },
      sdbus::floating_slot);
}

}  // namespace endrange::desktop
