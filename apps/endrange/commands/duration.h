#pragma once

#include <chrono>
#include <string_view>

#include "core/base/result.h"

namespace endrange::app {

/// `10m`, `1h`, `90m`, `1h30m`: 1 minute to 24 hours. A failure is the command line's.
[[nodiscard]] Result<std::chrono::minutes> parse_duration(std::string_view text);

}  // namespace endrange::app
