#include "apps/endrange/solving/marker_errors.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace endrange::app {

void note_unknown_points(std::span<const std::string> followed, const motion::PointRecording& recording,
                         std::vector<std::string>& notes) {
  std::string unknown;
  std::size_t count = 0;
  for (const std::string& name : recording.names()) {
    if (std::ranges::find(followed, name) != followed.end()) continue;
    unknown += (count++ == 0 ? "" : ", ") + name;
  }
  if (count > 0)
    notes.push_back(fmt::format("{} of the recording's points are not followed: {}", count, unknown));
}

void sum_up(std::span<const std::string> names, Solved& solved) {
  protocol::SolvedFile& summary = solved.summary;
  double squares = 0.0;
  double weighted = 0.0;
  std::size_t seen = 0;
  for (std::size_t i = 0; i < solved.errors.size(); ++i) {
    const solve::MarkerErrors& errors = solved.errors[i];
    if (errors.seen == 0) continue;
    ++seen;
    weighted += errors.total_squared;
    squares += errors.rms * errors.rms;
    if (errors.largest > summary.largest_m) {
      summary.largest_m = errors.largest;
      summary.largest_marker = names[errors.worst];
      summary.largest_at_s = solved.motion.time_s[i];
    }
  }
  summary.frames_seen = static_cast<std::int64_t>(seen);
  if (seen == 0) return;
  summary.total_squared_m2 = weighted / static_cast<double>(seen);
  summary.rms_m = std::sqrt(squares / static_cast<double>(seen));
}

std::string format_errors(const Solved& solved) {
  std::string text = fmt::format(
      "marker errors\nversion=1\nnRows={}\nnColumns=4\ninDegrees=no\nendheader\n"
      "time\ttotal_squared_error\tmarker_error_RMS\tmarker_error_max\n",
      solved.errors.size());
  for (std::size_t i = 0; i < solved.errors.size(); ++i) {
    const solve::MarkerErrors& errors = solved.errors[i];
    text += fmt::format("{:.6f}\t{:.8f}\t{:.8f}\t{:.8f}\n", solved.motion.time_s[i], errors.total_squared,
                        errors.rms, errors.largest);
  }
  return text;
}

Status check_no_marker_errors(const SolveRequest& request) {
  if (request.errors.empty()) return {};
  return fail("expected markers with --errors, found a camera's points", request.file.string(),
              "leave --errors out, or give a recording of markers", Fault::Usage);
}

}  // namespace endrange::app
