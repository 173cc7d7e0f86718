#pragma once

#include <chrono>
#include <filesystem>
#include <memory>

#include "adapters/desktop/signal_source.h"

namespace endrange::desktop {

/// A device that is opened and closed again within this was only looked at, as browsers do to list cameras.
inline constexpr std::chrono::milliseconds CameraSettles{1500};

/// Cameras in use: who holds `/dev/video*` open. inotify tells of every open and close; only then are the
/// processes looked through, once. Whose files may not be read shows as "camera in use" without a name.
/// Our own process never counts, nor does PipeWire, whose streams tell who uses a camera through it.
class CameraWatch : public SignalSource {
 public:
  /// @param devices    the folder that the devices lie in
  /// @param processes  the folder that the system shows its processes in
  [[nodiscard]] static Result<std::unique_ptr<CameraWatch>> connect(
      const std::filesystem::path& devices = "/dev", const std::filesystem::path& processes = "/proc");
  ~CameraWatch() override;

  [[nodiscard]] Wakeup wakeup() const override;
  [[nodiscard]] Status on_ready() override;
  [[nodiscard]] std::vector<workday::SignalChanged> take_changes() override;
  [[nodiscard]] std::vector<SignalOrigin> list_origins() const override;

 private:
  struct Folder;
  explicit CameraWatch(std::unique_ptr<Folder> folder);
  std::unique_ptr<Folder> folder_;
};

}  // namespace endrange::desktop
