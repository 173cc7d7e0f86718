#pragma once

#include "adapters/desktop/idle_source.h"

namespace endrange::desktop {

/// Idle time from a Wayland compositor. Version 1 of the protocol tells of no idleness while a program keeps
/// the screen awake. Source: wayland-protocols, staging/ext-idle-notify-v1.
class WaylandIdle : public IdleSource {
 public:
  /// Fails when there is no compositor at `$WAYLAND_DISPLAY`, or when it does not know the protocol.
  [[nodiscard]] static Result<std::unique_ptr<WaylandIdle>> connect(
      const std::vector<std::chrono::milliseconds>& thresholds);
  ~WaylandIdle() override;

  [[nodiscard]] Wakeup wakeup() const override;
  [[nodiscard]] Status on_ready() override;
  [[nodiscard]] std::vector<IdleChange> take_changes() override;
  [[nodiscard]] std::string name() const override { return "the Wayland compositor"; }

 private:
  struct Display;
  explicit WaylandIdle(std::unique_ptr<Display> display);
  std::unique_ptr<Display> display_;
};

}  // namespace endrange::desktop
