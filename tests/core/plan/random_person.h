#pragma once

#include <rapidcheck.h>

#include <vector>

#include "tests/core/plan/world.h"
#include "tests/support/property.h"

/// People drawn by chance, on the real content: laws hold for all of them.
namespace endrange::plan {

struct RandomPerson {
  Person person;
  journal::ProfileChanged profile;
  LocalMoment now = make_moment(20, std::chrono::hours(14));
  int minutes = 3;
  Spot spot = Spot::Usual;
  double worked_today_h = 0.0;
  double worked_yesterday_h = 0.0;
};

/// Within a property only.
[[nodiscard]] RandomPerson make_random_person();

/// Within a property only.
template <typename Value>
Value pick(std::vector<Value> values) {
  return *rc::gen::elementOf(std::move(values));
}

/// Holds on `People` random people, on fewer in the normal run.
template <typename Property>
void check_people(Property property) {
  constexpr int FewPeople = 300;
  constexpr int People = 100'000;
  test::hold_on_random_cases(property, FewPeople, People);
}

}  // namespace endrange::plan
