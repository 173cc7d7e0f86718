#include "tests/core/measure/film.h"

#include <Eigen/Geometry>
#include <array>
#include <cmath>
#include <numbers>

#include "core/body/kinematics.h"
#include "core/body/landmarks.h"
#include "tests/support/landmark_mistakes.h"

namespace endrange::measure::testing {
namespace {

using body::Landmark;
using body::LandmarkCount;
using body::Numbers;
using body::Vector3;

constexpr double Width = 1280.0;
constexpr double Height = 720.0;
constexpr double FocalLength = 1.07;  // in picture heights

/// The usual rates, with what this film says otherwise.
test::SimulatedNoise make_rates(const FilmNoise& noise) {
  test::SimulatedNoise rates;
  rates.jitter_memory_s = noise.jitter_memory_s;
  rates.outlier_share = noise.outlier_share;
  rates.hidden_per_s = noise.hidden_per_s;
  return rates;
}

}  // namespace

FilmNoise make_usual_noise(double rms_m) {
  const test::SimulatedNoise usual;
  const double per_axis = rms_m / std::sqrt(2.0 + usual.depth_factor * usual.depth_factor);
  return {
      .definition_m = 0.5 * (usual.least_rms_m + usual.most_rms_m) * std::sqrt(usual.definition_share / 3.0),
      .lasting_m = per_axis * std::sqrt(usual.lasting_share),
      .jitter_m = per_axis * std::sqrt(usual.jitter_share),
      .jitter_memory_s = usual.jitter_memory_s,
      .depth_factor = usual.depth_factor,
      .outlier_share = usual.outlier_share,
      .hidden_per_s = usual.hidden_per_s,
      .lost_frame_share = usual.lost_frame_share,
      .gap_share = usual.gap_share};
}

motion::LandmarkRecording film(const body::Body& body, const std::function<body::Pose(double)>& pose_at,
                               double duration_s, const FilmCamera& camera) {
  Numbers numbers(camera.seed);
  auto points = compute_landmark_points(body);
  for (body::BodyPoint& point : points) point.p_SQ_S += camera.noise.definition_m * test::draw(numbers);
  const Vector3 axes(camera.noise.depth_factor, 1.0, 1.0);
  test::LandmarkMistakes mistakes(make_rates(camera.noise), camera.noise.lasting_m * axes,
                                  camera.noise.jitter_m * axes, numbers);
  const double turn = camera.turn_deg * std::numbers::pi / 180.0;
  const body::Matrix3 R = Eigen::AngleAxisd(turn, Vector3::UnitY()).toRotationMatrix();
  const bool has_gap = numbers.uniform(0.0, 1.0) < camera.noise.gap_share;
  const double gap_from = numbers.uniform(0.1, 0.8) * duration_s;
  const double gap_until = gap_from + numbers.uniform(0.2, 0.4);

  motion::LandmarkRecording recording{
      .method = "camera", .width = static_cast<int>(Width), .height = static_cast<int>(Height)};
  const double step_s = 1.0 / camera.rate_hz;
  for (int k = 0; k < static_cast<int>(duration_s / step_s); ++k) {
    const double time_s = (k + 0.5 + numbers.uniform(-camera.time_jitter, camera.time_jitter)) * step_s;
    mistakes.begin_frame(time_s, step_s);
    const auto frames = compute_segment_frames(body, pose_at(time_s));
    std::array<Vector3, LandmarkCount> seen;
    motion::RawLandmarks landmarks;
    for (std::size_t i = 0; i < LandmarkCount; ++i) {
      // Side-on, the limbs of the other side are the far ones.
      const bool is_far = std::abs(std::sin(turn)) > 0.7 && test::is_left(i) == (turn > 0.0);
      const auto mistake = mistakes.make(i, is_far);
      landmarks[i].visibility = mistake.visibility;
      seen[i] = R * frames[points[i].segment].place(points[i].p_SQ_S) + mistake.off;
    }
    const Vector3 hips = 0.5 * (seen[index(Landmark::LeftHip)] + seen[index(Landmark::RightHip)]);
    for (std::size_t i = 0; i < LandmarkCount; ++i) {
      const Vector3 p = seen[i] - hips;
      landmarks[i].world = {-p.z(), -p.y(), -p.x()};
      const double scale = FocalLength / (camera.distance_m - seen[i].x());
      landmarks[i].image = {0.5 - scale * seen[i].z() * Height / Width,
                            0.5 - scale * (seen[i].y() - camera.above_pelvis_m),
                            -p.x() * FocalLength / camera.distance_m * Height / Width};
    }
    if (numbers.uniform(0.0, 1.0) < camera.noise.lost_frame_share) continue;
    const bool is_gap = has_gap && time_s >= gap_from && time_s < gap_until;
    motion::LandmarkFrame frame{.time_s = time_s, .landmarks = {}};
    if (!is_gap) frame.landmarks = landmarks;
    recording.frames.push_back(frame);
  }
  return recording;
}

}  // namespace endrange::measure::testing
