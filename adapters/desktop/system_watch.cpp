#include "adapters/desktop/system_watch.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <utility>

#include "adapters/desktop/bus_connection.h"
#include "adapters/desktop/process_name.h"
#include "adapters/desktop/signal_board.h"

namespace endrange::desktop {

namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;
using workday::Signal;

constexpr const char* Service = "org.freedesktop.login1";
constexpr const char* ManagerPath = "/org/freedesktop/login1";
constexpr const char* ManagerInterface = "org.freedesktop.login1.Manager";
constexpr const char* SessionInterface = "org.freedesktop.login1.Session";
constexpr const char* PowerService = "org.freedesktop.UPower";
constexpr const char* PowerPath = "/org/freedesktop/UPower";

constexpr const char* BatteryPath = "/org/freedesktop/UPower/devices/DisplayDevice";
constexpr const char* BatteryInterface = "org.freedesktop.UPower.Device";
/// Of `WarningLevel`: low, critical and about to switch off follow one another.
constexpr std::uint32_t LowBattery = 3;

constexpr const char* Logind = "logind";
constexpr const char* Power = "UPower";

/// id, user, user's name, seat, path.
using SessionRow = sdbus::Struct<std::string, std::uint32_t, std::string, std::string, sdbus::ObjectPath>;
/// what, who, why, mode, user, process.
using InhibitorRow =
    sdbus::Struct<std::string, std::string, std::string, std::string, std::uint32_t, std::uint32_t>;

/// Whether a list such as `shutdown:idle` names it.
bool names(std::string_view list, std::string_view what) {
  for (std::size_t from = 0; from <= list.size();) {
    const auto end = std::min(list.find(':', from), list.size());
    if (list.substr(from, end - from) == what) return true;
    from = end + 1;
  }
  return false;
}

/// The session the person sits at: the program's own, otherwise one with a seat, otherwise any of theirs.
const SessionRow* find_own_session(const std::vector<SessionRow>& sessions) {
  const char* own = std::getenv("XDG_SESSION_ID");
  const SessionRow* found = nullptr;
  int best = 0;
  for (const auto& session : sessions) {
    if (session.get<1>() != ::getuid()) continue;
    const bool is_own = own != nullptr && session.get<0>() == own;
    const int rank = is_own ? 3 : (session.get<3>().empty() ? 1 : 2);
    if (rank > best) {
      best = rank;
      found = &session;
    }
  }
  return found;
}

}  // namespace

struct SystemWatch::Bus {
  explicit Bus(BusConnection given) : connection(std::move(given)) {
    connection.follow_service(Service, [this](bool is_there) { is_there ? begin() : end(); });
    connection.follow_service(PowerService, [this](bool is_there) {
      power.reset();
      battery.reset();
      hear_power(false);
      if (!is_there) return;
      battery = sdbus::createProxy(connection.get(), PowerService, BatteryPath);
      power = std::make_unique<RemoteProperties>(
          connection, PowerService, PowerPath, PowerService,
          [this](const std::string& property, const sdbus::Variant& value) {
            // What it says about the lid is only a reason to look again: logind knows of other screens, too.
            if (property == "LidIsClosed" && properties) properties->ask();
            if (property == "OnBattery") hear_power(value_or(value, false));
          });
    });
  }

  void hear_power(bool from_battery) {
    is_on_battery = from_battery;
    from_battery ? ask_battery() : board.release(Power, Signal::BatteryLow);
  }

  // The battery tells of every half percent, which would wake the program day and night: it is asked instead.
  void ask_battery() {
    if (!battery || !is_on_battery) return;
    battery->callMethodAsync("Get")
        .onInterface("org.freedesktop.DBus.Properties")
        .withArguments(BatteryInterface, "WarningLevel")
        .uponReplyInvoke([this](const sdbus::Error* error, const sdbus::Variant& level) {
          if (error != nullptr) return;
          const bool is_low = is_on_battery && value_or(level, std::uint32_t(0)) >= LowBattery;
          board.set(Power, Signal::BatteryLow, is_low);
        });
  }

  void begin() {
    manager = sdbus::createProxy(connection.get(), Service, ManagerPath);
    manager->uponSignal("PrepareForSleep").onInterface(ManagerInterface).call([this](bool is_beginning) {
      board.set(Logind, Signal::Asleep, is_beginning);
    });
    for (const auto* change : {"SessionNew", "SessionRemoved"})
      manager->uponSignal(change)
          .onInterface(ManagerInterface)
          .call([this](const std::string&, const sdbus::ObjectPath&) { ask_session(); });
    manager->finishRegistration();
    properties = std::make_unique<RemoteProperties>(
        connection, Service, ManagerPath, ManagerInterface,
        [this](const std::string& property, const sdbus::Variant& value) { hear_manager(property, value); });
    ask_session();
  }

  void end() {
    session.reset();
    session_properties.reset();
    properties.reset();
    manager.reset();
    session_path.clear();
    is_lid_closed = false;
    is_docked = false;
    is_locked = false;
    asked_to_lock.reset();
    board.release_all(Logind);
  }

  void hear_manager(const std::string& property, const sdbus::Variant& value) {
    if (property == "LidClosed") is_lid_closed = value_or(value, false);
    if (property == "Docked") is_docked = value_or(value, false);
    if (property == "LidClosed" || property == "Docked")
      board.set(Logind, Signal::LidClosed, is_lid_closed && !is_docked);
    // A program that starts, or finds logind again, after the machine woke must not wait for a signal that
    // has gone by.
    if (property == "PreparingForSleep") board.set(Logind, Signal::Asleep, value_or(value, false));
    if (property != "BlockInhibited") return;
    if (names(value_or(value, std::string()), "idle"))
      ask_inhibitors();
    else
      board.release(Logind, Signal::Playing);
  }

