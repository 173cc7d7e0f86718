#include "adapters/desktop/wayland_full_screen.h"

#include <poll.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <utility>

#include "adapters/desktop/signal_board.h"
#include "adapters/desktop/wayland_connection.h"

namespace endrange::desktop {

namespace {

using workday::Signal;

constexpr const char* Origin = "the Wayland compositor";
constexpr const char* Remedy = "full screen is not noticed";

// The protocol, as far as it is used here: written down because Debian has no package of it.
constexpr std::uint32_t LatestVersion = 3;
/// Full screen is a state since then.
constexpr std::uint32_t LowestVersion = 2;
constexpr std::uint32_t StopRequest = 0;
constexpr std::uint32_t DestroyWindowRequest = 7;
constexpr std::uint32_t ActivatedState = 2;
constexpr std::uint32_t FullScreenState = 3;

constexpr std::size_t MostArguments = 5;
constexpr std::array<const wl_interface*, MostArguments> NoTypes = {};
constexpr wl_message make_message(const char* name, const char* signature) {
  return {name, signature, const_cast<const wl_interface**>(NoTypes.data())};
}

const std::array<wl_message, 10> WindowRequests = {
    make_message("set_maximized", ""),      make_message("unset_maximized", ""),
    make_message("set_minimized", ""),      make_message("unset_minimized", ""),
    make_message("activate", "o"),          make_message("close", ""),
    make_message("set_rectangle", "oiiii"), make_message("destroy", ""),
    make_message("set_fullscreen", "2?o"),  make_message("unset_fullscreen", "2")};
const std::array<wl_message, 8> WindowEvents = {
    make_message("title", "s"),        make_message("app_id", "s"),  make_message("output_enter", "o"),
    make_message("output_leave", "o"), make_message("state", "a"),   make_message("done", ""),
    make_message("closed", ""),        make_message("parent", "3?o")};
const wl_interface WindowInterface = {"zwlr_foreign_toplevel_handle_v1",
                                      LatestVersion,
                                      WindowRequests.size(),
                                      WindowRequests.data(),
                                      WindowEvents.size(),
                                      WindowEvents.data()};

const std::array<const wl_interface*, 1> WindowTypes = {&WindowInterface};
const std::array<wl_message, 1> ManagerRequests = {make_message("stop", "")};
const std::array<wl_message, 2> ManagerEvents = {
    {{"toplevel", "n", const_cast<const wl_interface**>(WindowTypes.data())}, make_message("finished", "")}};
const wl_interface ManagerInterface = {"zwlr_foreign_toplevel_manager_v1",
                                       LatestVersion,
                                       ManagerRequests.size(),
                                       ManagerRequests.data(),
                                       ManagerEvents.size(),
                                       ManagerEvents.data()};

struct DestroyWindow {
  void operator()(wl_proxy* proxy) const {
    wl_proxy_marshal_flags(proxy, DestroyWindowRequest, nullptr, wl_proxy_get_version(proxy),
                           WL_MARSHAL_FLAG_DESTROY);
  }
};
using Proxy = std::unique_ptr<wl_proxy, DestroyProxy>;

std::unexpected<Error> fail_without_compositor(const char* message) {
  return fail(message, "WAYLAND_DISPLAY", Remedy, Fault::Internal);
}

}  // namespace

struct WaylandFullScreen::Display {
  /// One window. What it is and what it is called is nobody's business here.
  struct Window {
    Display* owner = nullptr;
    std::unique_ptr<wl_proxy, DestroyWindow> proxy = {};
    bool is_active_and_full = false;
    bool is_closed = false;
  };
  struct WindowListener {
    void (*title)(void*, wl_proxy*, const char*);
    void (*program)(void*, wl_proxy*, const char*);
    void (*enters)(void*, wl_proxy*, void*);
    void (*leaves)(void*, wl_proxy*, void*);
    void (*state)(void*, wl_proxy*, wl_array*);
    void (*done)(void*, wl_proxy*);
    void (*closed)(void*, wl_proxy*);
    void (*parent)(void*, wl_proxy*, void*);
  };
  struct ManagerListener {
    void (*window)(void*, wl_proxy*, wl_proxy*);
    void (*finished)(void*, wl_proxy*);
  };

  Status open() {
    TRY(connection, connect_compositor(Remedy));
    registry.reset(wl_display_get_registry(connection.get()));
    static constexpr wl_registry_listener Listener = {&Display::hear_global, &Display::hear_removed};
    wl_registry_add_listener(registry.get(), &Listener, this);
    if (!wait()) return fail_without_compositor("the Wayland compositor is gone");
    if (manager_version < LowestVersion)
      return fail_without_compositor("the Wayland compositor does not tell which window fills the screen");
    look();
    return {};
  }

