#include "core/progress/pain.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/core/progress/story.h"

namespace endrange::progress {
namespace {

using journal::PainKind;
using ::testing::ElementsAre;

journal::PainReported make_pain(const std::string& region, int intensity, PainKind kind = PainKind::Dull) {
  return {.region = region, .side = Side::Left, .intensity = intensity, .kind = kind};
}

TEST(Pains, gather_what_was_said_of_one_place) {
  Story story;
  story.tell(at(2, 9h), make_pain("hip", 2))
      .tell(at(3, 9h), make_pain("shoulder", 4))
      .tell(at(5, 9h), make_pain("hip", 6, PainKind::Sharp))
      .tell(at(6, 9h), make_pain("hip", 3));
  const auto pains = compute_pains(story.entries(), at(7, 9h));
  EXPECT_THAT(
      pains,
      ElementsAre(PainOfPlace{"hip", Side::Left, 3, 6, at(6, 9h).day(), {PainKind::Dull, PainKind::Sharp}},
                  PainOfPlace{"shoulder", Side::Left, 1, 4, at(3, 9h).day(), {PainKind::Dull}}));
}

TEST(Pains, leave_out_a_pull_of_stretch_and_what_is_four_weeks_old) {
  Story story;
  auto pull = make_pain("hip", 3);
  pull.stretch_only = true;
  story.tell(at(1, 9h), make_pain("neck", 3)).tell(at(27, 9h), pull);
  EXPECT_EQ(compute_pains(story.entries(), at(28, 9h)).size(), 1U);
  EXPECT_TRUE(compute_pains(story.entries(), at(29, 9h)).empty());
}

}  // namespace
}  // namespace endrange::progress
