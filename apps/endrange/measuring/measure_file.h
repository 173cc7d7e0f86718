#pragma once

#include <filesystem>
#include <string>

#include "apps/endrange/trainer/instruments.h"
#include "core/base/result.h"
#include "core/measure/protocol.h"
#include "core/measure/trial.h"

namespace endrange::app {

/// Measures a recording of any kind that holds a body: landmarks of a camera, the joints of a depth camera,
/// or laboratory markers.
/// @param asked  the test; when empty the one that the recording was made for, else the one that fits
[[nodiscard]] Result<measure::TrialResult> measure_file(const std::filesystem::path& file,
                                                        const std::string& asked,
                                                        const measure::Protocols& protocols,
                                                        const Instruments& instruments);

}  // namespace endrange::app
