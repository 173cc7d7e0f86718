#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/files/landmark_file.h"
#include "core/base/result.h"
#include "core/motion/landmark_recording.h"

/// What MediaPipe's pose landmarker gives, as programs around it write it down in JSON: results
/// `{"landmarks":[[{x,y,z,visibility}×33]],"worldLandmarks":[[…]]}`, one a picture, as one document, a list,
/// or lines. The names of the older interfaces (`poseLandmarks`, `pose_landmarks` and their world) are known
/// too, as is a person's list without the list of people around it.
namespace endrange::files {

struct MediapipeExport {
  motion::LandmarkRecording recording = {};
  std::vector<std::string> notes = {};  ///< what a person should know of how it was read
};

/// Reads an export. Times stand in `timestampMs`, `timestamp_ms`, `timestamp` or `t_ms` (milliseconds) or
/// `time_s`; without them 30 pictures a second are taken, and noted. Of several people the first is read; a
/// landmark without visibility counts as seen. Errors name the line.
[[nodiscard]] Result<MediapipeExport> parse_mediapipe_export(std::string_view text, const std::string& name);

/// The same from a file, or from one packed by gzip.
[[nodiscard]] Result<MediapipeExport> load_mediapipe_export(const std::filesystem::path& path);

}  // namespace endrange::files
