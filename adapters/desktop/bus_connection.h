#pragma once

#include <sdbus-c++/sdbus-c++.h>

#include <functional>
#include <memory>
#include <string>

#include "adapters/desktop/wakeup.h"
#include "core/base/result.h"

/// What the D-Bus sources of this room have in common.
namespace endrange::desktop {

enum class BusKind { Session, System };

/// One connection to a bus of the machine.
class BusConnection {
 public:
  /// Fails with what to do when there is no such bus.
  [[nodiscard]] static Result<BusConnection> connect(BusKind kind);

  [[nodiscard]] Wakeup wakeup() const;
  [[nodiscard]] Status on_ready();
  [[nodiscard]] sdbus::IConnection& get() const { return *connection_; }

  /// Tells whether somebody offers this name: once, and whenever that changes. Starts no service. Lives as
  /// long as the connection.
  void follow_service(const std::string& name, std::function<void(bool is_there)> hear);

  /// `hear` gets every message that the rule lets through; one that it cannot read is left out.
  void follow(const std::string& match_rule, std::function<void(sdbus::Message& message)> hear);

 private:
  BusConnection(BusKind kind, std::unique_ptr<sdbus::IConnection> connection);
  BusKind kind_;
  std::unique_ptr<sdbus::IConnection> connection_;
  std::unique_ptr<sdbus::IProxy> bus_;
};

/// Runs what talks to a bus; what the library throws becomes a failure.
[[nodiscard]] Status attempt_on_bus(BusKind kind, const std::function<void()>& work);

/// The properties of one object on a bus.
class RemoteProperties {
 public:
  using Hear = std::function<void(const std::string& property, const sdbus::Variant& value)>;

  /// Asks for all of them, and tells each, now and whenever it changes.
  RemoteProperties(const BusConnection& bus, const std::string& service, const std::string& path,
                   std::string interface, Hear hear);
  /// Asks again.
  void ask();

 private:
  std::string interface_;
  Hear hear_;
  std::unique_ptr<sdbus::IProxy> proxy_;
};

/// The value if it is of this type, otherwise the fallback.
template <typename Value>
[[nodiscard]] Value value_or(const sdbus::Variant& variant, Value fallback) {
  return variant.containsValueOfType<Value>() ? variant.get<Value>() : std::move(fallback);
}

}  // namespace endrange::desktop
