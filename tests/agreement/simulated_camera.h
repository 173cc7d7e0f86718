#pragma once

#include <cstdint>
#include <vector>

#include "core/motion/landmark_recording.h"
#include "core/motion/recording.h"
#include "core/solve/marker_body.h"
#include "tests/support/landmark_mistakes.h"

/// A camera with a pose library, simulated: what its 33 landmarks would have been of a motion that is known.
namespace endrange::test {

/// Where the camera stands, by how the person faces it at the beginning.
enum class View { Front, LeftSide, RightSide };

/// @param person, take  seeds: what lasts for the person, and what differs between their recordings
[[nodiscard]] motion::LandmarkRecording simulate_camera(const body::Body& body,
                                                        const std::vector<solve::MarkerPose>& poses,
                                                        View view, std::uint64_t person, std::uint64_t take,
                                                        const SimulatedNoise& noise = {});

}  // namespace endrange::test
