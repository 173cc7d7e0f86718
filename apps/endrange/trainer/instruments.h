#pragma once

#include <filesystem>

#include "core/base/result.h"
#include "core/solve/depth_camera.h"
#include "core/solve/marker_body.h"

namespace endrange::app {

/// What is known of the instruments that recordings come from.
struct Instruments {
  solve::DepthCamera depth_camera = {};
  solve::MarkerSet markers = {};
};

/// @param content  the folder of all knowledge
[[nodiscard]] Result<Instruments> load_instruments(const std::filesystem::path& content);

}  // namespace endrange::app
