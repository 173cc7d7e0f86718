#include "tests/agreement/simulated_camera.h"

#include <Eigen/Geometry>
#include <array>
#include <cmath>
#include <numbers>

#include "core/body/kinematics.h"
#include "core/body/landmarks.h"

namespace endrange::test {
namespace {

using body::Landmark;
using body::LandmarkCount;
using body::Numbers;
using body::Vector3;

// From the recording's ground to the camera's: x towards it, y up.
body::Matrix3 find_turn(const body::Body& body, const body::Pose& first, View view, double yaw) {
  const auto frames = compute_segment_frames(body, first);
  Vector3 forward = frames[*body.find_segment(body::Part::Pelvis)].R_GS.col(0);
  forward.y() = 0.0;
  const double now = std::atan2(-forward.z(), forward.x());  // about y, from x
  const double quarter = 0.5 * std::numbers::pi;
  const double wanted = (view == View::Front ? 0.0 : view == View::RightSide ? quarter : -quarter) + yaw;
  return Eigen::AngleAxisd(wanted - now, Vector3::UnitY()).toRotationMatrix();
}

}  // namespace

motion::LandmarkRecording simulate_camera(const body::Body& body, const std::vector<solve::MarkerPose>& poses,
                                          View view, std::uint64_t person, std::uint64_t take,
                                          const SimulatedNoise& noise) {
  Numbers numbers(1'000'003 * take + person);
  const double rms = numbers.uniform(noise.least_rms_m, noise.most_rms_m);
  const double per_axis = rms / std::sqrt(2.0 + noise.depth_factor * noise.depth_factor);
  const Vector3 axes(noise.depth_factor * per_axis, per_axis, per_axis);
  const Vector3 lasting_spread = std::sqrt(noise.lasting_share) * axes;
  const Vector3 jitter_spread = std::sqrt(noise.jitter_share) * axes;
  // Of the middle of the range, so that it is the person's own in every recording.
  const double definition_spread =
      0.5 * (noise.least_rms_m + noise.most_rms_m) * std::sqrt(noise.definition_share / 3.0);

  auto points = compute_landmark_points(body);
  Numbers of_person(person);
  for (body::BodyPoint& point : points) point.p_SQ_S += definition_spread * draw(of_person);

  const double degree = std::numbers::pi / 180.0;
  const body::Matrix3 turn = find_turn(body, poses.front().pose, view,
                                       numbers.uniform(-noise.most_yaw_deg, noise.most_yaw_deg) * degree);
  LandmarkMistakes mistakes(noise, lasting_spread, jitter_spread, numbers);
  const bool has_gap = numbers.uniform(0.0, 1.0) < noise.gap_share;
  const double duration = poses.back().time_s - poses.front().time_s;
  const double gap_from = poses.front().time_s + numbers.uniform(0.1, 0.8) * duration;
  const double gap_until = gap_from + numbers.uniform(0.2, 0.4);

  motion::LandmarkRecording recording{.method = "camera", .width = 1280, .height = 720};
  double before_s = poses.front().time_s;
  for (const solve::MarkerPose& pose : poses) {
    const double step_s = pose.time_s - before_s;
    before_s = pose.time_s;
    mistakes.begin_frame(pose.time_s, step_s);
    const auto frames = compute_segment_frames(body, pose.pose);
    std::array<Vector3, LandmarkCount> seen;
    motion::RawLandmarks landmarks;
    for (std::size_t i = 0; i < LandmarkCount; ++i) {
      const bool is_far = (view == View::LeftSide && !is_left(i)) || (view == View::RightSide && is_left(i));
      const auto mistake = mistakes.make(i, is_far);
      seen[i] = turn * frames[points[i].segment].place(points[i].p_SQ_S) + mistake.off;
      landmarks[i].visibility = mistake.visibility;
    }
    const Vector3 origin = 0.5 * (seen[index(Landmark::LeftHip)] + seen[index(Landmark::RightHip)]);
    for (std::size_t i = 0; i < LandmarkCount; ++i) {
      const Vector3 p = seen[i] - origin;
      landmarks[i].world = {-p.z(), -p.y(), -p.x()};
    }
    if (numbers.uniform(0.0, 1.0) < noise.lost_frame_share) continue;
    const bool is_gap = has_gap && pose.time_s >= gap_from && pose.time_s < gap_until;
    motion::LandmarkFrame frame{.time_s = pose.time_s, .landmarks = {}};
    if (!is_gap) frame.landmarks = landmarks;
    recording.frames.push_back(frame);
  }
  return recording;
}

}  // namespace endrange::test
