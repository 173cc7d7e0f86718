#pragma once

#include <Eigen/Core>
#include <Eigen/Geometry>
#include <vector>

#include "core/body/body.h"

namespace endrange::body {

/// Where every segment of a body is.
class SegmentFrames {
 public:
  SegmentFrames() = default;
  explicit SegmentFrames(std::size_t count) : frames_(count) {}
  [[nodiscard]] const Frame& operator[](SegmentIndex segment) const { return frames_[index(segment)]; }
  [[nodiscard]] Frame& operator[](SegmentIndex segment) { return frames_[index(segment)]; }
  [[nodiscard]] std::size_t size() const { return frames_.size(); }

 private:
  std::vector<Frame> frames_;
};

/// Forward kinematics: where the pose puts each segment.
[[nodiscard]] SegmentFrames compute_segment_frames(const Body& body, const Pose& pose);

/// Forward kinematics with what moves what: the source of every analytic Jacobian.
class Kinematics {
 public:
  Kinematics() = default;
  explicit Kinematics(const Body& body);

  /// Brings everything up to this pose. Allocates nothing.
  void update(const Body& body, const Pose& pose);

  [[nodiscard]] const SegmentFrames& frames() const { return frames_; }
  [[nodiscard]] const Frame& frame(SegmentIndex segment) const { return frames_[segment]; }

  /// Velocity of a point at p (ground) on a segment that this coordinate moves, for a unit rate.
  [[nodiscard]] Vector3 point_velocity(CoordinateIndex coordinate, const Vector3& p) const {
    const auto i = index(coordinate);
    return linear_[i] + angular_[i].cross(p);
  }
  /// Angular velocity of a segment that this coordinate moves, for a unit rate, in ground.
  [[nodiscard]] const Vector3& angular_velocity(CoordinateIndex coordinate) const {
    return angular_[index(coordinate)];
  }
  /// Velocity at the ground's origin of a segment that this coordinate moves, for a unit rate, in ground.
  [[nodiscard]] const Vector3& origin_velocity(CoordinateIndex coordinate) const {
    return linear_[index(coordinate)];
  }

 private:
  SegmentFrames frames_;
  std::vector<Vector3> angular_;
  std::vector<Vector3> linear_;
};

/// The body's centre of mass in ground [m].
[[nodiscard]] Vector3 compute_centre_of_mass(const Body& body, const SegmentFrames& frames);

}  // namespace endrange::body
