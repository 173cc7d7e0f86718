#include "tests/exercises/round_trip.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>

#include "core/body/built_in_body.h"
#include "core/body/clinical_angles.h"
#include "core/body/kinematics.h"
#include "core/exercise/points.h"
#include "core/exercise/pose_builder.h"
#include "core/measure/landmark_trial.h"
#include "core/measure/uncertainty.h"
#include "tests/core/body/poses.h"
#include "tests/core/measure/film.h"
#include "tests/exercises/library.h"
#include "tests/support/landmark_mistakes.h"

namespace endrange::test {
namespace {

using body::Numbers;
using body::Pose;
using exercise::CompiledExercise;
using exercise::Exercise;
using exercise::TimedPose;
using measure::Protocol;
using measure::View;

/// Less than this is no movement that an author meant.
constexpr Angle LeastMoved = Angle::from_degrees(1.0);
/// Frames of the compiled motion [Hz]; between them it is drawn straight on.
constexpr double CompiledRate_Hz = 30.0;

std::vector<Side> list_sides(exercise::Role role, Side working) {
  const Side side = exercise::resolve_side(role, working);
  if (role == exercise::Role::Midline) return {Side::Both};
  if (side == Side::Both) return {Side::Left, Side::Right};
  return {side};
}

Angle read_sum(const body::Body& body, const Pose& pose, const Protocol& protocol, Side side,
               body::Reference against) {
  Angle sum;
  for (const JointMotionId& joint_motion : protocol.added_joint_motions())
    sum += compute_clinical_angle(body, pose, joint_motion, side, against).value_or(Angle{});
  return sum;
}

/// A pose as it is written: its numbers by coordinate, and what they make before contacts.
struct WrittenPose {
  std::map<std::size_t, double> values = {};  // [rad]
  Pose pose = {};
};

struct WrittenPoses {
  std::vector<WrittenPose> poses = {};  // the base position first
  std::set<std::size_t> named = {};     // coordinates that phases name
};

class PoseWriter {
 public:
  PoseWriter(Side working, const exercise::Person& person)
      : working_(working), person_(person), builder_(person.body, person.joint_motions) {}

  void set(const std::vector<exercise::Target>& targets) {
    for (const exercise::Target& target : targets)
      for (const Side side : list_sides(target.role, working_)) {
        const Angle angle = resolve_target(target, side, person_);
        EXPECT_TRUE(builder_.set(target.joint_motion, side, angle));
        const auto driven =
            find_driven_coordinate(person_.body, *person_.joint_motions.find(target.joint_motion), side);
        values_[index(driven->coordinate)] = driven->sign * angle.radians();
        set_.insert(index(driven->coordinate));
      }
  }
  void forget_what_was_set() { set_.clear(); }
  [[nodiscard]] const std::set<std::size_t>& what_was_set() const { return set_; }
  [[nodiscard]] WrittenPose make() const { return {values_, builder_.make()}; }

