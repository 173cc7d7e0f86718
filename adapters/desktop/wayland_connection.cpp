#include "adapters/desktop/wayland_connection.h"

#include <poll.h>

#include <cstdlib>

namespace endrange::desktop {

Result<CompositorConnection> connect_compositor(const char* remedy) {
  const char* name = std::getenv("WAYLAND_DISPLAY");
  if (name == nullptr || *name == '\0')
    return fail("this is no Wayland session", "WAYLAND_DISPLAY", remedy, Fault::Internal);
  CompositorConnection connection(wl_display_connect(nullptr));
  if (!connection) return fail("no Wayland compositor answers", "WAYLAND_DISPLAY", remedy, Fault::Internal);
  return connection;
}

bool read_compositor(wl_display& display) {
  while (wl_display_prepare_read(&display) != 0) wl_display_dispatch_pending(&display);
  pollfd waiting = {wl_display_get_fd(&display), POLLIN, 0};
  if (::poll(&waiting, 1, 0) > 0)
    wl_display_read_events(&display);
  else
    wl_display_cancel_read(&display);
  wl_display_dispatch_pending(&display);
  wl_display_flush(&display);
  return wl_display_get_error(&display) == 0;
}

}  // namespace endrange::desktop
