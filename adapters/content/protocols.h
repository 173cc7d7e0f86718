#pragma once

#include <filesystem>
#include <string_view>

#include "adapters/content/toml_reader.h"
#include "core/body/joint_motion.h"
#include "core/measure/protocol.h"

namespace endrange::content {

/// Reads one file of content/protocols. Checks what one file can show: that its joint motions are known, that
/// holds and thresholds lie where a person can keep them, and that a grade below `measured` says why.
[[nodiscard]] measure::Protocol read_protocol(const TomlFile& file, const body::JointMotions& joint_motions,
                                              Diagnostics& diagnostics);

/// Reads every `.toml` of a folder, by name. Files with an error are left out and told; so is a second
/// protocol of the same id.
[[nodiscard]] measure::Protocols load_protocols(const std::filesystem::path& folder,
                                                const body::JointMotions& joint_motions,
                                                Diagnostics& diagnostics);

}  // namespace endrange::content
