#include "apps/endrange/commands/command_line.h"

#include <utility>

namespace endrange::app {

CLI::App* CommandLine::add(CLI::App& parent, const std::string& name, const std::string& about,
                           Common& common, std::function<Status()> action) {
  auto* const command = parent.add_subcommand(name, about);
  command->add_option("--data", common.data, "Data folder")->type_name("DIR");
  command->add_flag("--json", common.json, "Print JSON");
  command->callback([this, action = std::move(action)] { chosen = action; });
  return command;
}

}  // namespace endrange::app
