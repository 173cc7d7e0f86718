#pragma once

#include <filesystem>
#include <string>

#include "core/base/result.h"

namespace endrange::system {

/// The entry by which the desktop starts Endrange when the person logs in:
/// `$XDG_CONFIG_HOME/autostart/endrange.desktop`, otherwise below `~/.config`.
/// Source: Desktop Application Autostart Specification 0.5.
[[nodiscard]] Result<std::filesystem::path> find_autostart_file();

/// Whether the entry is there and not switched off (`Hidden=true`).
[[nodiscard]] Result<bool> find_autostart();

/// Writes the entry, or takes it away. Anything that a person added to it goes with it.
/// @param program  what is to be started, by its full path
[[nodiscard]] Status set_autostart(bool is_on, const std::filesystem::path& program);

/// The entry itself.
[[nodiscard]] std::string write_autostart_entry(const std::filesystem::path& program);

}  // namespace endrange::system
