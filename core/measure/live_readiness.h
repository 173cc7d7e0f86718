#pragma once

#include <optional>
#include <string>

#include "core/measure/live_phase.h"
#include "core/measure/outline.h"
#include "core/measure/protocol.h"

namespace endrange::measure {

/// Whether a trial may begin, as far as the body tells: the whole of it in the picture and neither too near
/// nor too far, and turned as the protocol's view asks. Light is judged where the picture is.
struct LiveReadiness {
  bool is_body_whole = false;
  bool is_view_right = false;
  std::string hint = {};               ///< the one thing to do first; empty when both are as they should be
  std::optional<Outline> steady = {};  ///< where the person stands, the jitter of single pictures taken out
};

/// Takes one more picture.
[[nodiscard]] LiveReadiness advance(LiveReadiness state, const Protocol& protocol, const Sight& sight);

}  // namespace endrange::measure
