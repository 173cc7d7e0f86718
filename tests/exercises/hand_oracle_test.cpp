// Oracle: sums done by hand. For each exercise the places of joint centres, distances and angles at the end
// of a phase, worked out on paper from the lengths below, the angles that the exercise writes and school
// trigonometry; nothing of the program's own kinematics is asked. Limits: only what follows from what is
// written can be worked out so. Where contacts and angles pull against each other, only what the contacts fix
// is claimed.
//
// Axes: x forward, y up, z to the right; metres, degrees. A turn by q about z takes (x, y) to
// (x cos q - y sin q, x sin q + y cos q); about x it takes (y, z), about y it takes (z, x) in the same way. A
// limb hangs along (0, -1, 0). The hip and shoulder turn about z (flexion), then about the limb's own x
// (adduction), then about its own y (turning in); the right working side.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "core/body/built_in_body.h"
#include "core/body/kinematics.h"
#include "core/body/landmarks.h"
#include "core/exercise/compile.h"
#include "core/exercise/points.h"
#include "tests/exercises/library.h"

namespace endrange::exercise {
namespace {

using body::Part;
using body::Vector3;

// An average body of 1.70 m; shares of stature, the means of women's and men's tables.
//   trunk      hips to shoulders  0.0598 + 0.2680 - 0.032 = 0.2958 → 0.50286   [Dumas2007], [Winter2009]
//   thigh      (0.2354 + 0.2441) / 2              = 0.23975 → 0.40758          [Dumas2007]
//   shank      (0.2410 + 0.2446) / 2              = 0.2428  → 0.41276          [Dumas2007]
//   upper arm  (0.1586 + 0.1618) / 2              = 0.1602  → 0.27234          [deLeva1996]
//   forearm    (0.1523 + 0.1545) / 2              = 0.1534  → 0.26078          [deLeva1996]
//   hand       0.108 → 0.18360, foot 0.152 → 0.25840, ankle 0.039 → 0.06630    [Winter2009]
//   hips apart (0.098 + 0.091) / 2                = 0.0945  → 0.16065          [Rajagopal2016]
//   shoulders  (0.202 + 0.207) / 2                = 0.2045  → 0.34765          [Gordon1989]
//   C7 to crown  1 - 0.039 - 0.2428 - 0.23975 - 0.0598 - 0.2680 = 0.15065 → 0.25611
// In the trunk, as shares of it (core/body/built_in_body.cpp): from the middle of the hips to L5/S1
// (-0.03, 0.202), to the joint of the chest (-0.03, 0.555), to C7 (-0.10, 1.108); from the chest's joint to
// the shoulder (0.03, 0.445), of which the collar bone's far 0.44 of the shoulders' distance goes up when the
// arm is raised: by 0.16 of what it is raised beyond 0.52 rad.
constexpr double Stature_m = 1.70;

// What follows from written angles alone is exact but for rounding, the solver's last step, and half a degree
// that a named joint gives way for the weight (0.03 rad is its standard spread) over two thirds of a metre.
constexpr double Near_m = 5e-3;
// Contacts hold to 5 mm.
constexpr double Contact_m = 5e-3;

struct Moment {
  const body::Body& body;
  body::SegmentFrames frames;

