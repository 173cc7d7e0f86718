// Oracles: the differential equation of gain and decay, followed in steps of a quarter of an hour by a plain
// loop; and for the spread, people drawn from what the filter begins with, each followed by the same loop.
// Limit of the second: the filter bends the logarithm of decay straight, so its spread is held to a fifth.
#include "core/progress/range_filter.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <vector>

#include "tests/core/progress/story.h"

namespace endrange::progress {
namespace {

constexpr double QuarterOfAnHour_days = 1.0 / 96.0;

struct Session {
  int day = 0;
  double seconds = 0.0;
};

struct Answer {
  double growth = 0.0;  // a week, any unit
  double decay = 0.0;   // 1 a week
};

/// Gain after so many days, in the unit of growth.
double follow(const std::vector<Session>& sessions, int days, const Answer& answer, double week_enough_s) {
  double gain = 0.0;
  for (int quarter = 0; quarter < 96 * days; ++quarter) {
    const double day = quarter * QuarterOfAnHour_days;
    double week_s = 0.0;
    for (const auto& session : sessions)
      if (session.day <= day && day < session.day + 7) week_s += session.seconds;
    const double fed = 1.0 - std::exp(-week_s / week_enough_s);
    gain += QuarterOfAnHour_days / 7.0 * (answer.growth * fed - answer.decay * gain);
  }
  return gain;
}

RangeFilter filter_after(const std::vector<Session>& sessions, int days, const Constants& constants,
                         Angle human) {
  RangeFilter filter(human, 0.5, constants);
  const Moment start = at(0, 0h).utc;
  filter.advance(start);
  for (const auto& session : sessions)
    if (session.day < days) filter.train(start + std::chrono::days(session.day), session.seconds);
  filter.advance(start + std::chrono::days(days));
  return filter;
}

// Six weeks of three times a week, a week of much, then five idle weeks.
std::vector<Session> make_sessions() {
  std::vector<Session> sessions;
  for (int day = 0; day < 42; day += 2) sessions.push_back({day, 100.0});
  for (int day = 42; day < 49; ++day) sessions.push_back({day, 300.0});
  return sessions;
}

TEST(RangeFilter, follows_the_equation_of_gain_and_decay) {
  const auto constants = make_constants();
  const Angle human = 180_deg;
  const Answer answer{constants.growth_share * human.degrees(), std::log(2.0) / constants.half_life_weeks};
  for (const int days : {3, 10, 42, 49, 84}) {
    const auto usable = filter_after(make_sessions(), days, constants, human).compute(RangeKind::Usable);
    const double gain = follow(make_sessions(), days, answer, constants.week_enough_s);
    EXPECT_NEAR(usable.mean.degrees(), 90.0 + gain, 0.02) << "day " << days;
  }
}

TEST(RangeFilter, is_as_unsure_as_people_differ) {
  auto constants = make_constants();
  constants.drift_per_root_day = {};
  constants.prior_spread_share = 1e-6;
  const Angle human = 180_deg;
  std::mt19937 engine(7);
  std::normal_distribution<double> normal;
  for (const int days : {21, 84}) {
    constexpr int People = 400;
    double sum = 0.0;
    double squares = 0.0;
    for (int i = 0; i < People; ++i) {
      const Answer answer{
          (constants.growth_share + constants.growth_spread_share * normal(engine)) * human.degrees(),
          std::log(2.0) / constants.half_life_weeks *
              std::exp(std::log(constants.half_life_factor) * normal(engine))};
      const double gain = follow(make_sessions(), days, answer, constants.week_enough_s);
      sum += gain;
      squares += gain * gain;
    }
    const double spread = std::sqrt(squares / People - sum * sum / People / People);
    const auto usable = filter_after(make_sessions(), days, constants, human).compute(RangeKind::Usable);
    EXPECT_NEAR(usable.standard_error.degrees() / spread, 1.0, 0.2) << "day " << days;
  }
}

TEST(RangeFilter, forgets_a_bad_week_and_keeps_what_is_usual) {
  auto constants = make_constants();
  constants.wander = 4_deg;
  constants.drift_per_root_day = {};
  constants.prior_spread_share = 2.0 / 180.0;  // 2 degrees
  RangeFilter filter(180_deg, 0.5, constants);
  filter.measure(at(1, 9h).utc, RangeKind::Usable, 80_deg, 1_deg, "front", {});
  // 10 degrees less than usual; by variances a fifth of it is lasting, and the rest is over after a while.
  const double surprise = -10.0 / (4.0 + 16.0 + 1.0);
  EXPECT_NEAR(filter.compute(RangeKind::Usable).mean.degrees(), 90.0 + 20.0 * surprise, 0.01);
  filter.advance(at(1, 9h).utc + std::chrono::days(60));
  EXPECT_NEAR(filter.compute(RangeKind::Usable).mean.degrees(),
              90.0 + (4.0 + 16.0 * std::exp(-1.0)) * surprise, 0.01);
  EXPECT_LT(filter.compute(RangeKind::Usable).standard_error, 4.5_deg);
}

TEST(RangeFilter, takes_what_comes_late_as_of_the_latest_time) {
  RangeFilter filter(180_deg, 0.5, make_constants());
  filter.measure(at(10, 9h).utc, RangeKind::Usable, 92_deg, 3_deg, "front", {});
  const auto before = filter.compute(RangeKind::Usable);
  filter.train(at(3, 9h).utc, 60.0);
  filter.advance(at(2, 9h).utc);
  EXPECT_EQ(filter.compute(RangeKind::Usable), before);
}

}  // namespace
}  // namespace endrange::progress
