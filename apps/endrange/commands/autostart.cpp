#include "adapters/system/autostart.h"

#include <fmt/format.h>

#include <memory>
#include <string>

#include "adapters/protocol/api.h"
#include "adapters/protocol/json.h"
#include "apps/endrange/commands/command_line.h"
#include "apps/endrange/trainer/places.h"

namespace endrange::app {
namespace {

struct Options {
  Common common = {};
  std::string wish = {};
};

Status act(const Options& options) {
  if (!options.wish.empty()) {
    TRY(const auto program, find_own_program());
    TRY_STATUS(system::set_autostart(options.wish == "on", program));
  }
  TRY(const auto file, system::find_autostart_file());
  TRY(const auto is_on, system::find_autostart());
  if (options.common.json)
    fmt::print("{}\n", protocol::write_json(protocol::Autostart{is_on, file.string()}));
  else if (is_on)
    fmt::print("Endrange starts when you log in ({}).\n", file.string());
  else
    fmt::print(
        "Endrange starts when you start it. To have it start when you log in: endrange autostart on\n");
  return {};
}

}  // namespace

void add_autostart(CommandLine& line) {
  const auto options = std::make_shared<Options>();
  auto* const command = line.add(line.app, "autostart", "Start when you log in: on, off, or how it stands",
                                 options->common, [=] { return act(*options); });
  command->add_option("WISH", options->wish, "on, off; nothing: how it stands")
      ->check(CLI::IsMember({"on", "off"}));
}

}  // namespace endrange::app
