#pragma once

#include <Eigen/Core>
#include <optional>
#include <span>
#include <vector>

#include "core/measure/angle_track.h"
#include "core/measure/hold.h"

namespace endrange::measure {

/// Where the body is over time, beside the one angle that is measured: it tells a repetition from a wobble of
/// that angle, and a step from both.
struct BodyTrack {
  std::vector<double> time_s = {};  ///< rising
  /// Joint centres less the pelvis along the ground [m], one row a frame: x, y and z of each joint.
  Eigen::MatrixXd joints = {};
  /// The pelvis on the ground [m], one row a frame, two columns.
  Eigen::MatrixXd ground = {};
};

/// When the person walks: the pelvis leaves a place and does not come back to it.
[[nodiscard]] std::vector<Span> find_walks(const BodyTrack& body);

/// The body moves along with an angle when it goes so far, all joints' ways squared and added [m]. Chosen on
/// UI-PRMD's recordings of three people [Vakanski2018].
inline constexpr double LeastWay_m = 0.15;

/// How far the whole body is at one time from where it was at another, all joints' ways squared and added
/// [m].
/// @returns nothing where one of them is the time of no frame
[[nodiscard]] std::optional<double> find_way(const BodyTrack& body, double from_s, double to_s);

/// The movement that repetitions are counted in: the measured angle, and with it what the whole body does at
/// the same time. A single angle may read small in one repetition because the person bends elsewhere or the
/// camera sees the joint badly; the rest of the body still tells. Where the body hardly moves along, such as
/// in a turn of the head, the angle stands alone.
/// @param angle  smoothed
/// @returns      one sample for each of `angle`, in units of that angle; only differences mean something
[[nodiscard]] SmoothTrack compute_whole_movement(const SmoothTrack& angle, const BodyTrack& body,
                                                 std::span<const Span> walks);

}  // namespace endrange::measure
