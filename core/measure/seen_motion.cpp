#include "core/measure/seen_motion.h"

#include <algorithm>
#include <cmath>

#include "core/base/contracts.h"
#include "core/body/kinematics.h"
#include "core/measure/figure_trial.h"
#include "core/measure/landmark_sight.h"
#include "core/measure/statistics.h"
#include "core/measure/trial_words.h"
#include "core/measure/trunk_lean.h"
#include "core/solve/depth_fit.h"
#include "core/solve/summed_angle.h"

namespace endrange::measure {
namespace {

using body::Vector3;
using solve::FittedFrame;

/// Covariances of a depth camera's poses change slowly and cost more than the poses: one for as many frames.
constexpr std::size_t FramesACovariance = 10;

/// Below this, more of a change of an angle would be reckoned than seen.
constexpr double LeastShownShare = 0.4;

/// Where a body is in one frame, as `BodyTrack` has it.
Eigen::RowVectorXd compute_joints(const body::Body& body, const body::Pose& pose) {
  const body::SegmentFrames frames = compute_segment_frames(body, pose);
  const Vector3 pelvis = frames[body::SegmentIndex{0}].p_GS;
  Eigen::RowVectorXd joints(static_cast<Eigen::Index>(3 * frames.size()));
  for (std::size_t i = 0; i < frames.size(); ++i) {
    const Vector3 place = frames[body::SegmentIndex{i}].p_GS;
    joints.segment<3>(static_cast<Eigen::Index>(3 * i)) =
        Vector3(place.x() - pelvis.x(), place.y(), place.z() - pelvis.z()).transpose();
  }
  return joints;
}

BodyTrack make_body_track(const SeenMotion& seen) {
  BodyTrack track;
  std::vector<std::size_t> frames;
  for (std::size_t i = 0; i < seen.frames.size(); ++i)
    if (seen.frames[i]) frames.push_back(i);
  const auto count = static_cast<Eigen::Index>(frames.size());
  track.ground.resize(count, 2);
  for (Eigen::Index row = 0; row < count; ++row) {
    const std::size_t frame = frames[static_cast<std::size_t>(row)];
    const Eigen::RowVectorXd joints = compute_joints(seen.body, seen.frames[frame]->pose);
    if (row == 0) track.joints.resize(count, joints.size());
    track.joints.row(row) = joints;
    track.ground.row(row) = seen.ground.row(static_cast<Eigen::Index>(frame));
    track.time_s.push_back(seen.time_s[frame]);
  }
  return track;
}

/// The pelvis on the ground, where its place is part of the pose.
Eigen::MatrixXd compute_ground(const SeenMotion& seen) {
  Eigen::MatrixXd ground = Eigen::MatrixXd::Zero(static_cast<Eigen::Index>(seen.frames.size()), 2);
  for (std::size_t i = 0; i < seen.frames.size(); ++i) {
    if (!seen.frames[i]) continue;
    const Vector3 pelvis =
        compute_segment_frames(seen.body, seen.frames[i]->pose)[body::SegmentIndex{0}].p_GS;
    ground.row(static_cast<Eigen::Index>(i)) << pelvis.x(), pelvis.z();
  }
  return ground;
}

/// A skeleton tracker tells left from right by the shoulders that face it: beyond half a right angle one leg
/// hides the other, and it takes one for the other. Of UI-PRMD's three people [Vakanski2018] that happened to
/// one in every lunge at 60 degrees, and to nobody who faced the camera.
constexpr Angle SideOn = Angle::from_degrees(45.0);

bool is_side_on(const body::Body& body, const body::Pose& pose) {
  const body::SegmentFrames frames = compute_segment_frames(body, pose);
  const auto place = [&](Side side) { return frames[*body.find_segment(body::Part::Humerus, side)].p_GS; };
  const Vector3 left = place(Side::Left) - place(Side::Right);
  return std::atan2(std::abs(left.x()), std::abs(left.z())) > SideOn.radians();
}

bool is_of_leg(const JointMotionId& joint_motion) {
  const std::string& name = joint_motion.value();
  return name.starts_with("hip.") || name.starts_with("knee.") || name.starts_with("ankle.");
}

Angle find_definition(const solve::DepthClinical& clinical, const JointMotionId& joint_motion) {
  const auto found =
      std::ranges::find_if(clinical.definitions, [&](const solve::DepthDefinition& definition) {
        return joint_motion.value().starts_with(definition.stem);
      });
  return found == clinical.definitions.end() ? clinical.definition : found->error;
}

/// How much too high an arm reads to a depth camera: its shoulder moves along when the arm is raised.
Angle compute_arm_excess(const SeenMotion& seen, const std::vector<JointMotionId>& joint_motions,
                         Angle read) {
  if (!seen.clinical || joint_motions.size() != 1) return {};
  const std::string& name = joint_motions.front().value();
  if (name != "shoulder.abduction" && name != "shoulder.flexion") return {};
  return std::max(0.0, -std::cos(read.radians())) * seen.clinical->raised_arm_excess;
}

/// A turn of the upper arm or thigh about its own length, by the name of a joint motion or of a test.
bool is_turn(std::string_view name) {
  return name.find("ternal_rotation") != std::string_view::npos;
}

std::vector<double> make_times(const motion::PointRecording& recording) {
  std::vector<double> times(recording.time_s().begin(), recording.time_s().end());
  for (double& time_s : times) time_s -= recording.time_s().front();
  return times;
}

}  // namespace

std::size_t SeenMotion::count_seen() const {
  return static_cast<std::size_t>(
      std::ranges::count_if(frames, [](const auto& frame) { return frame.has_value(); }));
}

bool is_limb_straight(const SeenMotion& seen, std::size_t frame, const JointMotionId& joint_motion,
                      Side side) {
  constexpr Angle LeastBend = Angle::from_degrees(30.0);
  const std::string& motion = joint_motion.value();
  const bool is_arm = motion.starts_with("shoulder.");
  if (!seen.frames[frame] || !is_turn(motion) || !(is_arm || motion.starts_with("hip."))) return false;
  const JointMotionId bend(is_arm ? "elbow.flexion" : "knee.flexion");
  const auto angle = compute_clinical_angle(seen.body, seen.frames[frame]->pose, bend, side);
  return angle && *angle < LeastBend;
}

AngleSample read_angle(const SeenMotion& seen, std::size_t frame,
                       const std::vector<JointMotionId>& joint_motions, Side side, body::Reference against) {
  const double time_s = seen.time_s[frame];
  if (!seen.frames[frame]) return {time_s, {}, {}, false};
  const auto read =
      solve::compute_summed_angle_estimate(seen.body, *seen.frames[frame], joint_motions, side, against);
  if (!read) return {time_s, {}, {}, false};
  const bool is_straight = std::ranges::any_of(joint_motions, [&](const JointMotionId& joint_motion) {
    return is_limb_straight(seen, frame, joint_motion, side);
  });
  // What assumptions hold back is given back, as long as most of what is then told is seen.
  const double share = read->shown_share;
  if (share < LeastShownShare) return {time_s, {}, {}, false};
  const double scale_error = read->shown_share_error / share;
  const Angle told = read->estimate.mean / share;
  const Angle mean = told - compute_arm_excess(seen, joint_motions, told);
  const Angle error = Angle::from_radians(
      std::hypot(read->estimate.standard_error.radians() / std::sqrt(share), scale_error * mean.radians()));
  return {time_s, mean, error, read->is_determined && !is_straight && error <= LargestFrameError,
          scale_error};
}

namespace {

AngleSample read_compensation(const SeenMotion& seen, std::size_t frame, const Protocol& protocol,
                              const ForbiddenCompensation& compensation, Side side) {
  const bool is_side_view = !seen.is_all_around && protocol.view == View::Side;
  return is_side_view && is_bending_forward_or_back(compensation)
             ? read_trunk_bend(seen, frame, compensation.joint_motions)
             : read_angle(seen, frame, compensation.joint_motions, side, body::Reference::Proximal);
}

}  // namespace

SideEvidence read_evidence(const SeenMotion& seen, const Protocol& protocol, Side side,
                           const std::vector<bool>& is_shown) {
  SideEvidence evidence;
  evidence.side = side;
  evidence.body = make_body_track(seen);
  evidence.definition =
      seen.clinical ? std::optional(find_definition(*seen.clinical, protocol.joint_motion)) : seen.definition;
  evidence.is_all_around = seen.is_all_around;
  evidence.errs_anew = seen.clinical.has_value();
  evidence.is_side_on = is_of_leg(protocol.joint_motion) &&
                        2 * std::ranges::count(seen.is_side_on, true) > std::ssize(seen.is_side_on);
  const std::vector<JointMotionId> measured = protocol.added_joint_motions();
  for (const ForbiddenCompensation& forbidden : protocol.forbidden)
    evidence.compensations.push_back({forbidden, {}});
  std::size_t straight = 0;
  for (std::size_t i = 0; i < seen.frames.size(); ++i) {
    if (is_limb_straight(seen, i, protocol.joint_motion, side)) ++straight;
    if (!is_shown.empty() && !is_shown[i]) {
      evidence.track.push_back({seen.time_s[i], {}, {}, false});
      continue;
    }
    evidence.track.push_back(read_angle(seen, i, measured, side, protocol.against));
    for (CompensationTrack& watched : evidence.compensations)
      watched.track.push_back(read_compensation(seen, i, protocol, watched.compensation, side));
  }
  evidence.is_limb_straight = 2 * straight > seen.count_seen();
  return evidence;
}

Result<SeenMotion> see_depth_recording(const motion::PointRecording& recording,
                                       const solve::DepthCamera& camera) {
  TRY(const auto person, solve::calibrate_depth_person({&recording, 1}, camera));
  solve::DepthFit fit(camera, person);
  TRY(auto fitted, fit.fit(recording));
  SeenMotion seen{fitted.body, make_times(recording), {}, {}, {}, true, camera.clinical, {}};
  const body::Tangent assumed_variance = fit.compute_assumed_variance();
  Eigen::MatrixXd covariance;
  for (std::size_t i = 0; i < fitted.motion.poses.size(); ++i) {
    if (i % FramesACovariance == 0) covariance = fit.compute_covariance(fitted, recording, i);
    seen.frames.emplace_back(
        FittedFrame{seen.time_s[i], fitted.motion.poses[i], covariance, assumed_variance, 0.0});
    seen.is_side_on.push_back(is_side_on(seen.body, fitted.motion.poses[i]));
  }
  seen.ground = compute_ground(seen);
  return seen;
}

Result<SeenMotion> see_marker_recording(const motion::PointRecording& recording,
                                        const solve::MarkerSet& markers) {
  const motion::PointRecording* const only = &recording;
  TRY(const auto body, solve::learn_marker_body({&only, 1}, markers));
  SeenMotion seen{body.body, make_times(recording), {}, {}, markers.definition, true, {}, {}};
  seen.frames.resize(seen.time_s.size());
  std::size_t next = 0;
  for (auto& fitted : solve::fit_marker_body(body, recording, solve::Uncertainty::Computed)) {
    while (recording.time_s()[next] < fitted.time_s) ++next;
    seen.frames[next] = FittedFrame{seen.time_s[next], std::move(fitted.pose), std::move(fitted.covariance),
                                    std::move(fitted.assumed_variance), fitted.residual_m};
  }
  seen.ground = compute_ground(seen);
  return seen;
}

TrialResult measure_motion(const SeenMotion& seen, const Protocol& protocol, journal::Method method) {
  if (protocol.kind != ProtocolKind::Range) {
    std::vector<FigureTrial> figures;
    for (const Side side : protocol.sides) {
      figures.push_back(measure_figures(seen, protocol, side));
      figures.back().tested.method = method;
    }
    return make_figure_result(protocol, std::move(figures), seen.duration_s(), seen.count_seen());
  }
  std::vector<SideTrial> sides;
  for (const Side side : protocol.sides) {
    sides.push_back(measure_side(protocol, read_evidence(seen, protocol, side)));
    sides.back().measured.method = method;
  }
  return make_trial_result(protocol, std::move(sides), seen.duration_s(), seen.count_seen());
}

namespace {

/// Where an arm goes up: overhead, flexion and abduction read the same, so half-way up tells which it was.
enum class ArmPlane { Unknown, Sagittal, Frontal };

ArmPlane find_arm_plane(const SeenMotion& seen, Side side) {
  const auto thorax = seen.body.find_segment(body::Part::Thorax);
  const auto humerus = seen.body.find_segment(body::Part::Humerus, side);
  if (!thorax || !humerus) return ArmPlane::Unknown;
  constexpr double NearHorizontal = 0.5;
  double forward = 0.0;
  double sideways = 0.0;
  for (const auto& frame : seen.frames) {
    if (!frame) continue;
    const body::SegmentFrames frames = compute_segment_frames(seen.body, frame->pose);
    const Vector3 arm = frames[*thorax].R_GS.transpose() * -frames[*humerus].R_GS.col(1);
    if (std::abs(arm.y()) > NearHorizontal) continue;
    forward += std::abs(arm.x());
    sideways += std::abs(arm.z());
  }
  if (forward + sideways == 0.0) return ArmPlane::Unknown;
  return forward > sideways ? ArmPlane::Sagittal : ArmPlane::Frontal;
}

bool is_placed_to_turn(const SeenMotion& seen, const Protocol& protocol, Side side) {
  constexpr Angle LeastBend = Angle::from_degrees(55.0);
  constexpr Angle MostBend = Angle::from_degrees(125.0);
  constexpr double MostOffLevel = 0.6;  // 37 degrees
  const bool is_arm = protocol.joint_motion.value().starts_with("shoulder.");
  const JointMotionId bend(is_arm ? "elbow.flexion" : "knee.flexion");
  const auto thorax = seen.body.find_segment(body::Part::Thorax);
  const auto humerus = seen.body.find_segment(body::Part::Humerus, side);
  if (is_arm && (!thorax || !humerus)) return false;
  std::size_t placed = 0;
  for (const auto& frame : seen.frames) {
    if (!frame) continue;
    const auto angle = compute_clinical_angle(seen.body, frame->pose, bend, side);
    if (!angle || *angle < LeastBend || *angle > MostBend) continue;
    if (is_arm) {
      const body::SegmentFrames frames = compute_segment_frames(seen.body, frame->pose);
      const double down = frames[*thorax].R_GS.col(1).dot(frames[*humerus].R_GS.col(1));
      if (std::abs(down) > MostOffLevel) continue;
    }
    ++placed;
  }
  return 2 * placed > seen.count_seen();
}

bool is_in_plane(const SeenMotion& seen, const Protocol& protocol) {
  const std::string& motion = protocol.joint_motion.value();
  const bool is_sagittal = motion == "shoulder.flexion" || motion == "shoulder.extension";
  if (!is_sagittal && motion != "shoulder.abduction") return true;
  // An arm that hangs tells nothing; where neither is raised, neither plane is ruled out.
  bool is_known = false;
  for (const Side side : protocol.sides) {
    const ArmPlane plane = find_arm_plane(seen, side);
    if (plane == ArmPlane::Unknown) continue;
    is_known = true;
    if (is_sagittal == (plane == ArmPlane::Sagittal)) return true;
  }
  return !is_known;
}

}  // namespace

bool is_placed_for_turn(const SeenMotion& seen, const Protocol& protocol) {
  return !is_turn(protocol.joint_motion.value()) || std::ranges::any_of(protocol.sides, [&](Side side) {
    return is_placed_to_turn(seen, protocol, side);
  });
}

std::string_view find_position(const SeenMotion& seen) {
  constexpr double Beginning_s = 0.3;
  constexpr Angle Lying = Angle::from_degrees(55.0);
  constexpr Angle Bent = Angle::from_degrees(50.0);
  std::vector<double> upright;
  std::vector<double> face_up;
  std::vector<double> bent;
  const auto thorax = seen.body.find_segment(body::Part::Thorax);
  if (!thorax) return {};
  std::optional<double> first_s;
  for (std::size_t i = 0; i < seen.frames.size(); ++i) {
    if (!seen.frames[i]) continue;
    if (!first_s) first_s = seen.time_s[i];
    if (seen.time_s[i] > *first_s + Beginning_s) break;
    const auto segment_frames = compute_segment_frames(seen.body, seen.frames[i]->pose);
    const body::Matrix3& R_GS = segment_frames[*thorax].R_GS;
    upright.push_back(R_GS(1, 1));
    face_up.push_back(R_GS(1, 0));
    for (const Side side : {Side::Left, Side::Right})
      for (const char* joint_motion : {"hip.flexion", "knee.flexion"}) {
        const auto angle =
            compute_clinical_angle(seen.body, seen.frames[i]->pose, JointMotionId(joint_motion), side);
        if (angle) bent.push_back(angle->radians());
      }
  }
  if (upright.empty()) return {};
  const Angle lean =
      Angle::from_radians(std::acos(std::clamp(compute_median(std::move(upright)), -1.0, 1.0)));
  if (lean > Lying) return compute_median(std::move(face_up)) > 0.0 ? "supine" : "prone";
  return Angle::from_radians(compute_median(std::move(bent))) > Bent ? "seated" : "standing";
}

TrialResult choose_trial(std::vector<TrialResult> trials) {
  expects(!trials.empty(), "there are trials to choose from");
  // A turn about a limb's own length takes along only what is beyond it: half of the limb, about.
  const auto went = [](const TrialResult& trial) {
    return is_turn(trial.protocol.value()) ? 0.5 * trial.movement : trial.movement;
  };
  return std::move(*std::ranges::max_element(trials, {}, went));
}

TrialResult measure_motion(const SeenMotion& seen, const Protocols& protocols, journal::Method method) {
  expects(!protocols.all().empty(), "there are protocols to choose from");
  const std::string_view position = find_position(seen);
  std::vector<TrialResult> trials;
  for (const Protocol& protocol : protocols.all())
    if (protocol.kind == ProtocolKind::Range && is_seen_by_camera(protocol) && !protocol.is_apart &&
        protocol.position == position && is_in_plane(seen, protocol) && is_placed_for_turn(seen, protocol))
      trials.push_back(measure_motion(seen, protocol, method));
  if (!trials.empty()) return choose_trial(std::move(trials));
  const words::Advice advice = words::no_test_fits();
  return make_refusal(protocols.all().front(), advice.reason, advice.remedy, seen.duration_s(),
                      seen.count_seen());
}

}  // namespace endrange::measure