  [[nodiscard]] const body::Frame& frame(Part part, Side side) const {
    return frames[*body.find_segment(part, side)];
  }
  /// The joint centre on which a part hangs.
  [[nodiscard]] Vector3 joint(Part part, Side side = Side::Both) const { return frame(part, side).p_GS; }
  /// A point of the skin or a tip.
  [[nodiscard]] Vector3 point(const std::string& name, Side side = Side::Both) const {
    const auto found = find_point(body, name, side);
    EXPECT_TRUE(found.has_value()) << name;
    return frames[found->segment].place(found->p_SQ_S);
  }
  [[nodiscard]] Vector3 nose() const {
    const auto found = compute_landmark_points(body)[body::index(body::Landmark::Nose)];
    return frames[found.segment].place(found.p_SQ_S);
  }
  [[nodiscard]] Vector3 hips() const {
    return 0.5 * (joint(Part::Thigh, Side::Left) + joint(Part::Thigh, Side::Right));
  }
  /// A way through the room as it looks along the axes of a part.
  [[nodiscard]] Vector3 seen_along(Part part, const Vector3& way, Side side = Side::Both) const {
    return frame(part, side).R_GS.transpose() * way;
  }
};

class Done {
 public:
  explicit Done(const std::string& id, Side side = Side::Right) {
    const auto& library = test::load_library();
    const auto* exercise = library.catalogue.find(ExerciseId(id));
    EXPECT_NE(exercise, nullptr) << id;
    const Side with = exercise->sides == SideRule::Together ? Side::Both : side;
    constexpr double FramesPerSecond_Hz = 30.0;
    auto compiled = compile(*exercise, *library.catalogue.find_position(exercise->position), with,
                            {body_, library.joint_motions, ranges_}, FramesPerSecond_Hz);
    EXPECT_TRUE(compiled.has_value()) << compiled.error().text();
    compiled_ = std::move(*compiled);
  }

  [[nodiscard]] Moment begin() const { return look(compiled_.frames.front()); }
  /// Where the move of a phase has ended.
  [[nodiscard]] Moment after(std::size_t phase) const {
    const double t_s = compiled_.phases.at(phase).hold_from_s;
    return look(*std::ranges::lower_bound(compiled_.frames, t_s - 1e-9, {}, &TimedPose::t_s));
  }
  /// How near a phase comes to a place.
  template <typename Place>
  [[nodiscard]] double find_nearest(std::size_t phase, Place place, const Vector3& to) const {
    double nearest = 1e9;
    for (const TimedPose& frame : compiled_.frames)
      if (frame.t_s >= compiled_.phases.at(phase).from_s && frame.t_s <= compiled_.phases.at(phase).to_s)
        nearest = std::min(nearest, (place(look(frame)) - to).norm());
    return nearest;
  }

 private:
  [[nodiscard]] Moment look(const TimedPose& frame) const {
    return {body_, compute_segment_frames(body_, frame.pose)};
  }

