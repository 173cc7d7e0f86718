#include "core/measure/angle_track.h"

#include <Eigen/Dense>
#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <utility>

#include "core/measure/statistics.h"

namespace endrange::measure {
namespace {

/// Half the width of the smoothing window: a slow repetition takes seconds, and tremor above some 2 Hz is not
/// measurable at the frame rates of a browser.
constexpr double HalfWindow_s = 0.25;
constexpr std::size_t FewestInWindow = 5;

/// How far sample i stands off the cubic through the two samples on either side of it, in units of what white
/// noise of 1 would give. Nothing at the ends and next to a time that was not seen.
std::optional<Angle> find_stand_off(std::span<const AngleSample> track, std::size_t i) {
  if (i < 2 || i + 2 >= track.size()) return std::nullopt;
  const std::array<std::size_t, 4> neighbours = {i - 2, i - 1, i + 1, i + 2};
  for (std::size_t k = i - 2; k < i + 2; ++k)
    if (track[k + 1].time_s - track[k].time_s > LongestUnseen_s) return std::nullopt;
  double interpolated = 0.0;
  double variance = 1.0;
  for (const std::size_t a : neighbours) {
    double weight = 1.0;  // Lagrange, because browsers jitter
    for (const std::size_t b : neighbours)
      if (a != b) weight *= (track[i].time_s - track[b].time_s) / (track[a].time_s - track[b].time_s);
    interpolated += weight * track[a].angle.radians();
    variance += weight * weight;
  }
  return Angle::from_radians((track[i].angle.radians() - interpolated) / std::sqrt(variance));
}

std::vector<double> compute_stand_offs(std::span<const AngleSample> track) {
  std::vector<double> all;
  for (std::size_t i = 0; i < track.size(); ++i)
    if (const auto off = find_stand_off(track, i)) all.push_back(std::abs(off->radians()));
  return all;
}

struct Window {
  std::size_t begin = 0;
  std::size_t end = 0;  // one past the last
};

Window find_window(std::span<const AngleSample> track, std::size_t i) {
  const auto is_near = [&](std::size_t from, std::size_t to) {
    return track[to].time_s - track[from].time_s <= LongestUnseen_s;
  };
  Window window{i, i + 1};
  const auto widen = [&](auto wanted) {
    while (window.begin > 0 && is_near(window.begin - 1, window.begin) && wanted(window.begin - 1))
      --window.begin;
    while (window.end < track.size() && is_near(window.end - 1, window.end) && wanted(window.end))
      ++window.end;
  };
  widen([&](std::size_t k) { return std::abs(track[k].time_s - track[i].time_s) <= HalfWindow_s; });
  widen([&](std::size_t k) {
    const std::size_t distance = k < i ? i - k : k - i;
    return distance <= FewestInWindow / 2;
  });
  return window;
}

/// A summit is read over so long to either side.
constexpr double HalfSummit_s = 0.75;

/// A parabola through samples, its time counted from `middle_s` in units of `half_s`.
struct Parabola {
  double middle_s = 0.0;
  double half_s = 1.0;
  Eigen::Vector3d powers = Eigen::Vector3d::Zero();      // [rad]
  Eigen::Matrix3d covariance = Eigen::Matrix3d::Zero();  // of samples that err by 1
  double deviation = 0.0;                                // of a sample from it [rad]
  double alike = 1.0;                                    // so many neighbouring samples err alike

