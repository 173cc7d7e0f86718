#pragma once

#include <filesystem>
#include <span>
#include <vector>

#include "core/base/diagnostics.h"
#include "core/body/joint_motion.h"
#include "core/exercise/catalogue.h"

namespace endrange::content {

/// Reads exercises/*.toml and positions/*.toml of a content folder and checks them. What has an error is left
/// out of the catalogue; all that was found is in the diagnostics.
/// @param drafts  exercise files from elsewhere, read as if they stood there, each in the place of one with
///                the same file name
[[nodiscard]] exercise::Catalogue read_catalogue(const std::filesystem::path& content,
                                                 const body::JointMotions& joint_motions,
                                                 const std::vector<ContraindicationId>& known_tags,
                                                 Diagnostics& diagnostics,
                                                 std::span<const std::filesystem::path> drafts = {});

}  // namespace endrange::content
