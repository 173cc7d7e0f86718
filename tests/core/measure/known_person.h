#pragma once

#include <string>

#include "core/body/body.h"
#include "tests/core/body/poses.h"

/// Random people, and how they stand or sit.
namespace endrange::measure::testing {

struct KnownPerson {
  double stature_m = 0.0;
  body::Body body;
};

/// Somebody: of any stature (1.50 to 1.95 m), and with limbs that differ from the average as people's do
/// (core/solve/landmark_lengths.cpp).
[[nodiscard]] KnownPerson make_person(body::Numbers& numbers);

void turn_coordinate(const body::Body& body, body::Pose& pose, const std::string& name, double degrees);

/// How this person stands or sits: nobody does it quite alike.
/// @param position  as protocols name it
[[nodiscard]] body::Pose make_rest(const body::Body& body, const std::string& position,
                                   body::Numbers& numbers);

}  // namespace endrange::measure::testing
