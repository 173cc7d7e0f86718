#include "adapters/desktop/bus_connection.h"

#include <fmt/format.h>

#include <map>
#include <utility>
#include <vector>

#include "adapters/desktop/bus.h"

namespace endrange::desktop {

namespace {

constexpr const char* BusName = "org.freedesktop.DBus";
constexpr const char* BusPath = "/org/freedesktop/DBus";
constexpr const char* PropertiesInterface = "org.freedesktop.DBus.Properties";

Error make_error(BusKind kind, const sdbus::Error& error) {
  const bool is_session = kind == BusKind::Session;
  return {fmt::format("expected the {} bus, found none that answers: {}", is_session ? "session" : "system",
                      error.getMessage()),
          is_session ? "DBUS_SESSION_BUS_ADDRESS" : "/run/dbus/system_bus_socket",
          "what it tells is left out until it is back", Fault::Internal};
}

}  // namespace

Status attempt_on_bus(BusKind kind, const std::function<void()>& work) {
  try {
    work();
    return {};
  } catch (const sdbus::Error& error) {
    return fail(make_error(kind, error));
  }
}

BusConnection::BusConnection(BusKind kind, std::unique_ptr<sdbus::IConnection> connection)
    : kind_(kind),
      connection_(std::move(connection)),
      bus_(sdbus::createProxy(*connection_, BusName, BusPath)) {}

Result<BusConnection> BusConnection::connect(BusKind kind) {
  try {
    return BusConnection(kind, kind == BusKind::Session ? sdbus::createSessionBusConnection()
                                                        : sdbus::createSystemBusConnection());
  } catch (const sdbus::Error& error) {
    return fail(make_error(kind, error));
  }
}

Wakeup BusConnection::wakeup() const {
  const auto poll = connection_->getEventLoopPollData();
  Wakeup wakeup = {poll.fd, poll.events, std::nullopt};
  if (const auto timeout = poll.getRelativeTimeout())
    wakeup.timeout = std::chrono::ceil<std::chrono::milliseconds>(*timeout);
  return wakeup;
}

Status BusConnection::on_ready() {
  return attempt_on_bus(kind_, [&] {
    while (connection_->processPendingRequest()) {
    }
  });
}

void BusConnection::follow(const std::string& match_rule, std::function<void(sdbus::Message&)> hear) {
  connection_->addMatch(
      match_rule,
      [kind = kind_, hear = std::move(hear)](sdbus::Message& message) {
        // A message that is not what its interface promises tells nothing.
        static_cast<void>(attempt_on_bus(kind, [&] { hear(message); }));
      },
      sdbus::floating_slot);
}

void BusConnection::follow_service(const std::string& name, std::function<void(bool)> hear) {
  follow_owner(*connection_, name, hear);
  bus_->callMethodAsync("NameHasOwner")
      .onInterface(BusName)
      .withArguments(name)
      .uponReplyInvoke([hear](const sdbus::Error* error, bool has_owner) {
        if (error == nullptr && has_owner) hear(true);
      });
}

RemoteProperties::RemoteProperties(const BusConnection& bus, const std::string& service,
                                   const std::string& path, std::string interface, Hear hear)
    : interface_(std::move(interface)),
      hear_(std::move(hear)),
      proxy_(sdbus::createProxy(bus.get(), service, path)) {
  proxy_->uponSignal("PropertiesChanged")
      .onInterface(PropertiesInterface)
      .call([this](const std::string& which, const std::map<std::string, sdbus::Variant>& changed,
                   const std::vector<std::string>& invalidated) {
        if (which != interface_) return;
        for (const auto& [property, value] : changed) hear_(property, value);
        if (!invalidated.empty()) ask();
      });
  proxy_->finishRegistration();
  ask();
}

void RemoteProperties::ask() {
  proxy_->callMethodAsync("GetAll")
      .onInterface(PropertiesInterface)
      .withArguments(interface_)
      .uponReplyInvoke([this](const sdbus::Error* error, const std::map<std::string, sdbus::Variant>& all) {
        if (error != nullptr) return;
        for (const auto& [property, value] : all) hear_(property, value);
      });
}

}  // namespace endrange::desktop
