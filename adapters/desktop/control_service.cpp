#include "adapters/desktop/control_service.h"

#include <map>
#include <utility>
#include <vector>

#include "adapters/desktop/bus.h"

namespace endrange::desktop {
namespace {

constexpr const char* Name = "org.endrange.Endrange1";
constexpr const char* Path = "/org/endrange/Endrange1";
constexpr const char* Refused = "org.endrange.Endrange1.Refused";

using Action = ControlRequest::Action;
using Properties = std::map<std::string, sdbus::Variant>;

const char* signal_of(BreakTurn::What what) {
  switch (what) {
    case BreakTurn::What::Due:
      return "BreakDue";
    case BreakTurn::What::Started:
      return "BreakStarted";
    case BreakTurn::What::Ended:
      return "BreakEnded";
  }
  return "BreakEnded";
}

Properties make_properties(const ControlStatus& status) {
  return {{"Phase", sdbus::Variant(status.phase)},   {"Why", sdbus::Variant(status.why)},
          {"Kind", sdbus::Variant(status.kind)},     {"NextBreak", sdbus::Variant(status.next_break_s)},
          {"Until", sdbus::Variant(status.until_s)}, {"Prompting", sdbus::Variant(status.is_prompting)}};
}

std::vector<std::string> find_changes(const ControlStatus& before, const ControlStatus& after) {
  std::vector<std::string> changed;
  if (before.phase != after.phase) changed.emplace_back("Phase");
  if (before.why != after.why) changed.emplace_back("Why");
  if (before.kind != after.kind) changed.emplace_back("Kind");
  if (before.next_break_s != after.next_break_s) changed.emplace_back("NextBreak");
  if (before.until_s != after.until_s) changed.emplace_back("Until");
  if (before.is_prompting != after.is_prompting) changed.emplace_back("Prompting");
  return changed;
}

}  // namespace

struct ControlService::Bus {
  std::unique_ptr<sdbus::IConnection> connection;
  std::unique_ptr<sdbus::IObject> object;
  Obey obey;
  ControlStatus status = {};

  void connect() {
    connection = sdbus::createSessionBusConnection();
    object = sdbus::createObject(*connection, Path);
    add_methods();
    add_properties();
    for (const auto what : {BreakTurn::What::Due, BreakTurn::What::Started, BreakTurn::What::Ended})
      object->registerSignal(signal_of(what))
          .onInterface(Name)
          .withParameters<std::string, std::uint32_t>({"kind", "length_s"});
    object->finishRegistration();
    connection->requestName(Name);
  }

  void carry_out(const ControlRequest& request) const {
    if (const auto done = obey(request); !done) throw sdbus::Error(Refused, done.error().text());
  }

  void add_methods() {
    object->registerMethod("StartBreak")
        .onInterface(Name)
        .withInputParamNames("kind")
        .implementedAs([this](const std::string& kind) { carry_out({Action::StartBreak, kind, 0, 0}); });
    object->registerMethod("PutOff").onInterface(Name).withInputParamNames("minutes").implementedAs(
        [this](std::uint32_t minutes) { carry_out({Action::PutOff, {}, minutes, 0}); });
    object->registerMethod("Pause").onInterface(Name).withInputParamNames("seconds").implementedAs(
        [this](std::uint32_t seconds) { carry_out({Action::Pause, {}, 0, seconds}); });
    const auto add = [this](const char* name, Action action) {
      object->registerMethod(name).onInterface(Name).implementedAs(
          [this, action] { carry_out({action, {}, 0, 0}); });
    };
    add("EndBreak", Action::EndBreak);
    add("PutOffUntilCallEnds", Action::PutOffUntilCallEnds);
    add("Skip", Action::Skip);
    add("Resume", Action::Resume);
    object->registerMethod("Status").onInterface(Name).withOutputParamNames("status").implementedAs(
        [this] { return make_properties(status); });
  }

  template <typename Value>
  void add_property(const char* name, Value ControlStatus::* member) {
    object->registerProperty(name)
        .onInterface(Name)
        .withGetter([this, member] { return status.*member; })
        .withUpdateBehavior(sdbus::Flags::EMITS_CHANGE_SIGNAL);
  }

  void add_properties() {
    add_property("Phase", &ControlStatus::phase);
    add_property("Why", &ControlStatus::why);
    add_property("Kind", &ControlStatus::kind);
    add_property("NextBreak", &ControlStatus::next_break_s);
    add_property("Until", &ControlStatus::until_s);
    add_property("Prompting", &ControlStatus::is_prompting);
  }
};

ControlService::ControlService(std::unique_ptr<Bus> bus) : bus_(std::move(bus)) {}
ControlService::ControlService(ControlService&&) noexcept = default;
ControlService& ControlService::operator=(ControlService&&) noexcept = default;
ControlService::~ControlService() = default;

Result<ControlService> ControlService::connect(Obey obey) {
  auto bus = std::make_unique<Bus>();
  bus->obey = std::move(obey);
  TRY_STATUS(on_bus([&] { bus->connect(); }));
  return ControlService(std::move(bus));
}

Wakeup ControlService::wakeup() const {
  return find_wakeup(*bus_->connection);
}

Status ControlService::on_ready() {
  return process(*bus_->connection);
}

Status ControlService::tell(const ControlStatus& status) {
  const auto changed = find_changes(bus_->status, status);
  bus_->status = status;
  if (changed.empty()) return {};
  return on_bus([&] { bus_->object->emitPropertiesChangedSignal(Name, changed); });
}

Status ControlService::announce(const BreakTurn& turn) {
  return on_bus([&] {
    bus_->object->emitSignal(signal_of(turn.what)).onInterface(Name).withArguments(turn.kind, turn.length_s);
  });
}

}  // namespace endrange::desktop
