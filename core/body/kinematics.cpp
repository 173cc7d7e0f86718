#include "core/body/kinematics.h"

#include <Eigen/Geometry>

#include "core/base/contracts.h"

namespace endrange::body {
namespace {

Eigen::Index to_row(std::size_t i) {
  return static_cast<Eigen::Index>(i);
}

// One segment's frame from its parent's. Reports each coordinate's axis and origin in ground.
template <typename Report>
Frame compute_frame(const Joint& joint, const Frame& parent, const Pose& pose, Report&& report) {
  const double* values = pose.values.data() + joint.first_value;
  Frame frame{parent.R_GS, parent.place(joint.p_PJ_P)};
  switch (joint.kind) {
    case JointKind::Weld:
      break;
    case JointKind::Free: {
      const Vector3 moved = Eigen::Map<const Vector3>(values + 4);
      for (std::size_t k = 0; k < 3; ++k) {
        report(3 + k, Vector3(parent.R_GS.col(to_row(k))), frame.p_GS, /*is_rotation=*/false);
      }
      frame.p_GS += parent.R_GS * moved;
      [[fallthrough]];
    }
    case JointKind::Ball:
      frame.R_GS = parent.R_GS * Eigen::Map<const Eigen::Quaterniond>(values).toRotationMatrix();
      for (std::size_t k = 0; k < 3; ++k) {
        report(k, Vector3(frame.R_GS * joint.axes[k]), frame.p_GS, /*is_rotation=*/true);
      }
      break;
    case JointKind::Hinges:
      for (std::size_t k = 0; k < joint.axes.size(); ++k) {
        report(k, Vector3(frame.R_GS * joint.axes[k]), frame.p_GS, /*is_rotation=*/true);
        frame.R_GS = frame.R_GS * Eigen::AngleAxisd(values[k], joint.axes[k]).toRotationMatrix();
      }
      break;
  }
  return frame;
}

template <typename Report>
void compute_frames(const Body& body, const Pose& pose, SegmentFrames& frames, Report&& report) {
  expects(pose.values.size() == body.neutral_pose().values.size(), "the pose belongs to this body");
  for (std::size_t i = 0; i < body.segment_count(); ++i) {
    const auto& parent = body.segments()[i].parent;
    const Joint& joint = body.joints()[i];
    const auto report_coordinate = [&](std::size_t local, const Vector3& axis, const Vector3& origin,
                                       bool is_rotation) {
      report(joint.first_coordinate + local, axis, origin, is_rotation);
    };
    frames[SegmentIndex{i}] =
        compute_frame(joint, parent ? frames[*parent] : Frame{}, pose, report_coordinate);
  }
}

}  // namespace

SegmentFrames compute_segment_frames(const Body& body, const Pose& pose) {
  SegmentFrames frames(body.segment_count());
  compute_frames(body, pose, frames, [](std::size_t, const Vector3&, const Vector3&, bool) {});
  return frames;
}

Kinematics::Kinematics(const Body& body)
    : frames_(body.segment_count()),
      axes_(body.coordinate_count(), Vector3::Zero()),
      origins_(body.coordinate_count(), Vector3::Zero()),
      is_rotation_(body.coordinate_count(), true) {
  update(body, body.neutral_pose());
}

void Kinematics::update(const Body& body, const Pose& pose) {
  compute_frames(body, pose, frames_,
                 [this](std::size_t i, const Vector3& axis, const Vector3& origin, bool is_rotation) {
                   axes_[i] = axis;
                   origins_[i] = origin;
                   is_rotation_[i] = is_rotation;
                 });
}

Vector3 compute_centre_of_mass(const Body& body, const SegmentFrames& frames) {
  Vector3 sum = Vector3::Zero();
  double mass = 0.0;
  for (std::size_t i = 0; i < body.segment_count(); ++i) {
    const Segment& segment = body.segments()[i];
    sum += segment.mass_fraction * frames[SegmentIndex{i}].place(segment.centre_of_mass_S);
    mass += segment.mass_fraction;
  }
  expects(mass > 0.0, "the body has mass");
  return sum / mass;
}

}  // namespace endrange::body
