#include "apps/endrange/server/controls.h"

#include <cmath>
#include <utility>

#include "adapters/desktop/control_service.h"
#include "adapters/desktop/status_item.h"
#include "adapters/protocol/moment.h"
#include "adapters/protocol/words.h"
#include "adapters/system/clock.h"
#include "apps/endrange/server/status_menu.h"
#include "apps/endrange/server/watch.h"

namespace endrange::app {
namespace {

/// Where the bus was not there, it is looked for again at a change of status after so long.
constexpr std::chrono::minutes BetweenTries{1};

std::int64_t to_seconds(const std::optional<std::string>& moment) {
  if (!moment) return 0;
  const auto parsed = protocol::parse_moment(*moment);
  return parsed ? std::chrono::floor<std::chrono::seconds>(parsed->time_since_epoch()).count() : 0;
}

desktop::ControlStatus make_control_status(const protocol::BreakStatus& status) {
  return {std::string(protocol::word_of(status.phase)),
          status.why,
          std::string(protocol::word_of(status.kind)),
          to_seconds(status.next_at),
          to_seconds(status.until),
          status.prompt};
}

Result<protocol::BreakCommand> make_command(const desktop::ControlRequest& request) {
  using Action = desktop::ControlRequest::Action;
  constexpr double SecondsAMinute = 60.0;
  protocol::BreakCommand command;
  switch (request.action) {
    case Action::StartBreak:
      command.action = protocol::BreakAction::Now;
      if (request.kind == "long")
        command.kind = protocol::BreakKind::Long;
      else if (request.kind == "short")
        command.kind = protocol::BreakKind::Short;
      else if (!request.kind.empty())
        return fail("expected short, long or nothing", "kind");
      break;
    case Action::EndBreak:
      command.action = protocol::BreakAction::Done;
      break;
    case Action::PutOff:
      command.action = protocol::BreakAction::PutOff;
      command.minutes = request.minutes;
      break;
    case Action::PutOffUntilCallEnds:
      command.action = protocol::BreakAction::PutOffUntilCallEnds;
      break;
    case Action::Skip:
      command.action = protocol::BreakAction::Skip;
      break;
    case Action::Pause:
      command.action = protocol::BreakAction::Pause;
      if (request.seconds > 0) command.minutes = std::ceil(request.seconds / SecondsAMinute);
      break;
    case Action::Resume:
      command.action = protocol::BreakAction::Resume;
      break;
  }
  return command;
}

desktop::BreakTurn make_break_turn(const Turn& turn) {
  return {protocol::same_enumerator<desktop::BreakTurn::What>(turn.what),
          std::string(protocol::word_of(turn.kind)), static_cast<std::uint32_t>(turn.length.count())};
}

}  // namespace

struct Controls::State : std::enable_shared_from_this<Controls::State> {
  State(boost::asio::io_context& given_context, ControlSurroundings given)
      : context(given_context), surroundings(std::move(given)) {}

  void connect() {
    tried = std::chrono::steady_clock::now();
    if (!service) connect_part(service, [this] { return make_service(); });
    if (!item) connect_part(item, [] { return desktop::StatusItem::connect(); });
  }

  Result<desktop::ControlService> make_service() {
    return desktop::ControlService::connect([weak = weak_from_this()](const auto& request) -> Status {
      const auto self = weak.lock();
      if (!self) return fail("Endrange is ending");
      TRY(const auto command, make_command(request));
      TRY([[maybe_unused]] const auto status, self->surroundings.obey(command));
      return {};
    });
  }

  template <typename Part, typename Connect>
  void connect_part(std::optional<Part>& part, Connect connect_it) {
    auto connected = connect_it();
    if (!connected) return;
    part.emplace(std::move(*connected));
    watch(
        context,
        [weak = weak_from_this(), &part]() -> std::optional<desktop::Wakeup> {
          const auto self = weak.lock();
          return self && part ? std::optional(part->wakeup()) : std::nullopt;
        },
        [weak = weak_from_this(), &part] {
          const auto self = weak.lock();
          if (!self) return;
          if (!part->on_ready())
            part.reset();
          else
            self->carry_out_choices();
        });
  }

  void carry_out_choices() {
    if (!item) return;
    for (const auto choice : item->take_choices()) {
      if (choice == desktop::StatusItem::Activated || choice == OpenChoice)
        surroundings.open_page();
      else if (choice == QuitChoice)
        surroundings.quit();
      else if (const auto command = find_command(choice, system::read_clock().wall))
        static_cast<void>(surroundings.obey(*command));  // what it refuses changes nothing
    }
  }

  // A bus that is gone is noticed where it is read: this may be called from there.
  void tell(const protocol::BreakStatus& status, const std::optional<Turn>& turn) {
    if ((!service || !item) && std::chrono::steady_clock::now() >= tried + BetweenTries) connect();
    if (service) static_cast<void>(service->tell(make_control_status(status)));
    if (service && turn) static_cast<void>(service->announce(make_break_turn(*turn)));
    if (item) static_cast<void>(item->show(make_status_look(status)));
  }

  boost::asio::io_context& context;
  ControlSurroundings surroundings;
  std::optional<desktop::ControlService> service = {};
  std::optional<desktop::StatusItem> item = {};
  std::chrono::steady_clock::time_point tried = {};
};

Controls::Controls(boost::asio::io_context& context, ControlSurroundings surroundings)
    : state_(std::make_shared<State>(context, std::move(surroundings))) {
  state_->connect();
}

Controls::~Controls() = default;

void Controls::tell(const protocol::BreakStatus& status, const std::optional<Turn>& turn) {
  state_->tell(status, turn);
}

}  // namespace endrange::app
