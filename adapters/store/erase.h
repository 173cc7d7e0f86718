#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/base/result.h"

namespace endrange::store {

/// What `erase` would remove from a data folder, by name inside it, for the person to read before they agree.
[[nodiscard]] Result<std::vector<std::string>> list_erasable(const std::filesystem::path& folder);

/// Removes the journal, the recordings, the exports kept by Endrange, the logs and the note of what was
/// proved of a data folder. The folder, its lock, its token and the remembered port stay. Nothing outside the
/// folder is touched, links are not followed. Every `Journal` on the folder must be closed before; the next
/// `Journal::open` begins a new, empty one.
[[nodiscard]] Status erase(const std::filesystem::path& folder);

}  // namespace endrange::store
