#pragma once

#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/base/result.h"

namespace endrange::files {

struct JsonValue;
using JsonList = std::vector<JsonValue>;
using JsonObject = std::map<std::string, JsonValue, std::less<>>;

/// What our streams are made of: numbers, text, lists and objects. No true, false or null.
struct JsonValue {
  std::variant<double, std::string, JsonList, JsonObject> value = 0.0;
};

/// Reads one line as a JSON object. Numbers are read to the last bit, so that what was written comes back the
/// same; text knows the escapes \" and \\ only. At most four levels deep. The error names the column as its
/// place.
[[nodiscard]] Result<JsonObject> parse_json_line(std::string_view line);

}  // namespace endrange::files
