#pragma once

#include <filesystem>

#include "adapters/content/toml_reader.h"
#include "core/body/joint_motion.h"
#include "core/measure/norms.h"

namespace endrange::content {

/// Reads one file of content/norms: one published table. A row without the number of people, without its
/// spread (`sd`, or `quartiles`) or without its source is an error, and so is one about nothing known.
[[nodiscard]] std::vector<measure::Norm> read_norms(const TomlFile& file, const body::JointMotions& motions,
                                                    const measure::Protocols& protocols,
                                                    Diagnostics& diagnostics);

/// Reads every `.toml` of a folder, by name. Files with an error are left out and told.
[[nodiscard]] measure::Norms load_norms(const std::filesystem::path& folder,
                                        const body::JointMotions& motions,
                                        const measure::Protocols& protocols, Diagnostics& diagnostics);

}  // namespace endrange::content
