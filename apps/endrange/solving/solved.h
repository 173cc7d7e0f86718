#pragma once

#include <vector>

#include "adapters/protocol/api.h"
#include "apps/endrange/solving/solve_file.h"
#include "core/motion/point_recording.h"
#include "core/motion/recording.h"
#include "core/solve/marker_fit.h"

namespace endrange::app {

/// What a recording that was solved leaves to be told.
struct Solved {
  motion::Motion motion = {};
  std::vector<solve::MarkerErrors> errors = {};  ///< one a frame, where markers were followed
  protocol::SolvedFile summary = {};
};

/// The joints of a depth camera on the built-in body, sized from this recording.
[[nodiscard]] Result<Solved> follow_depth_joints(const SolveRequest& request,
                                                 const motion::PointRecording& recording,
                                                 SolveProgress& progress);

/// Markers with the names of Plug-in Gait on the built-in body, whose lengths and marker places are learnt
/// from this recording.
[[nodiscard]] Result<Solved> follow_laboratory_markers(const SolveRequest& request,
                                                       const motion::PointRecording& recording,
                                                       SolveProgress& progress);

}  // namespace endrange::app
