#include "adapters/desktop/notifier.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <string_view>
#include <utility>

#include "adapters/desktop/bus.h"
#include "core/base/markup.h"

namespace endrange::desktop {

namespace {

constexpr const char* ServerName = "org.freedesktop.Notifications";
constexpr const char* ServerPath = "/org/freedesktop/Notifications";

/// Keys of the buttons; `default` is a click on the notification itself, as the specification names it.
constexpr const char* DefaultKey = "default";
constexpr const char* StartKey = "start";
constexpr const char* PutOffBrieflyKey = "put_off_5";
constexpr const char* PutOffKey = "put_off_10";
constexpr const char* PutOffLongKey = "put_off_30";
constexpr const char* SkipKey = "skip";

/// Reasons of NotificationClosed. Source: Desktop Notifications Specification 1.2, "Signals".
constexpr std::uint32_t ClosedByPerson = 2;

/// Stays until it is answered or taken back.
constexpr std::int32_t NeverExpires = 0;

std::optional<NotificationAnswer> find_answer(std::string_view key) {
  if (key == StartKey || key == DefaultKey) return NotificationAnswer::Start;
  if (key == PutOffBrieflyKey) return NotificationAnswer::PutOffBriefly;
  if (key == PutOffKey) return NotificationAnswer::PutOff;
  if (key == PutOffLongKey) return NotificationAnswer::PutOffLong;
  if (key == SkipKey) return NotificationAnswer::Skip;
  return std::nullopt;
}

/// A name that sound themes have for something that is no alarm. Source: freedesktop.org Sound Naming
/// Specification 0.1.
constexpr const char* Sound = "message";

using Buttons = std::vector<std::string>;
using Hints = std::map<std::string, sdbus::Variant>;

/// Desktops that show three buttons show the first three.
Buttons make_buttons(const Notification& wanted) {
  return {DefaultKey,       wanted.start,           StartKey,      wanted.start,
          PutOffKey,        wanted.put_off,         SkipKey,       wanted.skip,
          PutOffBrieflyKey, wanted.put_off_briefly, PutOffLongKey, wanted.put_off_long};
}

/// Width, height, bytes a row, whether there is alpha, bits a sample, samples a pixel, the pixels.
using Image = sdbus::Struct<std::int32_t, std::int32_t, std::int32_t, bool, std::int32_t, std::int32_t,
                            std::vector<std::uint8_t>>;

Hints make_hints(const Notification& wanted) {
  constexpr std::int32_t Samples = 3;
  Hints hints = {{"desktop-entry", sdbus::Variant(std::string("endrange"))},
                 {"urgency", sdbus::Variant(static_cast<std::uint8_t>(wanted.urgency))}};
  if (wanted.with_sound)
    hints.emplace("sound-name", sdbus::Variant(std::string(Sound)));
  else
    hints.emplace("suppress-sound", sdbus::Variant(true));
  if (const auto& picture = wanted.picture)
    hints.emplace("image-data",
                  sdbus::Variant(Image{picture->width_px, picture->height_px, picture->width_px * Samples,
                                       false, 8, Samples, picture->rgb}));
  return hints;
}

}  // namespace

/// One connection. What is wanted and what the server shows are brought together by `settle`, one call at a
/// time.
struct Notifier::Bus {
  std::unique_ptr<sdbus::IConnection> connection;
  std::unique_ptr<sdbus::IProxy> server;

  std::optional<std::vector<std::string>> capabilities = {};
  std::optional<Notification> wanted = {};
  std::optional<Notification> sent = {};
  bool in_flight = false;
  std::uint32_t id = 0;  ///< the server's, 0 while it shows none of ours
  std::vector<NotificationAnswer> answers = {};
  std::string problem = {};

  [[nodiscard]] bool can(std::string_view capability) const {
    return capabilities && std::ranges::find(*capabilities, capability) != capabilities->end();
  }

  void connect() {
    connection = sdbus::createSessionBusConnection();
    server = sdbus::createProxy(*connection, ServerName, ServerPath);
    server->uponSignal("ActionInvoked")
        .onInterface(ServerName)
        .call([this](std::uint32_t which, const std::string& key) { handle_action(which, key); });
    server->uponSignal("NotificationClosed")
        .onInterface(ServerName)
        .call([this](std::uint32_t which, std::uint32_t reason) { handle_closed(which, reason); });
    server->finishRegistration();
    follow_owner(*connection, ServerName, [this](bool is_there) { handle_server(is_there); });
    ask_capabilities();
  }

