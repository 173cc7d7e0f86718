#include "adapters/system/devices.h"

#include <unistd.h>

#include <algorithm>
#include <string>
#include <system_error>

namespace endrange::system {

std::vector<CameraDevice> find_cameras(const std::filesystem::path& folder) {
  std::vector<CameraDevice> cameras;
  std::error_code error;
  for (std::filesystem::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    const auto name = it->path().filename().string();
    const bool is_video = name.starts_with("video") && name.size() > 5 &&
                          name.find_first_not_of("0123456789", 5) == std::string::npos;
    if (is_video) cameras.push_back({it->path(), ::access(it->path().c_str(), R_OK | W_OK) == 0});
  }
  std::ranges::sort(cameras, {}, [](const CameraDevice& camera) {
    return std::pair(camera.path.string().size(), camera.path.string());
  });
  return cameras;
}

}  // namespace endrange::system
