#pragma once

#include <optional>

#include "tests/adapters/desktop/signals.h"

namespace endrange::test {

/// Debian's kwin_wayland with a virtual screen, on the session bus of the environment. It has no keyboard
/// here, so activity is what its own D-Bus method makes of it.
class Kwin {
 public:
  static constexpr const char* Socket = "wayland-endrange";

  /// @param folder  for a copy: Debian's carries a capability that a container may refuse to give
  explicit Kwin(const std::filesystem::path& folder) : copy_(folder / "kwin_wayland") { start(); }

  // It insists on its name.
  void start() {
    std::filesystem::copy_file("/usr/bin/kwin_wayland", copy_,
                               std::filesystem::copy_options::overwrite_existing);
    program_.emplace(
        std::vector<std::string>{copy_.string(), "--virtual", "--no-global-shortcuts", "--socket", Socket});
    wait_for_service("--session", "org.freedesktop.ScreenSaver");
  }
  void stop() { program_->stop(); }
  static void wake() {
    call_on("--session", "org.freedesktop.ScreenSaver", "/ScreenSaver",
            "org.freedesktop.ScreenSaver.SimulateUserActivity");
  }

 private:
  std::filesystem::path copy_;
  std::optional<Program> program_ = {};
};

}  // namespace endrange::test
