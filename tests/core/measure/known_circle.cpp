#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <string>

#include "core/measure/statistics.h"
#include "tests/core/measure/known_person.h"
#include "tests/core/measure/known_script.h"
#include "tests/core/measure/known_task.h"
#include "tests/core/measure/known_truth.h"

namespace endrange::measure::testing {
namespace {

using body::Body;
using body::Numbers;
using body::Pose;

constexpr double Pi = std::numbers::pi;
constexpr double Degree = Pi / 180.0;

struct CircleTask {
  const char* joint;
  const char* limb;  // as coordinates name it
  body::Part moving;
  body::Part base;
  double least_middle_deg, most_middle_deg;  // of flexion
  double least_aside_deg, most_aside_deg;    // of abduction
  double least_radius_deg, most_radius_deg;
};
const std::array CircleTasks = {
    CircleTask{"shoulder", "arm", body::Part::Humerus, body::Part::Thorax, 30, 60, 50, 90, 22, 55},
    CircleTask{"hip", "hip", body::Part::Thigh, body::Part::Pelvis, 25, 50, 10, 30, 10, 28}};

Protocol make_circle_protocol(const CircleTask& task, Side side) {
  Protocol protocol = make_task_protocol(tasks().front());
  protocol.kind = ProtocolKind::Circle;
  protocol.id = ProtocolId(std::string(task.joint) + ".circle");
  protocol.joint_motion = {};
  protocol.joint = task.joint;
  protocol.sides = {side};
  protocol.expected_grade = journal::Grade::Trend;
  return protocol;
}

body::Vector3 find_direction(const Body& body, const Pose& pose, const CircleTask& task, Side side) {
  const auto frames = compute_segment_frames(body, pose);
  return frames[*body.find_segment(task.base)].R_GS.transpose() *
         -frames[*body.find_segment(task.moving, side)].R_GS.col(1);
}

// What a closed line on the sphere goes round, by its polar coordinates about its own middle.
double compute_solid_angle(const std::vector<body::Vector3>& line) {
  body::Vector3 middle = body::Vector3::Zero();
  for (const body::Vector3& direction : line) middle += direction;
  middle.normalize();
  const body::Vector3 across = middle.unitOrthogonal();
  const body::Vector3 up = middle.cross(across);
  double area = 0.0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const body::Vector3& a = line[i];
    const body::Vector3& b = line[(i + 1) % line.size()];
    const double turn = std::atan2(b.dot(up), b.dot(across)) - std::atan2(a.dot(up), a.dot(across));
    area += (1.0 - (a + b).dot(middle) / 2.0) * std::remainder(turn, 2.0 * Pi);
  }
  return std::abs(area);
}

// Somebody's way round a joint.
struct CircleWay {
  static constexpr double Before_s = 1.0;
  static constexpr double Out_s = 1.8;

  const Body& body;
  Pose rest;
  Pose middle = {};
  Eigen::Index about_z = 0;  // coordinates in which the limb goes forward and aside
  Eigen::Index about_x = 0;
  double radius = 0.0;  // [rad]
  double flat = 1.0;
  double third = 0.0;  // how much of a triangle it is
  double sign = 1.0;
  double from = 0.0;
  int rounds = 2;
  double round_s = 5.0;
  double uneven = 0.0;
  std::vector<double> sizes = {};  // one a round, and one more
  double lean_deg = 0.0;

  [[nodiscard]] double circling_s() const { return rounds * round_s; }
  [[nodiscard]] double duration_s() const { return 2.0 * (Before_s + Out_s) + circling_s(); }

  // In turns from the beginning of the first round.
  [[nodiscard]] Pose pose_after(double turns) const {
    const auto k = static_cast<std::size_t>(std::clamp(turns, 0.0, double(rounds)));
    const double in = turns - double(k);
    const double size = std::lerp(sizes[k], sizes[std::min(k + 1, sizes.size() - 1)], ease(in));
    const double phase = from + sign * 2.0 * Pi * turns;
    const double reach = size * radius * (1.0 + third * std::cos(3.0 * phase));
    body::Tangent step = body::Tangent::Zero(Eigen::Index(body.coordinate_count()));
    step[about_z] = reach * flat * std::cos(phase);
    step[about_x] = reach / flat * std::sin(phase);
    return retract(body, middle, step);
  }

