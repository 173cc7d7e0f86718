#include "apps/endrange-window/sandbox.h"

#include <glib.h>

#include <array>

#include "apps/endrange-window/gobject.h"

namespace endrange::window {

bool can_sandbox() {
  const OwnedText bubblewrap(g_find_program_in_path("bwrap"));
  const OwnedText proxy(g_find_program_in_path("xdg-dbus-proxy"));
  if (!bubblewrap || !proxy) return false;
  // The namespaces that WebKit asks for, around a program that does nothing.
  std::array words = {"bwrap", "--unshare-user", "--unshare-pid", "--unshare-uts", "--ro-bind", "/",
                      "/",     "--proc",         "/proc",         "--dev",         "/dev",      "true"};
  std::array<char*, words.size() + 1> arguments = {};
  for (std::size_t i = 0; i < words.size(); ++i) arguments.at(i) = const_cast<char*>(words.at(i));
  int status = -1;
  const auto flags =
      static_cast<GSpawnFlags>(G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL);
  return g_spawn_sync(nullptr, arguments.data(), nullptr, flags, nullptr, nullptr, nullptr, nullptr, &status,
                      nullptr) != FALSE &&
         status == 0;
}

}  // namespace endrange::window
