#include <optional>
#include <span>
#include <utility>

#include "adapters/files/covariance_file.h"
#include "apps/endrange/solving/marker_errors.h"
#include "apps/endrange/solving/motion_file.h"
#include "apps/endrange/solving/solved.h"
#include "apps/endrange/trainer/instruments.h"
#include "apps/endrange/trainer/places.h"
#include "core/solve/depth_fit.h"
#include "core/solve/depth_person.h"

namespace endrange::app {
Result<Solved> follow_depth_joints(const SolveRequest& request, const motion::PointRecording& recording,
                                   SolveProgress& progress) {
  TRY_STATUS(check_no_marker_errors(request));
  TRY(const auto places, find_places());
  TRY(const auto instruments, load_instruments(places.content));
  const solve::DepthCamera& camera = instruments.depth_camera;
  const auto at_file = [&](Error error) {
    error.where = request.file.string();
    return fail(std::move(error));
  };
  auto person = solve::calibrate_depth_person(std::span(&recording, 1), camera);
  if (!person) return at_file(std::move(person).error());
  progress.frames_in_all = recording.frame_count();
  solve::DepthFit fit(camera, *person);
  auto fitted = fit.fit(recording);
  if (!fitted) return at_file(std::move(fitted).error());
  progress.frames_done = recording.frame_count();
  if (!request.covariance.empty()) {
    files::CovarianceFile file(fitted->body, request.covariance);
    for (std::size_t frame = 0; frame < recording.frame_count(); ++frame) {
      file.add(recording.time_s()[frame], fit.compute_covariance(*fitted, recording, frame));
    }
    TRY_STATUS(file.put_in_place());
  }
  TRY_STATUS(save_motion(fitted->body, fitted->motion, make_landmark_points(fitted->body), request.out));
  Solved solved;
  solved.summary.notes = recording.source.notes;
  solved.summary.notes.emplace_back(
      "a depth camera shows joints beside their place: the offsets in use were found on three people");
  solved.summary.frames = static_cast<std::int64_t>(recording.frame_count());
  solved.summary.frames_seen = static_cast<std::int64_t>(fitted->motion.time_s.size());
  solved.motion = std::move(fitted->motion);
  return solved;
}

}  // namespace endrange::app
