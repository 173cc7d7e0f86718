#include "core/measure/trial_words.h"

#include <cmath>
#include <optional>

namespace endrange::measure::words {

std::string degrees(Angle angle) {
  return std::to_string(std::lround(angle.degrees())) + "°";
}

std::string seconds(double duration_s) {
  const long tenths = std::lround(duration_s * 10.0);
  std::string text = std::to_string(tenths / 10);
  if (tenths % 10 != 0) text += "." + std::to_string(tenths % 10);
  return text + " s";
}

std::string limb(const Protocol& protocol, Side side) {
  return side == Side::Both ? protocol.limb : std::string(word(side)) + " " + protocol.limb;
}

Advice nobody_seen() {
  return {"I can't see anyone.", "Step into the picture, head to feet, with light from the front."};
}

Advice by_hand_only() {
  return {"A camera cannot measure this test.", "Do it by hand, and type what you read."};
}

Advice no_test_fits() {
  return {"No test that a camera can show begins in the position that this recording begins in.",
          "Begin standing, seated or lying on your back, or name the test."};
}

Advice too_short(double duration_s) {
  return {"The recording shows you for " + seconds(duration_s) + ", too short for one slow repetition.",
          "Record from before you move until you are back."};
}

Advice too_few_frames(std::size_t frames) {
  return {"I could see you in " + std::to_string(frames) + " pictures only.",
          "Stand where your whole body is in the picture, with light from the front."};
}

Advice too_slow_camera(double frames_per_s) {
  return {"The recording has " + std::to_string(std::lround(frames_per_s)) +
              " pictures a second, too few to follow a movement.",
          "Close other programs, or measure from a video."};
}

Advice wrong_view(const Protocol& protocol) {
  return protocol.view == View::Front ? Advice{"You stand side-on to the camera.", "Face the camera."}
                                      : Advice{"You face the camera.", "Turn side-on to the camera."};
}

Advice side_on_to_depth_camera(std::size_t repetitions) {
  return {"You stand side-on to the depth camera, where it takes one leg for the other. It counted " +
              std::to_string(repetitions) + (repetitions == 1 ? " repetition." : " repetitions."),
          "Face the camera."};
}

std::string unseen_point(const std::string& point, bool leaves_picture) {
  return leaves_picture ? "Step back: your " + point + " leaves the picture."
                        : "I can't see your " + point + ".";
}

Advice no_round(const Protocol& protocol, Side side) {
  return {"Your " + limb(protocol, side) + " went no whole circle round.",
          "Draw one slow circle after the other, all the same way round."};
}

Advice both_ways_round(const Protocol& protocol, Side side) {
  return {"Your " + limb(protocol, side) + " went round both ways, which are two circles.",
          "Record the circles of one way by themselves, then those of the other."};
}

Advice circle_too_small(const Protocol& protocol, Side side) {
  return {"The circle of your " + limb(protocol, side) + " is no larger than a camera may be off.",
          "Draw the largest circle that you control; where that is small, do this test by hand."};
}

Advice never_lifted(Side standing) {
  return {"You did not stand on your " + std::string(word(standing)) + " leg alone.",
          "Lift the other foot clear of the floor, with support within reach."};
}

Advice count_cut_short(const Protocol& protocol) {
  return {
      "The recording ends before the " + seconds(protocol.seconds) + " are over, so the count may be short.",
      "Record until the time is over."};
}

Advice straight_limb(const Protocol& protocol) {
  const bool is_leg = protocol.joint_motion.value().starts_with("hip.");
  return {is_leg ? "How a straight leg turns about its own length cannot be seen."
                 : "How a straight arm turns about its own length cannot be seen.",
          is_leg ? "Bend the knee to a right angle and keep it there."
                 : "Bend the elbow to a right angle and keep it there."};
}

Advice seldom_seen(const Protocol& protocol, Side side) {
  return {"I can't see your " + limb(protocol, side) + " for long enough.",
          "Step back until all of it stays in the picture, and let nothing hide it."};
}

Advice top_not_seen(const Protocol& protocol, Side side) {
  return {"I can't see your " + limb(protocol, side) + " at the top.", "Take one step back."};
}

Advice never_moved(const Protocol& protocol, Side side) {
  return {"Your " + limb(protocol, side) + " did not move far enough to measure.",
          "Begin at rest, move as far as you can, hold, and come back."};
}

Advice moved_too_little(const Protocol& protocol, Side side) {
  return {"Your " + limb(protocol, side) + " moved no further than a camera may be off.",
          "Move as far as you can; where that is little, do this test by hand."};
}

Advice always_compensated(const Protocol& protocol, Side side) {
  return {"Other parts of you moved along with your " + limb(protocol, side) + " all the way.",
          protocol.forbidden.empty() ? std::string() : protocol.forbidden.front().advice};
}

Advice oblique_view(const Protocol& protocol, Angle off_plane) {
  return {"You stand " + degrees(off_plane) +
              " off the view this needs, so only change from here means something.",
          wrong_view(protocol).remedy};
}

Advice too_fast(const Protocol& protocol, Side side) {
  return {"Your " + limb(protocol, side) + " moved fast, and momentum may have carried it.",
          "Move slowly, about three seconds up."};
}

Advice not_held(const Protocol& protocol, const std::optional<Hold>& longest) {
  std::string reason = "No position was held for " + seconds(protocol.hold_s);
  reason +=
      longest ? "; the longest was " + seconds(longest->duration_s()) + " at " + degrees(longest->angle) + "."
              : ".";
  return {reason, "Stay at the top for " + seconds(protocol.hold_s) + ", as still as you can."};
}

Advice compensated(const CompensationSeen& seen) {
  return {seen.compensation.words + ": " + degrees(seen.largest) + ", from " + degrees(seen.began_at) +
              " on. Only what was free of it counts.",
          seen.compensation.advice};
}

}  // namespace endrange::measure::words