  void ask_capabilities() {
    server->callMethodAsync("GetCapabilities")
        .onInterface(ServerName)
        .uponReplyInvoke([this](const sdbus::Error* error, std::vector<std::string> found) {
          if (error != nullptr) {
            problem =
                fmt::format("no notification server answers on the session bus: {}", error->getMessage());
            return;
          }
          capabilities = std::move(found);
          settle();
        });
  }

  /// The server came or went. What it showed is gone with it; a new one gets what is still wanted.
  void handle_server(bool is_there) {
    capabilities.reset();
    sent.reset();
    in_flight = false;
    id = 0;
    if (is_there) ask_capabilities();
  }

  void handle_action(std::uint32_t which, const std::string& key) {
    if (which != id || id == 0) return;
    if (const auto answer = find_answer(key)) answers.push_back(*answer);
    forget();
    take_off();  // Some servers leave it on the screen after its button was pressed.
  }

  void handle_closed(std::uint32_t which, std::uint32_t reason) {
    if (which != id || id == 0 || !sent) return;
    if (reason == ClosedByPerson) answers.push_back(NotificationAnswer::Dismissed);
    // The identifier stays for a server that tells of the button after the closing.
    forget();
  }

  void forget() {
    if (wanted == sent) wanted.reset();
    sent.reset();
  }

  void settle() {
    if (in_flight || !capabilities || wanted == sent) return;
    if (!wanted) {
      take_off();
      return;
    }
    in_flight = true;
    const auto replaces = sent ? id : 0U;
    sent = wanted;
    const auto buttons = can("actions") ? make_buttons(*wanted) : Buttons{};
    const auto words = buttons.empty() && !wanted->without_buttons.empty()
                           ? wanted->body + "\n" + wanted->without_buttons
                           : wanted->body;
    const auto body = can("body-markup") ? escape_markup(words) : words;
    server->callMethodAsync("Notify")
        .onInterface(ServerName)
        .withArguments(std::string("Endrange"), replaces, wanted->icon, wanted->title, body, buttons,
                       make_hints(*wanted), NeverExpires)
        .uponReplyInvoke(
            [this](const sdbus::Error* error, std::uint32_t shown) { handle_reply(error, shown); });
  }

  void handle_reply(const sdbus::Error* error, std::uint32_t shown) {
    if (!in_flight) return;  // The server that was asked is gone; another has been asked since.
    in_flight = false;
    if (error != nullptr) {
      problem = fmt::format("the notification server refused: {}", error->getMessage());
      return;
    }
    problem.clear();
    id = shown;
    settle();
  }

  void take_off() {
    sent.reset();
    if (id == 0) return;
    server->callMethodAsync("CloseNotification")
        .onInterface(ServerName)
        .withArguments(std::exchange(id, 0U))
        .uponReplyInvoke([](const sdbus::Error*) {});  // It may be gone already, which is what was wanted.
  }
};

Notifier::Notifier(std::unique_ptr<Bus> bus) : bus_(std::move(bus)) {}
Notifier::Notifier(Notifier&&) noexcept = default;
Notifier& Notifier::operator=(Notifier&&) noexcept = default;
Notifier::~Notifier() = default;

Result<Notifier> Notifier::connect() {
  auto bus = std::make_unique<Bus>();
  TRY_STATUS(on_bus([&] { bus->connect(); }));
  return Notifier(std::move(bus));
}

Wakeup Notifier::wakeup() const {
  return find_wakeup(*bus_->connection);
}

Status Notifier::on_ready() {
  return process(*bus_->connection);
}

Status Notifier::show(const Notification& notification) {
  return on_bus([&] {
    // What a server refused, or was not there to hear, is asked again.
    if (!std::exchange(bus_->problem, {}).empty()) {
      bus_->sent.reset();
      if (!bus_->capabilities) bus_->ask_capabilities();
    }
    bus_->wanted = notification;
    bus_->settle();
  });
}

Status Notifier::close() {
  return on_bus([&] {
    bus_->wanted.reset();
    bus_->settle();
  });
}

std::vector<NotificationAnswer> Notifier::take_answers() {
  return std::exchange(bus_->answers, {});
}

bool Notifier::is_shown() const {
  return bus_->sent.has_value() && !bus_->in_flight && bus_->problem.empty();
}

std::optional<bool> Notifier::has_buttons() const {
  if (!bus_->capabilities) return std::nullopt;
  return bus_->can("actions");
}

const std::string& Notifier::problem() const {
  return bus_->problem;
}

}  // namespace endrange::desktop
