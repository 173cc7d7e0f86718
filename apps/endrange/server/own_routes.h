#pragma once

#include "adapters/http/router.h"
#include "apps/endrange/server/program.h"

namespace endrange::app {

/// Exercises of the person's own: add, remove, bring back, list, and their files.
void add_own_exercises(http::Router& router, Program program);

/// Proves what came into the journal without a proof, one after the other on the worker.
[[nodiscard]] boost::asio::awaitable<void> prove_own(Program program);

}  // namespace endrange::app
