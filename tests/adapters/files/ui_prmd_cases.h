#pragma once

#include <string>
#include <vector>

#include "core/base/side.h"
#include "core/motion/point_recording.h"
#include "core/solve/depth_angles.h"
#include "core/solve/depth_camera.h"

/// The depth camera's recordings of UI-PRMD beside what markers gave in the same repetitions.
namespace endrange::test {

/// A line of reference.csv that both ways have. Degrees.
struct Case {
  std::string movement;
  std::string subject;
  std::string repetition;
  std::string row;
  Side side = Side::Left;
  double marker_deg = 0.0;  ///< peak of the same angle from markers
  double naive_deg = 0.0;   ///< peak of the same angle from the camera's joints as they are
};

/// What the fit made of it.
struct Scored {
  Case one;
  Side used = Side::Left;  ///< in m03 the leg found in front
  double alone_deg = 0.0;
  double in_set_deg = 0.0;
  double half_width_deg = 0.0;
  double noise_deg = 0.0;  ///< standard error of the peak by the noise of frames
};

/// Which repetitions and rules a comparison takes.
struct AgreementPlan {
  int first_repetition = 1;
  int last_repetition = 10;
  bool leaves_subject_out = true;  ///< constants of the fold without the subject, or those of all
  bool finds_front_leg = true;     ///< in m03; otherwise the side that the reference names
  bool has_intervals = true;
};

inline const std::vector<std::string> Subjects = {"s01", "s02", "s04"};

/// Correct repetitions of the three people, neither excluded nor without markers; nothing where the
/// recordings are absent.
[[nodiscard]] std::vector<Case> load_cases(const AgreementPlan& plan);

/// Every correct recording of a subject in the plan, in order of movement and repetition.
struct NamedRecording {
  std::string movement;
  std::string repetition;
  motion::PointRecording points;
};
[[nodiscard]] std::vector<NamedRecording> load_recordings(const std::string& subject,
                                                          const AgreementPlan& plan);

/// Sizes each person, fits each recording, and takes each case's peak and interval.
[[nodiscard]] std::vector<Scored> score_cases(const std::vector<Case>& cases,
                                              const solve::DepthCamera& camera, const AgreementPlan& plan);

/// The rows in the order of the reference.
[[nodiscard]] std::vector<std::string> list_rows(const std::vector<Scored>& scored);

}  // namespace endrange::test
