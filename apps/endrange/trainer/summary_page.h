#pragma once

#include <string>

#include "adapters/protocol/api.h"

namespace endrange::app {

/// The summary as one page of HTML that fits on a sheet of A4 or Letter: no script, nothing loaded from
/// anywhere. The same summary gives the same bytes.
[[nodiscard]] std::string make_summary_page(const protocol::Summary& summary);

}  // namespace endrange::app
