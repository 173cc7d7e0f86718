#pragma once

#include <CLI/CLI.hpp>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "core/base/result.h"

namespace endrange::app {

/// What every command takes.
struct Common {
  std::filesystem::path data = {};  ///< `--data`; empty: the default folder
  bool json = false;
};

/// The commands, and the one that was chosen.
struct CommandLine {
  CLI::App app;
  std::function<Status()> chosen = {};

  /// A command with the options that all take. Its options live in what `make_action` captures.
  CLI::App* add(CLI::App& parent, const std::string& name, const std::string& about, Common& common,
                std::function<Status()> action);
};

/// The bytes of a file that a person named.
[[nodiscard]] Result<std::string> load_file(const std::filesystem::path& file);

void add_run(CommandLine& line);
void add_today(CommandLine& line);
void add_progress(CommandLine& line);
void add_skip(CommandLine& line);
void add_tell(CommandLine& line);
void add_wants(CommandLine& line);
void add_measure(CommandLine& line);
void add_exercise(CommandLine& line);
void add_breaks(CommandLine& line);
void add_day(CommandLine& line);
void add_autostart(CommandLine& line);
void add_journal(CommandLine& line);
void add_solve(CommandLine& line);
void add_doctor(CommandLine& line);

}  // namespace endrange::app
