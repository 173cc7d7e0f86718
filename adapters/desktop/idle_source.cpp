#include "adapters/desktop/idle_source.h"

#include <utility>

#include "adapters/desktop/mutter_idle.h"
#include "adapters/desktop/wayland_idle.h"

namespace endrange::desktop {

namespace {

class DisplayIdle : public IdleSource {
 public:
  explicit DisplayIdle(IdleWatch watch) : watch_(std::move(watch)) {}
  [[nodiscard]] Wakeup wakeup() const override { return watch_.wakeup(); }
  [[nodiscard]] Status on_ready() override { return watch_.on_ready(); }
  [[nodiscard]] std::vector<IdleChange> take_changes() override { return watch_.take_changes(); }
  [[nodiscard]] std::string name() const override { return "the X display"; }

 private:
  IdleWatch watch_;
};

}  // namespace

Result<std::unique_ptr<IdleSource>> connect_idle_source(
    const std::vector<std::chrono::milliseconds>& thresholds) {
  // The compositor itself goes first: on Wayland an X display sees the input to its own windows alone.
  if (auto wayland = WaylandIdle::connect(thresholds)) return std::move(*wayland);
  if (auto mutter = MutterIdle::connect(thresholds)) return std::move(*mutter);
  TRY(auto display, IdleWatch::connect(thresholds));
  return std::make_unique<DisplayIdle>(std::move(display));
}

}  // namespace endrange::desktop
