#include "core/measure/body_track.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <numbers>

#include "core/measure/repetitions.h"
#include "core/measure/trial.h"
#include "tests/core/measure/synthetic.h"

namespace endrange::measure {
namespace {

constexpr double Pi = std::numbers::pi;
constexpr double Rate_hz = 20.0;

// Two joints that move as written, and a pelvis that goes along a line.
BodyTrack make_body(double seconds, const std::function<double(double)>& pelvis,
                    const std::function<double(double)>& joint) {
  BodyTrack body;
  const auto count = static_cast<Eigen::Index>(seconds * Rate_hz);
  body.joints = Eigen::MatrixXd::Zero(count, 6);
  body.ground = Eigen::MatrixXd::Zero(count, 2);
  for (Eigen::Index i = 0; i < count; ++i) {
    const double time_s = static_cast<double>(i) / Rate_hz;
    body.time_s.push_back(time_s);
    body.ground(i, 0) = pelvis(time_s);
    body.joints(i, 1) = joint(time_s);
    body.joints(i, 3) = 0.5 * joint(time_s);
  }
  return body;
}

double ease(double share) {
  return (1.0 - std::cos(Pi * std::clamp(share, 0.0, 1.0))) / 2.0;
}
double nothing(double) {
  return 0.0;
}

// Out and back once in three seconds, with a height for each time.
double repeat(double time_s, const std::vector<double>& heights) {
  const auto which = static_cast<std::size_t>(time_s / 3.0);
  if (which >= heights.size()) return 0.0;
  return heights[which] * (1.0 - std::cos(2.0 * Pi * time_s / 3.0)) / 2.0;
}

SmoothTrack make_angle(double seconds, const std::vector<double>& heights_deg) {
  SmoothTrack track;
  for (int i = 0; i < static_cast<int>(seconds * Rate_hz); ++i) {
    const double time_s = i / Rate_hz;
    track.push_back({time_s, Angle::from_degrees(repeat(time_s, heights_deg)), {}});
  }
  return track;
}

TEST(Walks, are_found_where_the_pelvis_leaves_for_another_place) {
  const auto walks =
      find_walks(make_body(12.0, [](double t) { return 2.0 * ease((t - 4.0) / 3.0); }, nothing));
  ASSERT_EQ(walks.size(), 1U);
  EXPECT_NEAR(walks[0].from_s, 4.0, 0.6);
  EXPECT_NEAR(walks[0].to_s, 7.0, 0.6);
}

TEST(Walks, a_lunge_and_swaying_are_none) {
  EXPECT_TRUE(
      find_walks(make_body(
                     12.0, [](double t) { return 0.7 * ease(t - 4.0) - 0.7 * ease(t - 6.0); }, nothing))
          .empty());
  EXPECT_TRUE(find_walks(make_body(12.0, [](double t) { return 0.05 * std::sin(t); }, nothing)).empty());
}

TEST(Walks, steps_count_as_no_repetitions) {
  // Knees bend as much in four steps as in the three repetitions that follow.
  const SmoothTrack angle = make_angle(21.0, {60.0, 60.0, 60.0, 60.0, 62.0, 59.0, 61.0});
  const BodyTrack body = make_body(21.0, [](double t) { return 4.0 * ease(t / 12.0); }, nothing);
  const auto walks = find_walks(body);
  EXPECT_EQ(find_repetitions({angle, angle, {}, walks}).size(), 3U);
  EXPECT_EQ(find_repetitions({angle, angle, {}, {}}).size(), 7U) << "without it they would count";
}

TEST(WholeMovement, keeps_a_repetition_in_which_the_angle_alone_is_small) {
  const SmoothTrack angle = make_angle(15.0, {80.0, 82.0, 45.0, 81.0, 79.0});
  const BodyTrack body =
      make_body(15.0, nothing, [](double t) { return repeat(t, {0.4, 0.41, 0.38, 0.4, 0.39}); });
  const SmoothTrack whole = compute_whole_movement(angle, body, {});
  EXPECT_EQ(find_repetitions({angle, angle, {}, {}}).size(), 4U);
  const auto found = find_repetitions({angle, whole, {}, {}});
  ASSERT_EQ(found.size(), 5U);
  EXPECT_NEAR(found[2].apex.degrees(), 45.0, 1.0) << "the figure stays that of the angle";
}

TEST(WholeMovement, is_the_angle_alone_where_the_body_hardly_moves_or_moves_otherwise) {
  const SmoothTrack angle = make_angle(9.0, {60.0, 60.0, 60.0});
  for (const auto& joint :
       {std::function<double(double)>([](double t) { return 0.01 * repeat(t, {1, 1, 1}); }),
        std::function<double(double)>([](double t) { return 0.3 * std::sin(7.0 * t); })}) {
    const SmoothTrack whole = compute_whole_movement(angle, make_body(9.0, nothing, joint), {});
    for (std::size_t i = 0; i < angle.size(); ++i) EXPECT_EQ(whole[i].angle, angle[i].angle);
  }
}

TEST(Trial, a_best_angle_below_zero_is_measured_too) {
  // A hip that cannot come back to straight: from -40 up to -10.
  AngleTrack track = testing::see(testing::make_repetitions({35.0, 34.0}), {.noise_deg = 0.5});
  for (AngleSample& sample : track) sample.angle -= Angle::from_degrees(45.0);
  SideEvidence evidence;
  evidence.side = Side::Left;
  evidence.track = track;
  const SideTrial trial = measure_side(testing::make_protocol(), evidence);
  ASSERT_TRUE(trial.measured.reached);
  EXPECT_NEAR(trial.measured.reached->mean.degrees(), -10.0, 1.5);
}

}  // namespace
}  // namespace endrange::measure
