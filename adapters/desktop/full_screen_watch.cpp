#include "adapters/desktop/full_screen_watch.h"

#include <poll.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>
#include <utility>

#include "adapters/desktop/display.h"
#include "adapters/desktop/signal_board.h"

namespace endrange::desktop {

namespace {

using workday::Signal;

constexpr const char* Origin = "the X display";
constexpr const char* Remedy = "full screen is not noticed";
constexpr xcb_window_t NoWindow = XCB_WINDOW_NONE;
constexpr xcb_atom_t NoAtom = XCB_ATOM_NONE;
/// More states than a window can have.
constexpr std::uint32_t MostValues = 64;

}  // namespace

struct FullScreenWatch::Display {
  Status open() {
    TRY(connection, connect_display(Remedy));
    const auto screens = xcb_setup_roots_iterator(xcb_get_setup(connection.get()));
    if (screens.rem == 0) return fail("the X display has no screen", "DISPLAY", Remedy, Fault::Internal);
    root = screens.data->root;
    active_window = find_atom("_NET_ACTIVE_WINDOW");
    window_state = find_atom("_NET_WM_STATE");
    full_screen = find_atom("_NET_WM_STATE_FULLSCREEN");
    look();
    return {};
  }

  [[nodiscard]] xcb_atom_t find_atom(std::string_view name) const {
    const Reply<xcb_intern_atom_reply_t> reply(xcb_intern_atom_reply(
        connection.get(),
        xcb_intern_atom(connection.get(), 0, static_cast<std::uint16_t>(name.size()), name.data()), nullptr));
    return reply ? reply->atom : NoAtom;
  }

  /// A window that has closed meanwhile answers with an error, which says nothing.
  void listen_to(xcb_window_t which, std::uint32_t mask) const {
    if (which != NoWindow) xcb_change_window_attributes(connection.get(), which, XCB_CW_EVENT_MASK, &mask);
  }

  [[nodiscard]] std::vector<std::uint32_t> load_values(xcb_window_t which, xcb_atom_t property,
                                                       xcb_atom_t type) const {
    const Reply<xcb_get_property_reply_t> reply(xcb_get_property_reply(
        connection.get(), xcb_get_property(connection.get(), 0, which, property, type, 0, MostValues),
        nullptr));
    if (!reply || reply->format != 32 || reply->value_len == 0) return {};
    std::vector<std::uint32_t> values(reply->value_len);
    std::memcpy(values.data(), xcb_get_property_value(reply.get()), values.size() * sizeof(std::uint32_t));
    return values;
  }

  /// Listens before it reads: a change between the two would never be heard of.
  void look() {
    listen_to(root, XCB_EVENT_MASK_PROPERTY_CHANGE);
    const auto found = load_values(root, active_window, XCB_ATOM_WINDOW);
    has_manager = !found.empty();
    const auto active = found.empty() ? NoWindow : found.front();
    if (active != window) listen_to(window, XCB_EVENT_MASK_NO_EVENT);
    window = active;
    listen_to(window, XCB_EVENT_MASK_PROPERTY_CHANGE);
    const auto states =
        window == NoWindow ? std::vector<std::uint32_t>() : load_values(window, window_state, XCB_ATOM_ATOM);
    const bool is_full = std::ranges::find(states, full_screen) != states.end();
    // Every new title in every window would wake the program, so the display speaks up only about the end.
    if (!is_full) {
      listen_to(root, XCB_EVENT_MASK_NO_EVENT);
      listen_to(window, XCB_EVENT_MASK_NO_EVENT);
      wait_for_display();
    }
    board.set(Origin, Signal::FullScreen, is_full);
  }

  void hear(const xcb_generic_event_t& event) {
    constexpr unsigned SentByClient = 0x80;
    if ((event.response_type & ~SentByClient) != XCB_PROPERTY_NOTIFY) return;
    const auto& changed = reinterpret_cast<const xcb_property_notify_event_t&>(event);
    const bool is_other = changed.window == root && changed.atom == active_window;
    const bool is_state = changed.window == window && changed.atom == window_state;
    if (is_other || is_state) look();
  }

  /// Until all that was asked so far is done.
  void wait_for_display() const {
    const auto request = xcb_get_input_focus(connection.get());
    const Reply<xcb_get_input_focus_reply_t> reply(
        xcb_get_input_focus_reply(connection.get(), request, nullptr));
  }

  /// An event that came along with an answer waits inside the library, where no descriptor tells of it: after
  /// every look they are taken from there.
  void hear_all() {
    while (const Reply<xcb_generic_event_t> event{xcb_poll_for_event(connection.get())}) hear(*event);
  }

  Status read() {
    hear_all();
    if (xcb_connection_has_error(connection.get()) != 0)
      return fail("the X display is gone", "DISPLAY", Remedy, Fault::Internal);
    return {};
  }

  DisplayConnection connection = {};
  xcb_window_t root = NoWindow;
  xcb_window_t window = NoWindow;  ///< the active one
  xcb_atom_t active_window = NoAtom;
  xcb_atom_t window_state = NoAtom;
  xcb_atom_t full_screen = NoAtom;
  bool has_manager = false;
  SignalBoard board = {};
};

FullScreenWatch::FullScreenWatch(std::unique_ptr<Display> display) : display_(std::move(display)) {}
FullScreenWatch::~FullScreenWatch() = default;

Result<std::unique_ptr<FullScreenWatch>> FullScreenWatch::connect() {
  auto display = std::make_unique<Display>();
  TRY_STATUS(display->open());
  TRY_STATUS(display->read());
  return std::unique_ptr<FullScreenWatch>(new FullScreenWatch(std::move(display)));
}

Wakeup FullScreenWatch::wakeup() const {
  Wakeup wakeup = {xcb_get_file_descriptor(display_->connection.get()), POLLIN, std::nullopt};
  if (display_->board.has_changes()) wakeup.timeout = std::chrono::milliseconds(0);
  return wakeup;
}

Status FullScreenWatch::on_ready() {
  return display_->read();
}

void FullScreenWatch::look() {
  display_->look();
  display_->hear_all();
}

std::vector<workday::SignalChanged> FullScreenWatch::take_changes() {
  return display_->board.take_changes();
}

std::vector<SignalOrigin> FullScreenWatch::list_origins() const {
  return {{Signal::FullScreen, Origin,
           display_->has_manager ? "" : "no window manager says which window is active"}};
}

}  // namespace endrange::desktop
