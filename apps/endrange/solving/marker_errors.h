#pragma once

#include <span>
#include <string>
#include <vector>

#include "apps/endrange/solving/solve_file.h"
#include "apps/endrange/solving/solved.h"
#include "core/base/result.h"
#include "core/motion/point_recording.h"

namespace endrange::app {

/// Lists points of the recording that no marker follows: nothing is dropped in silence.
void note_unknown_points(std::span<const std::string> followed, const motion::PointRecording& recording,
                         std::vector<std::string>& notes);

/// Puts the frames' marker errors into the summary.
/// @param names  of the followed markers, which `MarkerErrors::worst` counts
void sum_up(std::span<const std::string> names, Solved& solved);

/// Each frame's marker errors, as OpenSim's `.sto`.
[[nodiscard]] std::string format_errors(const Solved& solved);

/// Fails where marker errors are asked for of a recording that shows no markers.
[[nodiscard]] Status check_no_marker_errors(const SolveRequest& request);

}  // namespace endrange::app
