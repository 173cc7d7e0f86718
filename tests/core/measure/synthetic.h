#pragma once

#include <cmath>
#include <cstddef>
#include <functional>
#include <numbers>
#include <random>
#include <vector>

#include "core/measure/angle_track.h"
#include "core/measure/protocol.h"

/// Movements whose truth is known.
namespace endrange::measure::testing {

/// One stretch of a written movement: go to an angle, then stay.
struct Stretch {
  double to_deg = 0.0;
  double ramp_s = 2.0;
  double stay_s = 0.5;
};

/// How a written movement is seen.
struct Seen {
  double frames_per_s = 15.0;
  double noise_deg = 0.0;
  double sway_deg = 0.0;  ///< amplitude of a sine about every angle that is kept
  double sway_hz = 0.6;
  unsigned seed = 1;
};

/// The written angle at a time, in degrees: smooth ramps (raised cosine) between stays.
class Movement {
 public:
  explicit Movement(std::vector<Stretch> stretches, double from_deg = 5.0)
      : stretches_(std::move(stretches)), from_deg_(from_deg) {}

  [[nodiscard]] double duration_s() const {
    double sum = 1.0;
    for (const Stretch& stretch : stretches_) sum += stretch.ramp_s + stretch.stay_s;
    return sum;
  }

  /// Begins with a second of rest.
  [[nodiscard]] double angle_deg(double time_s) const {
    double at_s = 1.0;
    double from = from_deg_;
    for (const Stretch& stretch : stretches_) {
      if (time_s < at_s) return from;
      if (time_s < at_s + stretch.ramp_s) {
        const double share = (1.0 - std::cos(std::numbers::pi * (time_s - at_s) / stretch.ramp_s)) / 2.0;
        return from + share * (stretch.to_deg - from);
      }
      at_s += stretch.ramp_s + stretch.stay_s;
      from = stretch.to_deg;
    }
    return from;
  }

 private:
  std::vector<Stretch> stretches_;
  double from_deg_;
};

/// Out to an angle, a hold there, and back; as often as there are angles.
inline Movement make_repetitions(const std::vector<double>& tops_deg, double hold_s = 4.0,
                                 double ramp_s = 2.0) {
  std::vector<Stretch> stretches;
  for (const double top : tops_deg) {
    stretches.push_back({top, ramp_s, hold_s});
    stretches.push_back({5.0, ramp_s, 1.0});
  }
  return Movement(std::move(stretches));
}

/// Frames that jitter by a fifth of their step, as a browser's do.
inline AngleTrack see(const Movement& movement, const Seen& seen) {
  std::mt19937 random(seen.seed);
  std::normal_distribution<double> noise(0.0, 1.0);
  std::uniform_real_distribution<double> jitter(-0.2, 0.2);
  AngleTrack track;
  const double step_s = 1.0 / seen.frames_per_s;
  const auto frames = static_cast<std::size_t>(movement.duration_s() / step_s);
  for (std::size_t i = 0; i < frames; ++i) {
    const double time_s = (static_cast<double>(i) + 0.5 + jitter(random)) * step_s;
    const double sway = seen.sway_deg * std::sin(2.0 * std::numbers::pi * seen.sway_hz * time_s);
    const double angle = movement.angle_deg(time_s) + sway + seen.noise_deg * noise(random);
    track.push_back({time_s, Angle::from_degrees(angle), Angle::from_degrees(seen.noise_deg), true});
  }
  return track;
}

inline Protocol make_protocol() {
  Protocol protocol;
  protocol.id = ProtocolId("shoulder.abduction");
  protocol.name = "Shoulder, out to the side";
  protocol.joint_motion = JointMotionId("shoulder.abduction");
  protocol.sides = {Side::Left, Side::Right};
  protocol.limb = "arm";
  protocol.position = "standing";
  protocol.hold_s = 3.0;
  protocol.steadiness_band = Angle::from_degrees(3.0);
  protocol.fastest = Angle::from_degrees(90.0);
  protocol.repetitions = 3;
  protocol.forbidden = {{{JointMotionId("thorax.side_bend")},
                         "Your trunk leans to the side",
                         "Stay tall, and go only as far as you can.",
                         Angle::from_degrees(10.0)}};
  protocol.expected_grade = journal::Grade::Measured;
  protocol.grade_reason = "From the front the arm moves in the picture's plane.";
  protocol.errors = {Angle::from_degrees(5.0), Angle::from_degrees(2.5), Angle::from_degrees(2.2)};
  return protocol;
}

}  // namespace endrange::measure::testing
