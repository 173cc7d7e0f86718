#include "adapters/desktop/display.h"

#include <fmt/format.h>

#include <string_view>

namespace endrange::desktop {

bool is_wayland_session() {
  const char* type = std::getenv("XDG_SESSION_TYPE");
  const char* display = std::getenv("WAYLAND_DISPLAY");
  return (type != nullptr && std::string_view(type) == "wayland") || (display != nullptr && *display != '\0');
}

Result<DisplayConnection> connect_display(const char* remedy) {
  if (is_wayland_session())
    return fail("this is a Wayland session, in which the X display does not see all input", "DISPLAY", remedy,
                Fault::Internal);
  DisplayConnection connection(xcb_connect(nullptr, nullptr));
  if (xcb_connection_has_error(connection.get()) == 0) return connection;
  const char* name = std::getenv("DISPLAY");
  return fail(name == nullptr || *name == '\0'
                  ? "expected an X display, found none: DISPLAY is not set"
                  : fmt::format("expected an X display at {}, found none that answers", name),
              "DISPLAY", remedy, Fault::Internal);
}

}  // namespace endrange::desktop
