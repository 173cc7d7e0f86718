#pragma once

#include "adapters/content/toml_reader.h"
#include "core/body/joint_motion.h"
#include "core/plan/levels.h"
#include "core/plan/limits.h"
#include "core/plan/weights.h"
#include "core/progress/constants.h"
#include "core/progress/neglect.h"

namespace endrange::content {

/// What content/planner.toml holds.
struct PlannerContent {
  progress::Constants belief = {};
  plan::PainRules pain = {};
  plan::Weights weights = {};
  plan::LevelRules levels = {};
  std::vector<progress::SittingAngle> sitting = {};
  std::vector<std::string> sources = {};  ///< every key in content/references.bib that it names
};

/// Reads content/planner.toml and checks what the planner relies on: shares and spreads above 0, rates that
/// fall, known joint motions.
[[nodiscard]] PlannerContent read_planner(const TomlFile& file, const body::JointMotions& joint_motions,
                                          Diagnostics& diagnostics);

}  // namespace endrange::content
