#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/motion/point_recording.h"

/// C3D, the binary format of most motion laboratories. Source: [C3D2008]
///
/// Understood: files of Intel, DEC and MIPS processors, with integer and with floating point, more than 255
/// points and more than 65,535 frames. Analog samples are stepped over.
namespace endrange::files {

/// Reads the points of a recording from its bytes; errors name the byte. Units become metres. Where the file
/// says which axis is up on its screen, that axis becomes y; else axes are kept, and a note says so. A point
/// with a negative residual is missing, so is one at exactly 0 0 0. Points that are listed as angles, forces,
/// moments, powers or scalars are no places and are left out. Time runs from 0 at the first frame.
[[nodiscard]] Result<motion::PointRecording> parse_c3d(std::string_view bytes, const std::string& name);

/// The same from a file, or from one packed by gzip.
[[nodiscard]] Result<motion::PointRecording> load_c3d(const std::filesystem::path& path);

/// Whether the bytes begin as a C3D file does.
[[nodiscard]] bool is_c3d(std::string_view bytes);

}  // namespace endrange::files
