// The joints of a BVH recording as points: forward kinematics, and what unit and which way up they are in.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>

#include "adapters/files/bvh.h"
#include "adapters/files/cells.h"
#include "adapters/files/point_rows.h"
#include "core/base/contracts.h"

namespace endrange::files {
namespace {

using body::Matrix3;
using motion::Vector3;

struct Unit {
  std::string_view name;
  double metres;
};
// The last is the one of the CMU library's conversion: inches that were divided by 0.45.
constexpr std::array<Unit, 5> Units = {
    {{"m", 1.0}, {"in", 0.0254}, {"cm", 0.01}, {"mm", 0.001}, {"0.0564 m", 0.0254 / 0.45}}};
constexpr double Shortest = 1.2;
constexpr double Tallest = 2.3;
constexpr double TakenStature = 1.70;
// Less is no figure: its offsets are as good as none.
constexpr double LeastStature = 1e-6;

Vector3 axis_of(BvhChannel channel) {
  return Vector3::Unit(static_cast<Eigen::Index>(channel) % 3);
}

// The longest side of the box around the figure at rest: standing with hanging or spread arms, its stature.
double compute_stature(const BvhRecording& bvh) {
  std::vector<Vector3> places;
  Vector3 low = Vector3::Zero();
  Vector3 high = Vector3::Zero();
  for (const BvhJoint& joint : bvh.joints) {
    places.push_back(joint.parent ? Vector3(places[*joint.parent] + joint.offset) : Vector3(Vector3::Zero()));
    low = low.cwiseMin(places.back());
    high = high.cwiseMax(places.back());
  }
  return (high - low).maxCoeff();
}

// Whether the head stays above the hips along z, and nothing reaches far below z = 0: somebody who lies along
// z has feet on the other side.
bool has_z_up(const BvhRecording& bvh, double stature) {
  const auto head = std::ranges::find_if(bvh.joints, [](const BvhJoint& joint) {
    return to_lower(joint.name).find("head") != std::string::npos;
  });
  if (head == bvh.joints.end() || bvh.frame_count() == 0) return false;
  constexpr std::size_t MostFrames = 200;
  const std::size_t stride = bvh.frame_count() / MostFrames + 1;
  Vector3 up = Vector3::Zero();
  double lowest = std::numeric_limits<double>::infinity();
  for (std::size_t frame = 0; frame < bvh.frame_count(); frame += stride) {
    const auto places = compute_joint_places(bvh, frame);
    up += places[static_cast<std::size_t>(head - bvh.joints.begin())] - places.front();
    for (const Vector3& place : places) lowest = std::min(lowest, place.z());
  }
  return up.z() > 0.7 * up.norm() && lowest > -0.2 * stature;
}

}  // namespace

std::vector<Vector3> compute_joint_places(const BvhRecording& bvh, std::size_t frame) {
  expects(frame < bvh.frame_count(), "a frame of the recording");
  const double* values = bvh.values.data() + frame * bvh.channel_count;
  std::vector<Vector3> places;
  std::vector<Matrix3> turns;
  for (const BvhJoint& joint : bvh.joints) {
    Vector3 offset = joint.replaces_offset ? Vector3(Vector3::Zero()) : joint.offset;
    Matrix3 turn = Matrix3::Identity();
    for (std::size_t i = 0; i < joint.channels.size(); ++i) {
      const double value = values[joint.first_channel + i];
      if (joint.channels[i] < BvhChannel::XRotation)
        offset += value * axis_of(joint.channels[i]);
      else
        turn *= body::compute_rotation(value * std::numbers::pi / 180.0 * axis_of(joint.channels[i]));
    }
    places.push_back(joint.parent ? Vector3(places[*joint.parent] + turns[*joint.parent] * offset) : offset);
    turns.push_back(joint.parent ? Matrix3(turns[*joint.parent] * turn) : turn);
  }
  return places;
}

motion::PointRecording make_point_recording(const BvhRecording& bvh) {
  motion::PointSource source{
      .format = "BVH", .unit = {}, .rate_hz = 1.0 / bvh.frame_time_s, .notes = bvh.notes};
  const double stature = compute_stature(bvh);
  const auto* const unit = std::ranges::find_if(Units, [&](const Unit& one) {
    return stature * one.metres >= Shortest && stature * one.metres <= Tallest;
  });
  double metres = 1.0;
  if (unit != Units.end()) {
    metres = unit->metres;
    source.unit = unit->name;
    source.notes.push_back(fmt::format(
        "The file states no unit: at {:.4g} tall its figure was read in units of {}.", stature, unit->name));
  } else if (stature > LeastStature) {
    metres = TakenStature / stature;
    source.notes.push_back(
        fmt::format("The file states no unit: its figure, {:.4g} tall, was taken to be {:.2f} m.", stature,
                    TakenStature));
  }
  const bool is_z_up = has_z_up(bvh, stature);
  if (is_z_up) source.notes.emplace_back("z is up in the file and was turned to y.");
  std::vector<std::string> names;
  for (const BvhJoint& joint : bvh.joints) names.push_back(joint.name);
  motion::PointRecording recording(make_distinct(std::move(names), source.notes));
  recording.source = std::move(source);
  for (std::size_t frame = 0; frame < bvh.frame_count(); ++frame) {
    recording.append_frame(static_cast<double>(frame) * bvh.frame_time_s);
    const auto places = compute_joint_places(bvh, frame);
    for (std::size_t i = 0; i < places.size(); ++i) {
      const Vector3& p = places[i];
      recording.place(frame, i, metres * (is_z_up ? Vector3(p.x(), p.z(), -p.y()) : p));
    }
  }
  return recording;
}

}  // namespace endrange::files
