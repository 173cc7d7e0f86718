#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "adapters/content/toml_reader.h"
#include "core/body/joint_motion.h"
#include "core/exercise/exercise.h"

namespace endrange::content {

/// Reads one exercise file (docs/exercise-language.md). Spelling, kinds, words, and joint motions are checked
/// here; what needs the body or the rest of the catalogue is checked by `exercise::check_exercise`.
[[nodiscard]] exercise::Exercise read_exercise(const TomlFile& file, const body::JointMotions& joint_motions,
                                               Diagnostics& diagnostics);

/// The same from a text that is no file of the content folder. Nothing where it has an error.
/// @param name  what messages call it
[[nodiscard]] std::optional<exercise::Exercise> read_exercise_text(std::string_view text,
                                                                   const std::string& name,
                                                                   const body::JointMotions& joint_motions,
                                                                   Diagnostics& diagnostics);

/// Reads one base position of content/positions.
[[nodiscard]] exercise::Position read_position(const TomlFile& file, const body::JointMotions& joint_motions,
                                               Diagnostics& diagnostics);

}  // namespace endrange::content
