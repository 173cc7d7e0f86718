#pragma once

#include <vector>

#include "adapters/content/toml_reader.h"
#include "core/body/joint_motion.h"
#include "core/exercise/cues.h"

namespace endrange::content {

/// Reads content/cue_words.toml. Joints and points that no body has, and words that stand there twice, are
/// told.
[[nodiscard]] std::vector<exercise::CueWord> read_cue_words(const TomlFile& file,
                                                            const body::JointMotions& joint_motions,
                                                            Diagnostics& diagnostics);

}  // namespace endrange::content
