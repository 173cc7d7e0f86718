#pragma once

#include <memory>

#include "adapters/desktop/signal_source.h"

namespace endrange::desktop {

/// Whether the active window of the X display fills the screen, as the window manager says. No titles, no
/// contents. Looks when it is asked to; only the end of a full screen is told by itself. Source: Extended
/// Window Manager Hints 1.5, _NET_ACTIVE_WINDOW and _NET_WM_STATE.
class FullScreenWatch : public SignalSource {
 public:
  /// Fails with what to do when there is no X display, or a Wayland session hides its windows from it.
  [[nodiscard]] static Result<std::unique_ptr<FullScreenWatch>> connect();
  ~FullScreenWatch() override;

  [[nodiscard]] Wakeup wakeup() const override;
  [[nodiscard]] Status on_ready() override;
  void look() override;
  [[nodiscard]] std::vector<workday::SignalChanged> take_changes() override;
  [[nodiscard]] std::vector<SignalOrigin> list_origins() const override;

 private:
  struct Display;
  explicit FullScreenWatch(std::unique_ptr<Display> display);
  std::unique_ptr<Display> display_;
};

}  // namespace endrange::desktop
