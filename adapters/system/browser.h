#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"

namespace endrange::system {

/// The command that would open a page, without the address: from `$BROWSER`, then `xdg-open` where there is a
/// display, then browsers known by name. `nullopt` when there is none.
[[nodiscard]] std::optional<std::vector<std::string>> find_browser();

/// Opens the address, without a shell. The browser goes on by itself.
[[nodiscard]] Status open_in_browser(const std::string& address);

}  // namespace endrange::system
