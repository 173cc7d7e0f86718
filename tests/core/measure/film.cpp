#include "tests/core/measure/film.h"

#include <Eigen/Geometry>
#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <optional>

#include "core/body/kinematics.h"
#include "core/body/landmarks.h"
#include "tests/agreement/simulated_camera.h"
#include "tests/core/body/poses.h"

namespace endrange::measure::testing {
namespace {

using body::Landmark;
using body::LandmarkCount;
using body::Numbers;
using body::Vector3;

constexpr double Width = 1280.0;
constexpr double Height = 720.0;
constexpr double FocalLength = 1.07;  // in picture heights

Vector3 draw(Numbers& numbers) {
  const double x = numbers.normal();
  const double y = numbers.normal();
  return {x, y, numbers.normal()};
}

bool is_left(std::size_t landmark) {
  return body::word(static_cast<Landmark>(landmark)).find("left") != std::string_view::npos;
}

// Left and right arm, left and right leg, each from its middle joint on.
std::optional<std::size_t> find_limb(std::size_t landmark) {
  if (landmark >= index(Landmark::LeftElbow) && landmark <= index(Landmark::RightThumb))
    return is_left(landmark) ? 0 : 1;
  if (landmark >= index(Landmark::LeftKnee)) return is_left(landmark) ? 2 : 3;
  return std::nullopt;
}

struct Hiding {
  double until_s = 0.0;
  double visibility = 1.0;
};

// The library's mistakes, from frame to frame.
class Mistakes {
 public:
  Mistakes(const FilmNoise& noise, Numbers& numbers)
      : noise_(noise), numbers_(numbers), axes_(noise.depth_factor, 1.0, 1.0) {
    for (std::size_t i = 0; i < LandmarkCount; ++i) {
      lasting_[i] = noise.lasting_m * axes_.cwiseProduct(draw(numbers));
      jitter_[i] = noise.jitter_m * axes_.cwiseProduct(draw(numbers));
    }
  }

  void advance(double time_s, double step_s) {
    const double kept = noise_.jitter_memory_s > 0.0 ? std::exp(-step_s / noise_.jitter_memory_s) : 0.0;
    for (Hiding& limb : hidden_) {
      if (time_s < limb.until_s) continue;
      limb.visibility = 1.0;
      if (numbers_.uniform(0.0, 1.0) >= noise_.hidden_per_s * step_s) continue;
      limb.until_s = time_s + numbers_.uniform(usual_.least_hidden_s, usual_.most_hidden_s);
      const bool is_wholly = numbers_.uniform(0.0, 1.0) < 0.5;
      limb.visibility = is_wholly ? numbers_.uniform(0.05, 0.25) : numbers_.uniform(0.35, 0.8);
    }
    for (std::size_t i = 0; i < LandmarkCount; ++i) {
      jitter_[i] = kept * jitter_[i] +
                   std::sqrt(1.0 - kept * kept) * noise_.jitter_m * axes_.cwiseProduct(draw(numbers_));
      if (astray_frames_[i] > 0) --astray_frames_[i];
      if (astray_frames_[i] == 0 && numbers_.uniform(0.0, 1.0) < noise_.outlier_share / 3.0) {
        astray_frames_[i] = 1 + static_cast<int>(numbers_.uniform(0.0, 5.0));
        astray_[i] =
            numbers_.uniform(usual_.least_outlier_m, usual_.most_outlier_m) * draw(numbers_).normalized();
      }
    }
  }

  [[nodiscard]] double visibility(std::size_t landmark, bool is_far) {
    double visibility = numbers_.uniform(0.92, 0.99);
    const auto limb = find_limb(landmark);
    if (is_far && limb) visibility *= usual_.far_side_visibility;
    return limb ? std::min(visibility, hidden_[*limb].visibility) : visibility;
  }

  // In the camera's axes: towards it, up, to the left of the picture.
  [[nodiscard]] Vector3 off(std::size_t landmark, double visibility) const {
    // Once where a landmark is seen, three times as much where it is hardly seen.
    const double factor = 1.0 + 2.0 * (0.9 - std::clamp(visibility, 0.3, 0.9)) / 0.6;
    Vector3 off = factor * (lasting_[landmark] + jitter_[landmark]);
    if (astray_frames_[landmark] > 0) off += astray_[landmark];
    return off;
  }

 private:
  FilmNoise noise_;
  Numbers& numbers_;
  Vector3 axes_;
  test::SimulatedNoise usual_;
  std::array<Vector3, LandmarkCount> lasting_;
  std::array<Vector3, LandmarkCount> jitter_;
  std::array<Vector3, LandmarkCount> astray_;
  std::array<int, LandmarkCount> astray_frames_ = {};
  std::array<Hiding, 4> hidden_;
};

}  // namespace

FilmNoise make_usual_noise(double rms_m) {
  const test::SimulatedNoise usual;
  const double per_axis = rms_m / std::sqrt(2.0 + usual.depth_factor * usual.depth_factor);
  return {.definition_m = 0.5 * (usual.least_rms_m + usual.most_rms_m) *
                          std::sqrt(usual.definition_share / 3.0),
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
  for (body::BodyPoint& point : points) point.p_SQ_S += camera.noise.definition_m * draw(numbers);
  Mistakes mistakes(camera.noise, numbers);
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
    mistakes.advance(time_s, step_s);
    const auto frames = compute_segment_frames(body, pose_at(time_s));
    std::array<Vector3, LandmarkCount> seen;
    motion::RawLandmarks landmarks;
    for (std::size_t i = 0; i < LandmarkCount; ++i) {
      // Side-on, the limbs of the other side are the far ones.
      const bool is_far = std::abs(std::sin(turn)) > 0.7 && is_left(i) == (turn > 0.0);
      landmarks[i].visibility = mistakes.visibility(i, is_far);
      seen[i] =
          R * frames[points[i].segment].place(points[i].p_SQ_S) + mistakes.off(i, landmarks[i].visibility);
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
