#include "core/progress/wobble.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <vector>

namespace endrange::progress {
namespace {

using namespace std::chrono_literals;

Day day(int number) {
  return Day(std::chrono::days(20000 + number));
}

TEST(Wobble, leaves_what_is_stated_until_there_are_enough_repeats) {
  std::vector<Taken> taken;
  for (int i = 0; i < EnoughRepeats; ++i) taken.push_back({day(i), i % 2 == 0 ? 0.0 : 40.0, 1.0});
  const auto few = compute_wobble(taken);
  EXPECT_EQ(few.repeats, EnoughRepeats - 1);
  EXPECT_FALSE(few.is_own());
  EXPECT_EQ(few.factor, 1.0);
  EXPECT_EQ(few.quantile, TwoSided95);
  taken.push_back({day(EnoughRepeats), 40.0, 1.0});
  EXPECT_TRUE(compute_wobble(taken).is_own());
  EXPECT_GT(compute_wobble(taken).factor, 10.0);
}

TEST(Wobble, counts_neither_one_day_twice_nor_pairs_far_apart_nor_the_pair_that_is_compared) {
  EXPECT_EQ(compute_wobble(std::vector<Taken>{{day(0), 1.0, 1.0}, {day(0), 9.0, 1.0}}).repeats, 0);
  EXPECT_EQ(compute_wobble(std::vector<Taken>{{day(0), 1.0, 1.0}, {day(8), 9.0, 1.0}}).repeats, 0);
  const std::vector<Taken> pair = {{day(0), 1.0, 1.0}, {day(7), 9.0, 1.0}};
  EXPECT_EQ(compute_wobble(pair).repeats, 1);
  EXPECT_EQ(compute_wobble(pair, std::pair(day(0), day(7))).repeats, 0);
}

TEST(Wobble, of_figures_that_are_all_the_same_is_not_nothing) {
  std::vector<Taken> taken;
  for (int i = 0; i < 9; ++i) taken.push_back({day(i), 90.0, 6.0});
  EXPECT_NEAR(compute_wobble(taken).factor, std::sqrt(2.0 / 10.0), 1e-12);
}

// Oracle: Student's 97.5 % quantile at 6 degrees of freedom, 2.4469.
TEST(Wobble, allows_for_how_few_repeats_there_are) {
  std::vector<Taken> taken;
  for (int i = 0; i < 7; ++i) taken.push_back({day(i), 0.0, 1.0});
  EXPECT_NEAR(compute_wobble(taken).quantile, 2.4469, 0.005);
}

struct Claims {
  double by_own = 0.0;
  double by_stated = 0.0;
};

// How often a change is claimed of somebody who does not change, by the person's own repeats and by what is
// stated, when the figures really wobble by `share` of what is stated. 4,000 people of `days` days each.
Claims count_false_claims(double share, int days) {
  constexpr int People = 4000;
  std::mt19937 random(20261126);
  std::normal_distribution<double> wobble(0.0, share);
  Claims claims;
  for (int person = 0; person < People; ++person) {
    std::vector<Taken> taken;
    for (int i = 0; i < days; ++i) taken.push_back({day(3 * i), wobble(random), 1.0});
    taken.push_back({day(3 * days + 60), wobble(random), 1.0});
    const double difference = std::abs(taken.back().value - taken.front().value);
    const auto own = compute_wobble(taken, std::pair(taken.front().day, taken.back().day));
    if (difference > own.quantile * own.factor * std::sqrt(2.0)) claims.by_own += 1.0 / People;
    if (difference > TwoSided95 * std::sqrt(2.0)) claims.by_stated += 1.0 / People;
  }
  std::printf("wobble %.1f of what is stated, %d days: changed %.1f %% by own repeats, %.1f %% by stated\n",
              share, days, 100.0 * claims.by_own, 100.0 * claims.by_stated);
  return claims;
}

// 5 % may be claimed where nothing changed; the sample's own error is 0.35 %.
TEST(Wobble, claims_change_of_an_unchanged_person_one_time_in_twenty_at_most) {
  EXPECT_LT(count_false_claims(1.0, 6).by_own, 0.06);
  EXPECT_LT(count_false_claims(1.0, 20).by_own, 0.06);
  EXPECT_LT(count_false_claims(0.5, 6).by_own, 0.01);
  EXPECT_LT(count_false_claims(0.5, 20).by_own, 0.06);
}

// Where a person wobbles twice as much as is stated, what is stated claims change in 33 % and a few repeats
// mend most of it, many nearly all.
TEST(Wobble, mends_what_is_stated_of_a_person_who_wobbles_more) {
  EXPECT_LT(count_false_claims(2.0, 6).by_own, 0.10);
  EXPECT_LT(count_false_claims(2.0, 20).by_own, 0.07);
}

}  // namespace
}  // namespace endrange::progress
