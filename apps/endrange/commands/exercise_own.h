#pragma once

#include <filesystem>

#include "adapters/protocol/api.h"
#include "apps/endrange/commands/command_line.h"
#include "core/base/result.h"

namespace endrange::app {

/// `exercise add`, `remove`, `restore`, `file` and `template`: exercises of the person's own.
void add_own_exercises(CommandLine& line, CLI::App& group);

/// All that were ever added, with what became of them.
/// @param data  as `--data` says; empty: the default folder
[[nodiscard]] Result<protocol::OwnExercises> load_own(const std::filesystem::path& data);

}  // namespace endrange::app
