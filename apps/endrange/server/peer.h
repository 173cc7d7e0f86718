#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "adapters/http/client.h"
#include "core/base/result.h"

namespace endrange::app {

/// The program that serves this folder now; `nullopt` when none does.
[[nodiscard]] Result<std::optional<http::Peer>> find_peer(const std::filesystem::path& folder);

/// The same, where none is an error.
[[nodiscard]] Result<http::Peer> load_peer(const std::filesystem::path& folder);

/// The address, with a new one-time code, that opens the running program's page.
[[nodiscard]] Result<std::string> load_opening_address(const std::filesystem::path& folder);

}  // namespace endrange::app
