#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace endrange::system {

/// `bytes` bytes from the kernel's random source, as lower-case hexadecimal.
[[nodiscard]] std::string make_random_hex(std::size_t bytes);

/// A random UUID. Source: RFC 4122, section 4.4 (version 4).
[[nodiscard]] std::string make_uuid();

/// Whether two secrets are equal, in a time that depends on their lengths only.
[[nodiscard]] bool is_same_secret(std::string_view a, std::string_view b);

/// The lasting token of a data folder (`FOLDER/token`, mode 0600, 64 hexadecimal digits), made when there is
/// none and made anew when other users could have read it.
[[nodiscard]] Result<std::string> load_or_create_token(const std::filesystem::path& folder);

}  // namespace endrange::system
