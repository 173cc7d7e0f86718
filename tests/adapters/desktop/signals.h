#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <map>
#include <string>
#include <vector>

#include "adapters/desktop/signal_source.h"
#include "tests/adapters/desktop/session.h"

namespace endrange::test {

/// What a source has told so far.
class Heard {
 public:
  explicit Heard(desktop::SignalSource& source) : source_(source) {}

  /// Waits until the signal is on or off, as an event loop does. Generous, for slow machines.
  [[nodiscard]] bool comes_to(workday::Signal signal, bool is_on) {
    return wait_until(source_, [&] { return now(signal).has_value() == is_on; }, std::chrono::seconds(30));
  }
  /// The same, with these words for the screen.
  [[nodiscard]] bool comes_to_words(workday::Signal signal, const std::string& words) {
    return wait_until(source_, [&] { return now(signal) == words; }, std::chrono::seconds(30));
  }
  /// Whether it stays off for so long.
  [[nodiscard]] bool stays_off(workday::Signal signal, std::chrono::milliseconds length) {
    return !wait_until(source_, [&] { return now(signal).has_value(); }, length);
  }
  [[nodiscard]] std::optional<std::string> now(workday::Signal signal) {
    for (const auto& change : source_.take_changes()) {
      on_.erase(change.signal);
      if (change.is_on) on_[change.signal] = change.by;
    }
    const auto found = on_.find(signal);
    return found == on_.end() ? std::nullopt : std::optional(found->second);
  }
  /// Waits until the source says that all that stands in the way of the signal is this.
  [[nodiscard]] bool comes_to_problem(workday::Signal signal, const std::string& problem) {
    return wait_until(
        source_,
        [&] {
          for (const auto& origin : source_.list_origins())
            if (origin.signal == signal && origin.problem == problem) return true;
          return false;
        },
        std::chrono::seconds(30));
  }

 private:
  desktop::SignalSource& source_;
  std::map<workday::Signal, std::string> on_ = {};
};

/// Skips the test where the programs are missing; fails where they have to be there.
#define NEEDS_PROGRAMS(...)                                                                  \
  for (const auto* program : {__VA_ARGS__}) {                                                \
    const bool required = std::getenv("CI") != nullptr;                                      \
    ASSERT_TRUE(!required || test::is_installed(program)) << program << " is not installed"; \
    if (!test::is_installed(program)) GTEST_SKIP() << program << " is not installed";        \
  }

/// A call on a bus, as a person types it: `{"Lock", "'c1'"}` and so on, each in GVariant's text form.
inline std::string call_on(const std::string& bus, const std::string& service, const std::string& path,
                           const std::string& method, const std::vector<std::string>& arguments = {}) {
  std::vector<std::string> words = {"gdbus",         "call", bus,        "--dest", service,
                                    "--object-path", path,   "--method", method};
  words.insert(words.end(), arguments.begin(), arguments.end());
  return run(words);
}

/// Waits until a program that was started answers to its name on the bus.
inline void wait_for_service(const std::string& bus, const std::string& service) {
  for (int attempt = 0; attempt < 300; ++attempt) {
    const auto answer = call_on(bus, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                                "org.freedesktop.DBus.NameHasOwner", {"'" + service + "'"});
    if (answer == "(true,)") return;
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  ADD_FAILURE() << service << " did not come to the bus";
}

/// One of python-dbusmock's stand-ins for a system service, on the bus of the environment.
class MockedService {
 public:
  enum class Which { System, Session };
  MockedService(Which which, const std::string& service, const std::vector<std::string>& arguments)
      : bus_(which == Which::System ? "--system" : "--session"), service_(service) {
    std::vector<std::string> words = {"/usr/bin/python3", "-m", "dbusmock", bus_};
    words.insert(words.end(), arguments.begin(), arguments.end());
    program_.emplace(words);
    wait_for_service(bus_, service_);
  }

  std::string call(const std::string& path, const std::string& method,
                   const std::vector<std::string>& arguments = {}) const {
    return call_on(bus_, service_, path, method, arguments);
  }
  void add_property(const std::string& path, const std::string& interface, const std::string& name,
                    const std::string& value) const {
    call(path, "org.freedesktop.DBus.Mock.AddProperty", {"'" + interface + "'", "'" + name + "'", value});
  }
  void set_property(const std::string& path, const std::string& interface, const std::string& name,
                    const std::string& value) const {
    call(path, "org.freedesktop.DBus.Mock.UpdateProperties",
         {"'" + interface + "'", "{'" + name + "': " + value + "}"});
  }
  void emit(const std::string& path, const std::string& interface, const std::string& name,
            const std::string& signature, const std::string& values) const {
    call(path, "org.freedesktop.DBus.Mock.EmitSignal",
         {"'" + interface + "'", "'" + name + "'", "'" + signature + "'", values});
  }
  void stop() { program_->stop(); }

 private:
  std::string bus_;
  std::string service_;
  std::optional<Program> program_ = {};
};

/// Someone logs in at logind's stand-in, which tells nobody by itself as the real one does.
inline void add_login_session(const MockedService& logind, const std::string& id) {
  const std::string manager = "/org/freedesktop/login1";
  logind.call(manager, "org.freedesktop.DBus.Mock.AddSession",
              {"'" + id + "'", "'seat0'", std::to_string(::getuid()), "'someone'", "true"});
  logind.emit(manager, "org.freedesktop.login1.Manager", "SessionNew", "so",
              "[<'" + id + "'>, <objectpath '" + manager + "/session/" + id + "'>]");
}

}  // namespace endrange::test
