// A model, or a set-up of inverse kinematics: whatever is in it ends in one error or in a body that can be
// posed, and that follows markers for a frame.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/files/ik_tasks.h"
#include "adapters/files/open_sim_model.h"
#include "core/body/kinematics.h"
#include "core/solve/marker_fit.h"

namespace {

using namespace endrange;

// Larger ones are slow, and no different.
constexpr std::size_t MostCoordinates = 60;
constexpr std::size_t MostTies = 12;
constexpr double Furthest = 1e6;  // [m]

// A marker on each segment, a few centimetres from where the neutral pose has it.
void follow_one_frame(const body::Body& body, const body::SegmentFrames& frames) {
  const body::Vector3 place(0.1, 0.05, 0.02);
  solve::MarkerTasks tasks;
  std::vector<std::string> names;
  for (std::size_t i = 0; i < body.segment_count(); ++i) {
    names.push_back(std::to_string(i));
    tasks.markers.push_back({names.back(), i, {body::SegmentIndex{i}, place}});
  }
  motion::PointRecording recording(names);
  recording.append_frame(0.0);
  for (std::size_t i = 0; i < body.segment_count(); ++i) {
    const body::Vector3 p = frames[body::SegmentIndex{i}].place(place) + body::Vector3(0.03, -0.02, 0.01);
    if (p.allFinite() && p.lpNorm<Eigen::Infinity>() < Furthest) recording.place(0, i, p);
  }
  solve::MarkerFollower follower(body, tasks);
  (void)follower.advance(recording, 0);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto tasks = files::parse_inverse_kinematics_tasks(text, "fuzz");
  const auto model = files::parse_open_sim_model(text, "fuzz");
  if (!model) return 0;
  const body::Kinematics kinematics(model->body);
  (void)body::compute_centre_of_mass(model->body, kinematics.frames());
  for (const body::Coupling& coupling : model->body.constraints().couplings)
    (void)coupling.function.evaluate(0.5);
  if (tasks) (void)files::check_tasks(*tasks, *model, {});
  if (model->body.coordinate_count() <= MostCoordinates &&
      model->body.constraints().point_ties.size() <= MostTies)
    follow_one_frame(model->body, kinematics.frames());
  return 0;
}
