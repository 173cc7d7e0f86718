#pragma once

#include <optional>
#include <string_view>

#include "core/base/result.h"
#include "core/motion/landmark_recording.h"
#include "core/motion/point_recording.h"

namespace endrange::files {

/// Metres in one of these: `m`, `mm`, `cm`, `in` and their full words, in any case; empty for others.
[[nodiscard]] std::optional<double> find_metres_per(std::string_view unit);

/// Looks at where the points are, in metres by the unit their file states, and rescales them where that unit
/// cannot be: a person or a laboratory of which half the coordinates lie beyond 50 m was in millimetres, one
/// that fits whole into 1 cm around the origin was in metres. Says so in the notes.
void correct_unit(motion::PointRecording& recording);

/// The error of a frame that `motion::check_frame` refuses, with another remedy where its landmarks are what
/// another unit would make of a person: world landmarks in millimetres, image landmarks in pixels.
[[nodiscard]] Error explain_unit(Error error, const motion::LandmarkFrame& frame);

}  // namespace endrange::files
