#include "adapters/files/points_file.h"

#include <fmt/format.h>

#include <array>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include "adapters/files/bvh.h"
#include "adapters/files/c3d.h"
#include "adapters/files/cells.h"
#include "adapters/files/landmark_file.h"
#include "adapters/files/mediapipe_export.h"
#include "adapters/files/openpose.h"
#include "adapters/files/text_source.h"
#include "adapters/files/trc.h"
#include "adapters/files/ui_prmd.h"
#include "core/motion/recording.h"

namespace endrange::files {
namespace {

constexpr std::size_t BeginningBytes = 16U << 10U;
constexpr std::string_view Formats =
    "give a TRC, C3D, BVH, landmark, MediaPipe or UI-PRMD file, or OpenPose's folder";

std::optional<RecordingFormat> find_by_content(std::string_view beginning) {
  // The first byte counts blocks, of which the header is one: no letter.
  if (is_c3d(beginning) && static_cast<unsigned char>(beginning[0]) < 0x20) return RecordingFormat::C3d;
  LineReader lines(beginning, {});
  const std::string_view first = lines.next_filled().value_or(std::string_view());
  const std::string lower = to_lower(trim(first));
  if (lower.starts_with("pathfiletype")) return RecordingFormat::Trc;
  if (lower.starts_with("hierarchy")) return RecordingFormat::Bvh;
  if (lower.starts_with("{") && lower.find("endrange-landmarks") != std::string::npos)
    return RecordingFormat::Landmarks;
  if (lower.starts_with("{") || lower.starts_with("["))
    return beginning.find("pose_keypoints_2d") != std::string_view::npos ? RecordingFormat::OpenPose
                                                                         : RecordingFormat::MediapipeExport;
  if (is_ui_prmd(first)) return RecordingFormat::UiPrmd;
  if (to_lower(beginning).find("\nendheader") != std::string::npos) return RecordingFormat::CoordinateTable;
  return std::nullopt;
}

std::optional<RecordingFormat> find_by_name(const std::filesystem::path& path) {
  constexpr std::array<std::pair<std::string_view, RecordingFormat>, 7> Endings = {
      {{".trc", RecordingFormat::Trc},
       {".c3d", RecordingFormat::C3d},
       {".bvh", RecordingFormat::Bvh},
       {".ndjson", RecordingFormat::Landmarks},
       {".json", RecordingFormat::MediapipeExport},
       {".mot", RecordingFormat::CoordinateTable},
       {".sto", RecordingFormat::CoordinateTable}}};
  const std::string name = plain_name(path);
  for (const auto& [ending, format] : Endings)
    if (name.ends_with(ending)) return format;
  return std::nullopt;
}

}  // namespace

Result<RecordingFormat> find_format(const std::filesystem::path& path) {
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) return RecordingFormat::OpenPose;
  TRY(const std::string beginning, load_beginning(path, BeginningBytes));
  if (const auto format = find_by_content(beginning)) return *format;
  if (const auto format = find_by_name(path)) return *format;
  if (beginning.empty())
    return fail("expected a recording, found an empty file", path.string(), "record again");
  return fail("expected a recording of points, found a file of another kind", path.string(),
              std::string(Formats));
}

Result<motion::PointRecording> load_points(const std::filesystem::path& path) {
  TRY(const RecordingFormat format, find_format(path));
  switch (format) {
    case RecordingFormat::Trc:
      return load_trc(path);
    case RecordingFormat::C3d:
      return load_c3d(path);
    case RecordingFormat::Bvh:
      return load_bvh(path);
    case RecordingFormat::UiPrmd:
      return load_ui_prmd(path);
    case RecordingFormat::OpenPose: {
      std::error_code error;
      if (std::filesystem::is_directory(path, error)) return load_openpose(path);
      return fail("expected a folder of OpenPose's files, found one of them", path.string(),
                  "name the folder it stands in");
    }
    case RecordingFormat::Landmarks: {
      TRY(const motion::LandmarkRecording landmarks, load_landmarks(path));
      return make_point_recording(landmarks);
    }
    case RecordingFormat::MediapipeExport: {
      TRY(MediapipeExport read, load_mediapipe_export(path));
      motion::PointRecording recording = make_point_recording(read.recording);
      recording.source.format = "MediaPipe";
      recording.source.notes = std::move(read.notes);
      return recording;
    }
    case RecordingFormat::CoordinateTable:
      break;
  }
  return fail("expected a recording of points, found a table of coordinates", path.string(),
              std::string(Formats));
}

}  // namespace endrange::files
