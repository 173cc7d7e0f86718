#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace endrange::plan {

/// Plans as a scenario tells and returns what is otherwise than it expects, one line each (`file:line:
/// what`). The language is told in tests/core/plan/scenarios/README.
[[nodiscard]] std::vector<std::string> play_scenario(const std::filesystem::path& file);

}  // namespace endrange::plan
