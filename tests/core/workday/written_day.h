#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/base/result.h"

namespace endrange::workday {

/// Plays a written day against the state machine and returns what went otherwise than written, one line each
/// (`file:line: what`). The language is told in tests/core/workday/days/README.
[[nodiscard]] Result<std::vector<std::string>> play_day(const std::filesystem::path& file);

}  // namespace endrange::workday
