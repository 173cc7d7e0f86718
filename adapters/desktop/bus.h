#pragma once

#include <sdbus-c++/sdbus-c++.h>

#include <functional>

#include "adapters/desktop/wakeup.h"
#include "core/base/result.h"

/// What every part that talks on the session bus has in common; private to the room.
namespace endrange::desktop {

/// What to tell when the bus is not there, or is gone.
[[nodiscard]] Error make_bus_error(const sdbus::Error& error);

[[nodiscard]] Wakeup find_wakeup(const sdbus::IConnection& connection);

/// Handles what the bus has brought. Fails when the bus is gone.
[[nodiscard]] Status process(sdbus::IConnection& connection);

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
