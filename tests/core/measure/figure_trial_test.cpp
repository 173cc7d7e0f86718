#include "core/measure/figure_trial.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <numbers>

#include "core/body/built_in_body.h"
#include "core/solve/solver.h"
#include "tests/core/measure/known_person.h"

namespace endrange::measure {
namespace {

using ::testing::HasSubstr;
constexpr double Pi = std::numbers::pi;

// A body whose clinical angles follow what is written, seen twenty times a second with a small error.
class Actor {
 public:
  using Wishes = std::function<std::vector<std::pair<const char*, double>>(double time_s)>;

  explicit Actor(Side side = Side::Right) : side_(side) {}

  [[nodiscard]] SeenMotion act(double seconds, const Wishes& wishes) const {
    SeenMotion seen{body_, {}, {}, {}, {}, true};
    body::Pose pose = body_.neutral_pose();
    const auto count = static_cast<Eigen::Index>(body_.coordinate_count());
    for (int i = 0; i < static_cast<int>(seconds * 20.0); ++i) {
      const double time_s = i / 20.0;
      std::vector<solve::Term> terms;
      for (const auto& [joint_motion, degrees] : wishes(time_s))
        terms.push_back(solve::AngleTarget{JointMotionId(joint_motion), side_, Angle::from_degrees(degrees)});
      terms.push_back(solve::PosePrior{body_.neutral_pose(), body::Tangent::Constant(count, 1.0)});
      pose = solve::solve_pose(body_, terms, pose).pose;
      seen.time_s.push_back(time_s);
      seen.frames.emplace_back(solve::FittedFrame{time_s, pose,
                                                  Eigen::MatrixXd::Identity(count, count) * 1e-4,
                                                  body::Tangent::Constant(count, 1.0), 0.0});
    }
    seen.ground = Eigen::MatrixXd::Zero(static_cast<Eigen::Index>(seen.frames.size()), 2);
    return seen;
  }

