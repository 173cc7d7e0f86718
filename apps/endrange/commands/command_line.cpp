#include "apps/endrange/commands/command_line.h"

#include <fstream>
#include <iterator>
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

Result<std::string> load_file(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::error_code error;
  if (!in || !std::filesystem::is_regular_file(file, error))
    return fail("expected a file that can be read", file.string(), "check its name and its permissions");
  return std::string(std::istreambuf_iterator<char>(in), {});
}

}  // namespace endrange::app
