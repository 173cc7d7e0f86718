#pragma once

#include <optional>
#include <vector>

#include "core/base/side.h"
#include "core/body/landmarks.h"
#include "core/measure/outline.h"
#include "core/measure/protocol.h"
#include "core/motion/landmark_recording.h"

namespace endrange::measure {

/// Below this the estimator itself says that it is guessing: its own threshold for a landmark that is there.
/// Source: [Bazarevsky2020]
inline constexpr double LeastVisibility = 0.5;

/// With a larger standard error, one frame no longer tells a limb that is half raised from one that is
/// raised.
inline constexpr Angle LargestFrameError = Angle::from_degrees(15.0);

/// Where the person of a frame stands; nothing when nobody was seen.
[[nodiscard]] std::optional<Outline> find_outline(const motion::LandmarkRecording& recording,
                                                  const motion::LandmarkFrame& frame);

/// The landmarks without which a protocol's angle on this side means nothing.
[[nodiscard]] std::vector<body::Landmark> compute_needed_landmarks(const Protocol& protocol, Side side);

enum class Visibility { Seen, Hidden, OutsidePicture };
[[nodiscard]] Visibility compute_visibility(const motion::RawLandmark& landmark);

/// The first landmark that a protocol needs and the picture does not show.
struct Unseen {
  body::Landmark landmark = {};
  Visibility why = Visibility::Hidden;
};
[[nodiscard]] std::optional<Unseen> find_unseen(const motion::RawLandmarks& landmarks,
                                                const Protocol& protocol, Side side);

}  // namespace endrange::measure
