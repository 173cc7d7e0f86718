#pragma once

#include <filesystem>
#include <optional>
#include <string_view>

#include "core/base/result.h"

namespace endrange::files {

/// Writes a file whole or not at all: beside it first, then in its place. What stood there stays until then.
/// @param permissions  of the new file; those that new files have, when empty
[[nodiscard]] Status save_text(std::string_view text, const std::filesystem::path& path,
                               std::optional<std::filesystem::perms> permissions = {});

}  // namespace endrange::files