 private:
  Side side_;
  body::Body body_ = body::make_built_in_body(body::compute_segment_lengths(1.75));
};

Protocol make_protocol(ProtocolKind kind) {
  Protocol protocol;
  protocol.id = ProtocolId("test");
  protocol.kind = kind;
  protocol.limb = "leg";
  protocol.position = "standing";
  protocol.seconds = 30.0;
  return protocol;
}

double find(const FigureTrial& trial, journal::FigureName name) {
  for (const journal::Figure& figure : trial.tested.figures)
    if (figure.name == name) return figure.value;
  ADD_FAILURE() << "no such figure; " << trial.tested.grade_reason;
  return 0.0;
}

TEST(FigureTrial, a_leg_that_goes_round_has_its_cone_s_area) {
  // The thigh's direction leaves straight down by 20 degrees, to the front, the side and back again.
  Protocol protocol = make_protocol(ProtocolKind::Circle);
  protocol.joint = "hip";
  const auto seen = Actor().act(17.0, [](double t) -> std::vector<std::pair<const char*, double>> {
    const double turn = 2.0 * Pi * std::clamp((t - 1.0) / 5.0, 0.0, 3.0);
    return {{"hip.flexion", 30.0 + 20.0 * std::cos(turn)}, {"hip.abduction", 20.0 * std::sin(turn)}};
  });
  const FigureTrial trial = measure_figures(seen, protocol, Side::Right);
  const double cone = 2.0 * Pi * (1.0 - std::cos(20.0 * Pi / 180.0));
  // The two angles are not quite those of a cone about one axis: a tenth of the area.
  EXPECT_NEAR(find(trial, journal::FigureName::ReachConeArea), cone, 0.12 * cone);
  EXPECT_GT(find(trial, journal::FigureName::Roundness), 0.9);
  EXPECT_EQ(find(trial, journal::FigureName::DeadOctants), 0.0);
  EXPECT_EQ(trial.tested.grade, journal::Grade::Measured);
}

TEST(FigureTrial, a_pelvis_that_is_not_seen_to_tilt_leaves_the_leg_s_cone) {
  Protocol protocol = make_protocol(ProtocolKind::Circle);
  protocol.joint = "hip";
  const auto flexion_deg = [](double t) {
    return 30.0 + 20.0 * std::cos(2.0 * Pi * std::clamp((t - 1.0) / 5.0, 0.0, 3.0));
  };
  const SeenMotion still = Actor().act(17.0, [&](double t) -> std::vector<std::pair<const char*, double>> {
    const double turn = 2.0 * Pi * std::clamp((t - 1.0) / 5.0, 0.0, 3.0);
    return {{"hip.flexion", flexion_deg(t)}, {"hip.abduction", 20.0 * std::sin(turn)}};
  });
  // The same leg, a fifth of whose way forward an estimate gives to the pelvis.
  SeenMotion tilted = still;
  for (auto& frame : tilted.frames) {
    const double given_deg = 0.2 * flexion_deg(frame->time_s);
    testing::turn_coordinate(tilted.body, frame->pose, "pelvis_tilt", given_deg);
    testing::turn_coordinate(tilted.body, frame->pose, "hip_flexion_r", -given_deg);
  }
  const auto measure_area = [&](SeenMotion seen, bool is_all_around) {
    seen.is_all_around = is_all_around;
    return find(measure_figures(seen, protocol, Side::Right, {}), journal::FigureName::ReachConeArea);
  };
  const double area_sr = measure_area(still, false);
  EXPECT_NEAR(measure_area(tilted, false), area_sr, 0.03 * area_sr);
  EXPECT_LT(measure_area(tilted, true), 0.87 * area_sr) << "markers see the pelvis";
}

TEST(FigureTrial, rising_from_a_chair_is_counted_within_its_seconds) {
  Protocol protocol = make_protocol(ProtocolKind::Count);
  protocol.seconds = 10.0;
  // Up and down every 2.5 s from sitting, seven times: four apexes lie within ten seconds.
  const auto sit_and_rise = [](double t) -> std::vector<std::pair<const char*, double>> {
    const double share = (1.0 - std::cos(2.0 * Pi * std::clamp((t - 1.0) / 2.5, 0.0, 7.0))) / 2.0;
    return {{"knee.flexion", 90.0 - 85.0 * share}, {"hip.flexion", 80.0 - 75.0 * share}};
  };
  EXPECT_EQ(find(measure_figures(Actor().act(20.0, sit_and_rise), protocol, Side::Both),
                 journal::FigureName::Count),
            4.0);
  // The fifth stand is half done ten seconds and a half after the first began.
  const auto count_within = [&](double seconds) {
    protocol.seconds = seconds;
    return find(measure_figures(Actor().act(20.0, sit_and_rise), protocol, Side::Both),
                journal::FigureName::Count);
  };
  EXPECT_EQ(count_within(9.9), 4.0);
  EXPECT_EQ(count_within(10.8), 5.0) << "more than half up, not yet all the way";
  protocol.seconds = 10.0;
  const FigureTrial cut = measure_figures(Actor().act(7.0, sit_and_rise), protocol, Side::Both);
  EXPECT_THAT(cut.tested.grade_reason, HasSubstr("count may be short"));
}

TEST(FigureTrial, standing_on_one_leg_is_timed_and_the_other_leg_is_not) {
  const Protocol protocol = make_protocol(ProtocolKind::Time);
  const auto lift = [](double t) -> std::vector<std::pair<const char*, double>> {
    const double bend = t > 2.0 && t < 9.0 ? 60.0 : 0.0;
    return {{"knee.flexion", bend}, {"hip.flexion", bend / 2.0}};
  };
  const auto seen = Actor(Side::Right).act(12.0, lift);
  EXPECT_NEAR(find(measure_figures(seen, protocol, Side::Left), journal::FigureName::Time), 7.0, 0.4);
  const FigureTrial other = measure_figures(seen, protocol, Side::Right);
  EXPECT_EQ(other.tested.grade, journal::Grade::NotObservable);
  EXPECT_THAT(other.tested.grade_reason, HasSubstr("right leg alone"));
}

TEST(FigureTrial, a_distance_is_for_the_hand) {
  const auto seen =
      Actor().act(0.5, [](double) -> std::vector<std::pair<const char*, double>> { return {}; });
  const FigureTrial trial = measure_figures(seen, make_protocol(ProtocolKind::Distance), Side::Left);
  EXPECT_TRUE(trial.tested.figures.empty());
  EXPECT_THAT(trial.remedy, HasSubstr("by hand"));
}

}  // namespace
}  // namespace endrange::measure
