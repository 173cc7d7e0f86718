#include "apps/endrange/server/break_window.h"

#include <unistd.h>

#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <optional>
#include <utility>

#include "adapters/system/process.h"

namespace endrange::app {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

/// The window's exit status when the person left (apps/endrange-window/main.cpp).
constexpr int LeftStatus = 4;
/// The page sends what it holds before it goes; whoever takes longer is ended.
constexpr auto FarewellPatience = 5s;
/// Tells the page which of its places is meant (web/src/lib/router.ts).
constexpr const char* BreakPlace = "/break";

}  // namespace

struct BreakWindow::State : std::enable_shared_from_this<BreakWindow::State> {
  State(asio::io_context& given_context, BreakWindowSurroundings given)
      : context(given_context), surroundings(std::move(given)), farewell(given_context) {}

  void open() {
    const auto settings = surroundings.read_settings();
    if (settings.break_shown == "notification") return;
    if (settings.break_shown == "window" && (is_running() || start(settings))) return;
    surroundings.open_browser();
  }

  [[nodiscard]] bool is_running() { return window && !is_ending && window->is_running(); }

  // The address goes through a pipe: a command line can be read by every user of the machine.
  [[nodiscard]] bool start(const journal::SettingsChanged& settings) {
    auto started = system::Child::start(
        {surroundings.program.string(), "--monitor", settings.break_monitor, "--theme", settings.theme},
        surroundings.make_opening_address() + BreakPlace + "\n", {}, system::Child::Input::StaysOpen);
    if (!started) return false;
    farewell.cancel();
    window.emplace(std::move(*started));
    is_ending = false;
    ++round;
    wait_for_end();
    return true;
  }

  void wait_for_end() {
    // A copy, so that the child's own descriptor stays its own.
    ended.emplace(context, ::dup(window->fd()));
    ended->async_wait(asio::posix::stream_descriptor::wait_read,
                      [weak = weak_from_this(), number = round](const boost::system::error_code& error) {
                        const auto self = weak.lock();
                        if (!error && self && self->round == number) self->on_ended();
                      });
  }

  void on_ended() {
    if (window->is_running()) return wait_for_end();
    const auto status = window->find_exit_status();
    const bool was_ending = std::exchange(is_ending, false);
    forget();
    if (was_ending || !is_on_break) return;
    // It was never seen, or broke: the break goes on in the browser.
    status == LeftStatus ? surroundings.end_break() : surroundings.open_browser();
  }

  void follow(const protocol::BreakStatus& status) {
    const bool is_on = status.phase == protocol::BreakPhase::OnBreak;
    const bool is_over = std::exchange(is_on_break, is_on) && !is_on;
    if (is_over && is_running()) end();
  }

  void end() {
    is_ending = true;
    window->end_input();
    farewell.expires_after(FarewellPatience);
    farewell.async_wait([weak = weak_from_this(), number = round](const boost::system::error_code& error) {
      const auto self = weak.lock();
      if (!error && self && self->round == number) self->forget();
    });
  }

  // Ends it at once if it is still there.
  void forget() {
    ++round;
    farewell.cancel();
    ended.reset();
    window.reset();
  }

  asio::io_context& context;
  BreakWindowSurroundings surroundings;
  std::optional<system::Child> window;
  std::optional<asio::posix::stream_descriptor> ended;
  asio::steady_timer farewell;
  unsigned round = 0;  // of windows; what comes from an earlier one is late
  bool is_on_break = false;
  bool is_ending = false;
};

BreakWindow::BreakWindow(asio::io_context& context, BreakWindowSurroundings surroundings)
    : state_(std::make_shared<State>(context, std::move(surroundings))) {}

BreakWindow::~BreakWindow() = default;

void BreakWindow::open() {
  state_->open();
}

void BreakWindow::follow(const protocol::BreakStatus& status) {
  state_->follow(status);
}

}  // namespace endrange::app
