#pragma once

#include <memory>
#include <string>
#include <vector>

#include "adapters/desktop/wakeup.h"
#include "core/base/result.h"
#include "core/workday/input.h"

namespace endrange::desktop {

/// One place that a signal comes from, and why it tells nothing now.
struct SignalOrigin {
  workday::Signal signal = workday::Signal::Microphone;
  std::string from = {};     ///< "logind", "PipeWire"
  std::string problem = {};  ///< what is missing, in words; empty while it works

  friend bool operator==(const SignalOrigin&, const SignalOrigin&) = default;
};

/// Something outside that tells about the desktop: a bus, a server, a folder of devices. It speaks up by
/// itself; nothing polls.
class SignalSource {
 public:
  SignalSource() = default;
  SignalSource(const SignalSource&) = delete;
  SignalSource& operator=(const SignalSource&) = delete;
  virtual ~SignalSource() = default;

  [[nodiscard]] virtual Wakeup wakeup() const = 0;

  /// Handles whatever has come. Fails when the source is gone: destroy it, connect anew later.
  [[nodiscard]] virtual Status on_ready() = 0;

  /// Asked when a break is due, for what would wake the program too often if it told everything.
  virtual void look() {}

  /// The changes since the last call, oldest first. All signals are off before the first.
  [[nodiscard]] virtual std::vector<workday::SignalChanged> take_changes() = 0;

  /// Every signal it can tell, with what stands in the way of it.
  [[nodiscard]] virtual std::vector<SignalOrigin> list_origins() const = 0;
};

}  // namespace endrange::desktop
