#pragma once

#include <boost/asio/io_context.hpp>
#include <functional>
#include <memory>
#include <optional>

#include "adapters/protocol/api.h"
#include "apps/endrange/server/break_turns.h"
#include "core/base/result.h"

namespace endrange::app {

/// What the controls act on. All of it is what the page and the command line use, too.
struct ControlSurroundings {
  std::function<Result<protocol::BreakStatus>(const protocol::BreakCommand&)> obey;
  std::function<void()> open_page;
  std::function<void()> quit;
};

/// The desktop's own ways to the breaks: the item in its panel, and the interface for other programs. Where
/// the desktop has no session bus there are none; a bus that starts again gets them again.
class Controls {
 public:
  Controls(boost::asio::io_context& context, ControlSurroundings surroundings);
  Controls(const Controls&) = delete;
  Controls& operator=(const Controls&) = delete;
  ~Controls();

  /// Shows and tells what the breaks do now, and what began or ended with it.
  void tell(const protocol::BreakStatus& status, const std::optional<Turn>& turn);

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace endrange::app
