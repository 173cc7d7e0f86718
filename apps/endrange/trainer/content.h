#pragma once

#include <filesystem>

#include "core/base/result.h"
#include "core/body/joint_motion.h"
#include "core/plan/safety.h"

namespace endrange::app {

/// All knowledge that Endrange ships, read and checked.
struct Content {
  body::JointMotions joint_motions = {};
  plan::SafetyScreen safety = {};
};

/// Reads everything; one fault in it, and nothing is used.
[[nodiscard]] Result<Content> load_content(const std::filesystem::path& folder);

}  // namespace endrange::app
