#pragma once

#include <boost/asio/io_context.hpp>
#include <chrono>
#include <functional>

#include "adapters/desktop/notifier.h"
#include "apps/endrange/server/worker.h"
#include "apps/endrange/trainer/trainer.h"

namespace endrange::app {

/// Draws the first movement of the routine that is planned now for so long, on the worker, and hands it over
/// later on the context's thread. Hands nothing over when nothing is planned.
void draw_first_step(boost::asio::io_context& context, Trainer& trainer, Worker& worker,
                     std::chrono::minutes length, std::function<void(desktop::NotificationPicture)> take);

}  // namespace endrange::app
