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
  std::array<const char*, 12> words = {
      bubblewrap.get(), "--unshare-user", "--unshare-pid", "--unshare-uts", "--ro-bind", "/", "/",
      "--proc",         "/proc",          "--dev",         "/dev",          "true"};
  std::array<char*, words.size() + 1> arguments = {};
  for (std::size_t i = 0; i < words.size(); ++i) arguments.at(i) = const_cast<char*>(words.at(i));
  int status = -1;
  return g_spawn_sync(nullptr, arguments.data(), nullptr, G_SPAWN_DEFAULT, nullptr, nullptr, nullptr, nullptr,
                      &status, nullptr) != FALSE &&
         status == 0;
}

}  // namespace endrange::window
