#include "tests/core/measure/known_task.h"

#include <algorithm>
#include <string>
#include <utility>

#include "core/solve/solver.h"
#include "tests/core/measure/synthetic.h"
#include "tests/support/landmark_mistakes.h"

namespace endrange::measure::testing {

using body::Body;
using body::Numbers;
using body::Pose;

const std::vector<Task>& tasks() {
  using enum body::Reference;
  static const std::vector<const char*> SideBend = {"lumbar.side_bend", "thorax.side_bend"};
  static const std::vector<Task> Tasks = {
      {"shoulder.abduction",
       {},
       View::Front,
       Trunk,
       "standing",
       7.0,
       2.9,
       2.2,
       90.0,
       SideBend,
       60,
       168,
       true},
      {"shoulder.flexion",
       {},
       View::Side,
       Trunk,
       "standing",
       10.0,
       2.9,
       2.2,
       90.0,
       {"lumbar.extension", "thorax.extension"},
       60,
       168,
       false},
      {"shoulder.extension",
       {},
       View::Side,
       Trunk,
       "standing",
       12.0,
       5.0,
       3.0,
       60.0,
       {"lumbar.flexion", "thorax.flexion"},
       25,
       60,
       false},
      {"hip.flexion", {}, View::Side, Trunk, "standing", 12.0, 5.5, 3.5, 90.0, {}, 45, 120, false},
      {"hip.abduction", {}, View::Front, Proximal, "standing", 7.0, 5.0, 2.5, 60.0, SideBend, 20, 50, false},
      {"knee.flexion", {}, View::Side, Proximal, "standing", 7.0, 5.0, 2.5, 90.0, {}, 50, 135, false},
      {"thorax.side_bend",
       {"lumbar.side_bend"},
       View::Front,
       Proximal,
       "seated",
       7.0,
       5.0,
       2.5,
       60.0,
       {},
       15,
       50,
       false},
  };
  return Tasks;
}

Protocol make_task_protocol(const Task& task) {
  Protocol protocol = make_protocol();
  protocol.id = ProtocolId(task.joint_motion);
  protocol.joint_motion = JointMotionId(task.joint_motion);
  for (const char* with : task.together_with) protocol.together_with.emplace_back(with);
  protocol.view = task.view;
  protocol.against = task.against;
  protocol.position = task.position;
  protocol.fastest = Angle::from_degrees(task.fastest_deg);
  protocol.errors = {Angle::from_degrees(task.definition_deg), Angle::from_degrees(task.between_sessions_deg),
                     Angle::from_degrees(task.between_repetitions_deg)};
  protocol.forbidden.clear();
  if (!task.forbidden.empty()) {
    ForbiddenCompensation forbidden{{}, "Your trunk moves along", "Stay tall.", Angle::from_degrees(10.0)};
    for (const char* joint_motion : task.forbidden) forbidden.joint_motions.emplace_back(joint_motion);
    protocol.forbidden.push_back(std::move(forbidden));
  }
  return protocol;
}

Pose make_top(const Body& body, const Pose& rest, const Task& task, const std::vector<Side>& sides,
              double angle_deg, Numbers& numbers) {
  std::vector<solve::Term> wishes;
  const std::string motion = task.joint_motion;
  for (const Side side : sides) {
    const auto wish = [&](const char* joint_motion, double degrees) {
      wishes.push_back(solve::AngleTarget{JointMotionId(joint_motion), side, Angle::from_degrees(degrees)});
    };
    const double share = task.together_with.empty() ? 1.0 : numbers.uniform(0.35, 0.65);
    wish(task.joint_motion, share * angle_deg);
    for (const char* with : task.together_with) wish(with, (1.0 - share) * angle_deg);
    if (motion == "hip.flexion") wish("knee.flexion", std::min(120.0, angle_deg * numbers.uniform(0.6, 1.1)));
    // Half-way up, an arm is somewhat in front of the trunk's plane.
    if (motion == "shoulder.abduction" && angle_deg < 120.0)
      wish("shoulder.flexion", numbers.uniform(0.0, 12.0));
  }
  wishes.push_back(
      solve::PosePrior{rest, body::Tangent::Constant(Eigen::Index(body.coordinate_count()), 1.0)});
  return solve::solve_pose(body, wishes, rest).pose;
}

FilmCamera place_camera(const Protocol& protocol, Side nearer, double off_view_deg, double stature_m,
                        Numbers& numbers) {
  FilmCamera camera;
  const double asked = protocol.view == View::Front ? 0.0 : nearer == Side::Right ? 90.0 : -90.0;
  camera.turn_deg = asked + off_view_deg;
  camera.distance_m = stature_m * numbers.uniform(1.7, 2.2);
  camera.above_pelvis_m = 0.12 * stature_m;
  camera.rate_hz = numbers.uniform(8.0, 15.0);
  const test::SimulatedNoise usual;
  camera.noise = make_usual_noise(numbers.uniform(usual.least_rms_m, usual.most_rms_m));
  camera.seed = static_cast<std::uint64_t>(numbers.uniform(1.0, 1e15));
  return camera;
}

}  // namespace endrange::measure::testing
