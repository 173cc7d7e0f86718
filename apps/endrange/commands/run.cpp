#include <memory>

#include "apps/endrange/commands/command_line.h"
#include "apps/endrange/server/run.h"
#include "apps/endrange/trainer/places.h"

namespace endrange::app {

void add_run(CommandLine& line) {
  struct Options {
    Common common = {};
    RunOptions run = {};
  };
  const auto options = std::make_shared<Options>();
  const auto action = [options]() -> Status {
    TRY(options->run.folder, create_folder(options->common.data));
    return run_program(options->run);
  };
  auto* const command =
      line.add(line.app, "run", "Start the trainer and open its page", options->common, action);
  command->add_option("--port", options->run.port, "Port on 127.0.0.1")->check(CLI::Range(1, 65535));
  command->add_flag("!--no-desktop", options->run.use_desktop,
                    "Neither notifications nor the display's idle time");
  command->add_flag("!--no-open", options->run.open_page, "Start without opening the page");
  command->add_option("--page", options->run.page, "Serve the page from this folder, for work on it")
      ->type_name("DIR");
  // Without a command: the same.
  line.app.add_option("--data", options->common.data, "Data folder")->type_name("DIR");
  line.chosen = action;
}

}  // namespace endrange::app
