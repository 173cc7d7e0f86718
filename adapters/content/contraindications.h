#pragma once

#include <filesystem>

#include "adapters/content/toml_reader.h"
#include "core/body/joint_motion.h"
#include "core/plan/safety.h"

namespace endrange::content {

/// Reads content/contraindications.toml.
/// Checks that every tag is defined once and set by a question, that gate B names joints that `joint_motions`
/// has, and that every other gate names none.
[[nodiscard]] plan::SafetyScreen read_safety_screen(const TomlFile& file,
                                                    const body::JointMotions& joint_motions,
                                                    Diagnostics& diagnostics);

}  // namespace endrange::content
