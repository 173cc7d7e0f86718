#include "core/measure/live_phase.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

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
  EXPECT_EQ(state.repetitions, 3);
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

}  // namespace
}  // namespace endrange::measure
