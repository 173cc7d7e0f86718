#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "adapters/desktop/idle_watch.h"
#include "adapters/desktop/wakeup.h"
#include "core/base/result.h"

namespace endrange::desktop {

/// Whatever knows when keyboard and pointer were used last.
class IdleSource {
 public:
  IdleSource() = default;
  IdleSource(const IdleSource&) = delete;
  IdleSource& operator=(const IdleSource&) = delete;
  virtual ~IdleSource() = default;

  [[nodiscard]] virtual Wakeup wakeup() const = 0;
  /// Fails when the source is gone: destroy it, connect anew later.
  [[nodiscard]] virtual Status on_ready() = 0;
  /// The changes since the last call, oldest first: how it was at the beginning as soon as that is known,
  /// then one when a threshold is passed and one when input comes again.
  [[nodiscard]] virtual std::vector<IdleChange> take_changes() = 0;
  /// "the X display", "Mutter"
  [[nodiscard]] virtual std::string name() const = 0;
};

/// The best source that this session has. Each threshold is above zero.
[[nodiscard]] Result<std::unique_ptr<IdleSource>> connect_idle_source(
    const std::vector<std::chrono::milliseconds>& thresholds);

}  // namespace endrange::desktop