  /// Until all that was asked so far is done.
  [[nodiscard]] bool wait() const { return wl_display_roundtrip(connection.get()) >= 0; }

  static void hear_global(void* self, wl_registry* /*registry*/, std::uint32_t name, const char* interface,
                          std::uint32_t version) {
    if (std::string_view(interface) != ManagerInterface.name) return;
    auto& display = *static_cast<Display*>(self);
    display.manager_name = name;
    display.manager_version = std::min(version, LatestVersion);
  }
  static void hear_removed(void* /*self*/, wl_registry* /*registry*/, std::uint32_t /*name*/) {}

  void look() {
    if (!manager) begin();
    // A compositor that is gone is noticed where it is read.
    if (!wait()) return;
    settle();
  }

  void begin() {
    manager.reset(static_cast<wl_proxy*>(
        wl_registry_bind(registry.get(), manager_name, &ManagerInterface, manager_version)));
    static constexpr ManagerListener Listener = {&Display::hear_window, [](void*, wl_proxy*) {}};
    listen_to(manager.get(), Listener, this);
  }

  /// Every new title in every window would wake the program, so the compositor speaks up only about the end.
  void settle() {
    std::erase_if(windows, [](const auto& window) { return window->is_closed; });
    const bool is_full =
        std::ranges::any_of(windows, [](const auto& window) { return window->is_active_and_full; });
    board.set(Origin, Signal::FullScreen, is_full);
    if (!is_full) end();
  }

  void end() {
    if (!manager) return;
    wl_proxy_marshal_flags(manager.get(), StopRequest, nullptr, manager_version, 0);
    windows.clear();
    static_cast<void>(wait());
    // What came meanwhile goes, too.
    windows.clear();
    manager.reset();
    static_cast<void>(wait());
  }

  static void hear_window(void* self, wl_proxy* /*manager*/, wl_proxy* proxy) {
    auto& display = *static_cast<Display*>(self);
    auto window = std::make_unique<Window>();
    window->owner = &display;
    window->proxy.reset(proxy);
    static constexpr WindowListener Listener = {[](void*, wl_proxy*, const char*) {},
                                                [](void*, wl_proxy*, const char*) {},
                                                [](void*, wl_proxy*, void*) {},
                                                [](void*, wl_proxy*, void*) {},
                                                &Display::hear_state,
                                                [](void*, wl_proxy*) {},
                                                &Display::hear_closed,
                                                [](void*, wl_proxy*, void*) {}};
    listen_to(proxy, Listener, window.get());
    display.windows.push_back(std::move(window));
  }

  static void hear_state(void* self, wl_proxy* /*proxy*/, wl_array* array) {
    auto& window = *static_cast<Window*>(self);
    const std::span states(static_cast<const std::uint32_t*>(array->data),
                           array->size / sizeof(std::uint32_t));
    const auto has = [&](std::uint32_t state) { return std::ranges::find(states, state) != states.end(); };
    window.is_active_and_full = has(ActivatedState) && has(FullScreenState);
  }
  static void hear_closed(void* self, wl_proxy* /*proxy*/) {
    auto& window = *static_cast<Window*>(self);
    window.is_closed = true;
    window.is_active_and_full = false;
  }

  Status read() {
    if (!read_compositor(*connection)) return fail_without_compositor("the Wayland compositor is gone");
    if (manager) settle();
    return {};
  }

  CompositorConnection connection = {};
  std::unique_ptr<wl_registry, DestroyProxy> registry = {};
  std::uint32_t manager_name = 0;
  std::uint32_t manager_version = 0;
  Proxy manager = {};
  std::vector<std::unique_ptr<Window>> windows = {};
  SignalBoard board = {};
};

WaylandFullScreen::WaylandFullScreen(std::unique_ptr<Display> display) : display_(std::move(display)) {}
WaylandFullScreen::~WaylandFullScreen() = default;

Result<std::unique_ptr<WaylandFullScreen>> WaylandFullScreen::connect() {
  auto display = std::make_unique<Display>();
  TRY_STATUS(display->open());
  return std::unique_ptr<WaylandFullScreen>(new WaylandFullScreen(std::move(display)));
}

Wakeup WaylandFullScreen::wakeup() const {
  Wakeup wakeup = {wl_display_get_fd(display_->connection.get()), POLLIN, std::nullopt};
  if (display_->board.has_changes()) wakeup.timeout = std::chrono::milliseconds(0);
  return wakeup;
}

Status WaylandFullScreen::on_ready() {
  return display_->read();
}

void WaylandFullScreen::look() {
  display_->look();
}

std::vector<workday::SignalChanged> WaylandFullScreen::take_changes() {
  return display_->board.take_changes();
}

std::vector<SignalOrigin> WaylandFullScreen::list_origins() const {
  return {{Signal::FullScreen, Origin, ""}};
}

}  // namespace endrange::desktop
