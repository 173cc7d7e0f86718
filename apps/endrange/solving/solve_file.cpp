#include "apps/endrange/solving/solve_file.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <numbers>
#include <span>
#include <system_error>
#include <utility>
#include <vector>

#include "adapters/files/covariance_file.h"
#include "adapters/files/ik_tasks.h"
#include "adapters/files/landmark_file.h"
#include "adapters/files/marker_tasks.h"
#include "adapters/files/mediapipe_export.h"
#include "adapters/files/mot.h"
#include "adapters/files/open_sim_model.h"
#include "adapters/files/points_file.h"
#include "adapters/files/save_text.h"
#include "apps/endrange/solving/marker_errors.h"
#include "apps/endrange/solving/motion_file.h"
#include "apps/endrange/solving/solved.h"
#include "core/base/angle.h"
#include "core/solve/depth_person.h"
#include "core/solve/landmark_fit.h"
#include "core/solve/marker_fit.h"

namespace endrange::app {
namespace {

constexpr std::size_t FreedomsFromThree = 3;
constexpr double SameTime = 1e-6;     // [s]: files write times to so many digits
constexpr double UsualSpread = 0.01;  // of a marker [m]
constexpr Angle MostShown = Angle::from_degrees(10.0);

Result<motion::CoordinateTable> load_beside(const std::filesystem::path& tasks, const std::string& name) {
  return files::load_mot(tasks.parent_path() / name);
}

Result<solve::MarkerTasks> find_all_tasks(const SolveRequest& request, const files::OpenSimModel& model,
                                          const motion::PointRecording& recording,
                                          std::vector<std::string>& notes) {
  solve::MarkerTasks tasks = files::make_all_marker_tasks(model, recording);
  if (tasks.markers.empty()) {
    return fail("expected a marker that model and recording both have, found none", request.file.string(),
                "check that the two belong together");
  }
  for (const files::OpenSimMarker& marker : model.markers) {
    if (!recording.find_point(marker.name))
      notes.push_back(fmt::format("the recording has no marker {}: it is left out", marker.name));
  }
  return tasks;
}

Result<solve::MarkerTasks> find_tasks(const SolveRequest& request,
                                      const files::InverseKinematicsTasks& set_up,
                                      const files::OpenSimModel& model,
                                      const motion::PointRecording& recording,
                                      std::vector<std::string>& notes) {
  const Diagnostics findings = files::check_tasks(set_up, model, recording.names());
  TRY_STATUS(findings.status());
  for (const Finding& finding : findings.findings()) notes.push_back(finding.error.text());
  std::optional<motion::CoordinateTable> table;
  const bool needs_table = std::ranges::any_of(set_up.coordinates, [](const files::CoordinateTask& task) {
    return task.is_applied && task.source == files::TargetSource::File;
  });
  if (needs_table && !set_up.coordinate_file.empty()) {
    TRY(table, load_beside(request.tasks, set_up.coordinate_file));
  }
  return files::make_marker_tasks(set_up, model, recording, table);
}

// The frames within the set-up's time range.
Result<motion::PointRecording> keep_time_range(const SolveRequest& request,
                                               const files::InverseKinematicsTasks& set_up,
                                               motion::PointRecording recording,
                                               std::vector<std::string>& notes) {
  const std::span<const double> times = recording.time_s();
  const auto begin = std::ranges::lower_bound(times, set_up.first_s - SameTime);
  const auto end = std::ranges::upper_bound(times, set_up.last_s + SameTime);
  if (times.empty() || std::ssize(times) == end - begin) return recording;
  if (begin >= end) {
    return fail(fmt::format("expected a frame from {:.3f} to {:.3f} s, as <time_range> says, found the "
                            "recording's from {:.3f} to {:.3f} s",
                            set_up.first_s, set_up.last_s, times.front(), times.back()),
                request.tasks.string(), "give a time range in which the recording has frames");
  }
  motion::PointRecording kept({recording.names().begin(), recording.names().end()}, recording.space());
  kept.source = recording.source;
  for (auto time = begin; time != end; ++time) {
    const auto frame = static_cast<std::size_t>(time - times.begin());
    kept.append_frame(*time);
    for (std::size_t point = 0; point < recording.point_count(); ++point) {
      if (const auto p = recording.find(frame, point))
        kept.place(kept.frame_count() - 1, point, *p, recording.confidence(frame, point));
    }
  }
  notes.push_back(fmt::format("{} of {} frames lie within the set-up's time range: the others are left out",
                              kept.frame_count(), recording.frame_count()));
  return kept;
}

// The first of the frames in which most markers were seen.
std::size_t find_fullest_frame(const solve::MarkerTasks& tasks, const motion::PointRecording& recording) {
  std::size_t fullest = 0;
  std::ptrdiff_t most = -1;
  for (std::size_t frame = 0; frame < recording.frame_count(); ++frame) {
    const std::ptrdiff_t seen = std::ranges::count_if(tasks.markers, [&](const solve::FollowedMarker& one) {
      return recording.find(frame, one.point).has_value();
    });
    if (seen > most) {
      most = seen;
      fullest = frame;
    }
  }
  return fullest;
}

// Coordinates whose standard deviation stays beyond 10° (or as many metres as that has radians) for markers
// that are seen to 1 cm, in the follower's latest frame.
std::vector<std::string> find_unshown(solve::MarkerFollower& follower) {
  double weights = 0.0;
  for (const solve::FollowedMarker& marker : follower.tasks().markers) weights += marker.weight;
  const double usual = weights / static_cast<double>(follower.tasks().markers.size());
  const auto& covariance = follower.compute_uncertainty(UsualSpread * std::sqrt(usual)).covariance;
  std::vector<std::string> unshown;
  for (std::size_t i = 0; i < follower.body().coordinate_count(); ++i) {
    const auto c = static_cast<Eigen::Index>(i);
    if (std::sqrt(covariance(c, c)) >= MostShown.radians())
      unshown.push_back(follower.body().coordinates()[i].name);
  }
  return unshown;
}

// Second pass, because the markers' own spread is known only once all residuals are: it is what they leave,
// over the directions that the coordinates do not use up.
Status write_covariance(const SolveRequest& request, const files::OpenSimModel& model,
                        const solve::MarkerTasks& tasks, const motion::PointRecording& recording,
                        const Solved& solved) {
  double squares = 0.0;
  double directions = 0.0;
  for (const solve::MarkerErrors& errors : solved.errors) {
    if (FreedomsFromThree * errors.seen <= model.body.coordinate_count()) continue;
    squares += errors.weighted_squared;
    directions += static_cast<double>(FreedomsFromThree * errors.seen - model.body.coordinate_count());
  }
  if (directions == 0.0) {
    return fail("expected more markers than coordinates to tell how well markers are seen, found fewer",
                request.file.string(), "leave --covariance out, or give a recording with more markers");
  }
  solve::MarkerFollower follower(model.body, tasks);
  files::CovarianceFile file(follower.body(), request.covariance);
  for (std::size_t frame = 0; frame < recording.frame_count(); ++frame) {
    if (follower.advance(recording, frame).errors.seen == 0) continue;
    file.add(recording.time_s()[frame],
             follower.compute_uncertainty(std::sqrt(squares / directions)).covariance);
  }
  return file.put_in_place();
}

Result<Solved> follow_markers(const SolveRequest& request, SolveProgress& progress) {
  TRY(const auto model, files::load_open_sim_model(request.model));
  TRY(auto recording, files::load_points(request.file));
  if (recording.space() == motion::PointSpace::Picture) {
    return fail("expected points in space, found points in a picture", request.file.string(),
                "give a recording of markers, or landmarks with world coordinates");
  }
  Solved solved;
  auto& notes = solved.summary.notes;
  notes = recording.source.notes;
  notes.insert(notes.end(), model.notes.begin(), model.notes.end());
  solve::MarkerTasks tasks;
  if (request.tasks.empty()) {
    TRY(tasks, find_all_tasks(request, model, recording, notes));
  } else {
    TRY(const auto set_up, files::load_inverse_kinematics_tasks(request.tasks));
    TRY(recording, keep_time_range(request, set_up, std::move(recording), notes));
    TRY(tasks, find_tasks(request, set_up, model, recording, notes));
  }
  std::vector<std::string> names;
  for (const solve::FollowedMarker& marker : tasks.markers) names.push_back(marker.name);
  note_unknown_points(names, recording, notes);
  if (recording.count_seen() == 0) {
    return fail("expected a marker in some frame, found none in any", request.file.string(),
                "give a recording in which something was seen");
  }
  progress.frames_in_all = recording.frame_count();
  solve::MarkerFollower follower(model.body, tasks);
  std::size_t unsettled = 0;
  const std::size_t fullest = find_fullest_frame(tasks, recording);
  std::optional<std::vector<std::string>> unshown;
  for (std::size_t frame = 0; frame < recording.frame_count(); ++frame) {
    const solve::MarkerFrame& found = follower.advance(recording, frame);
    solved.motion.time_s.push_back(recording.time_s()[frame]);
    solved.motion.poses.push_back(found.pose);
    solved.errors.push_back(found.errors);
    if (found.errors.seen > 0 && !found.has_converged) ++unsettled;
    if (frame >= fullest && !unshown && found.has_converged) unshown = find_unshown(follower);
    ++progress.frames_done;
  }
  if (unsettled > 0) notes.push_back(fmt::format("{} frames did not settle to the last digit", unsettled));
  if (unshown && !unshown->empty())
    notes.push_back(fmt::format("no marker shows {}: do not read their values", fmt::join(*unshown, ", ")));
  sum_up(names, solved);
  solved.summary.frames = static_cast<std::int64_t>(recording.frame_count());
  if (!request.covariance.empty()) TRY_STATUS(write_covariance(request, model, tasks, recording, solved));
  std::vector<NamedPoint> points;
  for (const files::OpenSimMarker& marker : model.markers)
    points.push_back({marker.name, {marker.segment, marker.p_SM_S}});
  TRY_STATUS(save_motion(model.body, solved.motion, points, request.out));
  if (!request.errors.empty()) TRY_STATUS(files::save_text(format_errors(solved), request.errors));
  return solved;
}

// The pictures of a recording, one after the other, as often as asked.
using EachPicture = std::function<Status(const std::function<void(const motion::LandmarkFrame&)>&)>;

Status each_picture_of_stream(const std::filesystem::path& file,
                              const std::function<void(const motion::LandmarkFrame&)>& visit) {
  TRY(auto reader, files::LandmarkFileReader::open(file));
  while (true) {
    TRY(const auto frame, reader.next());
    if (!frame) return {};
    visit(*frame);
  }
}

// Landmarks of a camera on the built-in body, in windows: an hour takes little more room than its poses.
Result<Solved> follow_landmarks(const SolveRequest& request, const EachPicture& each_picture,
                                SolveProgress& progress) {
  TRY_STATUS(check_no_marker_errors(request));
  solve::LandmarkWindows windows;
  std::size_t pictures = 0;
  TRY_STATUS(each_picture([&](const motion::LandmarkFrame& frame) {
    windows.look_at(frame);
    ++pictures;
  }));
  progress.frames_in_all = pictures;
  if (auto begun = windows.begin(); !begun) {
    Error error = std::move(begun).error();
    error.where = request.file.string();
    return fail(std::move(error));
  }
  Solved solved;
  std::optional<files::CovarianceFile> covariance;
  if (!request.covariance.empty()) covariance.emplace(windows.body(), request.covariance);
  const auto keep = [&](const std::vector<solve::FittedFrame>& frames) {
    for (const solve::FittedFrame& frame : frames) {
      solved.motion.time_s.push_back(frame.time_s);
      solved.motion.poses.push_back(frame.pose);
      if (covariance) covariance->add(frame.time_s, frame.covariance);
    }
  };
  TRY_STATUS(each_picture([&](const motion::LandmarkFrame& frame) {
    keep(windows.advance(frame));
    ++progress.frames_done;
  }));
  keep(windows.finish());
  solved.summary.frames = static_cast<std::int64_t>(pictures);
  solved.summary.frames_seen = static_cast<std::int64_t>(solved.motion.time_s.size());
  if (covariance) TRY_STATUS(covariance->put_in_place());
  TRY_STATUS(save_motion(windows.body(), solved.motion, make_landmark_points(windows.body()), request.out));
  return solved;
}

// Joints of a depth camera, or a laboratory's markers.
Result<Solved> follow_points(const SolveRequest& request, SolveProgress& progress) {
  TRY(const auto recording, files::load_points(request.file));
  const auto joints = solve::find_depth_points(recording);
  return joints ? follow_depth_joints(request, recording, progress)
                : follow_laboratory_markers(request, recording, progress);
}

Result<Solved> solve_on_built_in_body(const SolveRequest& request, files::RecordingFormat format,
                                      SolveProgress& progress) {
  if (!request.tasks.empty()) {
    return fail("expected a model with --tasks, found none", request.file.string(),
                "give an .osim file with --model", Fault::Usage);
  }
  switch (format) {
    case files::RecordingFormat::Landmarks:
      return follow_landmarks(
          request, [&](const auto& visit) { return each_picture_of_stream(request.file, visit); }, progress);
    case files::RecordingFormat::MediapipeExport: {
      TRY(const auto read, files::load_mediapipe_export(request.file));
      TRY(auto solved, follow_landmarks(
                           request,
                           [&](const auto& visit) -> Status {
                             std::ranges::for_each(read.recording.frames, visit);
                             return {};
                           },
                           progress));
      solved.summary.notes = read.notes;
      return solved;
    }
    default:
      return follow_points(request, progress);
  }
}

}  // namespace

Result<protocol::SolvedFile> solve_file(const SolveRequest& request, SolveProgress& progress) {
  if (auto out = parse_motion_format(request.out); !out) return fail(std::move(out).error());
  TRY(const auto format, files::find_format(request.file));
  TRY(Solved solved, request.model.empty() ? solve_on_built_in_body(request, format, progress)
                                           : follow_markers(request, progress));
  solved.summary.file = request.file.string();
  solved.summary.out = request.out.string();
  return std::move(solved.summary);
}

}  // namespace endrange::app
