#include "core/base/angle.h"

#include <gtest/gtest.h>

namespace endrange {
namespace {

using namespace literals;

TEST(Angle, keeps_degrees_and_radians_apart) {
  EXPECT_DOUBLE_EQ((180_deg).radians(), std::numbers::pi);
  EXPECT_DOUBLE_EQ(Angle::from_radians(std::numbers::pi / 2).degrees(), 90.0);
  EXPECT_LT(10_deg, 11_deg);
  EXPECT_DOUBLE_EQ((90_deg + 45_deg).degrees(), 135.0);
  EXPECT_DOUBLE_EQ(90_deg / 45_deg, 2.0);
}

}  // namespace
}  // namespace endrange
