// What is shown to people whose joints differ as no checked body's do. Oracle: `check_motion`, which the
// library has to pass as well; here it decides what may be shown at all.
#include "core/exercise/fit.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <string>

#include "tests/exercises/library.h"
#include "tests/exercises/round_trip.h"
#include "tests/support/counts.h"

namespace endrange::test {
namespace {

using exercise::Exercise;

// Nobody whose joints differ by chance is left without a figure more often than this.
constexpr double MostRefused = 0.02;
// The normal run takes one exercise of so many.
constexpr std::size_t Few = 12;

Side working_side(const Exercise& one) {
  return one.sides == exercise::SideRule::EachSide ? Side::Left : Side::Both;
}

bool is_sound(const exercise::CompiledExercise& compiled, const Exercise& one, const body::Body& body) {
  Diagnostics findings;
  exercise::check_motion(compiled, one, body, load_library().joint_motions, findings);
  return !findings.has_errors();
}

TEST(Fit, shows_nearly_everything_to_people_of_uneven_range_and_nothing_that_breaks) {
  const auto& library = load_library();
  const int people = choose_count(1, 50);
  int asked = 0;
  int as_it_is = 0;
  int refused = 0;
  for (int person = 1; person <= people; ++person) {
    const Doer doer = make_random_doer(static_cast<std::uint64_t>(person));
    const auto& exercises = library.catalogue.exercises();
    for (std::size_t i = 0; i < exercises.size(); i += is_long_run() ? 1 : Few) {
      const Exercise& one = exercises[i];
      const auto& position = *library.catalogue.find_position(one.position);
      for (const bool eased : {false, true}) {
        const exercise::Person who{doer.body, library.joint_motions, doer.ranges, eased};
        const auto plain = exercise::compile(one, position, working_side(one), who);
        ASSERT_TRUE(plain) << plain.error().text();
        const auto fitting = exercise::compile_to_fit(one, position, working_side(one), who);
        ++asked;
        as_it_is += is_sound(*plain, one, doer.body) ? 1 : 0;
        refused += fitting ? 0 : 1;
        if (fitting) {
          EXPECT_TRUE(is_sound(*fitting, one, doer.body)) << one.id.value();
        } else {
          std::printf("             %s%s: %s\n", one.id.value().c_str(), eased ? ", eased" : "",
                      fitting.error().message.c_str());
        }
      }
    }
  }
  std::printf("             of %d, %d are sound with the own ranges, %d with even ones, %d are not shown\n",
              asked, as_it_is, asked - as_it_is - refused, refused);
  EXPECT_LE(refused, std::max(1.0, MostRefused * asked));
}

// Two that are known to break for some: a lunge that turns, and a squat that turns over a stiff ankle.
TEST(Fit, does_not_show_what_breaks) {
  const auto& library = load_library();
  constexpr std::uint64_t People = 8;
  int broken = 0;
  int shown = 0;
  for (const char* id : {"lunge-rotation", "squat-turn-free"}) {
    const Exercise& one = *library.catalogue.find(ExerciseId(id));
    const auto& position = *library.catalogue.find_position(one.position);
    for (std::uint64_t person = 1; person <= People; ++person) {
      const Doer doer = make_random_doer(person);
      const exercise::Person who{doer.body, library.joint_motions, doer.ranges};
      const auto plain = exercise::compile(one, position, working_side(one), who);
      ASSERT_TRUE(plain);
      if (is_sound(*plain, one, doer.body)) continue;
      ++broken;
      const auto fitting = exercise::compile_to_fit(one, position, working_side(one), who);
      shown += fitting ? 1 : 0;
      EXPECT_TRUE(!fitting || is_sound(*fitting, one, doer.body)) << id << ", person " << person;
    }
  }
  std::printf("             %d break as they are, %d of them are shown with even ranges\n", broken, shown);
  EXPECT_GT(broken, 0) << "nothing here tries what this is about any more";
}

}  // namespace
}  // namespace endrange::test
