#include <fmt/format.h>

#include <memory>

#include "adapters/protocol/moment.h"
#include "adapters/protocol/words.h"
#include "adapters/system/clock.h"
#include "apps/endrange/commands/access.h"
#include "apps/endrange/commands/command_line.h"
#include "apps/endrange/commands/decisions.h"
#include "apps/endrange/commands/duration.h"
#include "apps/endrange/commands/signals.h"
#include "apps/endrange/trainer/places.h"

namespace endrange::app {
namespace {

using protocol::BreakAction;
using protocol::BreakCommand;
using protocol::BreakStatus;

struct Options {
  Common common = {};
  std::string how_long = {};
  std::string until = {};
  std::string kind = {};
  bool with_log = false;
};

enum class Telling { Why, Everything };

/// "until the call ends", as `break putoff` takes it.
constexpr const char* UntilCallEnds = "call";

void print_status(const BreakStatus& status, Telling telling) {
  fmt::print("{}\n", status.why);
  if (telling == Telling::Why) return;
  fmt::print("phase: {}\n", protocol::word_of(status.phase));
  if (status.next_at) fmt::print("next break: {}\n", *status.next_at);
  if (status.until) fmt::print("until: {}\n", *status.until);
  fmt::print("kind: {}, every {} minutes for {}\n", protocol::word_of(status.kind), status.work_minutes,
             status.break_minutes);
  fmt::print("activity: {}\n", status.activity_source);
}

Status finish(const Options& options, const Result<std::string>& answer, Telling telling) {
  if (!answer) return fail(answer.error());
  TRY(const auto status, protocol::parse_json<BreakStatus>(*answer));
  if (options.common.json)
    fmt::print("{}\n", protocol::write_json(status));
  else
    print_status(status, telling);
  return {};
}

Status tell(const Options& options, Telling telling) {
  TRY(const auto folder, create_folder(options.common.data));
  TRY(const auto peer, load_peer(folder));
  TRY_STATUS(finish(options, http::request(peer, "GET", "/api/breaks"), telling));
  if (options.common.json || telling == Telling::Why) return {};
  TRY(const auto signals, load_signals(peer));
  print_signals(signals);
  return {};
}

Status tell_log(const Options& options) {
  TRY(const auto folder, create_folder(options.common.data));
  TRY(const auto peer, load_peer(folder));
  TRY(const auto answer, http::request(peer, "GET", "/api/breaks/log"));
  TRY(const auto log, protocol::parse_json<protocol::BreakLog>(answer));
  if (options.common.json)
    fmt::print("{}\n", protocol::write_json(log));
  else
    print_decisions(log.decisions);
  return {};
}

Result<std::string> ask(const http::Peer& peer, const BreakCommand& command) {
  return http::request(peer, "POST", "/api/breaks", protocol::write_json(command));
}

Status send(const Options& options, const BreakCommand& command) {
  TRY(const auto folder, create_folder(options.common.data));
  TRY(const auto peer, load_peer(folder));
  return finish(options, ask(peer, command), Telling::Why);
}

Status send_now(const Options& options) {
  BreakCommand command{BreakAction::Now, {}, {}, {}};
  if (!options.kind.empty())
    command.kind = options.kind == "long" ? protocol::BreakKind::Long : protocol::BreakKind::Short;
  TRY(const auto folder, create_folder(options.common.data));
  TRY(const auto peer, load_peer(folder));
  TRY([[maybe_unused]] const auto begun, ask(peer, command));
  // No page asked, so none shows the break yet.
  return finish(options, http::request(peer, "POST", "/api/breaks/show"), Telling::Why);
}

Status send_put_off(const Options& options) {
  if (options.how_long == UntilCallEnds) return send(options, {BreakAction::PutOffUntilCallEnds, {}, {}, {}});
  TRY(const auto duration, parse_duration(options.how_long));
  return send(options, {BreakAction::PutOff, static_cast<double>(duration.count()), {}, {}});
}

Status send_pause(const Options& options) {
  if (options.how_long == "off") return send(options, {BreakAction::Resume, {}, {}, {}});
  if (options.how_long.empty()) return send(options, {BreakAction::Pause, {}, {}, {}});
  if (options.how_long != "until") {
    TRY(const auto duration, parse_duration(options.how_long));
    return send(options, {BreakAction::Pause, static_cast<double>(duration.count()), {}, {}});
  }
  const auto until = system::parse_time(options.until, system::read_clock().wall);
  if (!until) return fail(until.error().message, "until", until.error().remedy, Fault::Usage);
  return send(options, {BreakAction::Pause, {}, protocol::write_moment(until->utc), {}});
}

}  // namespace

void add_breaks(CommandLine& line) {
  const auto options = std::make_shared<Options>();
  auto& common = options->common;
  auto* const group = line.app.add_subcommand("break", "Breaks of the running program");
  group->require_subcommand(1);
  auto* const now = line.add(*group, "now", "A break now", common, [=] { return send_now(*options); });
  now->add_option("KIND", options->kind, "short or long; nothing: the one that comes next")
      ->check(CLI::IsMember({"short", "long"}));
  line.add(*group, "skip", "Not this one", common,
           [=] { return send(*options, {BreakAction::Skip, {}, {}, {}}); });
  for (const auto* const name : {"putoff", "in"}) {
    auto* const later =
        line.add(*group, name, "Later, such as 10m", common, [=] { return send_put_off(*options); });
    later->add_option("TIME", options->how_long, "10m, 1h, or call: until the call ends")->required();
  }
  auto* const pause = line.add(line.app, "pause", "No breaks for 1h, until 14:00, or off again", common,
                               [=] { return send_pause(*options); });
  pause->add_option("TIME", options->how_long, "1h, 30m, until, off; nothing: until `pause off`");
  pause->add_option("CLOCK", options->until, "After until: 14:00");
  line.add(line.app, "status", "What the running program is doing", common,
           [=] { return tell(*options, Telling::Everything); });
  auto* const why = line.add(line.app, "why", "The same in one sentence", common, [=] {
    return options->with_log ? tell_log(*options) : tell(*options, Telling::Why);
  });
  why->add_flag("--log", options->with_log, "What was decided since the start, and why");
}

}  // namespace endrange::app
