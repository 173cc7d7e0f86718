#pragma once

#include <optional>

#include "adapters/files/ik_tasks.h"
#include "core/motion/coordinate_table.h"
#include "core/motion/point_recording.h"
#include "core/solve/marker_fit.h"

namespace endrange::files {

/// What a set-up asks of a model on a recording. Markers and coordinates that one of them lacks are left out:
/// see `check_tasks`. A marker of weight 0 and one that is not applied are not followed.
/// @param table  where the values of coordinate tasks from a file stand; they are taken at the time next to
/// each
///               frame's. Fails where such a task has no column there.
[[nodiscard]] Result<solve::MarkerTasks> make_marker_tasks(
    const InverseKinematicsTasks& tasks, const OpenSimModel& model, const motion::PointRecording& recording,
    const std::optional<motion::CoordinateTable>& table = {});

/// Every marker that the model and the recording both have, all of one weight.
[[nodiscard]] solve::MarkerTasks make_all_marker_tasks(const OpenSimModel& model,
                                                       const motion::PointRecording& recording);

}  // namespace endrange::files