  body::Body body_ = body::make_built_in_body(body::compute_segment_lengths(Stature_m));
  PersonalRanges ranges_ = {};
  CompiledExercise compiled_ = {};
};

void expect_at(const Vector3& found, double x, double y, double z, double within_m, const char* what) {
  const Vector3 expected(x, y, z);
  EXPECT_LT((found - expected).norm(), within_m)
      << what << ": expected " << expected.transpose() << ", found " << found.transpose();
}

// The angle at a joint between the lines to its neighbours.
double compute_bend_deg(const Vector3& before, const Vector3& joint, const Vector3& after) {
  const Vector3 in = joint - before;
  const Vector3 out = after - joint;
  return Angle::from_radians(std::atan2(in.cross(out).norm(), in.dot(out))).degrees();
}

// Seated, lift-off, knees. Hip flexed by 90 and, from the base position, out by 6; knee 4 beyond straight.
//   thigh: about x by -6: (0, -cos 6, sin 6); about z by 90: (cos 6, 0, sin 6) = (0.9945, 0, 0.1045)
//   shank: about z by +4: (sin 4, -cos 4, 0); about x by -6: (sin 4, -cos 4 cos 6, cos 4 sin 6); about z by
//   90:
//          (cos 4 cos 6, sin 4, cos 4 sin 6) = (0.9921, 0.0698, 0.1043)
//   knee from hip 0.40758 (...), ankle from knee 0.41276 (...)
//   hip to ankle, by the law of cosines: √(0.40758² + 0.41276² + 2 · 0.40758 · 0.41276 · cos 4) = 0.8198
//   The other foot stands flat: its ankle 0.0663 high. Hip 88 and knee 90 there: the shank leans 2 back and
//   the thigh falls 2: the hip is 0.0663 + 0.41276 cos 2 + 0.40758 sin 2 cos 6 = 0.4930 high.
TEST(HandOracle, knee_extension_seated) {
  const Done done("knee-extension-seated");
  const Moment m = done.after(0);
  const Vector3 hip = m.joint(Part::Thigh, Side::Right);
  const Vector3 knee = m.joint(Part::Shank, Side::Right);
  const Vector3 ankle = m.joint(Part::Foot, Side::Right);
  expect_at(m.seen_along(Part::Pelvis, knee - hip), 0.4053, 0.0, 0.0426, Near_m, "knee from hip");
  expect_at(m.seen_along(Part::Pelvis, ankle - hip), 0.8148, 0.0288, 0.0856, Near_m, "ankle from hip");
  EXPECT_NEAR((ankle - hip).norm(), 0.8198, 1e-3);
  EXPECT_NEAR(compute_bend_deg(hip, knee, ankle), 4.0, 0.5);
  EXPECT_NEAR(m.joint(Part::Foot, Side::Left).y(), 0.0663, Contact_m);
  EXPECT_NEAR(m.joint(Part::Thigh, Side::Left).y(), 0.4930, Near_m);
}

// Seated, hold, shoulders. The end of a range of which nothing is known: 0.7 · 180 = 126 of abduction. The
// base position has the arm 11 forward, and that stays: no target names flexion. Elbow 5.
//   upper arm: about x by -126: (0, 0.5878, 0.8090); about z by 11: (-0.5878 sin 11, 0.5878 cos 11, 0.8090)
//              = (-0.1122, 0.5770, 0.8090), times 0.27234
//   forearm: (sin 5, -cos 5 cos 126, cos 5 sin 126) = (0.0872, 0.5855, 0.8059); about z by 11:
//            (-0.0262, 0.5914, 0.8059), times 0.26078
//   The arm is raised by arccos(-0.5770) = 125.24° = 2.1858 rad, and the collar bone by
//   0.16 · (2.1858 - 0.52) = 0.26653 rad = 15.27°; its far part is 0.44 · 0.34765 = 0.15297 long, from
//   0.06 · 0.34765 = 0.02086 beside the middle:
//   shoulder from the chest's joint: (0.03 · 0.50286, 0.445 · 0.50286 + 0.15297 sin 15.27,
//                                     0.02086 + 0.15297 cos 15.27) = (0.0151, 0.2641, 0.1684)
TEST(HandOracle, arm_raise_side_seated) {
  const Done done("arm-raise-side-seated");
  const Moment m = done.after(0);
  const Vector3 shoulder = m.joint(Part::Humerus, Side::Right);
  const Vector3 elbow = m.joint(Part::Forearm, Side::Right);
  const Vector3 wrist = m.joint(Part::Hand, Side::Right);
  expect_at(m.seen_along(Part::Thorax, shoulder - m.joint(Part::Thorax)), 0.0151, 0.2641, 0.1684, Near_m,
            "shoulder from the chest's joint");
  expect_at(m.seen_along(Part::Thorax, elbow - shoulder), -0.0305, 0.1571, 0.2203, Near_m, "elbow");
  expect_at(m.seen_along(Part::Thorax, wrist - shoulder), -0.0374, 0.3114, 0.4305, Near_m, "wrist");
  EXPECT_NEAR(compute_bend_deg(shoulder, elbow, wrist), 5.0, 0.5);
}

// Seated, circle, neck. Comfortable: 0.7 · 0.7 · 80 = 39.2 of turning, 0.7 · 0.7 · 60 = 29.4 of bending.
//   From C7 to where the head sits: (0.10 · 0.50286, 0.38 · 0.25611) = (0.0503, 0.0973). The head is
//   0.62 · 0.25611 = 0.15879 high, the nose 0.73 of it in front and 0.03 above: from C7 (0.1662, 0.1021, 0).
//   turned right by 39.2: (0.1662 cos 39.2, 0.1021, 0.1662 sin 39.2) = (0.1288, 0.1021, 0.1050)
//   bent by 29.4, about z by -29.4: (0.1662 cos + 0.1021 sin, -0.1662 sin + 0.1021 cos) = (0.1949, 0.0073)
TEST(HandOracle, neck_circle_seated) {
  const Done done("neck-circle-seated");
  const auto nose = [](const Moment& m) {
    return m.seen_along(Part::Thorax, m.nose() - m.joint(Part::Neck));
  };
  expect_at(nose(done.begin()), 0.1662, 0.1021, 0.0, Near_m, "nose at rest");
  expect_at(nose(done.after(0)), 0.1288, 0.1021, 0.1050, Near_m, "nose to the right");
  EXPECT_LT(done.find_nearest(1, nose, Vector3(0.1949, 0.0073, 0.0)), Near_m);
  expect_at(nose(done.after(1)), 0.1288, 0.1021, -0.1050, Near_m, "nose to the left");
}

// Seated, dynamic, upper back. End of the turn: 0.7 · 45 = 31.5, and 8 of the lower back: 39.5 about one
// line, 0.03 · 0.50286 = 0.0151 behind the hips. Arms out by 80 and, from the base position, forward by 11;
// elbows 6.
//   upper arm: about x by -80: (0, -0.1736, 0.9848); about z by 11: (0.0331, -0.1705, 0.9848)
//   forearm: (sin 6, -cos 6 cos 80, cos 6 sin 80) = (0.1045, -0.1727, 0.9794); about z by 11:
//            (0.1356, -0.1496, 0.9794)
//   raised by arccos(0.1705) = 80.19° = 1.3995 rad: the collar bone rises by 0.16 · 0.8795 = 0.14072 rad
//   = 8.06° before the turn, from the middle of the hips: shoulder (0, (0.555 + 0.445) · 0.50286 + 0.15297
//   sin 8.06, 0.02086 + 0.15297 cos 8.06) = (0, 0.5243, 0.1723); elbow + 0.27234 (...) = (0.0090, 0.4779,
//   0.4405); wrist + 0.26078 (...) = (0.0444, 0.4389, 0.6959) From the line of the turn the points lie 0.0151
//   further forward. A turn to the right by 39.5 takes (x, z) to (x cos 39.5 - z sin 39.5, x sin 39.5 + z
//   cos 39.5), and then 0.0151 back again: right shoulder (0.0151, 0.1723) → (-0.0980, 0.1426): (-0.1130,
//   0.5243, 0.1426) left shoulder (0.0151, -0.1723) → (0.1213, -0.1234): (0.1062, 0.5243, -0.1234) right
//   elbow (0.0241, 0.4405) → (-0.2616, 0.3552): (-0.2767, 0.4779, 0.3552) right wrist (0.0595, 0.6959) →
//   (-0.3968, 0.5748): (-0.4119, 0.4389, 0.5748)
TEST(HandOracle, thoracic_turn_arms_wide_seated) {
  const Done done("thoracic-turn-arms-wide-seated");
  const Moment m = done.after(1);
  const auto from_hips = [&](const Vector3& p) { return m.seen_along(Part::Pelvis, p - m.hips()); };
  expect_at(from_hips(m.joint(Part::Humerus, Side::Right)), -0.1130, 0.5243, 0.1426, Near_m,
            "right shoulder");
  expect_at(from_hips(m.joint(Part::Humerus, Side::Left)), 0.1062, 0.5243, -0.1234, Near_m, "left shoulder");
  expect_at(from_hips(m.joint(Part::Forearm, Side::Right)), -0.2767, 0.4779, 0.3552, Near_m, "right elbow");
  expect_at(from_hips(m.joint(Part::Hand, Side::Right)), -0.4119, 0.4389, 0.5748, Near_m, "right wrist");
}

// Seated, dynamic, lower back. The pelvis rolls back by 14, the lower back rounds by 20, the chest by 3 more.
//   C7 from the middle of the hips, along the pelvis: L5/S1 (-0.0151, 0.1016), then 0.353 · 0.50286 = 0.17751
//   bent forward by 20: (0.0607, 0.1668), then 0.50286 (-0.07, 0.553) = (-0.0352, 0.2781) bent forward by 23:
//   (0.0763, 0.2697): altogether (0.1219, 0.5381)
//   in the room, rolled back by 14: (0.1219 cos 14 - 0.5381 sin 14, 0.1219 sin 14 + 0.5381 cos 14)
//   = (-0.0119, 0.5516)
//   The sit bones stay: 0.1 and 0.62 of 0.50286 √(0.03² + 0.202²) = 0.1027 behind and below the hips. From
//   them the hips lie at (0.0103, 0.0637), rolled back by 14 at (-0.0054, 0.0643): they move by (-0.0157,
//   0.0006). The pelvis gives way a little for the feet, which stay: a third of a degree, 3 mm at C7.
TEST(HandOracle, pelvic_tilt_seated) {
  const Done done("pelvic-tilt-seated");
  const Moment m = done.after(0);
  expect_at(m.joint(Part::Neck) - m.hips(), -0.0119, 0.5516, 0.0, 8e-3, "C7 from the hips");
  expect_at(m.hips() - done.begin().hips(), -0.0157, 0.0006, 0.0, Near_m, "how far the hips moved");
  for (const Side side : LeftAndRight)
    EXPECT_LT((m.point("sit_bone", side) - done.begin().point("sit_bone", side)).norm(), Contact_m);
}

// Lying on the side, dynamic, hips. Hip flexed 62, out 22, turned out 24; knee 88.
//   thigh: about x by -22: (0, -0.9272, 0.3746); about z by 62: (0.8187, -0.4353, 0.3746), times 0.40758
//   shank: about z by -88: (-0.9994, -0.0349, 0); about y by -24: (-0.9130, -0.0349, -0.4065);
//          about x by -22: (-0.9130, -0.1846, -0.3638); about z by 62: (-0.2656, -0.8928, -0.3638)
//   ankle from hip: (0.3337 - 0.1096, -0.1774 - 0.3685, 0.1527 - 0.1502) = (0.2240, -0.5459, 0.0025)
TEST(HandOracle, clam_sidelying) {
  const Done done("clam-sidelying");
  const Moment m = done.after(0);
  const Vector3 hip = m.joint(Part::Thigh, Side::Right);
  const auto from_hip = [&](const Vector3& p) { return m.seen_along(Part::Pelvis, p - hip); };
  expect_at(from_hip(m.joint(Part::Shank, Side::Right)), 0.3337, -0.1774, 0.1527, Near_m, "knee from hip");
  expect_at(from_hip(m.joint(Part::Foot, Side::Right)), 0.2240, -0.5459, 0.0025, Near_m, "ankle from hip");
  // The lower hip's side is 0.2 of the thigh away from the joint, and rests on the floor.
  EXPECT_NEAR(m.point("hip_side", Side::Left).y(), 0.0, Contact_m);
  EXPECT_NEAR((m.point("hip_side", Side::Left) - m.joint(Part::Thigh, Side::Left)).norm(), 0.0815, 1e-3);
}

// Lying on the back, dynamic, hips. Hip flexed 62, and from the base position out 4, turned out 2; knee 6.
//   thigh: (cos 4 sin 62, -cos 4 cos 62, sin 4) = (0.8808, -0.4683, 0.0698)
//   shank: about z by -6: (-0.1045, -0.9945, 0); about y by -2: (-0.1045, -0.9945, -0.0036); about x by -4:
//          (-0.1045, -0.9923, 0.0658); about z by 62: (0.8271, -0.5581, 0.0658)
//   ankle from hip: (0.3590 + 0.3414, -0.1909 - 0.2304, 0.0284 + 0.0272) = (0.7004, -0.4212, 0.0556)
//   hip to ankle: √(0.40758² + 0.41276² + 2 · 0.40758 · 0.41276 · cos 6) = 0.8192
TEST(HandOracle, supine_leg_raise) {
  const Done done("supine-leg-raise");
  const Moment m = done.after(0);
  const Vector3 hip = m.joint(Part::Thigh, Side::Right);
  const Vector3 knee = m.joint(Part::Shank, Side::Right);
  const Vector3 ankle = m.joint(Part::Foot, Side::Right);
  expect_at(m.seen_along(Part::Pelvis, knee - hip), 0.3590, -0.1909, 0.0284, Near_m, "knee from hip");
  expect_at(m.seen_along(Part::Pelvis, ankle - hip), 0.7004, -0.4212, 0.0556, Near_m, "ankle from hip");
  EXPECT_NEAR((ankle - hip).norm(), 0.8192, 1e-3);
  // The other foot stands flat, the back lies on the floor, and the heel comes down to it again.
  EXPECT_NEAR(m.joint(Part::Foot, Side::Left).y(), 0.0663, Contact_m);
  EXPECT_NEAR(m.point("sacrum").y(), 0.0, Contact_m);
  EXPECT_NEAR(done.after(1).point("heel", Side::Right).y(), 0.0, Contact_m);
}

// On hands and knees, hold, hips and shoulders. Hip 2 beyond straight, out 2, turned out 1, knee 6; the other
// arm up by 150, elbow 6.
//   thigh: (-cos 2 sin 2, -cos 2 cos 2, sin 2) = (-0.0349, -0.9988, 0.0349)
//   shank: about z by -6: (-0.1045, -0.9945, 0); about y by -1: (-0.1045, -0.9945, -0.0018); about x by -2:
//          (-0.1045, -0.9940, 0.0329); about z by -2: (-0.1392, -0.9897, 0.0329)
//   ankle from hip: (-0.0142 - 0.0574, -0.4071 - 0.4085, 0.0142 + 0.0136) = (-0.0716, -0.8156, 0.0278)
//   upper arm: (sin 150, -cos 150, 0) = (0.5, 0.8660, 0); forearm: (sin 156, -cos 156, 0) = (0.4067, 0.9135,
//   0) wrist from shoulder: 0.27234 (0.5, 0.8660) + 0.26078 (0.4067, 0.9135) = (0.2422, 0.4741, 0) A knee and
//   a shin that rest: the skin is 0.13 of the shank's length in front of the knee, and 0.10 in front of a
//   place 0.85 down the shank. Both on the floor, the shank falls by q with tan q = 0.03 / 0.85, q = 2.02;
//   the knee is 0.13 · 0.41276 cos q = 0.0536 high, the ankle 0.41276 sin q lower: 0.0391.
TEST(HandOracle, bird_dog) {
  const Done done("bird-dog");
  const Moment m = done.after(0);
  const Vector3 hip = m.joint(Part::Thigh, Side::Right);
  const Vector3 shoulder = m.joint(Part::Humerus, Side::Left);
  const auto from_hip = [&](const Vector3& p) { return m.seen_along(Part::Pelvis, p - hip); };
  expect_at(from_hip(m.joint(Part::Shank, Side::Right)), -0.0142, -0.4071, 0.0142, Near_m, "knee from hip");
  expect_at(from_hip(m.joint(Part::Foot, Side::Right)), -0.0716, -0.8156, 0.0278, Near_m, "ankle from hip");
  expect_at(m.seen_along(Part::Thorax, m.joint(Part::Hand, Side::Left) - shoulder), 0.2422, 0.4741, 0.0,
            Near_m, "wrist from shoulder");
  EXPECT_NEAR(m.joint(Part::Shank, Side::Left).y(), 0.0536, Contact_m);
  EXPECT_NEAR(m.joint(Part::Foot, Side::Left).y(), 0.0391, Contact_m);
}

// Standing at a desk, dynamic, hips and knees. Feet flat and hands on the desk stay; knees 68.
//   hip to ankle: √(0.40758² + 0.41276² + 2 · 0.40758 · 0.41276 · cos 68) = 0.6801
//   The hands, which hold on to a desk that does not come down along, pull at arms and hips: no more is
//   claimed than that the knee gives way by at most one and a half of its standard spread, 0.045 rad, which
//   changes the distance by 0.40758 · 0.41276 sin 68 / 0.6801 · 0.045 = 0.0103.
TEST(HandOracle, squat_desk) {
  const Done done("squat-desk");
  const Moment m = done.after(0);
  for (const Side side : LeftAndRight) {
    const Vector3 ankle = m.joint(Part::Foot, side);
    EXPECT_NEAR(ankle.y(), 0.0663, Contact_m);
    EXPECT_NEAR((m.joint(Part::Thigh, side) - ankle).norm(), 0.6801, 0.0103);
    EXPECT_LT((ankle - done.begin().joint(Part::Foot, side)).norm(), Contact_m);
    EXPECT_LT((m.point("hand", side) - done.begin().point("hand", side)).norm(), Contact_m);
  }
}

// Standing on one leg at a desk, push and pull, hips. Comfortable 0.7 · 0.7 · 50 = 24.5, then the end 0.7 ·
// 50 = 35 of abduction; knee 6.
//   thigh: (0, -cos 35, sin 35) = (0, -0.8192, 0.5736), times 0.40758
//   shank: (-sin 6, -cos 6 cos 35, cos 6 sin 35) = (-0.1045, -0.8147, 0.5704), times 0.41276
//   with 24.5: thigh (0, -0.9100, 0.4147), shank (-0.1045, -0.9050, 0.4124)
TEST(HandOracle, hip_abduction_push_pull_desk) {
  const Done done("hip-abduction-push-pull-desk");
  const auto from_hip = [](const Moment& m, Part part) {
    return m.seen_along(Part::Pelvis, m.joint(part, Side::Right) - m.joint(Part::Thigh, Side::Right));
  };
  const Moment half = done.after(1);
  expect_at(from_hip(half, Part::Shank), 0.0, -0.3709, 0.1690, Near_m, "knee from hip, comfortable");
  expect_at(from_hip(half, Part::Foot), -0.0431, -0.7444, 0.3392, Near_m, "ankle from hip, comfortable");
  const Moment end = done.after(2);
  expect_at(from_hip(end, Part::Shank), 0.0, -0.3339, 0.2338, Near_m, "knee from hip, at the end");
  expect_at(from_hip(end, Part::Foot), -0.0431, -0.6701, 0.4692, Near_m, "ankle from hip, at the end");
  EXPECT_NEAR(end.joint(Part::Foot, Side::Left).y(), 0.0663, Contact_m);
}

// Facing a wall, dynamic, shoulders. The wall is 0.24 of body height in front of where the hips were, the
// hands slide on it; elbows 45, later 88.
//   0.24 · 1.70 = 0.4080; shoulder to wrist √(0.27234² + 0.26078² + 2 · 0.27234 · 0.26078 cos 45) = 0.4926
TEST(HandOracle, wall_slide) {
  const Done done("wall-slide");
  const Moment m = done.after(1);
  for (const Side side : LeftAndRight) {
    const Vector3 shoulder = m.joint(Part::Humerus, side);
    const Vector3 wrist = m.joint(Part::Hand, side);
    EXPECT_NEAR(m.point("hand", side).x(), 0.4080, Contact_m);
    EXPECT_NEAR(done.after(2).point("hand", side).x(), 0.4080, Contact_m);
    // Elbow and shoulder share what the wall asks for: named joints give way by 0.03 rad, about 2 degrees.
    EXPECT_NEAR((wrist - shoulder).norm(), 0.4926, 0.01);
    EXPECT_NEAR(compute_bend_deg(shoulder, m.joint(Part::Forearm, side), wrist), 45.0, 4.0);
  }
}

// Half-kneeling, hold, hips. What the floor fixes: the rear knee and shin as in bird_dog, the front foot
// flat.
TEST(HandOracle, hip_flexor_half_kneeling) {
  const Done done("hipflexor-halfkneel");
  const Moment m = done.after(0);
  EXPECT_NEAR(m.joint(Part::Shank, Side::Right).y(), 0.0536, Contact_m);
  EXPECT_NEAR(m.joint(Part::Foot, Side::Right).y(), 0.0391, Contact_m);
  EXPECT_NEAR(m.joint(Part::Foot, Side::Left).y(), 0.0663, Contact_m);
  EXPECT_LT((m.joint(Part::Foot, Side::Left) - done.begin().joint(Part::Foot, Side::Left)).norm(), Contact_m);
  EXPECT_LT((m.point("knee", Side::Right) - done.begin().point("knee", Side::Right)).norm(), Contact_m);
}

// Lying on the front, lift-off, knees. End: 0.7 · 150 = 105.
//   ankle from knee, along the thigh: (-sin 105, -cos 105, 0) = (-0.9659, 0.2588, 0), times 0.41276
//   hip to ankle: √(0.40758² + 0.41276² + 2 · 0.40758 · 0.41276 · cos 105) = 0.4994
TEST(HandOracle, knee_bend_prone) {
  const Done done("knee-bend-prone");
  const Moment m = done.after(1);
  const Vector3 hip = m.joint(Part::Thigh, Side::Right);
  const Vector3 knee = m.joint(Part::Shank, Side::Right);
  const Vector3 ankle = m.joint(Part::Foot, Side::Right);
  expect_at(m.seen_along(Part::Thigh, ankle - knee, Side::Right), -0.3987, 0.1068, 0.0, Near_m,
            "ankle from knee");
  EXPECT_NEAR((ankle - hip).norm(), 0.4994, Near_m);
  EXPECT_NEAR(compute_bend_deg(hip, knee, ankle), 105.0, 0.5);
}

// Seated, lift-off, wrists. Ends: 0.7 · 85 = 59.5 either way; elbow 90.
//   fingertips from the wrist, along the forearm: (±sin 59.5, -cos 59.5, 0) = (±0.8616, -0.5075, 0),
//   times 0.18360; palms face forward along the forearm's axes, so that bending goes forward
//   shoulder to wrist: √(0.27234² + 0.26078²) = 0.3771
TEST(HandOracle, wrist_bend_seated) {
  const Done done("wrist-bend-seated");
  const auto tips = [](const Moment& m) {
    return m.seen_along(Part::Forearm, m.point("fingertips", Side::Right) - m.joint(Part::Hand, Side::Right),
                        Side::Right);
  };
  expect_at(tips(done.after(1)), -0.1582, -0.0932, 0.0, Near_m, "fingertips, bent back");
  expect_at(tips(done.after(2)), 0.1582, -0.0932, 0.0, Near_m, "fingertips, bent");
  const Moment m = done.after(2);
  EXPECT_NEAR((m.joint(Part::Hand, Side::Right) - m.joint(Part::Humerus, Side::Right)).norm(), 0.3771, 1e-3);
}

// Seated, helped by the other hand, shoulders. Arm forward 78, across 0.7 · 0.7 · 50 = 24.5; elbow 12.
//   upper arm: about x by 24.5: (0, -0.9100, -0.4147); about z by 78: (0.8901, -0.1892, -0.4147)
//   forearm: about z by 12: (0.2079, -0.9781, 0); about x by 24.5: (0.2079, -0.8901, -0.4056); about z by 78:
//            (0.9139, 0.0183, -0.4056)
//   wrist from shoulder: (0.2424 + 0.2383, -0.0515 + 0.0048, -0.1129 - 0.1058) = (0.4807, -0.0467, -0.2187)
//   A helping hand may pull the arm by the standard spread of a named joint: 0.03 rad of 0.53 m are 0.016.
TEST(HandOracle, cross_body_hold) {
  const Done done("cross-body-hold");
  const Moment m = done.after(0);
  constexpr double Helped_m = 0.016;
  const Vector3 shoulder = m.joint(Part::Humerus, Side::Right);
  const auto from_shoulder = [&](const Vector3& p) { return m.seen_along(Part::Thorax, p - shoulder); };
  expect_at(from_shoulder(m.joint(Part::Forearm, Side::Right)), 0.2424, -0.0515, -0.1129, Helped_m, "elbow");
  expect_at(from_shoulder(m.joint(Part::Hand, Side::Right)), 0.4807, -0.0467, -0.2187, Helped_m, "wrist");
}

}  // namespace
}  // namespace endrange::exercise
