#include "core/measure/live_phase.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "tests/core/measure/synthetic.h"

namespace endrange::measure {
namespace {

using ::testing::HasSubstr;
using testing::make_protocol;
using testing::make_repetitions;

Sight make_sight(double time_s, double angle_deg) {
  Sight sight;
  sight.time_s = time_s;
  sight.outline = Outline{.time_s = time_s, .trunk = 0.2, .across = 1.0};
  for (const Side side : LeftAndRight)
    sight.sides.push_back({side, AngleSample{time_s, Angle::from_degrees(angle_deg), {}, true}, {}, false});
  return sight;
}

TEST(LivePhase, goes_from_ready_through_moving_and_holding_to_done) {
  const auto movement = make_repetitions({150.0, 148.0, 152.0});
  LivePhase state;
  std::vector<TrialPhase> phases;
  for (double time_s = 0.0; time_s < movement.duration_s(); time_s += 0.1) {
    state = advance(std::move(state), make_protocol(), make_sight(time_s, movement.angle_deg(time_s)));
    if (phases.empty() || phases.back() != state.phase) phases.push_back(state.phase);
  }
  using enum TrialPhase;
  EXPECT_EQ(phases.front(), Ready);
  EXPECT_EQ(phases.back(), Done);
  EXPECT_EQ(std::ranges::count(phases, Holding), 3);
  EXPECT_EQ(state.progress.count, 3);
  EXPECT_EQ(state.progress.of, 3);
}

// A scratch of the nose before the first real lift looks like a lift until the first real one has come.
TEST(LivePhase, does_not_count_a_wobble_before_the_first_repetition) {
  const auto movement = make_repetitions({150.0, 148.0, 152.0});
  LivePhase state;
  double at_s = 0.0;
  for (const double angle_deg : {5.0, 15.0, 29.0, 15.0, 5.0})
    state = advance(std::move(state), make_protocol(), make_sight(at_s += 0.5, angle_deg));
  int most = 0;
  double ended_s = 0.0;
  for (double time_s = 5.0; time_s < 5.0 + movement.duration_s(); time_s += 0.1) {
    state = advance(std::move(state), make_protocol(), make_sight(time_s, movement.angle_deg(time_s - 5.0)));
    if (state.progress.count > most) ended_s = time_s;
    most = std::max(most, state.progress.count);
  }
  EXPECT_EQ(most, 3);
  EXPECT_EQ(state.phase, TrialPhase::Done);
  EXPECT_GT(ended_s, 5.0 + 0.8 * movement.duration_s()) << "after the third real one";
}

TEST(LivePhase, says_what_to_do_before_anything_moves) {
  const Protocol protocol = make_protocol();
  EXPECT_THAT(advance({}, protocol, Sight{}).hint, HasSubstr("Step into the picture"));

  Sight turned = make_sight(0.0, 5.0);
  turned.outline->across = 0.1;
  turned.outline->away = 1.0;
  EXPECT_EQ(advance({}, protocol, turned).hint, "Face the camera.");

  Sight hidden = make_sight(0.0, 5.0);
  hidden.sides[0] = {Side::Left, std::nullopt, "left elbow", false};
  EXPECT_EQ(advance({}, protocol, hidden).hint, "I can't see your left elbow.");
  hidden.sides[0].leaves_picture = true;
  EXPECT_THAT(advance({}, protocol, hidden).hint, HasSubstr("Step back: your left elbow"));
  EXPECT_EQ(advance({}, protocol, hidden).phase, TrialPhase::Looking);
}

TEST(LivePhase, does_not_interrupt_for_a_glimpse_lost) {
  const Protocol protocol = make_protocol();
  LivePhase state;
  for (double time_s = 0.0; time_s < 2.0; time_s += 0.1)
    state = advance(state, protocol, make_sight(time_s, 40.0 * time_s));
  const TrialPhase before = state.phase;
  Sight lost;
  lost.time_s = 2.2;
  EXPECT_EQ(advance(state, protocol, lost).phase, before);
  lost.time_s = 3.5;
  EXPECT_EQ(advance(state, protocol, lost).phase, TrialPhase::Looking);
}

Sight make_plain_sight(double time_s) {
  Sight sight;
  sight.time_s = time_s;
  sight.outline = Outline{.time_s = time_s, .trunk = 0.2, .across = 1.0};
  return sight;
}

Protocol make_figure_protocol(ProtocolKind kind, double seconds) {
  Protocol protocol = make_protocol();
  protocol.kind = kind;
  protocol.seconds = seconds;
  protocol.hold_s = 0.0;
  return protocol;
}

/// Where a limb points that goes round a cone of 40 degrees about the front, in five seconds a round.
Eigen::Vector3d go_round(double time_s) {
  const double turn = 2.0 * std::numbers::pi * time_s / 5.0;
  const double radius = 40.0 * std::numbers::pi / 180.0;
  return {std::cos(radius), std::sin(radius) * std::cos(turn), std::sin(radius) * std::sin(turn)};
}

TEST(LivePhase, counts_the_rounds_of_the_limb_that_goes_round) {
  const Protocol protocol = make_figure_protocol(ProtocolKind::Circle, 0.0);
  LivePhase state;
  std::vector<int> counts;
  for (double time_s = 0.0; time_s < 18.0; time_s += 0.1) {
    Sight sight = make_plain_sight(time_s);
    // One second of rest first; the left arm hangs all the time.
    sight.sides.push_back({.side = Side::Left, .direction = -Eigen::Vector3d::UnitY()});
    sight.sides.push_back({.side = Side::Right, .direction = go_round(std::max(0.0, time_s - 1.0))});
    state = advance(std::move(state), protocol, sight);
    if (time_s > 2.5 && time_s < 15.0) {
      EXPECT_EQ(state.progress.side, Side::Right) << time_s;
    }
    if (counts.empty() || counts.back() != state.progress.count) counts.push_back(state.progress.count);
    if (state.phase == TrialPhase::Done) {
      EXPECT_NEAR(time_s, 16.0, 0.5);
      break;
    }
  }
  EXPECT_THAT(counts, ::testing::ElementsAre(0, 1, 2, 3));
  EXPECT_EQ(state.phase, TrialPhase::Done);
}

TEST(LivePhase, calls_no_there_and_back_a_round) {
  std::vector<Eigen::Vector3d> line;
  for (int way = 0; way < 4; ++way)
    for (double share = 0.0; share < 1.0; share += 0.05) {
      const double turn = (way % 2 == 0 ? share : 1.0 - share) * std::numbers::pi / 2.0;
      line.emplace_back(std::cos(turn), std::sin(turn), 0.0);
    }
  EXPECT_LT(compute_turns(line), 0.6);
  EXPECT_EQ(compute_turns({}), 0.0);
}

TEST(LivePhase, counts_rises_until_the_time_is_over_also_unseen) {
  const Protocol protocol = make_figure_protocol(ProtocolKind::Count, 10.0);
  LivePhase state;
  for (double time_s = 0.0; time_s < 9.0; time_s += 0.1) {
    Sight sight = make_plain_sight(time_s);
    // Sits for two seconds, shifts the feet by 20 degrees, and then gets up every two and a half seconds.
    const double rising = std::max(0.0, time_s - 2.0) / 2.5;
    double angle = -90.0 + 85.0 * (1.0 - std::cos(2.0 * std::numbers::pi * rising)) / 2.0;
    if (time_s > 0.5 && time_s < 1.0) angle += 20.0;
    sight.rise = AngleSample{time_s, Angle::from_degrees(angle), {}, true};
    state = advance(std::move(state), protocol, sight);
    if (time_s < 2.0) {
      EXPECT_EQ(state.progress.count, 0) << time_s;
      EXPECT_EQ(state.phase, TrialPhase::Ready) << time_s;
    }
  }
  EXPECT_EQ(state.progress.count, 3);
  EXPECT_GT(state.progress.seconds, 5.5);
  Sight lost;
  lost.time_s = 14.0;
  state = advance(std::move(state), protocol, lost);
  EXPECT_EQ(state.phase, TrialPhase::Done);
  EXPECT_DOUBLE_EQ(state.progress.seconds, 10.0);
}

TEST(LivePhase, times_one_leg_and_then_the_other) {
  const Protocol protocol = make_figure_protocol(ProtocolKind::Time, 8.0);
  LivePhase state;
  std::vector<std::string> hints;
  double done_s = 0.0;
  for (double time_s = 0.0; time_s < 25.0; time_s += 0.1) {
    Sight sight = make_plain_sight(time_s);
    sight.lift_m = 0.01;
    if (time_s > 1.0 && time_s < 1.15) sight.lift_m = 0.2;   // a jump of the estimate
    if (time_s > 2.0 && time_s < 7.0) sight.lift_m = -0.15;  // stands on the left
    if (time_s > 9.0) sight.lift_m = 0.15;                   // on the right, for longer than is counted
    state = advance(std::move(state), protocol, sight);
    if (hints.empty() || hints.back() != state.hint) hints.push_back(state.hint);
    if (time_s > 3.0 && time_s < 6.9) {
      EXPECT_EQ(state.progress.side, Side::Left);
      EXPECT_NEAR(state.progress.seconds, time_s - 2.0, 0.15);
    }
    if (state.phase == TrialPhase::Done) {
      done_s = time_s;
      break;
    }
  }
  EXPECT_NEAR(done_s, 17.0, 0.3);
  EXPECT_THAT(hints, ::testing::ElementsAre("Lift one foot, and stay.", "", "Now stand on your right leg.",
                                            "", "Done. Foot down, and rest."));
}

}  // namespace
}  // namespace endrange::measure
