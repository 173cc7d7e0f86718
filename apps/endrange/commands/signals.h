#pragma once

#include <optional>
#include <vector>

#include "adapters/http/client.h"
#include "adapters/protocol/api.h"
#include "core/base/result.h"

namespace endrange::app {

/// What the running program hears; without one, what it would hear.
[[nodiscard]] Result<protocol::Signals> load_signals(const std::optional<http::Peer>& running);

/// One line for each signal: works, missing and why, or switched off.
[[nodiscard]] std::vector<protocol::Finding> find_signal_findings(const protocol::Signals& signals);

/// What is on now, what is not heard, and what was lost and found, for `endrange status`.
void print_signals(const protocol::Signals& signals);

}  // namespace endrange::app
