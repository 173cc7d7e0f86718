#include "core/body/landmarks.h"

#include "core/base/contracts.h"

namespace endrange::body {
namespace {

constexpr std::array<std::string_view, LandmarkCount> Words = {
    "nose",        "left_eye_inner",  "left_eye",        "left_eye_outer", "right_eye_inner",
    "right_eye",   "right_eye_outer", "left_ear",        "right_ear",      "mouth_left",
    "mouth_right", "left_shoulder",   "right_shoulder",  "left_elbow",     "right_elbow",
    "left_wrist",  "right_wrist",     "left_pinky",      "right_pinky",    "left_index",
    "right_index", "left_thumb",      "right_thumb",     "left_hip",       "right_hip",
    "left_knee",   "right_knee",      "left_ankle",      "right_ankle",    "left_heel",
    "right_heel",  "left_foot_index", "right_foot_index"};

SegmentIndex get(const Body& body, Part part, Side side) {
  const auto segment = body.find_segment(part, side);
  expects(segment.has_value(), "landmarks sit on a body with every part");
  return *segment;
}

// The face, in lengths from the head's joint to the top of the head: heights and depths of the eye, tragion
// and nose tip of an average head [Gordon1989].
constexpr double EarUp = 0.20;
constexpr double EarAside = 0.44;
constexpr double EyeUp = 0.27;
constexpr double EyeForward = 0.52;
constexpr double EyeAside = 0.19;
constexpr double EyeHalfWidth = 0.09;
constexpr double NoseUp = 0.03;
constexpr double NoseForward = 0.73;
constexpr double MouthUp = -0.16;
constexpr double MouthForward = 0.58;
constexpr double MouthAside = 0.15;

// The knuckles, in hand lengths from the wrist; the anatomical palm faces forward, so the thumb is outside.
constexpr double KnucklesDown = 0.50;
constexpr double IndexAside = 0.15;
constexpr double PinkyDown = 0.46;
constexpr double PinkyAside = -0.20;
constexpr double ThumbDown = 0.36;
constexpr double ThumbAside = 0.30;
constexpr double ThumbForward = 0.12;

// The heel's back, in lengths from the ankle to the ball of the foot along x.
constexpr double HeelBack = -0.50;
constexpr double HeelDown = 0.85;

}  // namespace

std::string_view word(Landmark landmark) {
  return Words[index(landmark)];
}

std::array<BodyPoint, LandmarkCount> compute_landmark_points(const Body& body) {
  std::array<BodyPoint, LandmarkCount> points;
  const auto set = [&](Landmark landmark, SegmentIndex segment, const Vector3& p) {
    points[index(landmark)] = {segment, p};
  };
  const SegmentIndex head = get(body, Part::Head, Side::Both);
  const double h = body.segment(head).p_SE_S.norm();
  set(Landmark::Nose, head, {NoseForward * h, NoseUp * h, 0.0});
  for (const Side side : LeftAndRight) {
    const bool is_left = side == Side::Left;
    const double out = is_left ? -1.0 : 1.0;
    const auto pick = [&](Landmark left, Landmark right) { return is_left ? left : right; };
    const auto eye = [&](double aside) { return Vector3(EyeForward * h, EyeUp * h, out * aside * h); };
    set(pick(Landmark::LeftEyeInner, Landmark::RightEyeInner), head, eye(EyeAside - EyeHalfWidth));
    set(pick(Landmark::LeftEye, Landmark::RightEye), head, eye(EyeAside));
    set(pick(Landmark::LeftEyeOuter, Landmark::RightEyeOuter), head, eye(EyeAside + EyeHalfWidth));
    set(pick(Landmark::LeftEar, Landmark::RightEar), head, {0.0, EarUp * h, out * EarAside * h});
    set(pick(Landmark::MouthLeft, Landmark::MouthRight), head,
        {MouthForward * h, MouthUp * h, out * MouthAside * h});

    const SegmentIndex humerus = get(body, Part::Humerus, side);
    const SegmentIndex forearm = get(body, Part::Forearm, side);
    const SegmentIndex hand = get(body, Part::Hand, side);
    const double hand_length = body.segment(hand).p_SE_S.norm();
    set(pick(Landmark::LeftShoulder, Landmark::RightShoulder), humerus, Vector3::Zero());
    set(pick(Landmark::LeftElbow, Landmark::RightElbow), forearm, Vector3::Zero());
    set(pick(Landmark::LeftWrist, Landmark::RightWrist), hand, Vector3::Zero());
    const auto on_hand = [&](double forward, double down, double aside) {
      return Vector3(forward * hand_length, -down * hand_length, out * aside * hand_length);
    };
    set(pick(Landmark::LeftPinky, Landmark::RightPinky), hand, on_hand(0.0, PinkyDown, PinkyAside));
    set(pick(Landmark::LeftIndex, Landmark::RightIndex), hand, on_hand(0.0, KnucklesDown, IndexAside));
    set(pick(Landmark::LeftThumb, Landmark::RightThumb), hand, on_hand(ThumbForward, ThumbDown, ThumbAside));

    const SegmentIndex foot = get(body, Part::Foot, side);
    const SegmentIndex toes = get(body, Part::Toes, side);
    const Vector3 ball = body.segment(foot).p_SE_S;
    set(pick(Landmark::LeftHip, Landmark::RightHip), get(body, Part::Thigh, side), Vector3::Zero());
    set(pick(Landmark::LeftKnee, Landmark::RightKnee), get(body, Part::Shank, side), Vector3::Zero());
    set(pick(Landmark::LeftAnkle, Landmark::RightAnkle), foot, Vector3::Zero());
    set(pick(Landmark::LeftHeel, Landmark::RightHeel), foot, {HeelBack * ball.x(), HeelDown * ball.y(), 0.0});
    set(pick(Landmark::LeftFootIndex, Landmark::RightFootIndex), toes, body.segment(toes).p_SE_S);
  }
  return points;
}

}  // namespace endrange::body
