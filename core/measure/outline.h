#pragma once

#include <Eigen/Core>
#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "core/base/angle.h"
#include "core/base/side.h"
#include "core/measure/protocol.h"

namespace endrange::measure {

/// Where someone stands in one picture, and how they are turned to the camera: all from shoulders and hips.
struct Outline {
  double time_s = 0.0;
  Eigen::Vector2d centre = Eigen::Vector2d::Zero();  ///< middle of the hips, in picture heights, y down
  double trunk = 0.0;      ///< middle of the hips to middle of the shoulders, likewise
  double per_metre = 0.0;  ///< how long a metre looks at this person, in picture heights; 0 where unknown
  /// Left minus right of shoulders and hips together, in trunk lengths: across the picture, to its right, as
  /// the picture shows it, and away from the camera, as the world landmarks guess it. Facing the camera,
  /// across is positive; with the right side nearer, away is.
  double across = 0.0;
  double away = 0.0;

  /// Where the person stands on the ground [m]: across the picture, and away from the camera, whose angle of
  /// view is taken to be that of most webcams. Nothing where the scale is unknown.
  [[nodiscard]] std::optional<Eigen::Vector2d> place() const;
  /// How far the shoulder line is turned out of the picture plane: 0 facing or backing the camera, 90 degrees
  /// side-on.
  [[nodiscard]] Angle yaw() const;
  /// Which side is nearer to the camera; it means something only when the person stands about side-on.
  [[nodiscard]] Side nearer() const { return away > 0.0 ? Side::Right : Side::Left; }
};

/// Angle between the view that a protocol asks for and the one that there is. The protocol must ask for one.
[[nodiscard]] Angle compute_off_plane(const Outline& outline, View view);

/// The person who is measured, when others pass: outlines are joined to one person as long as nobody could
/// have moved or changed size that fast, and the person seen longest is taken.
/// @param outlines  one a frame, empty where nobody was seen
/// @returns         one a frame: is it that person?
[[nodiscard]] std::vector<bool> find_person(std::span<const std::optional<Outline>> outlines);

/// Takes out the frames in which the pose estimator mistook left for right, as it does with people in dim
/// light: nobody turns their back to the camera and round again within a moment.
[[nodiscard]] std::vector<bool> drop_mistaken_sides(std::span<const std::optional<Outline>> outlines,
                                                    std::vector<bool> is_person);

/// The frames in which the person is turned as the view asks.
/// @param side  for a side view: the side that must be nearer, or both where either will do
[[nodiscard]] std::vector<bool> find_in_view(std::span<const std::optional<Outline>> outlines,
                                             const std::vector<bool>& is_person, View view, Side side);

}  // namespace endrange::measure
