#pragma once

#include <filesystem>
#include <vector>

namespace endrange::system {

/// A video device, for `endrange doctor`. Nothing here opens it.
struct CameraDevice {
  std::filesystem::path path = {};
  bool readable = false;  ///< whether this user may open it
};

/// The `video*` devices in `folder`, by name.
[[nodiscard]] std::vector<CameraDevice> find_cameras(const std::filesystem::path& folder = "/dev");

}  // namespace endrange::system
