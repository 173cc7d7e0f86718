// endrange: one program. Exit status 0 done, 1 the input was at fault, 2 the command line, 3 ours.
#include <fmt/format.h>

#include <cstdio>
#include <exception>

#include "apps/endrange/commands/command_line.h"

namespace {

using namespace endrange;

int exit_status(Fault fault) {
  switch (fault) {
    case Fault::Input:
      return 1;
    case Fault::Usage:
      return 2;
    case Fault::Internal:
      return 3;
  }
  return 3;
}

int run(int argc, char** argv) {
  app::CommandLine line;
  line.app.description(
      "Endrange: a private mobility trainer. Without a command it starts and opens its page.");
  line.app.set_version_flag("--version", ENDRANGE_VERSION);
  line.app.require_subcommand(0, 1);
  app::add_run(line);
  app::add_today(line);
  app::add_progress(line);
  app::add_skip(line);
  app::add_tell(line);
  app::add_wants(line);
  app::add_measure(line);
  app::add_solve(line);
  app::add_exercise(line);
  app::add_breaks(line);
  app::add_day(line);
  app::add_autostart(line);
  app::add_journal(line);
  app::add_doctor(line);
  try {
    line.app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    // CLI11 prints help and version to standard output and errors to standard error.
    return line.app.exit(error) == 0 ? 0 : exit_status(Fault::Usage);
  }
  const auto status = line.chosen();
  if (status) return 0;
  fmt::print(stderr, "endrange: {}\n", status.error().text());
  return exit_status(status.error().fault);
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const std::exception& error) {
    fmt::print(stderr, "endrange: our fault: {}\n", error.what());
    return exit_status(Fault::Internal);
  }
}
