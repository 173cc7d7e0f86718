#pragma once

#include <filesystem>

#include "core/base/result.h"
#include "core/motion/point_recording.h"

namespace endrange::files {

/// What a file or folder holds.
enum class RecordingFormat {
  Trc,
  C3d,
  Bvh,
  Landmarks,        ///< our own stream
  MediapipeExport,  ///< JSON
  OpenPose,         ///< a folder
  UiPrmd,
  CoordinateTable,  ///< `.mot`, `.sto`: results, no points
};

/// Tells the format by what stands at the beginning, and by the name's ending where that does not tell; of a
/// file packed by gzip too. Fails where it is none of them.
[[nodiscard]] Result<RecordingFormat> find_format(const std::filesystem::path& path);

/// Reads the points of any format that holds some. Landmarks become points in ground, as the camera sees
/// them. OpenPose's points are flat: look at `space()`.
[[nodiscard]] Result<motion::PointRecording> load_points(const std::filesystem::path& path);

}  // namespace endrange::files
