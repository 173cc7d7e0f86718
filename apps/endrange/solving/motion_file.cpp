#include "apps/endrange/solving/motion_file.h"

#include <fmt/format.h>

#include <cstddef>
#include <utility>

#include "adapters/files/bvh.h"
#include "adapters/files/cells.h"
#include "adapters/files/mot.h"
#include "adapters/files/save_text.h"
#include "adapters/files/trc.h"
#include "core/body/kinematics.h"
#include "core/motion/point_recording.h"

namespace endrange::app {
namespace {

motion::PointRecording place_points(const body::Body& body, const motion::Motion& motion,
                                    std::span<const NamedPoint> points) {
  std::vector<std::string> names;
  for (const NamedPoint& point : points) names.push_back(point.name);
  motion::PointRecording recording(std::move(names));
  for (std::size_t frame = 0; frame < motion.poses.size(); ++frame) {
    recording.append_frame(motion.time_s[frame]);
    const body::SegmentFrames frames = compute_segment_frames(body, motion.poses[frame]);
    for (std::size_t i = 0; i < points.size(); ++i) {
      const body::BodyPoint& place = points[i].place;
      recording.place(frame, i, frames[place.segment].place(place.p_SQ_S));
    }
  }
  return recording;
}

}  // namespace

Result<MotionFormat> parse_motion_format(const std::filesystem::path& out) {
  const std::string ending = files::to_lower(out.extension().string());
  if (ending == ".mot" || ending == ".sto") return MotionFormat::Coordinates;
  if (ending == ".bvh") return MotionFormat::Skeleton;
  if (ending == ".trc") return MotionFormat::Points;
  return fail(fmt::format("expected a result that ends in .mot, .sto, .trc or .bvh, found {}",
                          ending.empty() ? "no ending" : ending),
              out.string(), "name it with -o by what it should be", Fault::Usage);
}

std::vector<NamedPoint> make_landmark_points(const body::Body& body) {
  const auto places = body::compute_landmark_points(body);
  std::vector<NamedPoint> points;
  for (std::size_t i = 0; i < places.size(); ++i)
    points.push_back({std::string(word(static_cast<body::Landmark>(i))), places[i]});
  return points;
}

Status save_motion(const body::Body& body, const motion::Motion& motion, std::span<const NamedPoint> points,
                   const std::filesystem::path& out) {
  TRY(const MotionFormat format, parse_motion_format(out));
  switch (format) {
    case MotionFormat::Coordinates:
      return files::save_mot(body, motion, out);
    case MotionFormat::Skeleton:
      return files::save_text(files::format_bvh(body, motion), out);
    case MotionFormat::Points:
      return files::save_text(files::format_trc(place_points(body, motion, points), out.filename().string()),
                              out);
  }
  std::unreachable();
}

}  // namespace endrange::app
