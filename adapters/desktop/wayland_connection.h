#pragma once

#include <wayland-client.h>

#include <cstdint>
#include <expected>
#include <memory>

#include "core/base/result.h"

/// What the sources at the Wayland compositor have in common.
namespace endrange::desktop {

struct DisconnectCompositor {
  void operator()(wl_display* display) const { wl_display_disconnect(display); }
};
using CompositorConnection = std::unique_ptr<wl_display, DisconnectCompositor>;

struct DestroyProxy {
  template <typename Interface>
  void operator()(Interface* proxy) const {
    wl_proxy_destroy(reinterpret_cast<wl_proxy*>(proxy));
  }
};

/// The compositor of this session. Fails when there is none.
/// @param remedy  what the person can do without it
[[nodiscard]] Result<CompositorConnection> connect_compositor(const char* remedy);

/// Handles what has come, without waiting for more. False when the compositor is gone.
[[nodiscard]] bool read_compositor(wl_display& display);

/// The library takes every listener as a list of functions.
template <typename Listener>
void listen_to(wl_proxy* proxy, const Listener& listener, void* self) {
  using Functions = void (**)();
  wl_proxy_add_listener(proxy, reinterpret_cast<Functions>(const_cast<Listener*>(&listener)), self);
}

}  // namespace endrange::desktop
