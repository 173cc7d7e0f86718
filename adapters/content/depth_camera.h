#pragma once

#include <string>
#include <vector>

#include "adapters/content/toml_reader.h"
#include "core/solve/depth_camera.h"

namespace endrange::content {

/// What content/measurement/depth_camera.toml holds.
struct DepthCameraContent {
  solve::DepthCamera camera = {};
  std::vector<std::string> sources = {};  ///< every key in content/references.bib that it names
};

/// Reads content/measurement/depth_camera.toml and checks what a fit relies on: spreads above 0, every joint
/// there once.
[[nodiscard]] DepthCameraContent read_depth_camera(const TomlFile& file, Diagnostics& diagnostics);

}  // namespace endrange::content
