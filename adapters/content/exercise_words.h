#pragma once

#include <string_view>
#include <vector>

#include "adapters/content/toml_reader.h"
#include "core/body/joint_motion.h"
#include "core/exercise/exercise.h"

/// What exercises and base positions share: how joint motions, points and contacts are written.
namespace endrange::content {

/// Which role `.front` has; `.rear` has the other. `Midline` where the words have no meaning.
struct SideWords {
  exercise::Role front = exercise::Role::Midline;
};

/// A joint motion with its side: `hip.extension.rear`.
struct SidedMotion {
  JointMotionId joint_motion = {};
  exercise::Role role = exercise::Role::Midline;
};

/// @param key  where to report what is wrong
[[nodiscard]] SidedMotion parse_sided_motion(TableReader& reader, std::string_view key,
                                             const std::string& text, const body::JointMotions& joint_motions,
                                             SideWords sides);
[[nodiscard]] exercise::NamedPoint parse_point(TableReader& reader, std::string_view key,
                                               const std::string& text, SideWords sides);

/// A table of targets: `"hip.extension.rear" = "end"`.
[[nodiscard]] std::vector<exercise::Target> read_targets(TableReader& reader,
                                                         const body::JointMotions& joint_motions,
                                                         SideWords sides);
/// The `[[contact]]` tables.
[[nodiscard]] std::vector<exercise::Contact> read_contacts(TableReader& reader, SideWords sides);

}  // namespace endrange::content
