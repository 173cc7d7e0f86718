#include "core/base/contracts.h"

#include <gtest/gtest.h>

namespace endrange {
namespace {

TEST(ContractsDeathTest, a_broken_one_stops_the_program_and_says_where) {
  EXPECT_DEATH(expects(false, "the earth is flat"), "contracts_test.cpp.*the earth is flat");
  expects(true);
}

}  // namespace
}  // namespace endrange
