#include "core/measure/sway.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <string_view>

#include "core/base/contracts.h"
#include "core/base/estimate.h"
#include "core/measure/statistics.h"

namespace endrange::measure {
namespace {

using body::Landmark;
using body::Vector3;

constexpr std::size_t FewestFrames = 12;
/// Further from the straight line through a hold than so many robust deviations, a landmark is astray.
constexpr double AstrayInDeviations = 3.0;
/// Twice over, because what is astray bends the line of the first time.
constexpr int Sightings = 2;
/// How far apart two frames may remember each other: pose estimators forget within a tenth of a second or
/// two, at up to 30 frames a second.
constexpr std::size_t LongestMemory = 6;

/// One line from the middle of two landmarks to the middle of two others, of which each may be twice the
/// same.
struct Line {
  std::array<Landmark, 2> from;
  std::array<Landmark, 2> to;
};

using Lines = std::array<Line, 2>;

std::optional<Lines> find_lines(std::string_view joint_motion, Side side) {
  using enum Landmark;
  const bool is_left = side == Side::Left;
  const auto own = [&](Landmark left, Landmark right) {
    const Landmark one = is_left ? left : right;
    return std::array{one, one};
  };
  const std::array hips = {LeftHip, RightHip};
  const std::array shoulders = {LeftShoulder, RightShoulder};
  const Line trunk{hips, shoulders};
  const Line hip_line{{LeftHip, LeftHip}, {RightHip, RightHip}};
  const Line shoulder_line{{LeftShoulder, LeftShoulder}, {RightShoulder, RightShoulder}};
  const auto shoulder = own(LeftShoulder, RightShoulder);
  const auto hip = own(LeftHip, RightHip);
  const auto knee = own(LeftKnee, RightKnee);
  if (joint_motion.ends_with("rotation")) return std::nullopt;
  if (joint_motion.starts_with("shoulder.")) return Lines{Line{shoulder, own(LeftElbow, RightElbow)}, trunk};
  if (joint_motion == "hip.abduction") return Lines{Line{hip, knee}, hip_line};
  if (joint_motion.starts_with("hip.")) return Lines{Line{hip, knee}, trunk};
  if (joint_motion.starts_with("knee."))
    return Lines{Line{knee, own(LeftAnkle, RightAnkle)}, Line{hip, knee}};
  if (joint_motion == "thorax.side_bend" || joint_motion == "lumbar.side_bend")
    return Lines{shoulder_line, hip_line};
  if (joint_motion == "neck.side_bend")
    return Lines{Line{{LeftEar, LeftEar}, {RightEar, RightEar}}, shoulder_line};
  return std::nullopt;
}

Vector3 compute_line(const motion::RawLandmarks& landmarks, const Line& line) {
  const auto middle = [&](const std::array<Landmark, 2>& two) {
    return Vector3(0.5 * (landmarks[index(two[0])].world + landmarks[index(two[1])].world));
  };
  return middle(line.to) - middle(line.from);
}

/// What is left of values over time when the straight line through them is taken out.
std::vector<double> take_out_line(std::span<const double> time_s, std::span<const double> values) {
  const auto count = static_cast<double>(values.size());
  double mean_t = 0.0;
  double mean = 0.0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    mean_t += time_s[i] / count;
    mean += values[i] / count;
  }
  double tt = 0.0;
  double tv = 0.0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    tt += (time_s[i] - mean_t) * (time_s[i] - mean_t);
    tv += (time_s[i] - mean_t) * (values[i] - mean);
  }
  const double slope = tt > 0.0 ? tv / tt : 0.0;
  std::vector<double> left;
  for (std::size_t i = 0; i < values.size(); ++i)
    left.push_back(values[i] - mean - slope * (time_s[i] - mean_t));
  return left;
}

/// The same about a line of the middle of all slopes, which values astray do not bend. Source: [Sen1968].
std::vector<double> take_out_robust_line(std::span<const double> time_s, std::span<const double> values) {
  std::vector<double> slopes;
  for (std::size_t i = 0; i < values.size(); ++i)
    for (std::size_t k = i + 1; k < values.size(); ++k)
      slopes.push_back((values[k] - values[i]) / (time_s[k] - time_s[i]));
  const double slope = compute_median(std::move(slopes));
  std::vector<double> left;
  for (std::size_t i = 0; i < values.size(); ++i) left.push_back(values[i] - slope * time_s[i]);
  const double middle = compute_median(left);
  for (double& value : left) value -= middle;
  return left;
}

