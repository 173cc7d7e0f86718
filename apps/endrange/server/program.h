#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "adapters/http/live.h"
#include "adapters/http/router.h"
#include "adapters/protocol/api.h"
#include "adapters/system/speech.h"
#include "apps/endrange/server/break_window.h"
#include "apps/endrange/server/breaks.h"
#include "apps/endrange/server/erase_codes.h"
#include "apps/endrange/server/worker.h"
#include "apps/endrange/trainer/trainer.h"

namespace endrange::app {

/// Everyone who listens on /api/live.
class Pages {
 public:
  void add(const std::shared_ptr<http::Outbox>& page) { pages_.push_back(page); }
  void tell(const protocol::BreakStatus& status);

 private:
  std::vector<std::weak_ptr<http::Outbox>> pages_;
};

/// The running program's parts, for its routes.
struct Program {
  Trainer& trainer;
  Breaks& breaks;
  system::Speaker& speaker;
  EraseCodes& erase_codes;
  Worker& worker;
  BreakWindow& break_window;
};

/// The API of schema.json, but for the WebSocket. The program outlives the router.
[[nodiscard]] http::Router make_routes(Program program);

}  // namespace endrange::app
