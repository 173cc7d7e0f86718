#include <fmt/format.h>

#include <filesystem>
#include <iostream>
#include <iterator>
#include <memory>
#include <sstream>

#include "adapters/protocol/moment.h"
#include "adapters/system/clock.h"
#include "adapters/system/secret.h"
#include "apps/endrange/commands/access.h"
#include "apps/endrange/commands/command_line.h"
#include "apps/endrange/trainer/places.h"

namespace endrange::app {
namespace {

struct Options {
  Common common = {};
  std::filesystem::path file = {};
};

Result<std::string> load(const std::filesystem::path& file) {
  if (file == "-") return std::string(std::istreambuf_iterator<char>(std::cin), {});
  return load_file(file);
}

// What the page would post: one event a line, all of them now.
std::string wrap(const std::string& text) {
  const auto now = system::read_clock().wall;
  std::string events;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    events +=
        fmt::format(R"({}{{"id":"{}","at":"{}","offset_min":{},"event":{}}})", events.empty() ? "" : ",\n",
                    system::make_uuid(), protocol::write_moment(now.utc), now.offset.count(), line);
  }
  return "{\"events\":[" + events + "]}";
}

Status run(const Options& options) {
  TRY(const auto folder, create_folder(options.common.data));
  TRY(const auto text, load(options.file));
  const auto body = wrap(text);
  TRY(const auto events, protocol::parse_json<protocol::NewEvents>(body));
  if (events.events.empty())
    return fail("expected events, one a line, found none", options.file.string(),
                R"(write one such as {"morning_answered":{"feeling":"fine","pain":0}})");
  TRY(const auto accepted,
      (ask<protocol::Accepted>(folder, "POST", "/api/events", body,
                               [&](Trainer& trainer) { return trainer.append(events); })));
  if (options.common.json)
    fmt::print("{}\n", protocol::write_json(accepted));
  else
    fmt::print("{} written down.\n",
               accepted.ids.size() == 1 ? "One event" : fmt::format("{} events", accepted.ids.size()));
  return {};
}

}  // namespace

void add_tell(CommandLine& line) {
  const auto options = std::make_shared<Options>();
  auto* const command =
      line.add(line.app, "tell", "Tell what happened: pain, answers, a routine done, one event a line",
               options->common, [options] { return run(*options); });
  command
      ->add_option(
          "FILE", options->file,
          R"(Lines such as {"morning_answered":{"feeling":"fine","pain":0}}; - reads what is typed in)")
      ->required();
}

}  // namespace endrange::app