/// One hold: its times, and all the numbers that a landmark astray shows in, one row each.
struct HeldLimb {
  std::vector<double> time_s = {};
  std::vector<double> across = {};  ///< direction in the picture, of the limb against its line [rad]
  std::vector<double> along = {};   ///< logarithm of its length there, likewise
  std::array<std::vector<double>, 6> places = {};
};

HeldLimb read_hold(std::span<const LimbSample> limb, const Span& within) {
  HeldLimb held;
  for (const LimbSample& sample : limb) {
    if (sample.time_s < within.from_s || sample.time_s > within.to_s) continue;
    double across = 0.0;
    double along = 0.0;
    for (std::size_t k = 0; k < 2; ++k) {
      const double sign = k == 0 ? 1.0 : -1.0;
      const Vector3& line = sample.lines[k];
      across += sign * std::atan2(line.y(), line.x());
      along += sign * std::log(std::max(std::hypot(line.x(), line.y()), 1e-6));
      for (Eigen::Index axis = 0; axis < 3; ++axis)
        held.places[3 * k + static_cast<std::size_t>(axis)].push_back(line(axis));
    }
    held.time_s.push_back(sample.time_s);
    held.across.push_back(across);
    held.along.push_back(along);
  }
  // About the middle of all, so that one frame astray turns none of the others round.
  double sine = 0.0;
  double cosine = 0.0;
  for (const double angle : held.across) {
    sine += std::sin(angle);
    cosine += std::cos(angle);
  }
  const double middle = std::atan2(sine, cosine);
  for (double& angle : held.across) angle = middle + std::remainder(angle - middle, 2.0 * std::numbers::pi);
  return held;
}

void drop_astray(HeldLimb& held) {
  std::vector<bool> is_astray(held.time_s.size(), false);
  const auto look = [&](const std::vector<double>& values) {
    const std::vector<double> left = take_out_robust_line(held.time_s, values);
    const double middle = compute_median(left);
    std::vector<double> off;
    for (const double value : left) off.push_back(std::abs(value - middle));
    const double far = AstrayInDeviations * compute_robust_deviation(off);
    for (std::size_t i = 0; i < off.size(); ++i)
      if (off[i] > far && far > 0.0) is_astray[i] = true;
  };
  look(held.across);
  look(held.along);
  for (const std::vector<double>& place : held.places) look(place);
  const auto keep = [&](std::vector<double>& values) {
    std::size_t i = 0;
    std::erase_if(values, [&](double) { return is_astray[i++]; });
  };
  keep(held.time_s);
  keep(held.across);
  keep(held.along);
  for (std::vector<double>& place : held.places) keep(place);
}

/// The variance of what is left about a line, and how sure it is: squares that remember each other or have
/// wild ones among them tell less than as many independent ones.
UnsureVariance compute_variance(std::span<const double> left) {
  const auto count = static_cast<double>(left.size());
  double mean = 0.0;
  for (const double value : left) mean += value * value / count;
  if (mean <= 0.0) return {};
  const auto off = [&](std::size_t i) { return left[i] * left[i] - mean; };
  double spread = 0.0;
  for (std::size_t i = 0; i < left.size(); ++i) spread += off(i) * off(i) / count;
  double memory = 1.0;
  for (std::size_t lag = 1; lag <= std::min(LongestMemory, left.size() / 3); ++lag) {
    double product = 0.0;
    for (std::size_t i = lag; i < left.size(); ++i) product += off(i) * off(i - lag) / count;
    if (product <= 0.0) break;
    memory += 2.0 * product / spread;
  }
  // Never surer than normal values that know nothing of each other.
  const double log_error = std::sqrt(std::max(spread * memory / (mean * mean), 2.0) / count);
  return {mean * count / (count - 2.0), log_error};
}

}  // namespace

std::vector<LimbSample> read_limb_lines(const motion::LandmarkRecording& recording, const Protocol& protocol,
                                        Side side, const std::vector<bool>& is_shown) {
  expects(is_shown.size() == recording.frames.size(), "one answer a frame");
  const auto lines = find_lines(protocol.joint_motion.value(), side);
  if (!lines) return {};
  std::vector<LimbSample> limb;
  for (std::size_t i = 0; i < recording.frames.size(); ++i) {
    const motion::LandmarkFrame& frame = recording.frames[i];
    if (!is_shown[i] || !frame.landmarks) continue;
    limb.push_back(
        {frame.time_s,
         {compute_line(*frame.landmarks, (*lines)[0]), compute_line(*frame.landmarks, (*lines)[1])}});
  }
  return limb;
}

