#pragma once

#include "adapters/http/router.h"
#include "apps/endrange/trainer/trainer.h"

namespace endrange::app {

/// The API of schema.json over a trainer, which outlives the router.
[[nodiscard]] http::Router make_routes(Trainer& trainer);

}  // namespace endrange::app
