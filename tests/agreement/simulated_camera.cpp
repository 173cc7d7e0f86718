#include "tests/agreement/simulated_camera.h"

#include <Eigen/Geometry>
#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <optional>

#include "core/body/kinematics.h"
#include "core/body/landmarks.h"
#include "tests/core/body/poses.h"

namespace endrange::test {
namespace {

using body::Landmark;
using body::LandmarkCount;
using body::Numbers;
using body::Vector3;

Vector3 draw(Numbers& numbers) {
  const double x = numbers.normal();
  const double y = numbers.normal();
  return {x, y, numbers.normal()};
}

bool is_left(std::size_t landmark) {
  return body::word(static_cast<Landmark>(landmark)).find("left") != std::string_view::npos;
}

// The limbs that get hidden: left and right arm, left and right leg, each from its middle joint on.
std::optional<std::size_t> find_limb(std::size_t landmark) {
  if (landmark >= index(Landmark::LeftElbow) && landmark <= index(Landmark::RightThumb)) {
    return is_left(landmark) ? 0 : 1;
  }
  if (landmark >= index(Landmark::LeftKnee)) return is_left(landmark) ? 2 : 3;
  return std::nullopt;
}

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

struct Hiding {
  double until_s = 0.0;
  double visibility = 1.0;
};

// One where a landmark is seen, three times as much where it is hardly seen.
double compute_factor(double visibility) {
  return 1.0 + 2.0 * (0.9 - std::clamp(visibility, 0.3, 0.9)) / 0.6;
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
  std::array<Vector3, LandmarkCount> lasting;
  std::array<Vector3, LandmarkCount> jitter;
  std::array<Vector3, LandmarkCount> astray;
  std::array<int, LandmarkCount> astray_frames = {};
  for (std::size_t i = 0; i < LandmarkCount; ++i) {
    lasting[i] = lasting_spread.cwiseProduct(draw(numbers));
    jitter[i] = jitter_spread.cwiseProduct(draw(numbers));
  }
  const bool has_gap = numbers.uniform(0.0, 1.0) < noise.gap_share;
  const double duration = poses.back().time_s - poses.front().time_s;
  const double gap_from = poses.front().time_s + numbers.uniform(0.1, 0.8) * duration;
  const double gap_until = gap_from + numbers.uniform(0.2, 0.4);

  motion::LandmarkRecording recording{.method = "camera", .width = 1280, .height = 720};
  std::array<Hiding, 4> hidden;
  double before_s = poses.front().time_s;
  for (const solve::MarkerPose& pose : poses) {
    const double step_s = pose.time_s - before_s;
    before_s = pose.time_s;
    for (Hiding& limb : hidden) {
      if (pose.time_s < limb.until_s) continue;
      limb.visibility = 1.0;
      if (numbers.uniform(0.0, 1.0) >= noise.hidden_per_s * step_s) continue;
      limb.until_s = pose.time_s + numbers.uniform(noise.least_hidden_s, noise.most_hidden_s);
      const bool is_wholly = numbers.uniform(0.0, 1.0) < 0.5;
      limb.visibility = is_wholly ? numbers.uniform(0.05, 0.25) : numbers.uniform(0.35, 0.8);
    }
    const double kept = std::exp(-step_s / noise.jitter_memory_s);
    const auto frames = compute_segment_frames(body, pose.pose);
    std::array<Vector3, LandmarkCount> seen;
    motion::RawLandmarks landmarks;
    for (std::size_t i = 0; i < LandmarkCount; ++i) {
      jitter[i] = kept * jitter[i] + std::sqrt(1.0 - kept * kept) * jitter_spread.cwiseProduct(draw(numbers));
      const auto limb = find_limb(i);
      const bool is_far = (view == View::LeftSide && !is_left(i)) || (view == View::RightSide && is_left(i));
      double visibility = numbers.uniform(0.92, 0.99);
      if (is_far && limb) visibility *= noise.far_side_visibility;
      if (limb) visibility = std::min(visibility, hidden[*limb].visibility);
      const double factor = compute_factor(visibility);
      if (astray_frames[i] == 0 && numbers.uniform(0.0, 1.0) < noise.outlier_share / 3.0) {
        astray_frames[i] = 1 + static_cast<int>(numbers.uniform(0.0, 5.0));
        astray[i] = numbers.uniform(noise.least_outlier_m, noise.most_outlier_m) * draw(numbers).normalized();
      }
      seen[i] = turn * frames[points[i].segment].place(points[i].p_SQ_S) + factor * (lasting[i] + jitter[i]);
      if (astray_frames[i] > 0) {
        --astray_frames[i];
        seen[i] += astray[i];
      }
      landmarks[i].visibility = visibility;
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
