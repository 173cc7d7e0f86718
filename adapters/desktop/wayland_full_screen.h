#pragma once

#include <memory>

#include "adapters/desktop/signal_source.h"

namespace endrange::desktop {

/// Whether the active window fills the screen, where the Wayland compositor tells it: those of the wlroots
/// family, such as Sway. Looks when it is asked to; only the end of a full screen is told by itself. What the
/// compositor says about titles and programs is thrown away.
/// Source: wlr-foreign-toplevel-management-unstable-v1, version 3.
class WaylandFullScreen : public SignalSource {
 public:
  /// Fails with what stands in the way: no Wayland session, or a compositor that tells nobody.
  [[nodiscard]] static Result<std::unique_ptr<WaylandFullScreen>> connect();
  ~WaylandFullScreen() override;

  [[nodiscard]] Wakeup wakeup() const override;
  [[nodiscard]] Status on_ready() override;
  void look() override;
  [[nodiscard]] std::vector<workday::SignalChanged> take_changes() override;
  [[nodiscard]] std::vector<SignalOrigin> list_origins() const override;

 private:
  struct Display;
  explicit WaylandFullScreen(std::unique_ptr<Display> display);
  std::unique_ptr<Display> display_;
};

}  // namespace endrange::desktop
