#pragma once

#include <memory>

#include "adapters/desktop/signal_source.h"

namespace endrange::desktop {

/// What the desktops tell on the session bus: do not disturb (GNOME, KDE, Xfce, dunst), who keeps the screen
/// awake (GNOME, KDE, Xfce), Xfce's presentation mode, and the screen lock of each.
/// Source: the D-Bus interfaces named in session_watch.cpp.
class SessionWatch : public SignalSource {
 public:
  /// Fails with what to do when there is no session bus.
  [[nodiscard]] static Result<std::unique_ptr<SessionWatch>> connect();
  ~SessionWatch() override;

  [[nodiscard]] Wakeup wakeup() const override;
  [[nodiscard]] Status on_ready() override;
  [[nodiscard]] std::vector<workday::SignalChanged> take_changes() override;
  [[nodiscard]] std::vector<SignalOrigin> list_origins() const override;

 private:
  struct Bus;
  explicit SessionWatch(std::unique_ptr<Bus> bus);
  std::unique_ptr<Bus> bus_;
};

}  // namespace endrange::desktop
