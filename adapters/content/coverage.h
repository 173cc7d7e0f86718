#pragma once

#include <vector>

#include "adapters/content/toml_reader.h"
#include "core/body/joint_motion.h"
#include "core/exercise/coverage.h"

namespace endrange::content {

/// Reads content/coverage.toml: why no exercise trains this or that.
[[nodiscard]] std::vector<exercise::EmptyCell> read_empty_cells(const TomlFile& file,
                                                                const body::JointMotions& joint_motions,
                                                                Diagnostics& diagnostics);

}  // namespace endrange::content
