#pragma once

#include <chrono>
#include <memory>
#include <vector>

#include "adapters/desktop/wakeup.h"
#include "core/base/result.h"

namespace endrange::desktop {

/// The person stopped or began to use keyboard and pointer.
struct IdleChange {
  bool is_idle = false;
  std::chrono::milliseconds idle_for = {};  ///< time since the last input, as the display counts it

  friend bool operator==(const IdleChange&, const IdleChange&) = default;
};

/// Idle time from the X display's own IDLETIME counter, by alarms: the display speaks up when a threshold is
/// crossed, nothing polls. Times only: never keys, never windows. Source: X Synchronization Extension
/// Protocol 3.1.
class IdleWatch {
 public:
  /// Connects to `$DISPLAY` and sets an alarm at each threshold (above zero, any order). Fails with what to
  /// do when there is no display, or when it has no such counter.
  [[nodiscard]] static Result<IdleWatch> connect(const std::vector<std::chrono::milliseconds>& thresholds);
  IdleWatch(IdleWatch&&) noexcept;
  IdleWatch& operator=(IdleWatch&&) noexcept;
  ~IdleWatch();

  [[nodiscard]] Wakeup wakeup() const;

  /// Reads what the display has sent. Fails when the display is gone: destroy the watch.
  [[nodiscard]] Status on_ready();

  /// The changes since the last call, oldest first: how it was at the beginning, then one when a threshold is
  /// passed and one when input comes again after the lowest threshold was.
  [[nodiscard]] std::vector<IdleChange> take_changes();

  /// Asks the display how long there has been no input, and waits for its answer.
  [[nodiscard]] Result<std::chrono::milliseconds> load_idle_time();

 private:
  struct Display;
  explicit IdleWatch(std::unique_ptr<Display> display);
  std::unique_ptr<Display> display_;
};

}  // namespace endrange::desktop
