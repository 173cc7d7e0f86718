// Where the eyes follow a hand, head and upper back turn after it. Oracle: what the exercise writes of the
// lower back, which is nothing.
#include <gtest/gtest.h>

#include <algorithm>

#include "core/body/clinical_angles.h"
#include "core/exercise/compile.h"
#include "tests/exercises/library.h"
#include "tests/exercises/round_trip.h"

namespace endrange::test {
namespace {

// What contacts may pull at other joints than those that are written (core/exercise/check_motion.cpp).
constexpr double MostTurned_deg = 6.0;

TEST(Gaze, does_not_turn_the_lower_back) {
  const auto& library = load_library();
  int looked = 0;
  for (const exercise::Exercise& one : library.catalogue.exercises()) {
    if (std::ranges::none_of(one.phases, [](const auto& phase) { return phase.gaze.has_value(); })) continue;
    ++looked;
    constexpr std::uint64_t People = 4;
    for (std::uint64_t person = 0; person <= People; ++person) {
      const Doer doer = person == 0 ? make_average_doer() : make_random_doer(person);
      const auto compiled = compile(one, *library.catalogue.find_position(one.position), Side::Right,
                                    {doer.body, library.joint_motions, doer.ranges});
      ASSERT_TRUE(compiled) << compiled.error().text();
      for (const Side side : {Side::Left, Side::Right})
        for (const exercise::TimedPose& frame : compiled->frames)
          EXPECT_LE(compute_clinical_angle(doer.body, frame.pose, JointMotionId("lumbar.rotation"), side)
                        ->degrees(),
                    MostTurned_deg)
              << one.id.value() << " at " << frame.t_s << " s, person " << person;
    }
  }
  EXPECT_GE(looked, 1);
}

}  // namespace
}  // namespace endrange::test
