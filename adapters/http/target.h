#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace endrange::http {

/// A request's target, taken apart and decoded.
struct Target {
  std::string path = {};
  std::map<std::string, std::string> query = {};
};

/// `/api/today?minutes=5`. `nullopt` when it is not a plain path: bad percent encoding, a control character,
/// a backslash, or a segment `.` or `..`, encoded or not.
[[nodiscard]] std::optional<Target> find_target(std::string_view text);

}  // namespace endrange::http
