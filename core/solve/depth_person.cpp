#include "core/solve/depth_person.h"
#include "core/solve/weighted_median.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

namespace endrange::solve {
namespace {

using motion::PointRecording;

// Every third frame of a recording is enough: they hardly differ.
constexpr std::size_t FrameStep = 3;
// The camera's toes lie this far above the floor, and the lowest tenth of their heights is on it.
constexpr double ToeHeight = 0.025;
constexpr double LowShare = 0.1;
// A leg stands upright in a frame that shows its shank: the ankle near the floor, the shank within 14° of the
// vertical and hardly towards the camera.
constexpr double StandingAnkle = 0.20;
constexpr double UprightCosine = 0.97;
constexpr double MostDepthShare = 0.2;
constexpr std::size_t LeastStandingFrames = 30;
// What an average body's thigh and shank sum up to, by which its other lengths are taken.
constexpr double AverageStature = 1.70;

// Frames of all recordings, with where their points stand.
struct Evidence {
  const PointRecording* recording = nullptr;
  DepthPoints points = {};
  std::size_t left_toes = 0;
  std::size_t right_toes = 0;

  [[nodiscard]] std::optional<Vector3> find(std::size_t frame, DepthJoint joint, std::size_t side) const {
    return recording->find(frame, points[index(joint)][side]);
  }
};

std::optional<double> find_floor(const Evidence& evidence) {
  std::vector<double> heights;
  for (std::size_t frame = 0; frame < evidence.recording->frame_count(); ++frame) {
    const auto left = evidence.recording->find(frame, evidence.left_toes);
    const auto right = evidence.recording->find(frame, evidence.right_toes);
    if (left && right) heights.push_back(std::min(left->y(), right->y()));
  }
  if (heights.empty()) return std::nullopt;
  const auto low =
      heights.begin() + static_cast<std::ptrdiff_t>(LowShare * static_cast<double>(heights.size() - 1));
  std::ranges::nth_element(heights, low);
  return *low - ToeHeight;
}

// A bone that a frame shows, or the trunk: from the middle of two points to that of two others.
using Ends = std::array<std::pair<DepthJoint, std::size_t>, 2>;
struct Bone {
  double body::SegmentLengths::* length;
  Ends from;
  Ends to;
};

std::vector<Bone> make_bones() {
  using enum DepthJoint;
  using L = body::SegmentLengths;
  std::vector<Bone> bones;
  const auto add = [&](double L::* length, DepthJoint from, std::size_t from_side, DepthJoint to,
                       std::size_t to_side) {
    bones.push_back({length, {{{from, from_side}, {from, from_side}}}, {{{to, to_side}, {to, to_side}}}});
  };
  add(&L::hip_width, Hip, 0, Hip, 1);
  add(&L::shoulder_width, Shoulder, 0, Shoulder, 1);
  for (const std::size_t side : {0U, 1U}) {
    add(&L::thigh, Hip, side, Knee, side);
    add(&L::shank, Knee, side, Ankle, side);
    add(&L::upper_arm, Shoulder, side, Elbow, side);
    add(&L::forearm, Elbow, side, Wrist, side);
  }
  bones.push_back({&L::trunk, {{{Hip, 0}, {Hip, 1}}}, {{{Shoulder, 0}, {Shoulder, 1}}}});
  return bones;
}

std::optional<Vector3> find_middle(const Evidence& evidence, std::size_t frame, const Ends& ends) {
  const auto a = evidence.find(frame, ends[0].first, ends[0].second);
  const auto b = evidence.find(frame, ends[1].first, ends[1].second);
  if (!a || !b) return std::nullopt;
  return 0.5 * (*a + *b);
}

std::optional<double> find_length(std::span<const Evidence> all, double body::SegmentLengths::* length,
                                  const DepthCamera& camera) {
  std::vector<Weighted> values;
  for (const Bone& bone : make_bones()) {
    if (bone.length != length) continue;
    for (const Evidence& evidence : all) {
      for (std::size_t frame = 0; frame < evidence.recording->frame_count(); frame += FrameStep) {
        const auto from = find_middle(evidence, frame, bone.from);
        const auto to = find_middle(evidence, frame, bone.to);
        if (!from || !to) continue;
        const Vector3 along = *to - *from;
        const double norm = along.norm();
        if (norm < 1e-6) continue;
        const double share = std::abs(along.x()) / norm / camera.lengths.depth_share;
        values.push_back({norm, std::exp(-0.5 * share * share)});
      }
    }
  }
  return find_median(std::move(values));
}

// From the knee to where the ankle stands, whatever height the camera gives it.
std::optional<double> find_standing_shank(std::span<const Evidence> all, double floor_m,
                                          const DepthCamera& camera) {
  std::vector<Weighted> values;
  for (const Evidence& evidence : all) {
    for (std::size_t frame = 0; frame < evidence.recording->frame_count(); frame += FrameStep) {
      for (const std::size_t side : {0U, 1U}) {
        const auto knee = evidence.find(frame, DepthJoint::Knee, side);
        auto ankle = evidence.find(frame, DepthJoint::Ankle, side);
        if (!knee || !ankle || ankle->y() > floor_m + StandingAnkle) continue;
        ankle->y() = floor_m + camera.stance.ankle_height_m;
        const Vector3 shank = *knee - *ankle;
        const double norm = shank.norm();
        if (shank.y() < UprightCosine * norm || std::abs(shank.x()) > MostDepthShare * norm) continue;
        values.push_back({norm, 1.0});
      }
    }
  }
  if (values.size() <= LeastStandingFrames) return std::nullopt;
  return find_median(std::move(values));
}

// The likeliest thigh and shank, given both as measured and how shanks go with thighs.
void draw_together(const DepthLengths& rules, double& thigh, double& shank) {
  const double measured = 1.0 / (rules.spread_m * rules.spread_m);
  const double spread = rules.shank_of_thigh_spread * thigh;
  const double between = 1.0 / (spread * spread);
  const double ratio = rules.shank_of_thigh;
  const double a = measured + between * ratio * ratio;
  const double b = -between * ratio;
  const double d = measured + between;
  const double determinant = a * d - b * b;
  const double first = measured * thigh;
  const double second = measured * shank;
  thigh = (d * first - b * second) / determinant;
  shank = (a * second - b * first) / determinant;
}

}  // namespace

std::string name_joint(DepthJoint joint, Side side) {
  constexpr std::array<std::string_view, DepthJointCount> Names = {"hip",   "shoulder", "knee",
                                                                   "ankle", "elbow",    "wrist"};
  return (side == Side::Left ? "left_" : "right_") + std::string(Names[index(joint)]);
}

Result<DepthPoints> find_depth_points(const motion::PointRecording& recording) {
  DepthPoints points;
  for (std::size_t joint = 0; joint < DepthJointCount; ++joint) {
    for (const Side side : {Side::Left, Side::Right}) {
      const std::string name = name_joint(static_cast<DepthJoint>(joint), side);
      const auto point = recording.find_point(name);
      if (!point) {
        return fail("expected a point named " + name + " in a depth camera's recording, found none", {},
                    "give a recording of hips, knees, ankles, shoulders, elbows and wrists");
      }
      points[joint][side == Side::Left ? 0 : 1] = *point;
    }
  }
  return points;
}

Result<DepthPerson> calibrate_depth_person(std::span<const motion::PointRecording> recordings,
                                           const DepthCamera& camera) {
  std::vector<Evidence> all;
  std::vector<Weighted> floors;
  for (const PointRecording& recording : recordings) {
    TRY(const DepthPoints points, find_depth_points(recording));
    const auto left = recording.find_point("left_toes");
    const auto right = recording.find_point("right_toes");
    if (!left || !right) {
      return fail("expected points named left_toes and right_toes, found none", {},
                  "give a recording of the feet, by which the floor is found");
    }
    all.push_back({&recording, points, *left, *right});
    if (const auto floor = find_floor(all.back())) floors.push_back({*floor, 1.0});
  }
  const auto floor = find_median(std::move(floors));
  if (!floor) {
    return fail("expected both feet in view, found no frame with them", {},
                "record again with the whole body in view");
  }
  DepthPerson person{.floor_m = *floor};
  for (const Bone& bone : make_bones()) {
    const auto length = find_length(all, bone.length, camera);
    if (!length) {
      return fail("expected the whole body in view, found no frame with all of it", {},
                  "record again with the whole body in view");
    }
    person.lengths.*bone.length = *length;
  }
  if (const auto shank = find_standing_shank(all, *floor, camera)) person.lengths.shank = *shank;
  draw_together(camera.lengths, person.lengths.thigh, person.lengths.shank);
  // What the camera does not show goes with the legs.
  const body::SegmentLengths average = body::compute_segment_lengths(AverageStature);
  const double size = (person.lengths.thigh + person.lengths.shank) / (average.thigh + average.shank);
  person.lengths.head = size * average.head;
  person.lengths.hand = size * average.hand;
  person.lengths.foot = size * average.foot;
  return person;
}

}  // namespace endrange::solve
