#pragma once

#include <chrono>
#include <memory>

#include "adapters/desktop/signal_source.h"

namespace endrange::desktop {

/// A locker that was asked to lock says within this that it has; one that never says so is not believed.
inline constexpr std::chrono::seconds LockAnswer{10};

/// Sleep, lock, lid and what keeps the machine awake, from logind on the system bus; the lid also from
/// UPower, since logind of Debian 12 does not speak up about it. UPower tells of a low battery, too: of the
/// mains by itself, of the battery's charge only when it is asked to look.
/// Source: org.freedesktop.login1(5), UPower's org.freedesktop.UPower.
class SystemWatch : public SignalSource {
 public:
  /// Fails with what to do when there is no system bus.
  [[nodiscard]] static Result<std::unique_ptr<SystemWatch>> connect();
  ~SystemWatch() override;

  [[nodiscard]] Wakeup wakeup() const override;
  [[nodiscard]] Status on_ready() override;
  void look() override;
  [[nodiscard]] std::vector<workday::SignalChanged> take_changes() override;
  [[nodiscard]] std::vector<SignalOrigin> list_origins() const override;

 private:
  struct Bus;
  explicit SystemWatch(std::unique_ptr<Bus> bus);
  std::unique_ptr<Bus> bus_;
};

}  // namespace endrange::desktop
