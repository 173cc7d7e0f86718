#pragma once

#include "apps/endrange/commands/command_line.h"

namespace endrange::app {

/// `exercise sheet`, `still` and `export`: exercises as pictures and as files for other programs.
void add_exercise_files(CommandLine& line, CLI::App& group);

}  // namespace endrange::app
