#include "core/motion/point_recording.h"

#include <gtest/gtest.h>

namespace endrange::motion {
namespace {

TEST(PointRecording, tells_missing_points_from_points_at_the_origin) {
  PointRecording recording({"ankle", "knee"});
  recording.append_frame(0.5);
  recording.place(0, 0, Vector3::Zero());
  EXPECT_EQ(recording.find(0, 0), Vector3::Zero().eval());
  EXPECT_FALSE(recording.find(0, 1));
  EXPECT_EQ(recording.confidence(0, 0), 1.0);
  EXPECT_EQ(recording.confidence(0, 1), 0.0);
  EXPECT_EQ(recording.count_seen(), 1U);
  EXPECT_EQ(recording.find_point("knee"), 1U);
  EXPECT_FALSE(recording.find_point("hip"));
}

TEST(PointRecording, keeps_places_to_a_thousandth_of_a_millimetre) {
  PointRecording recording({"toe"});
  recording.append_frame(0.0);
  const Vector3 toe(-6.123456789, 1.7654321, 0.000123456789);
  recording.place(0, 0, toe);
  EXPECT_LT((*recording.find(0, 0) - toe).norm(), 1e-6);
}

TEST(PointRecording, keeps_confidence_from_the_first_doubt_on) {
  PointRecording recording({"a", "b"});
  recording.append_frame(0.0);
  recording.place(0, 0, {1, 2, 3});
  recording.append_frame(0.1);
  recording.place(1, 1, {1, 2, 3}, 0.25);
  recording.append_frame(0.2);
  recording.place(2, 0, {1, 2, 3});
  EXPECT_EQ(recording.confidence(0, 0), 1.0);
  EXPECT_EQ(recording.confidence(1, 1), 0.25);
  EXPECT_EQ(recording.confidence(2, 0), 1.0);
  recording.rescale(0.001);
  EXPECT_NEAR(recording.find(2, 0)->z(), 0.003, 1e-9);
  EXPECT_FALSE(recording.find(2, 1));
}

TEST(PointRecording, has_the_rate_of_its_median_interval) {
  EXPECT_EQ(compute_rate_hz({}), 0.0);
  const std::vector<double> times = {0.0, 0.1, 0.2, 5.0, 5.1};
  EXPECT_NEAR(compute_rate_hz(times), 10.0, 1e-9);
}

}  // namespace
}  // namespace endrange::motion
