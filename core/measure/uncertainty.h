#pragma once

#include <span>
#include <vector>

#include "core/base/angle.h"

namespace endrange::measure {

/// What one figure's standard error is made of. The parts come from different causes, so their squares add.
struct ErrorParts {
  Angle noise = {};             ///< of the landmarks from frame to frame, as far as frames average it out
  Angle lasting = {};           ///< of the landmarks, alike in all frames of a recording
  Angle view = {};              ///< the camera stood off the plane of the motion
  Angle repetition = {};        ///< the person does not repeat exactly
  Angle between_sessions = {};  ///< nor stand and dress alike next week
  Angle definition = {};        ///< the landmarks' angle is not quite the clinical one; the same each time

  friend bool operator==(const ErrorParts&, const ErrorParts&) = default;
};

/// The whole standard error: the root of the sum of squares.
[[nodiscard]] Angle compute_total(const ErrorParts& parts);

/// Error of an elevation seen by a camera that stands this far off the plane of motion, one standard error.
/// The largest error over the range is 0.4, 1.8, 4.1 and 9.9 degrees at 10, 20, 30 and 45 degrees, by
/// geometry; anything up to it is as likely, so it is divided by √3.
[[nodiscard]] Angle compute_view_error(Angle off_plane);

/// Error that the spread of repetitions leaves in a figure taken from them. The recording's own variance is
/// pooled with an expected one, which weighs as much as two repetitions: two or three alone say little about
/// their spread.
/// @param peaks  one figure a repetition, at least one
[[nodiscard]] Angle compute_repetition_error(std::span<const double> peaks_rad, Angle expected);

/// Draws figures of one set towards their median, so that they spread as much as people do and not as much
/// as people and error together. That keeps the set's highest true, which an estimate of each figure by
/// itself would not: Louis's constrained estimate. Source: [Louis1984].
///
/// The set's own variance is pooled as in `compute_repetition_error`; figures are never drawn together
/// further than people who repeat as `expected` would ask for.
/// @param peaks  one figure a repetition, at least one
/// @param error  of one figure, from one repetition to the next, one standard error
[[nodiscard]] std::vector<double> draw_together(std::span<const double> peaks_rad, Angle error,
                                                Angle expected);

}  // namespace endrange::measure
