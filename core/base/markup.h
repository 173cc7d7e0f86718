#pragma once

#include <string>
#include <string_view>

namespace endrange {

/// Text as it stands in XML, HTML, or the markup of a notification, between tags or within quotes.
[[nodiscard]] std::string escape_markup(std::string_view text);

}  // namespace endrange
