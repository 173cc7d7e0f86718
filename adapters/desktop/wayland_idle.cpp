#include "adapters/desktop/wayland_idle.h"

#include <poll.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>
#include <utility>

#include "adapters/desktop/wayland_connection.h"
#include "core/base/contracts.h"

namespace endrange::desktop {

namespace {

using std::chrono::milliseconds;

constexpr const char* Remedy = "another source of idle time is used";

// The protocol: two interfaces of a few messages, written down here because Debian's wayland-scanner would
// make C of them.
extern const wl_interface NotificationInterface;

constexpr std::uint32_t DestroyRequest = 0;
constexpr std::uint32_t GetNotificationRequest = 1;
/// Of version 2: counts input alone, whoever keeps the screen awake.
constexpr std::uint32_t GetInputNotificationRequest = 2;
constexpr std::uint32_t InputVersion = 2;
constexpr std::uint32_t LatestVersion = 2;

const std::array<const wl_interface*, 3> GetNotificationTypes = {&NotificationInterface, nullptr,
                                                                 &wl_seat_interface};
const std::array<wl_message, 3> NotifierRequests = {
    {{"destroy", "", nullptr},
     {"get_idle_notification", "nuo", const_cast<const wl_interface**>(GetNotificationTypes.data())},
     {"get_input_idle_notification", "2nuo", const_cast<const wl_interface**>(GetNotificationTypes.data())}}};
const wl_interface NotifierInterface = {
    "ext_idle_notifier_v1", LatestVersion, 3, NotifierRequests.data(), 0, nullptr};

const std::array<wl_message, 1> NotificationRequests = {{{"destroy", "", nullptr}}};
const std::array<wl_message, 2> NotificationEvents = {{{"idled", "", nullptr}, {"resumed", "", nullptr}}};
const wl_interface NotificationInterface = {
    "ext_idle_notification_v1", LatestVersion, 1, NotificationRequests.data(), 2, NotificationEvents.data()};

/// An object that the compositor is told about when it is not wanted any more.
struct DestroyObject {
  void operator()(wl_proxy* proxy) const {
    wl_proxy_marshal_flags(proxy, DestroyRequest, nullptr, wl_proxy_get_version(proxy),
                           WL_MARSHAL_FLAG_DESTROY);
  }
};

std::unexpected<Error> fail_without_compositor(const char* message) {
  return fail(message, "WAYLAND_DISPLAY", Remedy, Fault::Internal);
}

}  // namespace

struct WaylandIdle::Display {
  /// One threshold.
  struct Notification {
    Display* owner = nullptr;
    milliseconds threshold = {};
    std::unique_ptr<wl_proxy, DestroyObject> proxy = {};
  };
  struct NotificationListener {
    void (*idled)(void*, wl_proxy*);
    void (*resumed)(void*, wl_proxy*);
  };

  Status open(const std::vector<milliseconds>& thresholds) {
    TRY(display, connect_compositor(Remedy));
    registry.reset(wl_display_get_registry(display.get()));
    static constexpr wl_registry_listener Listener = {&Display::hear_global, &Display::hear_removed};
    wl_registry_add_listener(registry.get(), &Listener, this);
    if (wl_display_roundtrip(display.get()) < 0) return fail_without_compositor("the compositor is gone");
    if (!notifier || !seat)
      return fail_without_compositor("the Wayland compositor does not know ext-idle-notify-v1");
    lowest = std::ranges::min(thresholds);
    for (const auto threshold : thresholds) add(threshold);
    if (wl_display_flush(display.get()) < 0) return fail_without_compositor("the compositor is gone");
    // How long there has been no input nobody tells: it counts from now on.
    changes.push_back({false, milliseconds(0)});
    return {};
  }

  static void hear_global(void* self, wl_registry* registry, std::uint32_t name, const char* interface,
                          std::uint32_t version) {
    auto& display = *static_cast<Display*>(self);
    const std::string_view which = interface;
    if (which == NotifierInterface.name && !display.notifier)
      display.notifier.reset(static_cast<wl_proxy*>(
          wl_registry_bind(registry, name, &NotifierInterface, std::min(version, LatestVersion))));
    if (which == wl_seat_interface.name && !display.seat)
      display.seat.reset(static_cast<wl_seat*>(wl_registry_bind(registry, name, &wl_seat_interface, 1)));
  }
  static void hear_removed(void* /*self*/, wl_registry* /*registry*/, std::uint32_t /*name*/) {}

  void add(milliseconds threshold) {
    auto notification = std::make_unique<Notification>();
    notification->owner = this;
    notification->threshold = threshold;
    const auto version = wl_proxy_get_version(notifier.get());
    const auto request = version >= InputVersion ? GetInputNotificationRequest : GetNotificationRequest;
    notification->proxy.reset(
        wl_proxy_marshal_flags(notifier.get(), request, &NotificationInterface, version, 0, nullptr,
                               static_cast<std::uint32_t>(threshold.count()), seat.get()));
    static constexpr NotificationListener Listener = {&Display::hear_idled, &Display::hear_resumed};
    listen_to(notification->proxy.get(), Listener, notification.get());
    notifications.push_back(std::move(notification));
  }

  static void hear_idled(void* self, wl_proxy* /*proxy*/) {
    const auto& notification = *static_cast<Notification*>(self);
    notification.owner->changes.push_back({true, notification.threshold});
  }
  static void hear_resumed(void* self, wl_proxy* /*proxy*/) {
    const auto& notification = *static_cast<Notification*>(self);
    auto& owner = *notification.owner;
    if (notification.threshold == owner.lowest) owner.changes.push_back({false, milliseconds(0)});
  }

  Status read() {
    if (!read_compositor(*display)) return fail_without_compositor("the Wayland compositor is gone");
    return {};
  }

  CompositorConnection display = {};
  std::unique_ptr<wl_registry, DestroyProxy> registry = {};
  std::unique_ptr<wl_seat, DestroyProxy> seat = {};
  std::unique_ptr<wl_proxy, DestroyObject> notifier = {};
  std::vector<std::unique_ptr<Notification>> notifications = {};
  milliseconds lowest = {};
  std::vector<IdleChange> changes = {};
};

WaylandIdle::WaylandIdle(std::unique_ptr<Display> display) : display_(std::move(display)) {}
WaylandIdle::~WaylandIdle() = default;

Result<std::unique_ptr<WaylandIdle>> WaylandIdle::connect(const std::vector<milliseconds>& thresholds) {
  expects(!thresholds.empty() && std::ranges::min(thresholds) > milliseconds(0),
          "idle thresholds above zero");
  auto display = std::make_unique<Display>();
  TRY_STATUS(display->open(thresholds));
  return std::unique_ptr<WaylandIdle>(new WaylandIdle(std::move(display)));
}

Wakeup WaylandIdle::wakeup() const {
  Wakeup wakeup = {wl_display_get_fd(display_->display.get()), POLLIN, std::nullopt};
  if (!display_->changes.empty()) wakeup.timeout = milliseconds(0);
  return wakeup;
}

Status WaylandIdle::on_ready() {
  return display_->read();
}

std::vector<IdleChange> WaylandIdle::take_changes() {
  return std::exchange(display_->changes, {});
}

}  // namespace endrange::desktop
