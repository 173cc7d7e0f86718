#pragma once

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cstdint>
#include <sstream>
#include <string>

#include "tests/support/counts.h"

namespace endrange::test {

/// The cases of a property are the same ones in every run.
inline constexpr std::uint64_t PropertySeed = 20261126;

/// Holds a property on `few` random cases, and on `full` with ENDRANGE_LONG=1; says which, and the seed when
/// it fails. A failing case is told as it is: making it smaller takes minutes where a case is a day or a
/// person.
template <typename Property>
void hold_on_random_cases(Property property, int few, int full) {
  rc::detail::TestParams params;
  params.seed = PropertySeed;
  params.disableShrinking = true;
  params.maxSuccess = choose_count(few, full);
  const auto* info = ::testing::UnitTest::GetInstance()->current_test_info();
  const rc::detail::TestMetadata metadata{std::string(info->test_suite_name()) + "/" + info->name(),
                                          info->name()};
  const auto result = rc::detail::checkTestable(property, metadata, params);
  if (result.template is<rc::detail::SuccessResult>()) return;
  std::ostringstream text;
  rc::detail::printResultMessage(result, text);
  FAIL() << "seed " << PropertySeed << ": " << text.str();
}

}  // namespace endrange::test
