#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "adapters/files/covariance_file.h"
#include "adapters/files/save_text.h"
#include "apps/endrange/solving/marker_errors.h"
#include "apps/endrange/solving/motion_file.h"
#include "apps/endrange/solving/solved.h"
#include "apps/endrange/trainer/instruments.h"
#include "apps/endrange/trainer/places.h"
#include "core/motion/person_names.h"
#include "core/solve/marker_body.h"

namespace endrange::app {
namespace {

constexpr std::size_t MostNamed = 12;
// Beyond it markers are hardly where the set has them: over three times what they leave on people [m].
constexpr double FarFromBody = 0.03;
constexpr const char* GiveModel = "give the body that the markers were placed on with --model";

std::string list(std::span<const std::string> names, std::size_t most) {
  std::string text;
  for (std::size_t i = 0; i < std::min(names.size(), most); ++i) text += (i == 0 ? "" : ", ") + names[i];
  if (names.size() > most) text += fmt::format(" and {} more", names.size() - most);
  return text;
}

// Markers that the pelvis and the legs are measured from: without them no body can be made.
Status check_markers(const solve::MarkerSet& set, const motion::PointRecording& recording,
                     const std::string& file) {
  const auto has = [&](const std::string& name) { return recording.find_point(name).has_value(); };
  const solve::PelvisMarkers& pelvis = set.pelvis;
  const bool has_pelvis =
      has(pelvis.left_front) && has(pelvis.right_front) && has(pelvis.left_back) && has(pelvis.right_back);
  if (has_pelvis && (has(pelvis.left_ankle) || has(pelvis.right_ankle))) return {};
  std::vector<std::string> known;
  std::vector<std::string> others;
  for (const std::string& name : recording.names()) {
    const bool is_known =
        std::ranges::find(set.markers, name, &solve::UsualMarker::name) != set.markers.end();
    (is_known ? known : others).push_back(name);
  }
  std::string found = known.empty() ? "none of the set" : list(known, set.markers.size());
  if (!others.empty()) found += ", and points with other names: " + list(others, MostNamed);
  return fail(fmt::format("expected the markers of {}, at least {}, {}, {}, {} and {} or {}, found {}",
                          set.name, pelvis.left_front, pelvis.right_front, pelvis.left_back,
                          pelvis.right_back, pelvis.left_ankle, pelvis.right_ankle, found),
              file, GiveModel);
}

void note_missing_markers(const solve::MarkerSet& set, const motion::PointRecording& recording,
                          std::vector<std::string>& notes) {
  std::vector<std::string> missing;
  for (const solve::UsualMarker& marker : set.markers) {
    if (!recording.find_point(marker.name)) missing.push_back(marker.name);
  }
  if (missing.empty()) return;
  notes.push_back(fmt::format("the recording lacks {} of the {} markers of {}: {}", missing.size(),
                              set.markers.size(), set.name, list(missing, missing.size())));
}

}  // namespace

Result<Solved> follow_laboratory_markers(const SolveRequest& request, const motion::PointRecording& given,
                                         SolveProgress& progress) {
  const std::string file = request.file.string();
  const motion::PointRecording recording = motion::drop_person(given);
  if (recording.space() == motion::PointSpace::Picture) {
    return fail("expected points in space, found points in a picture", file,
                "give a recording of markers, or landmarks with world coordinates");
  }
  TRY(const auto places, find_places());
  TRY(const auto instruments, load_instruments(places.content));
  const solve::MarkerSet& set = instruments.markers;
  TRY_STATUS(check_markers(set, recording, file));
  progress.frames_in_all = recording.frame_count();
  const motion::PointRecording* const only = &recording;
  auto body = solve::learn_marker_body({&only, 1}, set);
  if (!body) {
    Error error = std::move(body).error();
    error.where = file;
    error.remedy += fmt::format(", or {}", GiveModel);
    return fail(std::move(error));
  }
  Solved solved;
  auto& notes = solved.summary.notes;
  notes = recording.source.notes;
  std::vector<std::string> names;
  for (const auto& marker : body->markers) names.push_back(marker.name);
  note_missing_markers(set, recording, notes);
  note_unknown_points(names, recording, notes);
  notes.emplace_back(
      "the body's lengths and the markers' places on it were learnt from this recording alone");

  std::optional<files::CovarianceFile> covariance;
  if (!request.covariance.empty()) covariance.emplace(body->body, request.covariance);
  std::size_t frame = 0;
  const auto wanted = request.covariance.empty() ? solve::Uncertainty::Left : solve::Uncertainty::Computed;
  for (auto& found : solve::fit_marker_body(*body, recording, wanted)) {
    while (recording.time_s()[frame] < found.time_s) ++frame;
    solved.errors.push_back(compute_marker_errors(*body, found.pose, recording, frame));
    solved.motion.time_s.push_back(found.time_s);
    solved.motion.poses.push_back(std::move(found.pose));
    if (covariance) covariance->add(found.time_s, found.covariance);
  }
  progress.frames_done = recording.frame_count();
  if (solved.motion.poses.empty()) {
    return fail("expected six markers together in some frame, found fewer in each", file,
                "give a recording in which more was seen");
  }
  sum_up(names, solved);
  solved.summary.frames = static_cast<std::int64_t>(recording.frame_count());
  if (solved.summary.rms_m > FarFromBody) {
    notes.push_back(fmt::format(
        "markers are {:.0f} mm from the body, where 10 are usual: are they where {} has them? If not, {}",
        solved.summary.rms_m * 1e3, set.name, GiveModel));
  }
  if (covariance) TRY_STATUS(covariance->put_in_place());
  std::vector<NamedPoint> points;
  for (const auto& marker : body->markers) points.push_back({marker.name, marker.place});
  TRY_STATUS(save_motion(body->body, solved.motion, points, request.out));
  if (!request.errors.empty()) TRY_STATUS(files::save_text(format_errors(solved), request.errors));
  return solved;
}

}  // namespace endrange::app
