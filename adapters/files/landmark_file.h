#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/motion/landmark_recording.h"

/// Our own landmark streams, `.landmarks.ndjson`: a header line, then one line a picture.
///
///     {"format":"endrange-landmarks","version":1,"protocol":"shoulder.abduction","method":"video",
///      "model":"full","width":640,"height":480}                                     (on one line)
///     {"t_ms":0,"image":[[x,y,z,visibility],… 33],"world":[[x,y,z],… 33]}
///     {"t_ms":33.4,"image":[],"world":[]}                                           (nobody was seen)
namespace endrange::files {

/// Reads a recording from its text. Strict: the first thing that is wrong ends it with `name:line`.
[[nodiscard]] Result<motion::LandmarkRecording> parse_landmarks(std::string_view text,
                                                                const std::string& name);

/// The same from a file of at most 512 MB.
[[nodiscard]] Result<motion::LandmarkRecording> load_landmarks(const std::filesystem::path& path);

/// The text of a recording; `parse_landmarks` gives back the same recording.
[[nodiscard]] std::string format_landmarks(const motion::LandmarkRecording& recording);

/// Writes a recording whole or not at all: beside the file first, then in its place.
[[nodiscard]] Status save_landmarks(const motion::LandmarkRecording& recording,
                                    const std::filesystem::path& path);

}  // namespace endrange::files
