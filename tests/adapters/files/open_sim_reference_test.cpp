// Oracle: OpenSim 4.6 itself, whose converged inverse kinematics of five recordings stands in
// opensim-reference with the marker errors that it reported. Limits: poses and errors are printed to 1e-8 of
// a degree and a metre, and we keep recorded points to 24 bits, 2e-7 m at the 6 m where JA1 walks.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "adapters/files/ik_tasks.h"
#include "adapters/files/mot.h"
#include "adapters/files/open_sim_model.h"
#include "adapters/files/trc.h"
#include "core/body/kinematics.h"
#include "tests/support/recordings.h"

namespace endrange::files {
namespace {

struct Trial {
  std::string name;
  std::string model;
  std::string markers;
  std::string tasks;
  std::size_t frames;
  std::size_t coordinates;
  std::size_t followed;  // markers with a task, a column and a place in the model
};

const std::vector<Trial>& trials() {
  static const std::vector<Trial> list = {
      {"JA1", "nimblephysics/ja1/rescaled.osim", "nimblephysics/ja1/JA1Gait35.trc",
       "opensim-reference/JA1/setup_acc1e-9.xml", 322, 35, 46},
      {"squats1", "nimblephysics/subject4/Models/manually_scaled.osim",
       "nimblephysics/subject4/MarkerData/squats1.trc", "opensim-reference/squats1/setup_acc1e-9.xml", 1346,
       35, 45},
      {"walking1", "nimblephysics/subject4/Models/manually_scaled.osim",
       "nimblephysics/subject4/MarkerData/walking1.trc", "opensim-reference/walking1/setup_acc1e-9.xml", 131,
       35, 45},
      {"abdbonepin", "opensim-core/ik/subject1_abdbonepin.osim", "opensim-core/ik/abdbonepin.trc",
       "opensim-reference/abdbonepin/setup_acc1e-9.xml", 1901, 17, 10},
      {"subject01", "opensim-core/ik/subject01_simbody.osim",
       "opensim-core/ik/subject01_synthetic_marker_data.trc",
       "opensim-core/ik/subject01_Setup_InverseKinematics.xml", 73, 23, 31},
  };
  return list;
}

struct Errors {
  double total = 0.0;
  double root_mean_square = 0.0;
  double most = 0.0;
};

struct Worst {
  double total = 0.0;
  double root_mean_square = 0.0;
  double most = 0.0;
  double tie_m = 0.0;
  double coupling = 0.0;  // [rad]
  double lock = 0.0;      // [rad, m]
};

class OpenSimReference : public testing::TestWithParam<Trial> {};

TEST_P(OpenSimReference, markers_stand_where_open_sim_put_them) {
  const Trial& trial = GetParam();
  const std::string folder = "opensim-reference/" + trial.name + "/" + trial.name;
  const auto model_path = test::find_recording(trial.model);
  const auto markers_path = test::find_recording(trial.markers);
  const auto tasks_path = test::find_recording(trial.tasks);
  const auto poses_path = test::find_recording(folder + "_ik_opensim_acc1e-9.mot");
  const auto errors_path = test::find_recording(folder + "_acc1e-9_ik_marker_errors.sto");
  if (!model_path || !markers_path || !tasks_path || !poses_path || !errors_path)
    GTEST_SKIP() << test::NoRecordings;
  const auto model = load_open_sim_model(*model_path);
  ASSERT_TRUE(model.has_value()) << model.error().text();
  const auto recording = load_trc(*markers_path);
  ASSERT_TRUE(recording.has_value()) << recording.error().text();
  const auto tasks = load_inverse_kinematics_tasks(*tasks_path);
  ASSERT_TRUE(tasks.has_value()) << tasks.error().text();
  const auto poses = load_mot(*poses_path);
  ASSERT_TRUE(poses.has_value()) << poses.error().text();
  const auto errors = load_mot(*errors_path);
  ASSERT_TRUE(errors.has_value()) << errors.error().text();
  EXPECT_EQ(model->body.coordinate_count(), trial.coordinates);
  for (const body::Coordinate& coordinate : model->body.coordinates()) {
    EXPECT_TRUE(poses->find_column(coordinate.name).has_value()) << coordinate.name;
  }
  ASSERT_EQ(poses->time_s.size(), trial.frames);
  ASSERT_EQ(errors->time_s.size(), trial.frames);
  EXPECT_FALSE(check_tasks(*tasks, *model, recording->names()).has_errors());

  struct Followed {
    OpenSimMarker marker;
    std::size_t point;
    double weight;
  };
  std::vector<Followed> followed;
  for (const MarkerTask& task : tasks->markers) {
    const auto marker = std::ranges::find(model->markers, task.marker, &OpenSimMarker::name);
    const auto point = recording->find_point(task.marker);
    if (task.is_applied && marker != model->markers.end() && point)
      followed.push_back({*marker, *point, task.weight});
  }
  EXPECT_EQ(followed.size(), trial.followed);

  const auto motion = motion::create_motion(model->body, *poses);
  ASSERT_TRUE(motion.has_value()) << motion.error().text();
  const auto& recorded_s = recording->time_s();
  Worst worst;
  for (std::size_t row = 0; row < trial.frames; ++row) {
    const auto at = std::ranges::min_element(
        recorded_s, {}, [&](double time_s) { return std::abs(time_s - poses->time_s[row]); });
    ASSERT_NEAR(*at, poses->time_s[row], 1e-3);
    const auto frame = static_cast<std::size_t>(at - recorded_s.begin());
    const body::Pose& pose = motion->poses[row];
    const auto frames = compute_segment_frames(model->body, pose);
    Errors ours;
    for (const Followed& one : followed) {
      const auto seen = recording->find(frame, one.point);
      if (!seen) continue;
      const double squared = (frames[one.marker.segment].place(one.marker.p_SM_S) - *seen).squaredNorm();
      ours.total += one.weight * squared;
      ours.most = std::max(ours.most, std::sqrt(squared));
    }
    // OpenSim divides by all markers that it follows, also where some are missing.
    ours.root_mean_square = std::sqrt(ours.total / static_cast<double>(followed.size()));
    worst.total = std::max(worst.total, std::abs(ours.total - *errors->find(row, 0)));
    worst.root_mean_square =
        std::max(worst.root_mean_square, std::abs(ours.root_mean_square - *errors->find(row, 1)));
    worst.most = std::max(worst.most, std::abs(ours.most - *errors->find(row, 2)));
    for (const body::PointTie& tie : model->body.constraints().point_ties) {
      worst.tie_m = std::max(
          worst.tie_m, (frames[tie.first].place(tie.p_SA_S) - frames[tie.second].place(tie.p_SB_S)).norm());
    }
    for (std::size_t i = 0; i < model->body.coordinate_count(); ++i) {
      const body::Coordinate& coordinate = model->body.coordinate(body::CoordinateIndex{i});
      if (!coordinate.is_locked) continue;
      const double value = compute_coordinate(model->body, pose, body::CoordinateIndex{i});
      worst.lock = std::max(worst.lock, std::abs(value - coordinate.neutral));
    }
    for (const body::Coupling& coupling : model->body.constraints().couplings) {
      const double given = compute_coordinate(model->body, pose, coupling.independent);
      const double kept = compute_coordinate(model->body, pose, coupling.dependent);
      worst.coupling = std::max(worst.coupling, std::abs(coupling.function.evaluate(given).value - kept));
    }
  }
  EXPECT_LT(worst.root_mean_square, 1e-6);
  EXPECT_LT(worst.most, 1e-6);
  EXPECT_LT(worst.total, 1e-7);  // 46 markers at 3 cm, each to 1e-7 m at most
  EXPECT_LT(worst.tie_m, 1e-6);
  EXPECT_LT(worst.coupling, 1e-8);
  EXPECT_LT(worst.lock, 1e-8);
}

INSTANTIATE_TEST_SUITE_P(, OpenSimReference, testing::ValuesIn(trials()),
                         [](const auto& trial) { return trial.param.name; });

}  // namespace
}  // namespace endrange::files
