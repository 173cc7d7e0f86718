#pragma once

#include <filesystem>
#include <vector>

#include "adapters/content/toml_reader.h"
#include "core/body/joint_motion.h"
#include "core/exercise/catalogue.h"
#include "core/plan/programme.h"

namespace endrange::content {

/// What programmes and goals may name.
struct ProgrammeKnowledge {
  const body::JointMotions& motions;
  const exercise::Catalogue& catalogue;
};

/// Reads one file of content/programmes. Its identifier is the file's name. A programme that wants nothing,
/// names something unknown or prefers without a preference is an error.
[[nodiscard]] plan::Programme read_programme(const TomlFile& file, const ProgrammeKnowledge& known,
                                             Diagnostics& diagnostics);

/// Reads every `.toml` of a folder, by name. Files with an error are left out and told.
[[nodiscard]] std::vector<plan::Programme> load_programmes(const std::filesystem::path& folder,
                                                           const ProgrammeKnowledge& known,
                                                           Diagnostics& diagnostics);

/// Reads content/goals.toml. A target without its source is an error, and so is a source without a target.
[[nodiscard]] std::vector<plan::Goal> read_goals(const TomlFile& file, const body::JointMotions& motions,
                                                 Diagnostics& diagnostics);

}  // namespace endrange::content
