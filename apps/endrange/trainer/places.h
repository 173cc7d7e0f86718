#pragma once

#include <filesystem>

#include "core/base/result.h"

namespace endrange::app {

/// Where the program's own files lie: beside the binary (`../share/endrange`), or in the checkout it was
/// built from. The break window lies in the binary's own folder.
struct Places {
  std::filesystem::path content = {};  ///< exercises, protocols, questions
  std::filesystem::path page = {};     ///< the built page
  std::filesystem::path icon = {};     ///< which may not be there
  std::filesystem::path window = {};   ///< the program of the break window, which may not be there
};

[[nodiscard]] Result<Places> find_places();

/// The running program's own file.
[[nodiscard]] Result<std::filesystem::path> find_own_program();

/// The data folder asked for, or the default one when `asked` is empty; made when there is none.
[[nodiscard]] Result<std::filesystem::path> create_folder(const std::filesystem::path& asked);

}  // namespace endrange::app
