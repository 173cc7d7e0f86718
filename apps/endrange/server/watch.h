#pragma once

#include <boost/asio/io_context.hpp>
#include <functional>
#include <optional>

#include "adapters/desktop/wakeup.h"

namespace endrange::app {

/// Calls `on_ready` whenever what `find_wakeup` names is due, until it names nothing any more.
/// @returns  ends the waiting at once, for what is not to be waited for any more
std::function<void()> watch(boost::asio::io_context& context,
                            std::function<std::optional<desktop::Wakeup>()> find_wakeup,
                            std::function<void()> on_ready);

}  // namespace endrange::app
