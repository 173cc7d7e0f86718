#pragma once

#include <xcb/xcb.h>

#include <cstdlib>
#include <memory>

#include "core/base/result.h"

/// What the sources on the X display have in common.
namespace endrange::desktop {

/// What xcb hands out is freed by free(3).
struct FreeReply {
  void operator()(void* memory) const { std::free(memory); }
};
template <typename T>
using Reply = std::unique_ptr<T, FreeReply>;

struct DisconnectDisplay {
  void operator()(xcb_connection_t* connection) const { xcb_disconnect(connection); }
};
using DisplayConnection = std::unique_ptr<xcb_connection_t, DisconnectDisplay>;

/// The display of this session. Fails when there is none, and on Wayland, where an X display sees only its
/// own windows and their input.
/// @param remedy  what the person can do without it
[[nodiscard]] Result<DisplayConnection> connect_display(const char* remedy);

[[nodiscard]] bool is_wayland_session();

}  // namespace endrange::desktop