  void ask_inhibitors() {
    manager->callMethodAsync("ListInhibitors")
        .onInterface(ManagerInterface)
        .uponReplyInvoke([this](const sdbus::Error* error, const std::vector<InhibitorRow>& inhibitors) {
          if (error == nullptr) hear_inhibitors(inhibitors);
        });
  }

  void hear_inhibitors(const std::vector<InhibitorRow>& inhibitors) {
    for (const auto& inhibitor : inhibitors) {
      const auto process = static_cast<pid_t>(inhibitor.get<5>());
      if (!names(inhibitor.get<0>(), "idle") || inhibitor.get<3>() != "block" || process == ::getpid())
        continue;
      board.hold(Logind, Signal::Playing,
                 "the screen is kept awake by " + describe_process(process, inhibitor.get<1>()));
      return;
    }
    board.release(Logind, Signal::Playing);
  }

  void ask_session() {
    manager->callMethodAsync("ListSessions")
        .onInterface(ManagerInterface)
        .uponReplyInvoke([this](const sdbus::Error* error, const std::vector<SessionRow>& sessions) {
          if (error != nullptr) return;
          const auto* const own = find_own_session(sessions);
          follow_session(own == nullptr ? std::string() : std::string(own->get<4>()));
        });
  }

  void follow_session(const std::string& path) {
    if (path == session_path) return;
    session_path = path;
    session.reset();
    session_properties.reset();
    hear_locked(false);
    if (path.empty()) return;
    session = sdbus::createProxy(connection.get(), Service, path);
    session->uponSignal("Lock").onInterface(SessionInterface).call([this] {
      asked_to_lock = steady_clock::now();
      board.hold(Logind, Signal::Locked);
    });
    session->uponSignal("Unlock").onInterface(SessionInterface).call([this] { hear_locked(false); });
    session->finishRegistration();
    session_properties =
        std::make_unique<RemoteProperties>(connection, Service, path, SessionInterface,
                                           [this](const std::string& property, const sdbus::Variant& value) {
                                             if (property == "LockedHint")
                                               hear_locked(value_or(value, false));
                                           });
  }

  void hear_locked(bool locked) {
    is_locked = locked;
    asked_to_lock.reset();
    board.set(Logind, Signal::Locked, locked);
  }

  [[nodiscard]] std::optional<milliseconds> find_lock_deadline() const {
    if (!asked_to_lock) return std::nullopt;
    return std::max(milliseconds(0),
                    std::chrono::ceil<milliseconds>(*asked_to_lock + LockAnswer - steady_clock::now()));
  }

  BusConnection connection;
  SignalBoard board = {};
  std::unique_ptr<sdbus::IProxy> manager = {};
  std::unique_ptr<RemoteProperties> properties = {};
  std::unique_ptr<RemoteProperties> power = {};
  std::unique_ptr<sdbus::IProxy> battery = {};
  bool is_on_battery = false;
  std::string session_path = {};
  std::unique_ptr<sdbus::IProxy> session = {};
  std::unique_ptr<RemoteProperties> session_properties = {};
  bool is_lid_closed = false;
  bool is_docked = false;
  bool is_locked = false;
  std::optional<steady_clock::time_point> asked_to_lock = {};
};

SystemWatch::SystemWatch(std::unique_ptr<Bus> bus) : bus_(std::move(bus)) {}
SystemWatch::~SystemWatch() = default;

Result<std::unique_ptr<SystemWatch>> SystemWatch::connect() {
  TRY(auto connection, BusConnection::connect(BusKind::System));
  std::unique_ptr<Bus> bus;
  TRY_STATUS(attempt_on_bus(BusKind::System, [&] { bus = std::make_unique<Bus>(std::move(connection)); }));
  return std::unique_ptr<SystemWatch>(new SystemWatch(std::move(bus)));
}

Wakeup SystemWatch::wakeup() const {
  auto wakeup = bus_->connection.wakeup();
  if (const auto deadline = bus_->find_lock_deadline())
    wakeup.timeout = std::min(*deadline, wakeup.timeout.value_or(*deadline));
  return wakeup;
}

Status SystemWatch::on_ready() {
  TRY_STATUS(bus_->connection.on_ready());
  if (bus_->find_lock_deadline() == milliseconds(0)) bus_->hear_locked(bus_->is_locked);
  return {};
}

void SystemWatch::look() {
  // A bus that is gone is noticed where it is listened to.
  static_cast<void>(attempt_on_bus(BusKind::System, [&] { bus_->ask_battery(); }));
}

std::vector<workday::SignalChanged> SystemWatch::take_changes() {
  return bus_->board.take_changes();
}

std::vector<SignalOrigin> SystemWatch::list_origins() const {
  const std::string problem = bus_->manager ? "" : "logind does not answer on the system bus";
  const std::string no_session = bus_->session ? "" : "logind knows no session of yours";
  return {{Signal::Asleep, Logind, problem},
          {Signal::Locked, Logind, problem.empty() ? no_session : problem},
          {Signal::LidClosed, Logind, problem},
          {Signal::Playing, Logind, problem},
          {Signal::BatteryLow, Power, bus_->power ? "" : "UPower does not answer on the system bus"}};
}

}  // namespace endrange::desktop
