#pragma once

#include <boost/json/value.hpp>
#include <string_view>

#include "core/base/result.h"

namespace endrange::protocol {

/// Reads a JSON text within the bounds of json.h. Numbers are read to the last bit, and one beyond what a
/// double holds is refused.
[[nodiscard]] Result<boost::json::value> parse_document(std::string_view text);

}  // namespace endrange::protocol