 private:
  Side working_;
  const exercise::Person& person_;
  exercise::PoseBuilder builder_;
  std::map<std::size_t, double> values_ = {};
  std::set<std::size_t> set_ = {};
};

WrittenPoses write_poses(const Exercise& exercise, Side working, const exercise::Person& person) {
  PoseWriter base(working, person);
  base.set(load_library().catalogue.find_position(exercise.position)->pose);
  base.forget_what_was_set();
  WrittenPoses written{{base.make()}, {}};
  const auto add = [&](const std::vector<exercise::Target>& targets) {
    PoseWriter pose = base;
    pose.set(targets);
    written.poses.push_back(pose.make());
    written.named.insert(pose.what_was_set().begin(), pose.what_was_set().end());
  };
  for (const exercise::Phase& phase : exercise.phases) {
    for (const auto& targets : phase.through) add(targets);
    add(phase.targets);
  }
  return written;
}

/// The number that a pose has for a test's joint motions, in the clinical sense of the first.
Angle read_number(const body::Body& body, const WrittenPose& pose, const Protocol& protocol, Side side) {
  double sum = 0.0;
  for (const JointMotionId& joint_motion : protocol.added_joint_motions()) {
    const auto driven = find_driven_coordinate(body, *load_library().joint_motions.find(joint_motion), side);
    const auto found = pose.values.find(index(driven->coordinate));
    if (found != pose.values.end()) sum += driven->sign * found->second;
  }
  return Angle::from_radians(sum);
}

const Protocol* find_test(const JointMotionId& joint_motion) {
  const auto& all = load_library().protocols.all();
  const auto found = std::ranges::find_if(all, [&](const Protocol& one) {
    return one.kind == measure::ProtocolKind::Range && !one.is_apart && is_seen_by_camera(one) &&
           one.joint_motion == joint_motion;
  });
  return found == all.end() ? nullptr : &*found;
}

/// The joint motion itself first, then that which is the same angle counted the other way.
std::vector<JointMotionId> list_same_angles(const body::JointMotion& joint_motion) {
  std::vector<JointMotionId> same = {joint_motion.id};
  for (const body::JointMotion& other : load_library().joint_motions.all())
    if (other.coordinate == joint_motion.coordinate && other.id != joint_motion.id) same.push_back(other.id);
  return same;
}

/// The program's test of a joint motion's angle, or nothing.
std::optional<Protocol> find_protocol(const body::JointMotion& joint_motion, Side side) {
  for (const JointMotionId& id : list_same_angles(joint_motion)) {
    const Protocol* test = find_test(id);
    if (test == nullptr) continue;
    Protocol protocol = *test;
    protocol.joint_motion = joint_motion.id;
    protocol.sides = {side};
    // An exercise moves other joints on purpose.
    protocol.forbidden.clear();
    return protocol;
  }
  return std::nullopt;
}

/// Without a view, a hold or errors of its own.
Protocol make_plain_protocol(const body::JointMotion& joint_motion, Side side) {
  Protocol plain;
  plain.id = ProtocolId(joint_motion.id.value());
  plain.joint_motion = joint_motion.id;
  plain.sides = {side};
  plain.limb = joint_motion.joint;
  plain.hold_s = 3.0;
  plain.steadiness_band = Angle::from_degrees(3.0);
  plain.fastest = Angle::from_degrees(90.0);
  plain.view = View::None;
  return plain;
}

bool trains(const Exercise& exercise, const JointMotionId& joint_motion, Side side, Side working) {
  return std::ranges::any_of(exercise.trains, [&](const exercise::TrainedMotion& trained) {
    const auto sides = list_sides(trained.role, working);
    return trained.joint_motion == joint_motion && std::ranges::find(sides, side) != sides.end();
  });
}

/// The exercise over time, as somebody does it before a camera: still, twice, still. Long holds are cut
/// short.
class Doing {
 public:
  Doing(const body::Body& body, const CompiledExercise& compiled) : body_(body) {
    add(0.0, compiled.frames.front().pose);
    add(Still_s, compiled.frames.front().pose);
    for (int repetition = 0; repetition < Repetitions; ++repetition)
      for (std::size_t i = 1; i < compiled.frames.size(); ++i) {
        const double step_s = compiled.frames[i].t_s - compiled.frames[i - 1].t_s;
        if (repetition > 0 && compiled.frames[i - 1].t_s < compiled.loop_from_s - 1e-9) continue;
        add(std::min(step_s, LongestHold_s), compiled.frames[i].pose);
      }
    add(Still_s, compiled.frames.back().pose);
    const auto pelvis =
        compute_segment_frames(body, compiled.frames.front().pose)[body::SegmentIndex{0}].p_GS;
    to_origin_ = body::Tangent::Zero(static_cast<Eigen::Index>(body.coordinate_count()));
    for (const auto& [name, axis] : {std::pair("pelvis_tx", 0), {"pelvis_ty", 1}, {"pelvis_tz", 2}})
      to_origin_[body::row(*body.find_coordinate(name))] = -pelvis[axis];
  }

