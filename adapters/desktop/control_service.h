#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "adapters/desktop/wakeup.h"
#include "core/base/result.h"

namespace endrange::desktop {

/// What other programs may read. Words as on the wire of the page: `working`, `on_break`; `short`, `long`.
struct ControlStatus {
  std::string phase = {};
  std::string why = {};
  std::string kind = {};          ///< of the break that is on, offered or next
  std::int64_t next_break_s = 0;  ///< seconds since 1970 in UTC, 0 while none is known
  std::int64_t until_s = 0;       ///< likewise: when this phase ends
  bool is_prompting = false;

  friend bool operator==(const ControlStatus&, const ControlStatus&) = default;
};

/// What another program asks for.
struct ControlRequest {
  enum class Action { StartBreak, EndBreak, PutOff, PutOffUntilCallEnds, Skip, Pause, Resume };
  Action action = Action::StartBreak;
  std::string kind = {};      ///< to start: `short`, `long`, or empty for the one that comes next
  std::uint32_t minutes = 0;  ///< to put off
  std::uint32_t seconds = 0;  ///< to pause; 0: until resumed
};

/// A turn of a break.
struct BreakTurn {
  enum class What { Due, Started, Ended };
  What what = What::Due;
  std::string kind = {};
  std::uint32_t length_s = 0;  ///< planned; of one that ended: how long it lasted

  friend bool operator==(const BreakTurn&, const BreakTurn&) = default;
};

/// Offers `org.endrange.Endrange1` on the session bus (docs/dbus.md). Whoever may talk on a person's session
/// bus may already act as that person, so it asks for no further proof.
class ControlService {
 public:
  using Obey = std::function<Status(const ControlRequest&)>;

  /// Connects, takes the name and answers from then on. Fails when there is no bus, or when another Endrange
  /// has the name.
  /// @param obey  is called from `on_ready`; what it refuses is told to the caller
  [[nodiscard]] static Result<ControlService> connect(Obey obey);
  ControlService(ControlService&&) noexcept;
  ControlService& operator=(ControlService&&) noexcept;
  ~ControlService();

  [[nodiscard]] Wakeup wakeup() const;

  /// Answers whatever the bus has brought. Fails when the bus is gone: destroy the service.
  [[nodiscard]] Status on_ready();

  /// Takes a new status; tells the bus which properties changed.
  [[nodiscard]] Status tell(const ControlStatus& status);
  [[nodiscard]] Status announce(const BreakTurn& turn);

 private:
  struct Bus;
  explicit ControlService(std::unique_ptr<Bus> bus);
  std::unique_ptr<Bus> bus_;
};

}  // namespace endrange::desktop
