#pragma once

#include "core/motion/point_recording.h"

namespace endrange::motion {

/// The recording with `Anna:LASI` called `LASI`, as laboratories' programs put a person before a marker, and
/// a note that says so. Unchanged where there is no person or more than one, or where two points would then
/// have one name.
[[nodiscard]] PointRecording drop_person(const PointRecording& recording);

}  // namespace endrange::motion