  [[nodiscard]] double duration_s() const { return poses_.back().t_s; }
  [[nodiscard]] Pose pose_at(double time_s) const {
    const auto next = std::ranges::upper_bound(poses_, time_s, {}, &TimedPose::t_s);
    const auto after = next == poses_.end() ? next - 1 : next;
    const auto before = after == poses_.begin() ? after : after - 1;
    const double step_s = after->t_s - before->t_s;
    const double share = step_s > 0.0 ? std::clamp((time_s - before->t_s) / step_s, 0.0, 1.0) : 0.0;
    return retract(body_, interpolate(body_, before->pose, after->pose, share), to_origin_);
  }

 private:
  static constexpr int Repetitions = 2;
  static constexpr double Still_s = 1.5;
  static constexpr double LongestHold_s = 4.0;

  void add(double step_s, const Pose& pose) {
    poses_.push_back({poses_.empty() ? 0.0 : poses_.back().t_s + step_s, pose});
  }

  const body::Body& body_;
  std::vector<TimedPose> poses_ = {};
  body::Tangent to_origin_ = {};
};

/// Where a camera stands: in front, or beside one side.
struct Stand {
  View view = View::Front;
  Side nearer = Side::Right;
  friend auto operator<=>(const Stand&, const Stand&) = default;
};

Stand find_stand(View view, Side side) {
  return {view, view == View::Side && side == Side::Left ? Side::Left : Side::Right};
}

measure::testing::FilmCamera place_camera(const Stand& stand, double stature_m, Numbers& numbers) {
  const SimulatedNoise usual;
  measure::testing::FilmCamera camera;
  const double asked_deg = stand.view == View::Front ? 0.0 : stand.nearer == Side::Right ? 90.0 : -90.0;
  camera.turn_deg = asked_deg + numbers.uniform(-usual.most_yaw_deg, usual.most_yaw_deg);
  camera.distance_m = stature_m * numbers.uniform(1.7, 2.2);
  camera.above_pelvis_m = 0.12 * stature_m;
  camera.rate_hz = numbers.uniform(8.0, 15.0);
  camera.noise = measure::testing::make_usual_noise(numbers.uniform(usual.least_rms_m, usual.most_rms_m));
  camera.seed = static_cast<std::uint64_t>(numbers.uniform(1.0, 1e15));
  return camera;
}

/// What this recording alone may be off by.
Angle compute_own_error(measure::ErrorParts parts) {
  parts.repetition = parts.between_sessions = parts.definition = {};
  return compute_total(parts);
}

void take_over(RoundTrip& trip, const measure::TrialResult& result) {
  const measure::SideTrial* side = find_side(result, trip.range.side);
  if (side == nullptr || !side->measured.reached) {
    if (!trip.reached) trip.reason = result.refusal.empty() ? side->measured.grade_reason : result.refusal;
    return;
  }
  const Estimate reached{side->measured.reached->mean, compute_own_error(side->reached_error)};
  if (trip.reached && trip.reached->standard_error <= reached.standard_error) return;
  trip.reached = reached;
  trip.stated_error = side->measured.reached->standard_error;
  trip.reason.clear();
}

}  // namespace

Doer make_average_doer() {
  constexpr double Average_m = 1.70;
  return {body::make_built_in_body(body::compute_segment_lengths(Average_m)), {}};
}

Doer make_random_doer(std::uint64_t seed) {
  Numbers numbers(seed);
  constexpr std::array Kinds = {body::Proportions::Average, body::Proportions::FemaleAverage,
                                body::Proportions::MaleAverage};
  const auto kind = Kinds[static_cast<std::size_t>(numbers.uniform(0.0, 3.0))];
  Doer doer{make_built_in_body(compute_segment_lengths(numbers.uniform(1.50, 1.95), kind), kind), {}};
  for (const body::JointMotion& motion : load_library().joint_motions.all())
    for (const Side side : {Side::Left, Side::Right, Side::Both})
      doer.ranges.set(motion.id, side, numbers.uniform(0.45, 0.95) * motion.human_range);
  return doer;
}

std::vector<WrittenRange> find_written_ranges(const Exercise& exercise, Side working, const Doer& doer,
                                              const CompiledExercise& compiled) {
  const exercise::Person person{doer.body, load_library().joint_motions, doer.ranges};
  const WrittenPoses written = write_poses(exercise, working, person);
  std::vector<WrittenRange> ranges;
  for (const body::JointMotion& joint_motion : person.joint_motions.all())
    for (const Side side :
         joint_motion.is_sided ? std::vector{Side::Left, Side::Right} : std::vector{Side::Both}) {
      const auto driven = find_driven_coordinate(doer.body, joint_motion, side);
      if (!driven || !written.named.contains(index(driven->coordinate))) continue;
      const auto test = find_protocol(joint_motion, side);
      const Protocol protocol = test.value_or(make_plain_protocol(joint_motion, side));
      const auto read = [&](const Pose& pose, body::Reference against) {
        return read_sum(doer.body, pose, protocol, side, against);
      };
      const auto own = [&](const Pose& pose) { return read(pose, body::Reference::Proximal); };
      WrittenRange range{joint_motion.id, side, trains(exercise, joint_motion.id, side, working), protocol,
                         test.has_value()};
      range.rest = range.written = read_number(doer.body, written.poses.front(), protocol, side);
      range.posed = own(written.poses.front().pose);
      for (const WrittenPose& pose : written.poses) {
        range.written = std::max(range.written, read_number(doer.body, pose, protocol, side));
        range.posed = std::max(range.posed, own(pose.pose));
      }
      if (range.written - range.rest < LeastMoved) continue;
      range.done = own(compiled.frames.front().pose);
      range.as_test_reads = read(compiled.frames.front().pose, protocol.against);
      for (const TimedPose& frame : compiled.frames) {
        range.done = std::max(range.done, own(frame.pose));
        range.as_test_reads = std::max(range.as_test_reads, read(frame.pose, protocol.against));
      }
      ranges.push_back(std::move(range));
    }
  return ranges;
}

std::vector<RoundTrip> make_round_trips(const Exercise& exercise, Side working, const Doer& doer,
                                        std::uint64_t seed) {
  const auto& library = load_library();
  const auto compiled = compile(exercise, *library.catalogue.find_position(exercise.position), working,
                                {doer.body, library.joint_motions, doer.ranges}, CompiledRate_Hz);
  EXPECT_TRUE(compiled.has_value()) << exercise.id.value() << ": " << compiled.error().text();
  std::vector<RoundTrip> trips;
  for (WrittenRange& range : find_written_ranges(exercise, working, doer, *compiled))
    trips.push_back({exercise.id, std::move(range), {}, {}, {}});
  std::map<Stand, std::pair<std::vector<Protocol>, std::vector<std::size_t>>> asked;
  const auto ask = [&](std::size_t trip, const Stand& stand) {
    auto& [protocols, whose] = asked[stand];
    protocols.push_back(trips[trip].range.protocol);
    protocols.back().view = stand.view;
    whose.push_back(trip);
  };
  for (std::size_t i = 0; i < trips.size(); ++i)
    if (trips[i].range.is_tested) ask(i, find_stand(trips[i].range.protocol.view, trips[i].range.side));
  // What has no test is looked at in the recordings that the others are made for.
  for (std::size_t i = 0; i < trips.size(); ++i)
    for (const View view : {View::Front, View::Side}) {
      if (trips[i].range.is_tested) continue;
      const Stand stand = find_stand(view, trips[i].range.side);
      if (asked.contains(stand))
        ask(i, stand);
      else if (trips[i].reason.empty())
        trips[i].reason = "Nothing else is measured in this view.";
    }
  const Doing doing(doer.body, *compiled);
  const double stature_m = exercise::compute_stature(doer.body);
  Numbers numbers(seed);
  for (auto& [stand, task] : asked) {
    auto& [protocols, whose] = task;
    const auto recording = measure::testing::film(
        doer.body, [&](double time_s) { return doing.pose_at(time_s); }, doing.duration_s(),
        place_camera(stand, stature_m, numbers));
    const auto results =
        measure::measure_recording_by_each(recording, measure::Protocols(std::move(protocols)));
    for (std::size_t i = 0; i < results.size(); ++i) take_over(trips[whose[i]], results[i]);
  }
  return trips;
}

}  // namespace endrange::test
