#pragma once

#include <boost/asio/io_context.hpp>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "adapters/protocol/api.h"
#include "core/journal/event.h"

namespace endrange::app {

/// What the break window needs from around it.
struct BreakWindowSurroundings {
  std::filesystem::path program =
      {};  ///< endrange-window; where it is not there, the browser shows the break
  std::function<journal::SettingsChanged()> read_settings = {};
  std::function<std::string()> make_opening_address = {};  ///< of the page, with a new one-time code
  std::function<void()> open_browser = {};
  std::function<void()> end_break = {};  ///< the person left the window
};

/// Shows a break as the person has set it: over the whole screen by a program of its own, in the browser, or
/// not at all. The window's program is gone after the break, and goes with this program.
class BreakWindow {
 public:
  BreakWindow(boost::asio::io_context& context, BreakWindowSurroundings surroundings);
  BreakWindow(const BreakWindow&) = delete;
  BreakWindow& operator=(const BreakWindow&) = delete;
  ~BreakWindow();

  /// Shows the break that begins now.
  void open();
  /// Takes the window away when the break is over.
  void follow(const protocol::BreakStatus& status);

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace endrange::app
