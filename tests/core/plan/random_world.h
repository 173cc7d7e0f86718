#pragma once

#include "tests/core/plan/world.h"

/// A catalogue and a person drawn by chance, so that the planner meets more than today's content.
namespace endrange::plan {

struct RandomWorld {
  exercise::Catalogue catalogue;
  Person person;
  Limits limits;
  Levels levels;
  progress::Beliefs beliefs;
  progress::Sitting sitting;
  journal::ProfileChanged profile;
  LocalMoment now;
  int minutes = 15;

  [[nodiscard]] Planning planning() const;
};

/// Exercises of the real catalogue with other doses, components, difficulties, shares and base positions; of
/// a person who measured and trained some of it.
/// @param exercises  how many, at least 1
[[nodiscard]] RandomWorld make_random_world(unsigned seed, std::size_t exercises, int minutes);

}  // namespace endrange::plan
