#pragma once

#include <sdbus-c++/sdbus-c++.h>

#include <functional>
#include <string>

#include "adapters/desktop/wakeup.h"
#include "core/base/result.h"

/// What every part that talks on the session bus has in common; private to the room.
namespace endrange::desktop {

/// What to tell when the bus is not there, or is gone.
[[nodiscard]] Error make_bus_error(const sdbus::Error& error);

[[nodiscard]] Wakeup find_wakeup(const sdbus::IConnection& connection);

/// Handles what the bus has brought. Fails when the bus is gone.
[[nodiscard]] Status process(sdbus::IConnection& connection);

/// Tells of the comings and goings of this name alone: those of strangers wake nobody. Lives as long as the
/// connection.
void follow_owner(sdbus::IConnection& connection, const std::string& name,
                  std::function<void(bool is_there)> hear);

/// Does something on the bus and makes of its exception what `make_bus_error` tells.
template <typename Work>
[[nodiscard]] Status on_bus(Work work) {
  try {
    work();
    return {};
  } catch (const sdbus::Error& error) {
    return fail(make_bus_error(error));
  }
}

}  // namespace endrange::desktop
