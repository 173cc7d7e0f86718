#pragma once

#include <vector>

#include "core/base/result.h"
#include "core/journal/event.h"
#include "core/measure/protocol.h"
#include "core/measure/trial.h"
#include "core/motion/landmark_recording.h"

namespace endrange::measure {

/// Measures a recording of landmarks by a protocol: finds the person, fits the body, reads the protocol's
/// angles with their errors, and measures each side that the view shows. What cannot be measured is a refusal
/// in the result, with what to do.
[[nodiscard]] TrialResult measure_recording(const motion::LandmarkRecording& recording,
                                            const Protocol& protocol,
                                            journal::Method method = journal::Method::Recording);

/// Measures one recording by each of several protocols, in their order: the body is fitted once.
[[nodiscard]] std::vector<TrialResult> measure_recording_by_each(
    const motion::LandmarkRecording& recording, const Protocols& protocols,
    journal::Method method = journal::Method::Recording);

/// Measures by the protocol that fits: of those whose view the recording shows, the one in which most moved.
/// Refused with the reasons of the first when none fits.
[[nodiscard]] TrialResult measure_recording(const motion::LandmarkRecording& recording,
                                            const Protocols& protocols,
                                            journal::Method method = journal::Method::Recording);

}  // namespace endrange::measure
