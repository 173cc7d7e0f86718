#pragma once

#include <string>
#include <string_view>

#include "core/base/result.h"

/// JSON ↔ the described types of api.h. Reading is strict and bounded; writing is exact: a number that is
/// written is read back to the last bit.
namespace endrange::protocol {

/// Bounds on every document that is read, whoever sent it.
inline constexpr std::size_t MaxDepth = 16;
inline constexpr std::size_t MaxStringLength = 16 * 1024;
inline constexpr std::size_t MaxListLength = 20'000;
inline constexpr std::size_t MaxMembers = 64;

/// Reads one value of a type of api.h. Every member must be there, except that an optional one may be absent
/// or null; a member that the type does not have is refused. The error names the JSON path of the fault
/// (`events[0].event.measured.hold_s`), what was expected and what was found.
template <typename T>
[[nodiscard]] Result<T> parse_json(std::string_view text);

/// Writes a value of a type of api.h on one line. In a choice (a type whose members are all optional, such as
/// EventBody) only what is set is written; elsewhere an absent optional is `null`.
template <typename T>
[[nodiscard]] std::string write_json(const T& value);

}  // namespace endrange::protocol
