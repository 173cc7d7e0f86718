#pragma once

#include <span>

#include "adapters/protocol/api.h"

namespace endrange::app {

/// One line each, with the local time of day.
void print_decisions(std::span<const protocol::Decision> decisions);

}  // namespace endrange::app
