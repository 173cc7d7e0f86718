#pragma once

#include <string_view>

#include "adapters/content/toml_reader.h"
#include "core/body/joint_motion.h"

namespace endrange::content {

/// Reads content/joint_motions.toml, in the order of the file. Identifiers are unique and begin with their
/// joint.
[[nodiscard]] body::JointMotions read_joint_motions(const TomlFile& file, Diagnostics& diagnostics);

/// Reads a region of the body: `upper_back`.
[[nodiscard]] body::Region read_region(TableReader& reader, std::string_view key);

}  // namespace endrange::content
