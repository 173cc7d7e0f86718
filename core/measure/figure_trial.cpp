#include "core/measure/figure_trial.h"

#include <Eigen/SVD>
#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <utility>

#include "core/base/contracts.h"
#include "core/body/kinematics.h"
#include "core/measure/departure.h"
#include "core/measure/live_phase.h"
#include "core/measure/repetitions.h"
#include "core/measure/trial_words.h"

namespace endrange::measure {
namespace {

using body::Part;
using body::Vector3;
using journal::FigureName;
using journal::FigureUnit;

/// A whole repetition more or less is a slip of judgement at either end of the time.
constexpr double CountError = 0.5;
/// When a foot left the ground or came back is known to about this.
constexpr double TimeError_s = 0.3;
/// What people differ by from day to day and from try to try, which no camera makes less: as for counting and
/// a stopwatch in content/measurement/hand_tools.toml.
constexpr double CountBetweenDays = 2.0;
constexpr double TimeBetweenTries_s = 3.0;

bool is_shown_at(const std::vector<bool>& is_shown, std::size_t frame) {
  return is_shown.empty() || is_shown[frame];
}

/// The limb of a circle, what it hangs on, and two joint motions whose errors are those of its direction.
struct Limb {
  Part limb = Part::Humerus;
  Part base = Part::Thorax;
  std::array<const char*, 2> joint_motions = {};
  bool points_down = true;
};

/// Do we see how the base tilts? The two hips of a single camera or a depth camera lie on the axis about
/// which a pelvis tilts.
bool is_tilt_seen(const SeenMotion& seen, Part base) {
  return base != Part::Pelvis || (seen.is_all_around && !seen.clinical);
}

/// How the base stands in the middle of all frames.
body::Matrix3 find_middle_attitude(const SeenMotion& seen, body::SegmentIndex base) {
  body::Matrix3 sum = body::Matrix3::Zero();
  for (const auto& frame : seen.frames)
    if (frame) sum += compute_segment_frames(seen.body, frame->pose)[base].R_GS;
  const Eigen::JacobiSVD<body::Matrix3> parts(sum, Eigen::ComputeFullU | Eigen::ComputeFullV);
  return parts.matrixU() * parts.matrixV().transpose();
}

Limb find_limb(const Protocol& protocol) {
  if (protocol.joint == "hip") return {Part::Thigh, Part::Pelvis, {"hip.flexion", "hip.abduction"}, true};
  if (protocol.joint == "neck") return {Part::Head, Part::Thorax, {"neck.flexion", "neck.side_bend"}, false};
  return {Part::Humerus, Part::Thorax, {"shoulder.flexion", "shoulder.abduction"}, true};
}

journal::Tested begin(const SeenMotion& seen, const Protocol& protocol, Side side) {
  journal::Tested tested;
  tested.protocol = protocol.id;
  tested.side = side;
  tested.method = journal::Method::Recording;
  tested.set_up = protocol.set_up();
  tested.grade = seen.is_all_around ? journal::Grade::Measured : protocol.expected_grade;
  if (!seen.is_all_around) tested.grade_reason = protocol.grade_reason;
  return tested;
}

FigureTrial refuse(journal::Tested tested, words::Advice advice) {
  tested.figures.clear();
  tested.grade = journal::Grade::NotObservable;
  tested.grade_reason = std::move(advice.reason);
  return {.tested = std::move(tested), .remedy = std::move(advice.remedy)};
}

/// The forbidden compensation that left its rest furthest, and how far.
struct Largest {
  ForbiddenCompensation compensation = {};
  Estimate change = {};
  bool is_beyond = false;  ///< surely, for longer than a moment
};

/// How far the limb points from where it hung at first.
SmoothTrack compute_way_from_rest(const std::vector<DirectionSample>& track) {
  AngleTrack way;
  const auto first = std::ranges::find_if(track, &DirectionSample::is_determined);
  for (auto sample = first; sample != track.end(); ++sample)
    if (sample->is_determined)
      way.push_back({sample->time_s, Angle::from_radians(std::acos(
                                         std::clamp(sample->direction.dot(first->direction), -1.0, 1.0)))});
  return smooth(way);
}

std::optional<Largest> find_largest_compensation(const SeenMotion& seen, const Protocol& protocol, Side side,
                                                 const std::vector<bool>& is_shown,
                                                 const std::vector<DirectionSample>& track) {
  /// Rest, for compensations to count from: the limb still hangs, or has hardly left.
  constexpr double RestShare = 0.25;
  const SmoothTrack way = compute_way_from_rest(track);
  if (way.empty()) return std::nullopt;
  const Angle rest_below = RestShare * std::ranges::max_element(way, {}, &SmoothSample::angle)->angle;
  std::optional<Largest> largest;
  for (const CompensationTrack& watched : read_evidence(seen, protocol, side, is_shown).compensations) {
    const Departure departure = find_departure(watched, way, rest_below);
    if (departure.motion.empty()) continue;
    const Estimate change = find_largest(departure);
    if (largest && change.mean <= largest->change.mean) continue;
    bool is_beyond = false;
    for (std::size_t i = 0; !is_beyond && i < departure.motion.size(); ++i)
      is_beyond = is_surely_beyond(departure.motion, i, watched.compensation.threshold);
    largest = {watched.compensation, change, is_beyond};
  }
  return largest;
}

words::Advice explain(NoCircle why, const Protocol& protocol, Side side) {
  switch (why) {
    case NoCircle::NotSeen:
      return words::seldom_seen(protocol, side);
    case NoCircle::NoRound:
      return words::no_round(protocol, side);
    case NoCircle::BothWays:
      return words::both_ways_round(protocol, side);
    case NoCircle::TooSmall:
      break;
  }
  return words::circle_too_small(protocol, side);
}

/// How often the limb went round, in whole turns.
double compute_turns(const std::vector<DirectionSample>& track) {
  std::vector<Vector3> line;
  for (const DirectionSample& sample : track)
    if (sample.is_determined) line.push_back(sample.direction);
  return measure::compute_turns(line);
}

FigureTrial measure_joint_circle(const SeenMotion& seen, const Protocol& protocol, Side side,
                                 const std::vector<bool>& is_shown) {
  journal::Tested tested = begin(seen, protocol, side);
  const std::vector<DirectionSample> track = read_directions(seen, protocol, side, is_shown);
  const CircleResult result = measure_circle(track);
  if (!result.circle) {
    FigureTrial refused = refuse(std::move(tested), explain(result.why, protocol, side));
    refused.went = compute_turns(track);
    return refused;
  }
  const Circle& circle = *result.circle;
  const auto add = [&](FigureName name, FigureUnit unit, const Figure& figure) {
    tested.figures.push_back({name, unit, figure.value, figure.standard_error});
  };
  const auto in_degrees = [](const Figure& figure) {
    return Figure{Angle::from_radians(figure.value).degrees(),
                  Angle::from_radians(figure.standard_error).degrees()};
  };
  add(FigureName::ReachConeArea, FigureUnit::Steradians, circle.area_sr);
  add(FigureName::Roundness, FigureUnit::One, circle.roundness);
  if (circle.rounds > 1)
    add(FigureName::Repeatability, FigureUnit::Degrees, in_degrees(circle.repeatability));
  add(FigureName::SpeedEvenness, FigureUnit::One, circle.speed_evenness);
  add(FigureName::DeadOctants, FigureUnit::Count,
      {static_cast<double>(circle.dead_octants.size()), CountError});
  FigureTrial trial{.tested = std::move(tested), .circle = circle};
  const auto largest = find_largest_compensation(seen, protocol, side, is_shown, track);
  if (!largest) return trial;
  trial.tested.figures.push_back({FigureName::Compensation, FigureUnit::Degrees,
                                  largest->change.mean.degrees(),
                                  std::max(1.0, largest->change.standard_error.degrees())});
  if (largest->is_beyond) {
    trial.tested.grade_reason +=
        (trial.tested.grade_reason.empty() ? "" : " ") + largest->compensation.words + ".";
    trial.remedy = largest->compensation.advice;
  }
  return trial;
}

FigureTrial measure_count(const SeenMotion& seen, const Protocol& protocol, Side side,
                          const std::vector<bool>& is_shown) {
  journal::Tested tested = begin(seen, protocol, side);
  SideEvidence evidence = read_evidence(seen, protocol, Side::Left, is_shown);
  AngleTrack track;
  for (std::size_t i = 0; i < seen.frames.size(); ++i) track.push_back(read_rise(seen, i, is_shown));
  const AngleTrack determined = select_determined(drop_outliers(track));
  const SmoothTrack angle = smooth(determined);
  const auto walks = find_walks(evidence.body);
  const SmoothTrack movement = compute_whole_movement(angle, evidence.body, walks);
  const auto repetitions = find_repetitions(
      {angle, movement, find_frame_noise(determined).value_or(Angle{}), walks, &evidence.body});
  if (repetitions.empty()) return refuse(std::move(tested), words::never_moved(protocol, side));
  const double last_s = repetitions.front().start_s + protocol.seconds;
  const auto last = std::ranges::lower_bound(angle, last_s, {}, &SmoothSample::time_s);
  // What is more than half done when time is over counts, as a person counts it.
  const auto count = std::ranges::count_if(repetitions, [&](const RepetitionSpan& one) {
    if (one.apex_s <= last_s) return true;
    return one.start_s < last_s && last != angle.end() && last->angle > 0.5 * (one.low + one.apex);
  });
  tested.figures.push_back({FigureName::Count, FigureUnit::Count, static_cast<double>(count),
                            std::hypot(CountError, CountBetweenDays)});
  FigureTrial trial{.tested = std::move(tested)};
  if (seen.duration_s() < last_s) {
    trial.tested.grade_reason += (trial.tested.grade_reason.empty() ? "" : " ");
    const words::Advice advice = words::count_cut_short(protocol);
    trial.tested.grade_reason += advice.reason;
    trial.remedy = advice.remedy;
  }
  return trial;
}

FigureTrial measure_time(const SeenMotion& seen, const Protocol& protocol, Side side,
                         const std::vector<bool>& is_shown) {
  journal::Tested tested = begin(seen, protocol, side);
  AngleTrack height;  // of the other foot above the standing one, in metres
  for (std::size_t i = 0; i < seen.frames.size(); ++i) {
    const auto lift_m = is_shown_at(is_shown, i) ? read_lift(seen, i) : std::nullopt;
    if (!lift_m) continue;
    height.push_back(
        {seen.time_s[i], Angle::from_radians(side == Side::Right ? *lift_m : -*lift_m), {}, true});
  }
  double longest_s = 0.0;
  std::optional<double> since_s;
  double before_s = 0.0;
  for (const SmoothSample& sample : smooth(height)) {
    const bool goes_on = since_s && sample.time_s - before_s <= LongestUnseen_s;
    if (sample.angle.radians() <= Lifted_m)
      since_s.reset();
    else if (!goes_on)
      since_s = sample.time_s;
    if (since_s) longest_s = std::max(longest_s, sample.time_s - *since_s);
    before_s = sample.time_s;
  }
  if (longest_s <= 0.0) return refuse(std::move(tested), words::never_lifted(side));
  tested.figures.push_back({FigureName::Time, FigureUnit::Seconds, std::min(longest_s, protocol.seconds),
                            std::hypot(TimeError_s, TimeBetweenTries_s)});
  return {.tested = std::move(tested)};
}

}  // namespace

AngleSample read_rise(const SeenMotion& seen, std::size_t frame, const std::vector<bool>& is_shown) {
  AngleSample rise{seen.time_s[frame], {}, {}, false};
  if (!is_shown_at(is_shown, frame)) return rise;
  // Both knees straighten together in standing up: their mean, so that rising goes up.
  int sides = 0;
  for (const Side knee : LeftAndRight) {
    const AngleSample one =
        read_angle(seen, frame, {JointMotionId("knee.flexion")}, knee, body::Reference::Proximal);
    if (!one.is_determined) continue;
    rise.angle += one.angle;
    ++sides;
  }
  return sides > 0 ? AngleSample{rise.time_s, -1.0 / sides * rise.angle, {}, true} : rise;
}

std::optional<double> read_lift(const SeenMotion& seen, std::size_t frame) {
  const auto left = seen.body.find_segment(Part::Foot, Side::Left);
  const auto right = seen.body.find_segment(Part::Foot, Side::Right);
  expects(left && right, "a body has feet");
  if (!seen.frames[frame]) return std::nullopt;
  const body::SegmentFrames frames = compute_segment_frames(seen.body, seen.frames[frame]->pose);
  return frames[*left].p_GS.y() - frames[*right].p_GS.y();
}

std::vector<DirectionSample> read_directions(const SeenMotion& seen, const Protocol& protocol, Side side,
                                             const std::vector<bool>& is_shown) {
  const Limb limb = find_limb(protocol);
  const auto segment = seen.body.find_segment(limb.limb, body::is_sided(limb.limb) ? side : Side::Both);
  const auto base = seen.body.find_segment(limb.base);
  expects(segment && base, "a body has the segments of a joint circle");
  // An estimate tilts a pelvis that it does not see along with the thigh, as far as assumptions say, and
  // makes every circle smaller. Standing still is what the test asks for.
  const bool is_seen_to_tilt = is_tilt_seen(seen, limb.base);
  const body::Matrix3 middle = is_seen_to_tilt ? body::Matrix3() : find_middle_attitude(seen, *base);
  std::vector<DirectionSample> track;
  for (std::size_t i = 0; i < seen.frames.size(); ++i) {
    DirectionSample sample{seen.time_s[i], Vector3::UnitY(), {}, false};
    if (seen.frames[i] && is_shown_at(is_shown, i)) {
      const body::SegmentFrames frames = compute_segment_frames(seen.body, seen.frames[i]->pose);
      const body::Matrix3 R_GB = is_seen_to_tilt ? frames[*base].R_GS : middle;
      const Vector3 along = R_GB.transpose() * frames[*segment].R_GS.col(1);
      sample.direction = limb.points_down ? Vector3(-along) : along;
      for (const char* joint_motion : limb.joint_motions) {
        // How the pelvis or the ribs tilt, which landmarks hardly show, turns the whole cone and leaves its
        // size.
        const auto against = limb.points_down ? body::Reference::Trunk : body::Reference::Proximal;
        const AngleSample angle = read_angle(seen, i, {JointMotionId(joint_motion)}, side, against);
        sample.standard_error = std::max(sample.standard_error, angle.standard_error);
        sample.is_determined = sample.is_determined || angle.is_determined;
      }
    }
    track.push_back(sample);
  }
  return track;
}

FigureTrial measure_figures(const SeenMotion& seen, const Protocol& protocol, Side side,
                            const std::vector<bool>& is_shown) {
  switch (protocol.kind) {
    case ProtocolKind::Circle:
      return measure_joint_circle(seen, protocol, side, is_shown);
    case ProtocolKind::Count:
      return measure_count(seen, protocol, side, is_shown);
    case ProtocolKind::Time:
      return measure_time(seen, protocol, side, is_shown);
    case ProtocolKind::Range:
    case ProtocolKind::Distance:
      break;
  }
  return refuse(begin(seen, protocol, side), words::by_hand_only());
}

}  // namespace endrange::measure
