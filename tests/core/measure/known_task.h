#pragma once

#include <vector>

#include "core/measure/protocol.h"
#include "tests/core/body/poses.h"
#include "tests/core/measure/film.h"

/// The tests that people of known truth do, and how they are filmed.
namespace endrange::measure::testing {

/// A protocol as content/protocols has it, and between which angles people end.
struct Task {
  const char* joint_motion;
  std::vector<const char*> together_with;
  View view;
  body::Reference against;
  const char* position;
  double definition_deg;
  double between_sessions_deg;
  double between_repetitions_deg;
  double fastest_deg;
  std::vector<const char*> forbidden;
  double least_deg;
  double most_deg;
  bool takes_both_sides;  // at once
};
[[nodiscard]] const std::vector<Task>& tasks();

[[nodiscard]] Protocol make_task_protocol(const Task& task);

/// Where the limb goes at most, and how it is carried there by this person.
[[nodiscard]] body::Pose make_top(const body::Body& body, const body::Pose& rest, const Task& task,
                                  const std::vector<Side>& sides, double angle_deg, body::Numbers& numbers);

/// A camera about as the protocol asks for it, with the errors of tests/support/landmark_mistakes.h.
/// @param nearer  the side that is turned to it where it looks from the side
[[nodiscard]] FilmCamera place_camera(const Protocol& protocol, Side nearer, double off_view_deg,
                                      double stature_m, body::Numbers& numbers);

}  // namespace endrange::measure::testing