  [[nodiscard]] SmoothSample at(double t) const {
    const Eigen::Vector3d one(1.0, t, t * t);
    return {middle_s + t * half_s, Angle::from_radians(one.dot(powers)),
            Angle::from_radians(deviation * std::sqrt(one.dot(covariance * one) * alike))};
  }
  [[nodiscard]] double compute_off(const AngleSample& sample) const {
    return (sample.angle - at((sample.time_s - middle_s) / half_s).angle).radians();
  }
};

/// @param samples   at least five
/// @param memory_s  after which errors are forgotten
Parabola fit_parabola(std::span<const AngleSample> samples, double middle_s, double half_s, double memory_s) {
  const auto count = static_cast<Eigen::Index>(samples.size());
  Eigen::MatrixX3d powers(count, 3);
  Eigen::VectorXd angles(count);
  for (Eigen::Index k = 0; k < count; ++k) {
    const AngleSample& sample = samples[static_cast<std::size_t>(k)];
    const double t = (sample.time_s - middle_s) / half_s;
    powers.row(k) << 1.0, t, t * t;
    angles(k) = sample.angle.radians();
  }
  Parabola parabola{.middle_s = middle_s, .half_s = half_s};
  parabola.covariance = (powers.transpose() * powers).inverse();
  parabola.powers = parabola.covariance * (powers.transpose() * angles);
  parabola.deviation = (angles - powers * parabola.powers).norm() / std::sqrt(static_cast<double>(count - 3));
  const double duration_s = samples.back().time_s - samples.front().time_s;
  parabola.alike = std::max(1.0, memory_s * static_cast<double>(count - 1) / duration_s);
  return parabola;
}

std::optional<Parabola> fit_summit(std::span<const AngleSample> determined, double time_s, Angle lowest) {
  if (determined.empty()) return std::nullopt;
  const auto nearest = std::ranges::min_element(
      determined, {}, [&](const AngleSample& sample) { return std::abs(sample.time_s - time_s); });
  const auto at = static_cast<std::size_t>(std::distance(determined.begin(), nearest));
  const auto belongs = [&](std::size_t from, std::size_t to) {
    return std::abs(determined[to].time_s - determined[from].time_s) <= LongestUnseen_s &&
           std::abs(determined[to].time_s - time_s) <= HalfSummit_s && determined[to].angle >= lowest;
  };
  std::size_t begin = at;
  std::size_t end = at + 1;
  while (begin > 0 && belongs(begin, begin - 1)) --begin;
  while (end < determined.size() && belongs(end - 1, end)) ++end;
  if (end - begin < FewestInWindow) return std::nullopt;
  // Errors of a pose estimator are forgotten within about so long.
  constexpr double Memory_s = 0.2;
  return fit_parabola(determined.subspan(begin, end - begin), time_s, HalfSummit_s, Memory_s);
}

SmoothTrack::const_iterator find_nearest(const SmoothTrack& motion, double time_s) {
  return std::ranges::min_element(
      motion, {}, [&](const SmoothSample& sample) { return std::abs(sample.time_s - time_s); });
}

/// From when to when about a sample a motion is no lower than `lowest`, never across a time that was not
/// seen.
std::pair<double, double> find_stay(const SmoothTrack& motion, SmoothTrack::const_iterator highest,
                                    Angle lowest) {
  const auto belongs = [&](auto from, auto to) {
    return std::abs(to->time_s - from->time_s) <= LongestUnseen_s && to->angle >= lowest;
  };
  auto first = highest;
  auto last = highest;
  while (first != motion.begin() && belongs(first, first - 1)) --first;
  while (last + 1 != motion.end() && belongs(last, last + 1)) ++last;
  return {first->time_s, last->time_s};
}

}  // namespace

AngleTrack select_determined(std::span<const AngleSample> track) {
  AngleTrack determined;
  std::ranges::copy_if(track, std::back_inserter(determined), &AngleSample::is_determined);
  return determined;
}

AngleTrack drop_outliers(AngleTrack track) {
  const AngleTrack determined = select_determined(track);
  // Far: six robust standard deviations leave out none of a thousand honest samples; never under 10 degrees,
  // so that a very quiet recording keeps its small jerks.
  constexpr double FarInDeviations = 6.0;
  constexpr double SmallestFar = Angle::from_degrees(10.0).radians();
  const double far =
      std::max(SmallestFar, FarInDeviations * compute_robust_deviation(compute_stand_offs(determined)));
  // A bad sample bends the curve of its neighbours too: the worst of a neighbourhood is left out, not all of
  // it.
  for (std::size_t i = 0; i < determined.size(); ++i) {
    const auto off = find_stand_off(determined, i);
    if (!off || std::abs(off->radians()) <= far) continue;
    bool is_worst = true;
    for (std::size_t k = i >= 2 ? i - 2 : 0; k < std::min(i + 3, determined.size()); ++k) {
      const auto other = find_stand_off(determined, k);
      if (other && std::abs(other->radians()) > std::abs(off->radians())) is_worst = false;
    }
    if (!is_worst) continue;
    const auto found = std::ranges::find(track, determined[i].time_s, &AngleSample::time_s);
    found->is_determined = false;
  }
  return track;
}

std::optional<Angle> find_frame_noise(std::span<const AngleSample> determined) {
  constexpr std::size_t FewestSamples = 8;
  const std::vector<double> offs = compute_stand_offs(determined);
  if (offs.size() + 4 < FewestSamples) return std::nullopt;
  return Angle::from_radians(compute_robust_deviation(offs));
}

std::optional<SmoothSample> read_summit(std::span<const AngleSample> determined, double time_s,
                                        Angle lowest) {
  const auto parabola = fit_summit(determined, time_s, lowest);
  if (!parabola) return std::nullopt;
  return parabola->at(0.0);
}

std::optional<SmoothSample> read_top(std::span<const AngleSample> determined, const SmoothTrack& motion,
                                     double time_s, Angle lowest) {
  // So many deviations below the summit, a motion is no more about as high. Chosen on simulated cameras with
  // other seeds than are scored (tests/core/measure/known_truth_test.cpp), as is for how long errors of a
  // smoothed motion are alike.
  constexpr double AsHighInDeviations = 3.0;
  constexpr double Memory_s = 0.5;
  // As many from the parabola, a sample is astray; twice over, because what is astray bends it.
  constexpr double AstrayInDeviations = 3.0;
  constexpr int Sightings = 2;
  // The ends of a stay are on the way.
  constexpr double Inside = 0.7;
  const auto summit = fit_summit(determined, time_s, lowest);
  if (!summit) return std::nullopt;
  const auto highest = find_nearest(motion, time_s);
  const Angle noise = std::max(Angle::from_radians(summit->deviation), highest->standard_error);
  const auto [from_s, to_s] = find_stay(motion, highest, summit->at(0.0).angle - AsHighInDeviations * noise);
  if (to_s - from_s <= 2.0 * HalfSummit_s) return summit->at(0.0);
  AngleTrack stay;
  std::ranges::copy_if(determined, std::back_inserter(stay), [&](const AngleSample& sample) {
    return sample.time_s >= from_s && sample.time_s <= to_s;
  });
  std::optional<Parabola> parabola;
  for (int sighting = 0;; ++sighting) {
    if (stay.size() < FewestInWindow) return summit->at(0.0);
    parabola = fit_parabola(stay, (from_s + to_s) / 2.0, (to_s - from_s) / 2.0, Memory_s);
    if (sighting == Sightings) break;
    std::vector<double> off;
    for (const AngleSample& sample : stay) off.push_back(std::abs(parabola->compute_off(sample)));
    const double far = AstrayInDeviations * compute_robust_deviation(std::move(off));
    std::erase_if(stay, [&](const AngleSample& sample) {
      return std::abs(parabola->compute_off(sample)) > far && far > 0.0;
    });
  }
  const double bend = parabola->powers(2);
  return parabola->at(bend < 0.0 ? std::clamp(-0.5 * parabola->powers(1) / bend, -Inside, Inside) : 0.0);
}

SmoothTrack smooth(std::span<const AngleSample> determined) {
  const double noise = find_frame_noise(determined).value_or(Angle{}).radians();
  SmoothTrack result;
  result.reserve(determined.size());
  for (std::size_t i = 0; i < determined.size(); ++i) {
    const auto [begin, end] = find_window(determined, i);
    // Normal equations of a + b t + c t², t in half windows from sample i: `a` is the value there.
    Eigen::Matrix3d normal = Eigen::Matrix3d::Zero();
    Eigen::Vector3d moments = Eigen::Vector3d::Zero();
    for (std::size_t k = begin; k < end; ++k) {
      const double t = (determined[k].time_s - determined[i].time_s) / HalfWindow_s;
      const Eigen::Vector3d powers(1.0, t, t * t);
      normal += powers * powers.transpose();
      moments += powers * determined[k].angle.radians();
    }
    const bool is_parabola = end - begin >= FewestInWindow;
    const Eigen::Vector3d weights = is_parabola
                                        ? Eigen::Vector3d(normal.ldlt().solve(Eigen::Vector3d::UnitX()))
                                        : Eigen::Vector3d(1.0 / normal(0, 0), 0.0, 0.0);
    result.push_back({determined[i].time_s, Angle::from_radians(weights.dot(moments)),
                      Angle::from_radians(noise * std::sqrt(std::max(0.0, weights(0))))});
  }
  return result;
}

double compute_typical_step_s(std::span<const AngleSample> track) {
  std::vector<double> steps;
  for (std::size_t i = 1; i < track.size(); ++i) steps.push_back(track[i].time_s - track[i - 1].time_s);
  return steps.empty() ? 0.0 : compute_median(std::move(steps));
}

}  // namespace endrange::measure
