#pragma once

#include <optional>
#include <string>

#include "adapters/protocol/api.h"
#include "core/base/result.h"
#include "core/measure/live_trial.h"
#include "core/measure/trial.h"
#include "core/motion/landmark_recording.h"

/// What a trial showed, as it travels.
namespace endrange::protocol {

[[nodiscard]] TrialResult make_trial_result(const measure::TrialResult& result);

/// One side of a trial, as `endrange measure --json` prints it.
[[nodiscard]] FileMeasurement make_file_measurement(const std::string& file, const measure::SideTrial& side);
/// Left against right of one recording; nothing where it does not show both.
[[nodiscard]] std::optional<FileSideDifference> make_file_side_difference(const std::string& file,
                                                                          const measure::TrialResult& result);

/// The same of a test whose figures are no angles.
[[nodiscard]] FileTested make_file_tested(const std::string& file, const journal::Tested& tested);

[[nodiscard]] LiveState make_live_state(const measure::LiveAnswer& answer);

/// One picture's landmarks as the page sent them: 33 of each kind, or none at all.
[[nodiscard]] Result<motion::LandmarkFrame> parse_frame(const LiveFrame& frame);

}  // namespace endrange::protocol
