#pragma once

#include <string>
#include <vector>

#include "core/workday/clocks.h"
#include "core/workday/presence.h"

/// Who forbids a prompt now, and until when.
namespace endrange::workday {

/// Long enough to sit down and find one's place again. Chosen here.
inline constexpr std::chrono::minutes SettlingAfterReturn{2};
/// Long enough to write the last note, and for a connection that broke to come back. Chosen here.
inline constexpr std::chrono::minutes SettlingAfterCall{1};
/// Many people work in a full screen: a break waits for it to end, and then no longer. Chosen here.
inline constexpr std::chrono::minutes FullScreenPatience{15};

/// In the order in which they are told: the first that holds is the reason.
enum class QuietReason {
  Off,
  Paused,
  OutsideHours,
  QuietHours,
  Asleep,
  Away,
  Call,
  Presentation,
  DoNotDisturb,
  Film,
  FullScreen,
  Settling,  ///< just came back, or a call just ended
};

struct Quiet {
  QuietReason reason = QuietReason::Off;
  std::optional<BootTime> until = {};  ///< when that is known
  std::optional<BootTime> since = {};  ///< for a signal
  std::string by = {};                 ///< for a signal, in words
};

/// All that holds now, in that order.
[[nodiscard]] std::vector<Quiet> list_quiet(const State& state, const Now& now);

/// The first of them.
[[nodiscard]] std::optional<Quiet> find_quiet(const State& state, const Now& now);

/// When a pause ends; nothing when it ends by hand.
[[nodiscard]] std::optional<BootTime> find_pause_end(const State& state, const Now& now);

}  // namespace endrange::workday
