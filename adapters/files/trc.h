#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/motion/point_recording.h"

/// TRC, Motion Analysis' text format for markers, as OpenSim and most of its neighbours write it.
///
/// Understood: tabs or commas; ends of line of every system; blanks and NaN in any case for a missing
/// coordinate; labels separated by any number of tabs; `Frame#` and `Time` or `Times`; m, cm, mm, inches.
/// Axes are kept: the file does not say which way is up, and OpenSim takes y.
namespace endrange::files {

/// Reads a recording from its text; `name` stands in front of every error's line. Units become metres. A
/// point of which a coordinate is missing is missing; so is one at exactly 0 0 0, the mark of a lost one.
/// Times are taken as they stand where they rise, else made from the rate.
[[nodiscard]] Result<motion::PointRecording> parse_trc(std::string_view text, const std::string& name);

/// The same from a file, or from one packed by gzip.
[[nodiscard]] Result<motion::PointRecording> load_trc(const std::filesystem::path& path);

/// The text of a recording, in metres; missing points are blank. Expects a recording in ground.
[[nodiscard]] std::string format_trc(const motion::PointRecording& recording, std::string_view file_name);

}  // namespace endrange::files