  [[nodiscard]] Pose pose_at(double time_s) const {
    const double at_s = time_s - Before_s - Out_s;
    const double share = std::clamp(at_s / circling_s(), 0.0, 1.0);
    const double turns = rounds * share + uneven / (2.0 * Pi) * std::sin(2.0 * Pi * rounds * share);
    const double out = at_s < 0.0 ? ease(1.0 + at_s / Out_s) : ease(1.0 - (at_s - circling_s()) / Out_s);
    Pose pose = interpolate(body, rest, pose_after(std::clamp(turns, 0.0, double(rounds))), out);
    const double lean = lean_deg * std::abs(std::sin(Pi * rounds * share)) / 2.0;
    turn_coordinate(body, pose, "lumbar_bending", lean);
    turn_coordinate(body, pose, "thorax_bending", lean);
    return pose;
  }
};

CircleWay make_way(const Body& body, const CircleTask& task, Side side, Numbers& numbers) {
  CircleWay way{.body = body, .rest = make_rest(body, "standing", numbers)};
  const std::string suffix = side == Side::Left ? "_l" : "_r";
  const bool is_hip = std::string(task.limb) == "hip";
  const std::string forward = (is_hip ? "hip_flexion" : "arm_flex") + suffix;
  const std::string aside = (is_hip ? "hip_adduction" : "arm_add") + suffix;
  way.middle = way.rest;
  turn_coordinate(body, way.middle, forward, numbers.uniform(task.least_middle_deg, task.most_middle_deg));
  turn_coordinate(body, way.middle, aside, -numbers.uniform(task.least_aside_deg, task.most_aside_deg));
  if (is_hip) turn_coordinate(body, way.middle, "knee_angle" + suffix, numbers.uniform(20.0, 90.0));
  way.about_z = row(*body.find_coordinate(forward));
  way.about_x = row(*body.find_coordinate(aside));
  way.radius = numbers.uniform(task.least_radius_deg, task.most_radius_deg) * Degree;
  way.flat = std::exp(0.15 * numbers.normal());
  way.third = 0.06 * numbers.normal();
  way.sign = numbers.uniform(0.0, 1.0) < 0.5 ? 1.0 : -1.0;
  way.from = numbers.uniform(0.0, 2.0 * Pi);
  way.rounds = static_cast<int>(numbers.uniform(2.0, 5.0));
  way.round_s = numbers.uniform(5.0, 11.0);
  way.uneven = numbers.uniform(0.0, 0.3);
  for (int k = 0; k <= way.rounds; ++k) way.sizes.push_back(std::exp(0.04 * numbers.normal()));
  way.lean_deg = numbers.uniform(0.0, 1.0) < 0.5 ? 0.0 : numbers.uniform(2.0, 20.0);
  return way;
}

// Of the median round.
double compute_area(const CircleWay& way, const CircleTask& task, Side side) {
  std::vector<double> areas;
  for (int k = 0; k < way.rounds; ++k) {
    std::vector<body::Vector3> line;
    for (int i = 0; i < 360; ++i)
      line.push_back(find_direction(way.body, way.pose_after(k + i / 360.0), task, side));
    areas.push_back(compute_solid_angle(line));
  }
  return measure::compute_median(areas);
}

}  // namespace

KnownCircle make_known_circle(std::uint64_t seed) {
  Numbers numbers(seed);
  const CircleTask& task = CircleTasks[numbers.uniform(0.0, 1.0) < 0.6 ? 0 : 1];
  KnownCircle circle;
  circle.side = numbers.uniform(0.0, 1.0) < 0.5 ? Side::Left : Side::Right;
  circle.protocol = make_circle_protocol(task, circle.side);
  const auto [stature_m, body] = make_person(numbers);
  const CircleWay way = make_way(body, task, circle.side, numbers);
  circle.area_sr = compute_area(way, task, circle.side);
  circle.lean_deg = way.lean_deg;
  const double off_view = numbers.uniform(-40.0, 40.0);
  circle.off_view_deg = std::abs(off_view);
  circle.recording = film(
      body, [&](double time_s) { return way.pose_at(time_s); }, way.duration_s(),
      place_camera(circle.protocol, circle.side, off_view, stature_m, numbers));
  return circle;
}

}  // namespace endrange::measure::testing
