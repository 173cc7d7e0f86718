#pragma once

#include <filesystem>
#include <optional>

#include "core/base/result.h"

namespace endrange::app {

struct RunOptions {
  std::filesystem::path folder = {};
  std::optional<int> port = {};     ///< asked for; otherwise the remembered one, otherwise 7333
  std::filesystem::path page = {};  ///< another folder with a built page; empty: the program's own
  bool use_desktop = true;
  bool open_page = true;
};

/// Serves the page until the program is told to end. When another one serves this folder already, opens that
/// one's page instead.
[[nodiscard]] Status run_program(const RunOptions& options);

}  // namespace endrange::app
