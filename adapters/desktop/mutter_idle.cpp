#include "adapters/desktop/mutter_idle.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <utility>

#include "adapters/desktop/bus_connection.h"
#include "core/base/contracts.h"

namespace endrange::desktop {

namespace {

using std::chrono::milliseconds;

constexpr const char* Service = "org.gnome.Mutter.IdleMonitor";
constexpr const char* Path = "/org/gnome/Mutter/IdleMonitor/Core";
constexpr const char* BusName = "org.freedesktop.DBus";
constexpr const char* BusPath = "/org/freedesktop/DBus";
/// A compositor that needs longer draws no picture either.
constexpr std::chrono::seconds LongestAnswer{5};

}  // namespace

struct MutterIdle::Bus {
  Bus(BusConnection given, const std::vector<milliseconds>& given_thresholds)
      : connection(std::move(given)), thresholds(given_thresholds), lowest(std::ranges::min(thresholds)) {}

  /// Waits for Mutter's answers. Throws what the library throws.
  void open() {
    connection.get().setMethodCallTimeout(
        static_cast<std::uint64_t>(std::chrono::microseconds(LongestAnswer).count()));
    // Asked first: a call would start a service of that name.
    const auto bus = sdbus::createProxy(connection.get(), BusName, BusPath);
    bus->callMethod("NameHasOwner")
        .onInterface(BusName)
        .withArguments(std::string(Service))
        .storeResultsTo(is_there);
    if (!is_there) return;
    connection.follow_service(Service, [this](bool now) { is_there = now; });
    monitor = sdbus::createProxy(connection.get(), Service, Path);
    monitor->uponSignal("WatchFired").onInterface(Service).call([this](std::uint32_t id) { hear(id); });
    monitor->finishRegistration();
    for (const auto threshold : thresholds) {
      std::uint32_t id = 0;
      monitor->callMethod("AddIdleWatch")
          .onInterface(Service)
          .withArguments(static_cast<std::uint64_t>(threshold.count()))
          .storeResultsTo(id);
      idle_watches[id] = threshold;
    }
    std::uint64_t idle_ms = 0;
    monitor->callMethod("GetIdletime").onInterface(Service).storeResultsTo(idle_ms);
    const milliseconds idle_for(static_cast<std::int64_t>(idle_ms));
    changes.push_back({idle_for >= lowest, idle_for});
    if (idle_for >= lowest) wait_for_return();
  }

  void hear(std::uint32_t id) {
    if (id == return_watch) {
      return_watch.reset();
      changes.push_back({false, milliseconds(0)});
      return;
    }
    const auto found = idle_watches.find(id);
    if (found == idle_watches.end()) return;
    changes.push_back({true, found->second});
    if (!return_watch) wait_for_return();
  }

  // Mutter tells of the return once, and has to be asked again each time.
  void wait_for_return() {
    return_watch = 0;
    monitor->callMethodAsync("AddUserActiveWatch")
        .onInterface(Service)
        .uponReplyInvoke([this](const sdbus::Error* error, std::uint32_t id) {
          if (error == nullptr) return_watch = id;
        });
  }

  BusConnection connection;
  std::vector<milliseconds> thresholds;
  milliseconds lowest;
  bool is_there = false;
  std::unique_ptr<sdbus::IProxy> monitor = {};
  std::map<std::uint32_t, milliseconds> idle_watches = {};
  std::optional<std::uint32_t> return_watch = {};
  std::vector<IdleChange> changes = {};
};

MutterIdle::MutterIdle(std::unique_ptr<Bus> bus) : bus_(std::move(bus)) {}
MutterIdle::~MutterIdle() = default;

Result<std::unique_ptr<MutterIdle>> MutterIdle::connect(const std::vector<milliseconds>& thresholds) {
  expects(!thresholds.empty() && std::ranges::min(thresholds) > milliseconds(0),
          "idle thresholds above zero");
  TRY(auto connection, BusConnection::connect(BusKind::Session));
  auto bus = std::make_unique<Bus>(std::move(connection), thresholds);
  TRY_STATUS(attempt_on_bus(BusKind::Session, [&] { bus->open(); }));
  if (!bus->is_there)
    return fail("no Mutter is on the session bus", Service, "another source of idle time is used",
                Fault::Internal);
  return std::unique_ptr<MutterIdle>(new MutterIdle(std::move(bus)));
}

Wakeup MutterIdle::wakeup() const {
  auto wakeup = bus_->connection.wakeup();
  if (!bus_->changes.empty()) wakeup.timeout = milliseconds(0);
  return wakeup;
}

Status MutterIdle::on_ready() {
  TRY_STATUS(bus_->connection.on_ready());
  if (!bus_->is_there)
    return fail("Mutter is gone", Service, "the page's own activity is used while it is open",
                Fault::Internal);
  return {};
}

std::vector<IdleChange> MutterIdle::take_changes() {
  return std::exchange(bus_->changes, {});
}

}  // namespace endrange::desktop
