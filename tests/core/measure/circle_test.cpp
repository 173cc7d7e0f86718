#include "core/measure/circle.h"

#include <gtest/gtest.h>

#include <Eigen/Geometry>
#include <cmath>
#include <functional>
#include <numbers>
#include <random>

namespace endrange::measure {
namespace {

using Eigen::Vector3d;
constexpr double Pi = std::numbers::pi;

// A limb that goes round a middle direction, as far as a function of the way round says.
struct Written {
  std::function<double(double)> radius = [](double) { return 1.0; };  // [rad]
  std::function<double(double)> turn_at = [](double share) { return share; };
  double rounds = 3.0;
  double round_s = 6.0;
  double rate_hz = 15.0;
  double noise_deg = 0.0;
  Vector3d lasting = Vector3d::Zero();  // where the limb's end is seen, off where it is, in limb lengths
  double rest_s = 1.0;
  unsigned seed = 1;
  Vector3d middle = Vector3d(0.4, -0.3, 0.8);
};

std::vector<DirectionSample> see(const Written& written) {
  std::mt19937 random(written.seed);
  std::normal_distribution<double> normal;
  const Vector3d m = written.middle.normalized();
  const Vector3d up = (Vector3d::UnitY() - m * m.y()).normalized();
  const Vector3d across = up.cross(m);
  const double noise = written.noise_deg * Pi / 180.0;
  std::vector<DirectionSample> track;
  const double whole_s = written.rounds * written.round_s + 2.0 * written.rest_s;
  for (int i = 0; i < static_cast<int>(whole_s * written.rate_hz); ++i) {
    const double t = i / written.rate_hz;
    const double share = std::clamp((t - written.rest_s) / written.round_s, 0.0, written.rounds);
    const double turn = 2.0 * Pi * (std::floor(share) + written.turn_at(share - std::floor(share)));
    const double radius = written.radius(turn);
    Vector3d direction =
        std::cos(radius) * m + std::sin(radius) * (std::cos(turn) * up + std::sin(turn) * across);
    direction += written.lasting + noise * Vector3d(normal(random), normal(random), normal(random));
    track.push_back({t, direction.normalized(), Angle::from_radians(noise), true});
  }
  return track;
}

TEST(JointCircle, of_an_even_cone_has_its_area_and_is_round) {
  for (const double radius : {0.3, 0.8, 1.4}) {
    const auto result = measure_circle(see({.radius = [=](double) { return radius; }}));
    ASSERT_TRUE(result.circle) << radius;
    EXPECT_EQ(result.circle->rounds, 3U);
    EXPECT_NEAR(result.circle->area_sr.value, 2.0 * Pi * (1.0 - std::cos(radius)),
                0.03 * radius * radius * Pi);
    EXPECT_GT(result.circle->roundness.value, 0.97);
    EXPECT_GT(result.circle->speed_evenness.value, 0.8);
    EXPECT_LT(result.circle->repeatability.value, 0.02);
    EXPECT_TRUE(result.circle->dead_octants.empty());
    EXPECT_NEAR(result.circle->round_s, 6.0, 0.4);
    EXPECT_EQ(result.circle->reversals, 0U);
  }
}

TEST(JointCircle, of_a_flat_cone_is_less_round) {
  const auto oval =
      measure_circle(see({.radius = [](double turn) { return 0.8 + 0.35 * std::cos(2.0 * turn); }}));
  ASSERT_TRUE(oval.circle);
  EXPECT_LT(oval.circle->roundness.value, 0.9);
}

TEST(JointCircle, names_the_eighth_where_nothing_is_reached) {
  // Short between 2.5 and 3.5 eighths: in the third of 0 to 7.
  const auto result = measure_circle(see({.radius = [](double turn) {
    const double eighth = std::fmod(turn, 2.0 * Pi) / (Pi / 4.0);
    return eighth > 2.8 && eighth < 4.2 ? 0.25 : 0.9;
  }}));
  ASSERT_TRUE(result.circle);
  EXPECT_EQ(result.circle->dead_octants, std::vector<std::size_t>{3});
}

TEST(JointCircle, a_rush_through_half_of_it_is_uneven) {
  const auto even = measure_circle(see({}));
  const auto rushed = measure_circle(
      see({.turn_at = [](double share) { return share < 0.8 ? share * 0.6 : 0.48 + (share - 0.8) * 2.6; }}));
  ASSERT_TRUE(even.circle && rushed.circle);
  EXPECT_LT(rushed.circle->speed_evenness.value, even.circle->speed_evenness.value - 0.3);
}

TEST(JointCircle, rounds_that_differ_are_less_repeatable) {
  const auto result = measure_circle(
      see({.radius = [](double turn) { return 0.8 + 0.1 * std::sin(turn / 2.0); }, .rounds = 4.0}));
  ASSERT_TRUE(result.circle);
  EXPECT_NEAR(result.circle->repeatability.value, 0.1 / std::sqrt(2.0), 0.03);
}

TEST(JointCircle, the_other_way_round_and_elsewhere_is_the_same) {
  const auto one = measure_circle(see({.radius = [](double turn) { return 0.8 + 0.2 * std::cos(turn); }}));
  const auto mirrored = measure_circle(see({.radius = [](double turn) { return 0.8 + 0.2 * std::cos(turn); },
                                            .turn_at = [](double share) { return 1.0 - share; },
                                            .rounds = 1.0}));
  const auto turned = measure_circle(see({.radius = [](double turn) { return 0.8 + 0.2 * std::cos(turn); },
                                          .middle = Vector3d(-1.0, 0.1, 0.3)}));
  ASSERT_TRUE(one.circle && mirrored.circle && turned.circle);
  EXPECT_NEAR(one.circle->area_sr.value, mirrored.circle->area_sr.value, 0.03);
  EXPECT_NEAR(one.circle->area_sr.value, turned.circle->area_sr.value, 0.02);
}

TEST(JointCircle, is_none_without_a_round) {
  EXPECT_EQ(measure_circle(see({.rounds = 0.6})).why, NoCircle::NoRound);
  EXPECT_FALSE(measure_circle(see({.rounds = 0.0, .noise_deg = 2.0, .rest_s = 5.0})).circle);
  EXPECT_EQ(measure_circle({}).why, NoCircle::NotSeen);
  EXPECT_FALSE(measure_circle(see({.radius = [](double) { return 0.04; }, .noise_deg = 3.0})).circle);
}

// An oval, so long and so wide about its middle.
std::function<double(double)> make_oval(double along, double wide) {
  return [=](double turn) { return 1.0 / std::hypot(std::cos(turn) / along, std::sin(turn) / wide); };
}

TEST(JointCircle, is_none_when_the_limb_comes_back_the_way_it_went) {
  EXPECT_TRUE(measure_circle(see({.radius = make_oval(0.8, 0.2)})).circle);
  const auto there_and_back = measure_circle(see({.radius = make_oval(0.8, 0.05)}));
  EXPECT_FALSE(there_and_back.circle);
  EXPECT_EQ(there_and_back.why, NoCircle::NoRound);
}

TEST(JointCircle, turning_back_is_counted) {
  const auto result = measure_circle(see({.turn_at = [](double share) {
    return share < 0.5 ? share : share < 0.6 ? 0.5 - 1.5 * (share - 0.5) : 0.35 + (share - 0.6) * 0.65 / 0.4;
  }}));
  ASSERT_TRUE(result.circle);
  EXPECT_EQ(result.circle->reversals, 3U);
}

TEST(JointCircle, area_lies_within_its_interval) {
  std::mt19937 random(7);
  std::uniform_real_distribution<double> sizes(0.4, 1.3);
  std::normal_distribution<double> normal;
  int covered = 0;
  constexpr int Cases = 60;
  for (int i = 0; i < Cases; ++i) {
    const double size = sizes(random);
    const double flat = 0.2 * size * normal(random) / 2.0;
    const Written written{
        .radius = [=](double turn) { return size + flat * std::cos(2.0 * turn); },
        .noise_deg = 3.0,
        .lasting = 4.0 * Pi / 180.0 * Vector3d(normal(random), normal(random), normal(random)),
        .seed = static_cast<unsigned>(i)};
    double truth = 0.0;
    for (int k = 0; k < 360; ++k) truth += (1.0 - std::cos(written.radius(k * Pi / 180.0))) * Pi / 180.0;
    auto track = see(written);
    for (DirectionSample& sample : track) sample.standard_error = Angle::from_degrees(4.0);
    const auto result = measure_circle(track);
    ASSERT_TRUE(result.circle) << i;
    covered += std::abs(result.circle->area_sr.value - truth) <= 1.96 * result.circle->area_sr.standard_error;
  }
  EXPECT_GE(covered, 53) << "of " << Cases;
}

TEST(JointCircle, a_small_cone_is_known_better_than_its_directions) {
  // What lasts scales a cone of 20 degrees by a third of its share, and leaves a circle that can be told.
  auto track = see({.radius = [](double) { return 20.0 * Pi / 180.0; }, .noise_deg = 1.0});
  for (DirectionSample& sample : track) sample.standard_error = Angle::from_degrees(6.0);
  const auto result = measure_circle(track);
  ASSERT_TRUE(result.circle);
  EXPECT_LT(result.circle->area_sr.standard_error, 0.3 * result.circle->area_sr.value);
}

TEST(JointCircle, is_none_within_where_its_directions_may_be_nor_of_three_standard_errors) {
  const auto measure = [](double radius_deg, double error_deg) {
    auto track = see({.radius = [=](double) { return radius_deg * Pi / 180.0; }});
    for (DirectionSample& sample : track) sample.standard_error = Angle::from_degrees(error_deg);
    return measure_circle(track);
  };
  EXPECT_TRUE(measure(7.0, 6.0).circle);
  EXPECT_EQ(measure(5.0, 6.0).why, NoCircle::TooSmall);
  EXPECT_TRUE(measure(40.0, 8.0).circle);
  EXPECT_EQ(measure(40.0, 14.0).why, NoCircle::TooSmall);
}

TEST(JointCircle, both_ways_in_one_recording_are_two_circles) {
  const auto there = see({.rounds = 2.0});
  auto both = there;
  const double after_s = there.back().time_s + 0.1;
  for (auto sample = there.rbegin(); sample != there.rend(); ++sample)
    both.push_back(
        {after_s + there.back().time_s - sample->time_s, sample->direction, sample->standard_error, true});
  const auto result = measure_circle(both);
  EXPECT_FALSE(result.circle);
  EXPECT_EQ(result.why, NoCircle::BothWays);
  // One way, and less than a round back to where it began.
  auto back = there;
  for (std::size_t i = 0; i < there.size() / 4; ++i)
    back.push_back({after_s + static_cast<double>(i) / 15.0, there[there.size() - 1 - i].direction,
                    there.back().standard_error, true});
  EXPECT_TRUE(measure_circle(back).circle);
}

}  // namespace
}  // namespace endrange::measure
