#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "core/base/result.h"

/// The person's own computer: where data lies, what time it is, which programs are there.
namespace endrange::system {

/// What to tell when the system refused a file.
/// @param code   the system's number for the reason
/// @param doing  what was tried: "write"
[[nodiscard]] Error make_file_error(int code, std::string_view doing, const std::filesystem::path& place);

/// `$XDG_DATA_HOME/endrange`, otherwise `~/.local/share/endrange` of the user that runs the program.
/// Source: XDG Base Directory Specification 0.8: a relative `XDG_DATA_HOME` is ignored.
[[nodiscard]] Result<std::filesystem::path> find_default_data_folder();

/// `$XDG_CONFIG_HOME`, otherwise `~/.config`. Source: XDG Base Directory Specification 0.8.
[[nodiscard]] Result<std::filesystem::path> find_config_folder();

/// Makes the data folder with mode 0700 when there is none, takes other users' access away from one that is
/// there, and answers with its absolute path. Refuses a folder that belongs to another user or cannot be
/// written.
[[nodiscard]] Result<std::filesystem::path> create_data_folder(const std::filesystem::path& folder);

/// Writes a small file of mode 0600 whole or not at all, and durably: beside it first, then in its place.
[[nodiscard]] Status write_private_file(const std::filesystem::path& file, std::string_view content);

/// The content of a small file (at most 64 KiB), without trailing white space.
[[nodiscard]] Result<std::string> load_small_file(const std::filesystem::path& file);

}  // namespace endrange::system
