#pragma once

#include "adapters/desktop/idle_source.h"

namespace endrange::desktop {

/// Idle time from GNOME's Mutter, by watches: it speaks up when a threshold is passed and when input comes
/// again. Source: Mutter's org.gnome.Mutter.IdleMonitor.
class MutterIdle : public IdleSource {
 public:
  /// Fails when no Mutter is on the session bus.
  [[nodiscard]] static Result<std::unique_ptr<MutterIdle>> connect(
      const std::vector<std::chrono::milliseconds>& thresholds);
  ~MutterIdle() override;

  [[nodiscard]] Wakeup wakeup() const override;
  [[nodiscard]] Status on_ready() override;
  [[nodiscard]] std::vector<IdleChange> take_changes() override;
  [[nodiscard]] std::string name() const override { return "Mutter"; }

 private:
  struct Bus;
  explicit MutterIdle(std::unique_ptr<Bus> bus);
  std::unique_ptr<Bus> bus_;
};

}  // namespace endrange::desktop
