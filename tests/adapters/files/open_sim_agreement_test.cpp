// Oracle: OpenSim 4.6 run to convergence on five recordings (opensim-reference), and OpenSim's own standard
// files of two, which are up to 0.63° from converged themselves. Limits: OpenSim starts each frame from the
// one before and finds a local minimum, as we do; coordinates that no marker shows are compared with nothing.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <numbers>

#include "adapters/files/ik_tasks.h"
#include "adapters/files/marker_tasks.h"
#include "adapters/files/mot.h"
#include "adapters/files/open_sim_model.h"
#include "adapters/files/trc.h"
#include "tests/support/recordings.h"

namespace endrange::files {
namespace {

constexpr double Degree = std::numbers::pi / 180.0;

struct Trial {
  std::string name;
  std::string model;
  std::string markers;
  std::string tasks;
  std::string reference;
  std::string errors;   // empty where OpenSim's own are not kept
  double most_rms_deg;  // over the trial, of each observed coordinate
  double most_rms_mm;
  double most_off_deg;  // in any frame
  double most_off_mm;
};

constexpr double NoLimit = 1e9;

const std::vector<Trial>& trials() {
  static const std::string reference = "opensim-reference/";
  const auto converged = [](const std::string& name, const std::string& model, const std::string& markers,
                            const std::string& tasks) {
    return Trial{name,
                 model,
                 markers,
                 tasks,
                 reference + name + "/" + name + "_ik_opensim_acc1e-9.mot",
                 reference + name + "/" + name + "_acc1e-9_ik_marker_errors.sto",
                 0.05,
                 0.1,
                 NoLimit,
                 NoLimit};
  };
  static const std::vector<Trial> list = {
      converged("JA1", "nimblephysics/ja1/rescaled.osim", "nimblephysics/ja1/JA1Gait35.trc",
                "opensim-reference/JA1/setup_acc1e-9.xml"),
      converged("squats1", "nimblephysics/subject4/Models/manually_scaled.osim",
                "nimblephysics/subject4/MarkerData/squats1.trc",
                "opensim-reference/squats1/setup_acc1e-9.xml"),
      converged("walking1", "nimblephysics/subject4/Models/manually_scaled.osim",
                "nimblephysics/subject4/MarkerData/walking1.trc",
                "opensim-reference/walking1/setup_acc1e-9.xml"),
      converged("abdbonepin", "opensim-core/ik/subject1_abdbonepin.osim", "opensim-core/ik/abdbonepin.trc",
                "opensim-reference/abdbonepin/setup_acc1e-9.xml"),
      converged("subject01", "opensim-core/ik/subject01_simbody.osim",
                "opensim-core/ik/subject01_synthetic_marker_data.trc",
                "opensim-core/ik/subject01_Setup_InverseKinematics.xml"),
      {"abdbonepin_standard", "opensim-core/ik/subject1_abdbonepin.osim", "opensim-core/ik/abdbonepin.trc",
       "opensim-core/ik/setup_ik_abdbonepin.xml", "opensim-core/ik/std_subject1_abdbonepin_IK.mot", "", 0.2,
       1.0, 0.2, 1.0},
      {"subject01_standard", "opensim-core/ik/subject01_simbody.osim",
       "opensim-core/ik/subject01_synthetic_marker_data.trc",
       "opensim-core/ik/subject01_Setup_InverseKinematics.xml", "opensim-core/ik/std_subject01_walk1_ik.mot",
       "", 0.2, 1.0, 0.2, 1.0},
  };
  return list;
}

class OpenSimAgreement : public testing::TestWithParam<Trial> {};

TEST_P(OpenSimAgreement, poses_are_those_of_open_sim) {
  const Trial& trial = GetParam();
  const auto model_path = test::find_recording(trial.model);
  const auto markers_path = test::find_recording(trial.markers);
  const auto tasks_path = test::find_recording(trial.tasks);
  const auto poses_path = test::find_recording(trial.reference);
  if (!model_path || !markers_path || !tasks_path || !poses_path) GTEST_SKIP() << test::NoRecordings;
  const auto model = load_open_sim_model(*model_path);
  ASSERT_TRUE(model.has_value()) << model.error().text();
  const auto recording = load_trc(*markers_path);
  ASSERT_TRUE(recording.has_value()) << recording.error().text();
  const auto set_up = load_inverse_kinematics_tasks(*tasks_path);
  ASSERT_TRUE(set_up.has_value()) << set_up.error().text();
  const auto reference = load_mot(*poses_path);
  ASSERT_TRUE(reference.has_value()) << reference.error().text();
  const auto tasks = make_marker_tasks(*set_up, *model, *recording);
  ASSERT_TRUE(tasks.has_value()) << tasks.error().text();

  std::optional<motion::CoordinateTable> errors;
  if (!trial.errors.empty()) {
    const auto path = test::find_recording(trial.errors);
    ASSERT_TRUE(path.has_value());
    auto table = load_mot(*path);
    ASSERT_TRUE(table.has_value()) << table.error().text();
    errors = std::move(*table);
  }

  const body::Body& body = model->body;
  solve::MarkerFollower follower(body, *tasks);
  std::vector<double> squares(body.coordinate_count(), 0.0);
  std::vector<double> most(body.coordinate_count(), 0.0);
  std::vector<double> most_at(body.coordinate_count(), 0.0);
  std::vector<bool> is_observed(body.coordinate_count(), true);
  double ours_total = 0.0;
  double theirs_total = 0.0;
  double worst_rise = 0.0;
  std::size_t compared = 0;
  std::size_t iterations = 0;
  for (std::size_t frame = 0; frame < recording->frame_count(); ++frame) {
    const double time_s = recording->time_s()[frame];
    const auto& found = follower.advance(*recording, frame);
    iterations += static_cast<std::size_t>(found.iterations);
    EXPECT_TRUE(found.has_converged) << trial.name << " frame " << frame;
    const auto row = std::ranges::min_element(reference->time_s, {},
                                              [&](double other_s) { return std::abs(other_s - time_s); });
    if (std::abs(*row - time_s) > 1e-3) continue;
    const auto at = static_cast<std::size_t>(row - reference->time_s.begin());
    if (compared == 0) {
      // What no marker shows is nobody's to compare: its standard deviation stays beyond 10° at 1 cm of
      // marker noise.
      const auto& uncertainty = follower.compute_uncertainty(0.01);
      for (std::size_t i = 0; i < body.coordinate_count(); ++i) {
        const auto c = static_cast<Eigen::Index>(i);
        is_observed[i] = uncertainty.covariance(c, c) < std::pow(10.0 * Degree, 2);
      }
    }
    ++compared;
    if (errors) {
      const double theirs = *errors->find(at, 0);
      ours_total += found.errors.total_squared;
      theirs_total += theirs;
      worst_rise = std::max(worst_rise, found.errors.total_squared - theirs);
    }
    for (std::size_t i = 0; i < body.coordinate_count(); ++i) {
      const body::CoordinateIndex c{i};
      const body::Coordinate& coordinate = body.coordinate(c);
      const auto column = reference->find_column(coordinate.name);
      if (!column) continue;
      const bool is_angle = coordinate.unit == body::Unit::Radian;
      // OpenSim writes coupled coordinates in radians even among degrees.
      const bool is_coupled =
          std::ranges::any_of(body.constraints().couplings,
                              [&](const body::Coupling& coupling) { return coupling.dependent == c; });
      const double scale = is_angle && reference->in_degrees && !is_coupled ? Degree : 1.0;
      double off = compute_coordinate(body, found.pose, c) - scale * *reference->find(at, *column);
      if (is_angle) off = std::remainder(off, 2.0 * std::numbers::pi);
      squares[i] += off * off;
      if (std::abs(off) > most[i]) {
        most[i] = std::abs(off);
        most_at[i] = time_s;
      }
    }
  }
  ASSERT_GT(compared, 0U);
  double worst_rms_deg = 0.0;
  double worst_rms_mm = 0.0;
  std::size_t unobserved = 0;
  for (std::size_t i = 0; i < body.coordinate_count(); ++i) {
    const body::Coordinate& coordinate = body.coordinates()[i];
    const bool is_angle = coordinate.unit == body::Unit::Radian;
    const double rms = std::sqrt(squares[i] / static_cast<double>(compared));
    const double shown = is_angle ? rms / Degree : rms * 1e3;
    const double largest = is_angle ? most[i] / Degree : most[i] * 1e3;
    if (!is_observed[i]) {
      ++unobserved;
      std::printf("  %s %s: no marker shows it; %.3f° RMS apart\n", trial.name.c_str(),
                  coordinate.name.c_str(), shown);
      continue;
    }
    (is_angle ? worst_rms_deg : worst_rms_mm) = std::max(is_angle ? worst_rms_deg : worst_rms_mm, shown);
    EXPECT_LT(shown, is_angle ? trial.most_rms_deg : trial.most_rms_mm) << coordinate.name;
    if (largest > (is_angle ? trial.most_off_deg : trial.most_off_mm)) {
      std::printf("  %s %s: %.3f%s apart at %.3f s\n", trial.name.c_str(), coordinate.name.c_str(), largest,
                  is_angle ? "°" : " mm", most_at[i]);
    }
  }
  std::printf(
      "  %s: %zu frames, worst coordinate %.4f° and %.4f mm RMS, %zu unobserved, %.1f iterations a frame",
      trial.name.c_str(), compared, worst_rms_deg, worst_rms_mm, unobserved,
      static_cast<double>(iterations) / static_cast<double>(compared));
  if (errors) {
    std::printf(", squared error %.6f of OpenSim's %.6f m², worst frame %+.1e", ours_total, theirs_total,
                worst_rise);
    // OpenSim prints its errors to 1e-8 m² a frame.
    EXPECT_LE(ours_total, theirs_total * (1.0 + 1e-6) + 1e-8 * static_cast<double>(compared));
  }
  std::printf("\n");
}

INSTANTIATE_TEST_SUITE_P(, OpenSimAgreement, testing::ValuesIn(trials()),
                         [](const auto& trial) { return trial.param.name; });

}  // namespace
}  // namespace endrange::files
