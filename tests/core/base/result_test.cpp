#include "core/base/result.h"

#include <gtest/gtest.h>

namespace endrange {
namespace {

Result<int> half(int n) {
  if (n % 2 != 0) return fail("expected an even number, found " + std::to_string(n), "numbers:1", "add one");
  return n / 2;
}

Result<int> quarter(int n) {
  TRY(const int h, half(n));
  return half(h);
}

TEST(Result, try_names_the_value_or_passes_the_error_on) {
  EXPECT_EQ(quarter(8), 2);
  ASSERT_FALSE(quarter(6).has_value());
  EXPECT_EQ(quarter(6).error().text(), "numbers:1: expected an even number, found 3; add one");
}

}  // namespace
}  // namespace endrange
