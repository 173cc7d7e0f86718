#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <optional>
#include <string_view>

#include "core/body/landmarks.h"
#include "tests/core/body/poses.h"

/// How a pose library errs, for tests that film a motion which is known.
namespace endrange::test {

/// How landmarks err. Sizes and sources: root mean square errors of 30 to 56 mm in space are published for
/// such landmarks (multi-camera 30, one camera 56: Sensors 24:7772), depth about three times worse than the
/// picture's plane [Bazarevsky2020]. How that splits up, how long jitter is alike, and how often limbs are
/// hidden is assumed; it was written down before anything was scored.
struct SimulatedNoise {
  double least_rms_m = 0.030;  ///< of a recording, all parts together; evenly up to ...
  double most_rms_m = 0.056;
  /// Shares of the mean square. Where a landmark sits on this person: fixed in its segment for all their
  /// recordings, the same in every direction.
  double definition_share = 1.0 / 8.0;
  /// In the camera's axes, fixed for a recording; depth so many times worse.
  double lasting_share = 7.0 / 16.0;
  /// In the camera's axes, from frame to frame, forgotten in this time; 0: each frame errs by itself.
  double jitter_share = 7.0 / 16.0;
  double depth_factor = 3.0;
  double jitter_memory_s = 0.1;
  /// Landmarks that are quite elsewhere, in any direction, for one to five frames.
  double outlier_share = 0.05;
  double least_outlier_m = 0.20;
  double most_outlier_m = 0.60;
  /// A limb from its middle joint on is hidden: so often, so long; every second time only partly, with noise
  /// that grows as its visibility falls.
  double hidden_per_s = 0.12;
  double least_hidden_s = 0.3;
  double most_hidden_s = 1.2;
  double far_side_visibility = 0.75;  ///< of what it else were, of the far limbs of a person seen side-on
  double lost_frame_share = 0.03;
  double gap_share = 0.3;  ///< of recordings with a gap of 0.2 to 0.4 s
  double most_yaw_deg = 15.0;
};

/// Three numbers, normal, of spread 1.
[[nodiscard]] inline body::Vector3 draw(body::Numbers& numbers) {
  const double x = numbers.normal();
  const double y = numbers.normal();
  return {x, y, numbers.normal()};
}

[[nodiscard]] inline bool is_left(std::size_t landmark) {
  return body::word(static_cast<body::Landmark>(landmark)).find("left") != std::string_view::npos;
}

/// Mistakes from frame to frame, in the camera's axes: towards it, up, to the left of the picture.
class LandmarkMistakes {
 public:
  /// @param lasting, jitter  one standard deviation along each axis [m]
  LandmarkMistakes(const SimulatedNoise& noise, const body::Vector3& lasting, const body::Vector3& jitter,
                   body::Numbers& numbers)
      : noise_(noise), jitter_spread_(jitter), numbers_(numbers) {
    for (std::size_t i = 0; i < body::LandmarkCount; ++i) {
      lasting_[i] = lasting.cwiseProduct(draw(numbers));
      jitter_[i] = jitter.cwiseProduct(draw(numbers));
    }
  }

  /// Once a frame, before its landmarks.
  void begin_frame(double time_s, double step_s) {
    for (Hiding& limb : hidden_) {
      if (time_s < limb.until_s) continue;
      limb.visibility = 1.0;
      if (numbers_.uniform(0.0, 1.0) >= noise_.hidden_per_s * step_s) continue;
      limb.until_s = time_s + numbers_.uniform(noise_.least_hidden_s, noise_.most_hidden_s);
      const bool is_wholly = numbers_.uniform(0.0, 1.0) < 0.5;
      limb.visibility = is_wholly ? numbers_.uniform(0.05, 0.25) : numbers_.uniform(0.35, 0.8);
    }
    kept_ = noise_.jitter_memory_s > 0.0 ? std::exp(-step_s / noise_.jitter_memory_s) : 0.0;
  }

  struct Mistake {
    body::Vector3 off = body::Vector3::Zero();  ///< [m]
    double visibility = 1.0;
  };

  /// Once a frame and landmark.
  /// @param is_far  whether it belongs to the side that is turned away
  [[nodiscard]] Mistake make(std::size_t landmark, bool is_far) {
    body::Vector3& jitter = jitter_[landmark];
    jitter = kept_ * jitter + std::sqrt(1.0 - kept_ * kept_) * jitter_spread_.cwiseProduct(draw(numbers_));
    const auto limb = find_limb(landmark);
    Mistake mistake;
    mistake.visibility = numbers_.uniform(0.92, 0.99);
    if (is_far && limb) mistake.visibility *= noise_.far_side_visibility;
    if (limb) mistake.visibility = std::min(mistake.visibility, hidden_[*limb].visibility);
    // Once where a landmark is seen, three times as much where it is hardly seen.
    const double factor = 1.0 + 2.0 * (0.9 - std::clamp(mistake.visibility, 0.3, 0.9)) / 0.6;
    mistake.off = factor * (lasting_[landmark] + jitter);
    if (astray_frames_[landmark] == 0 && numbers_.uniform(0.0, 1.0) < noise_.outlier_share / 3.0) {
      astray_frames_[landmark] = 1 + static_cast<int>(numbers_.uniform(0.0, 5.0));
      astray_[landmark] =
          numbers_.uniform(noise_.least_outlier_m, noise_.most_outlier_m) * draw(numbers_).normalized();
    }
    if (astray_frames_[landmark] > 0) {
      --astray_frames_[landmark];
      mistake.off += astray_[landmark];
    }
    return mistake;
  }

 private:
  struct Hiding {
    double until_s = 0.0;
    double visibility = 1.0;
  };

  // Left and right arm, left and right leg, each from its middle joint on.
  static std::optional<std::size_t> find_limb(std::size_t landmark) {
    using enum body::Landmark;
    if (landmark >= body::index(LeftElbow) && landmark <= body::index(RightThumb))
      return is_left(landmark) ? 0 : 1;
    if (landmark >= body::index(LeftKnee)) return is_left(landmark) ? 2 : 3;
    return std::nullopt;
  }

  SimulatedNoise noise_;
  body::Vector3 jitter_spread_;
  body::Numbers& numbers_;
  double kept_ = 0.0;
  std::array<body::Vector3, body::LandmarkCount> lasting_;
  std::array<body::Vector3, body::LandmarkCount> jitter_;
  std::array<body::Vector3, body::LandmarkCount> astray_;
  std::array<int, body::LandmarkCount> astray_frames_ = {};
  std::array<Hiding, 4> hidden_;
};

}  // namespace endrange::test