Sway judge_sway(const UnsureVariance& all, const UnsureVariance& noise) {
  const auto at = [](const UnsureVariance& one, double direction) {
    return one.variance * std::exp(direction * TwoSided95 * one.log_error);
  };
  const double excess = all.variance - noise.variance;
  const double below = std::hypot(all.variance - at(all, -1.0), at(noise, 1.0) - noise.variance);
  const double above = std::hypot(at(all, 1.0) - all.variance, noise.variance - at(noise, -1.0));
  const auto root = [](double variance) { return Angle::from_radians(std::sqrt(std::max(variance, 0.0))); };
  // Two variances of noise differ by so much of their ratio at most.
  const double chance = std::exp(TwoSided95 * std::numbers::sqrt2 * noise.log_error);
  Sway sway{.deviation = {},
            .least = root(excess - below),
            .most = root(excess + above),
            .noise_floor = root(noise.variance * (chance - 1.0))};
  if (all.variance > noise.variance * chance)
    sway.deviation = root(excess);
  else
    sway.least = {};
  // A sway as large as the floor is told only half of the time.
  sway.most = std::max(sway.most, sway.noise_floor);
  return sway;
}

std::optional<Sway> compute_limb_sway(std::span<const LimbSample> limb, const Span& within, Angle angle,
                                      Angle off_plane) {
  HeldLimb held = read_hold(limb, within);
  for (int k = 0; k < Sightings && held.time_s.size() >= FewestFrames; ++k) drop_astray(held);
  if (held.time_s.size() < FewestFrames) return std::nullopt;
  Sway sway = judge_sway(compute_variance(take_out_line(held.time_s, held.across)),
                         compute_variance(take_out_line(held.time_s, held.along)));
  // tan of the angle in the picture = tan of the angle × cos of the camera's turn; its slope at this angle.
  const double sine = std::sin(angle.radians()) * std::sin(off_plane.radians());
  const double scale = (1.0 - sine * sine) / std::cos(off_plane.radians());
  if (sway.deviation) *sway.deviation = scale * *sway.deviation;
  sway.least = scale * sway.least;
  sway.most = scale * sway.most;
  sway.noise_floor = scale * sway.noise_floor;
  return sway;
}

AngleTrack drop_astray(AngleTrack track, std::span<const LimbSample> limb) {
  // Longer than landmarks stay astray, shorter than a limb takes to turn towards the camera.
  constexpr double Around_s = 1.5;
  // A bone that seems no more than so much longer or shorter may still be where it is seen.
  constexpr double LeastFar = 0.15;
  std::vector<bool> is_astray(limb.size(), false);
  for (std::size_t line = 0; line < 2; ++line) {
    std::vector<double> off;
    for (const LimbSample& sample : limb) {
      std::vector<double> around;
      for (const LimbSample& other : limb)
        if (std::abs(other.time_s - sample.time_s) <= Around_s) around.push_back(other.lines[line].norm());
      const double usual = std::max(compute_median(std::move(around)), 1e-6);
      off.push_back(std::abs(sample.lines[line].norm() / usual - 1.0));
    }
    const double far = std::max(AstrayInDeviations * compute_robust_deviation(off), LeastFar);
    for (std::size_t i = 0; i < off.size(); ++i)
      if (off[i] > far) is_astray[i] = true;
  }
  for (AngleSample& sample : track) {
    const auto same = std::ranges::lower_bound(limb, sample.time_s, {}, &LimbSample::time_s);
    if (same == limb.end() || same->time_s != sample.time_s) continue;
    if (is_astray[static_cast<std::size_t>(same - limb.begin())]) sample.is_determined = false;
  }
  return track;
}

Angle compute_limb_noise(std::span<const LimbSample> limb) {
  /// Longer than noise is alike, shorter than a limb takes to turn into the picture and out of it.
  constexpr double Around_s = 1.0;
  const HeldLimb held =
      read_hold(limb, {-std::numeric_limits<double>::max(), std::numeric_limits<double>::max()});
  AngleTrack length;
  for (std::size_t i = 0; i < held.time_s.size(); ++i)
    length.push_back({held.time_s[i], Angle::from_radians(held.along[i]), {}, true});
  const SmoothTrack curve = smooth(select_determined(drop_outliers(std::move(length))));
  std::vector<double> off;
  for (const SmoothSample& sample : curve) {
    std::vector<double> around;
    for (const SmoothSample& other : curve)
      if (std::abs(other.time_s - sample.time_s) <= Around_s) around.push_back(other.angle.radians());
    off.push_back(std::abs(sample.angle.radians() - compute_median(std::move(around))));
  }
  return Angle::from_radians(compute_robust_deviation(std::move(off)));
}

}  // namespace endrange::measure
