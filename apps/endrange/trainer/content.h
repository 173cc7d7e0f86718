#pragma once

#include <filesystem>
#include <span>

#include "core/base/result.h"
#include "core/body/joint_motion.h"
#include "core/exercise/catalogue.h"
#include "core/measure/hand_tools.h"
#include "core/measure/norms.h"
#include "core/measure/protocol.h"
#include "core/plan/levels.h"
#include "core/plan/limits.h"
#include "core/plan/programme.h"
#include "core/plan/safety.h"
#include "core/plan/weights.h"
#include "core/progress/constants.h"
#include "core/progress/neglect.h"

namespace endrange::app {

/// All knowledge that Endrange ships, read and checked; in a trainer, the person's own exercises stand beside
/// the catalogue's.
struct Content {
  std::filesystem::path folder = {};  ///< where it was read
  body::JointMotions joint_motions = {};
  plan::SafetyScreen safety = {};
  exercise::Catalogue catalogue = {};
  measure::HandTools hand_tools = {};
  measure::Protocols protocols = {};
  measure::Norms norms = {};
  progress::Constants belief = {};
  plan::PainRules pain = {};
  plan::Weights weights = {};
  plan::LevelRules levels = {};
  std::vector<progress::SittingAngle> sitting = {};
  std::vector<plan::Programme> programmes = {};
  std::vector<plan::Goal> goals = {};
  progress::TrainedMotions trained = {};
};

/// Reads everything; one fault in it, and nothing is used.
/// @param drafts  exercise files from elsewhere, each in the place of the one with its file name
[[nodiscard]] Result<Content> load_content(const std::filesystem::path& folder,
                                           std::span<const std::filesystem::path> drafts = {});

}  // namespace endrange::app
