#pragma once

#include <fmt/format.h>

#include <concepts>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/result.h"

/// Checks of what travelled, beyond its shape: each error names the member and what it may be.
namespace endrange::protocol {

template <typename T>
  requires std::integral<T> || std::floating_point<T>
[[nodiscard]] Status check_range(T value, std::type_identity_t<T> least, std::type_identity_t<T> most,
                                 std::string_view where) {
  if (value >= least && value <= most) return {};
  return fail(fmt::format("expected {} to {}, found {}", least, most, value), std::string(where));
}

[[nodiscard]] inline Status check_range(const std::optional<double>& value, double least, double most,
                                        std::string_view where) {
  return value ? check_range(*value, least, most, where) : Status{};
}

[[nodiscard]] inline Status check_length(std::string_view text, std::size_t most, std::string_view where) {
  if (text.size() <= most) return {};
  return fail(fmt::format("expected at most {} characters, found {}", most, text.size()), std::string(where));
}

/// Local time minus UTC: the world's zones lie between −12 h and +14 h.
[[nodiscard]] inline Status check_offset(std::int64_t offset_min, std::string_view where) {
  return check_range<std::int64_t>(offset_min, -12 * 60, 14 * 60, where);
}

}  // namespace endrange::protocol
