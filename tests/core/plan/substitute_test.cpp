#include "core/plan/substitute.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace endrange::plan {
namespace {

using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::IsEmpty;

// Two joints; at the first a short and a long exercise in posture 0 and one in posture 1.
Choosing make_problem() {
  Choosing problem;
  problem.rates = {1.0, 0.5};
  problem.budget = 10;
  problem.posture_gap = 2;
  problem.most_postures = 2;
  problem.candidates = {{0, 0, {{4, 3.0}}},
                        {0, 0, {{4, 1.0}, {5, 2.0}, {9, 9.0}}},
                        {0, 1, {{3, 2.5}, {4, 2.8}}},
                        {1, 0, {{5, 3.0}}}};
  return problem;
}
const Choice Chosen{{0, std::nullopt, std::nullopt, 0}, 6.0};

auto candidates(const std::vector<Substitute>& substitutes) {
  std::vector<std::pair<std::size_t, std::size_t>> pairs;
  for (const auto& each : substitutes) pairs.emplace_back(each.candidate, each.option);
  return pairs;
}

TEST(Substitutes, keep_to_the_joint_and_the_time_and_begin_with_the_best) {
  // 5 units are left: the long option of 9 does not fit; the other posture costs 2 more, so its option of 4
  // does not fit either.
  EXPECT_THAT(candidates(find_substitutes(make_problem(), Chosen, 0)),
              ElementsAre(std::pair(2U, 0U), std::pair(1U, 1U)));
}

TEST(Substitutes, keep_to_the_postures) {
  auto problem = make_problem();
  problem.most_postures = 1;
  EXPECT_THAT(candidates(find_substitutes(problem, Chosen, 0)), ElementsAre(std::pair(1U, 1U)));
}

TEST(Substitutes, are_none_where_the_joint_has_no_other) {
  EXPECT_THAT(find_substitutes(make_problem(), Chosen, 3), IsEmpty());
}

TEST(Substitutes, leave_out_what_is_chosen_already) {
  auto both = Chosen;
  both.options[1] = 0;
  auto problem = make_problem();
  problem.budget = 20;
  EXPECT_THAT(find_substitutes(problem, both, 0), ElementsAre(Field(&Substitute::candidate, 2U)));
}

}  // namespace
}  // namespace endrange::plan
