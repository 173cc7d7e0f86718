#pragma once

#include <filesystem>
#include <string>

#include "core/base/result.h"
#include "core/measure/protocol.h"
#include "core/measure/trial.h"
#include "core/solve/depth_camera.h"
#include "core/solve/marker_body.h"

namespace endrange::app {

/// What is known of the instruments that recordings come from.
struct Instruments {
  solve::DepthCamera depth_camera = {};
  solve::MarkerSet markers = {};
};

[[nodiscard]] Result<Instruments> load_instruments(const std::filesystem::path& content);

/// Measures a recording of any kind that holds a body: landmarks of a camera, the joints of a depth camera,
/// or laboratory markers.
/// @param asked  the test; when empty the one that the recording was made for, else the one that fits
[[nodiscard]] Result<measure::TrialResult> measure_file(const std::filesystem::path& file,
                                                        const std::string& asked,
                                                        const measure::Protocols& protocols,
                                                        const Instruments& instruments);

}  // namespace endrange::app
