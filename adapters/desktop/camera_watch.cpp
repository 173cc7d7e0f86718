#include "adapters/desktop/camera_watch.h"

#include <fmt/format.h>
#include <poll.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "adapters/desktop/process_name.h"
#include "adapters/desktop/signal_board.h"

namespace endrange::desktop {

namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;
using std::chrono::steady_clock;
using workday::Signal;

constexpr const char* Origin = "cameras";
constexpr std::string_view DevicePrefix = "video";

/// A file whatever its name is: a sandbox may show a device under another path.
struct FileIdentity {
  dev_t device = 0;
  ino_t number = 0;

  friend bool operator==(const FileIdentity&, const FileIdentity&) = default;
};

std::optional<FileIdentity> find_identity(const fs::path& path) {
  struct stat found = {};
  if (::stat(path.c_str(), &found) != 0) return std::nullopt;
  // A device is the same in every folder that has a node for it.
  if (S_ISCHR(found.st_mode)) return FileIdentity{found.st_rdev, 0};
  return FileIdentity{found.st_dev, found.st_ino};
}

std::optional<pid_t> find_process(const fs::path& folder) {
  const auto name = folder.filename().string();
  pid_t process = 0;
  const auto parsed = std::from_chars(name.data(), name.data() + name.size(), process);
  if (parsed.ec != std::errc() || parsed.ptr != name.data() + name.size()) return std::nullopt;
  return process;
}

/// PipeWire and its session manager keep cameras open for others, some versions all day. Whoever uses a
/// camera through them is seen as a stream of PipeWire.
bool keeps_for_others(pid_t process) {
  constexpr std::array<std::string_view, 3> Keepers = {"pipewire", "wireplumber", "pipewire-media-"};
  return std::ranges::find(Keepers, find_process_name(process)) != Keepers.end();
}

}  // namespace

struct CameraWatch::Folder {
  struct Device {
    std::string name;
    bool was_opened_last = false;  ///< rather than closed
  };

  Folder(fs::path given_devices, fs::path given_processes)
      : devices(std::move(given_devices)), processes(std::move(given_processes)) {}
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() {
    if (queue >= 0) ::close(queue);
  }

  Status open() {
    queue = ::inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    if (queue < 0) return fail_with("the system watches no more files");
    folder_watch = ::inotify_add_watch(queue, devices.c_str(), IN_CREATE | IN_DELETE | IN_ATTRIB);
    if (folder_watch < 0) return fail_with("the folder of the devices cannot be watched");
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(devices, error)) add(entry.path().filename().string());
    if (!watched.empty()) look();
    return {};
  }

  Status fail_with(const char* what) const {
    return fail(fmt::format("{}: {}", what, std::strerror(errno)), devices.string(),
                "cameras in use are not noticed", Fault::Internal);
  }

  void add(const std::string& name) {
    if (!name.starts_with(DevicePrefix)) return;
    const auto watch = ::inotify_add_watch(queue, (devices / name).c_str(), IN_OPEN | IN_CLOSE);
    if (watch >= 0) watched.try_emplace(watch, Device{name});
  }

  void read_queue() {
    alignas(inotify_event) std::array<char, 4096> buffer = {};
    for (;;) {
      const auto bytes = ::read(queue, buffer.data(), buffer.size());
      if (bytes <= 0) return;
      for (std::size_t at = 0; at < static_cast<std::size_t>(bytes);) {
        const auto& event = *reinterpret_cast<const inotify_event*>(buffer.data() + at);
        hear(event, event.len > 0 ? std::string(static_cast<const char*>(event.name)) : std::string());
        at += sizeof(inotify_event) + event.len;
      }
    }
  }

  void hear(const inotify_event& event, const std::string& name) {
    if (event.wd == folder_watch) {
      if ((event.mask & (IN_CREATE | IN_ATTRIB)) != 0U) add(name);
      return;
    }
    const auto found = watched.find(event.wd);
    if (found == watched.end()) return;
    if ((event.mask & IN_IGNORED) != 0U) watched.erase(found);
    if ((event.mask & IN_OPEN) != 0U) found->second.was_opened_last = true;
    if ((event.mask & IN_CLOSE) != 0U) found->second.was_opened_last = false;
    look_at = steady_clock::now() + CameraSettles;
  }

  void look() {
    look_at.reset();
    can_see_all = true;
    is_kept = false;
    const auto holder = watched.empty() ? std::nullopt : find_holder();
    if (holder) {
      board.hold(Origin, Signal::Camera, "camera in use by " + describe_process(*holder));
      return;
    }
    const bool was_opened =
        std::ranges::any_of(watched, [](const auto& device) { return device.second.was_opened_last; });
    board.set(Origin, Signal::Camera, was_opened && !can_see_all && !is_kept, "camera in use");
  }

  [[nodiscard]] std::optional<pid_t> find_holder() {
    std::vector<FileIdentity> identities;
    for (const auto& [watch, device] : watched)
      if (const auto identity = find_identity(devices / device.name)) identities.push_back(*identity);
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(processes, error)) {
      const auto process = find_process(entry.path());
      if (!process || *process == ::getpid() || !holds_one(entry.path() / "fd", identities)) continue;
      if (!keeps_for_others(*process)) return process;
      is_kept = true;
    }
    return std::nullopt;
  }

  [[nodiscard]] bool holds_one(const fs::path& files, const std::vector<FileIdentity>& identities) {
    std::error_code error;
    for (const auto& file : fs::directory_iterator(files, error)) {
      std::error_code gone;
      const auto target = fs::read_symlink(file.path(), gone);
      if (gone || !target.filename().string().starts_with(DevicePrefix)) continue;
      const auto identity = find_identity(file.path());
      if (identity && std::ranges::find(identities, *identity) != identities.end()) return true;
    }
    if (error == std::errc::permission_denied) can_see_all = false;
    return false;
  }

  [[nodiscard]] std::optional<milliseconds> find_deadline() const {
    if (board.has_changes()) return milliseconds(0);
    if (!look_at) return std::nullopt;
    return std::max(milliseconds(0), std::chrono::ceil<milliseconds>(*look_at - steady_clock::now()));
  }

  fs::path devices;
  fs::path processes;
  int queue = -1;
  int folder_watch = -1;
  std::map<int, Device> watched = {};
  std::optional<steady_clock::time_point> look_at = {};
  bool can_see_all = true;
  bool is_kept = false;  ///< by somebody who keeps it for others
  SignalBoard board = {};
};

CameraWatch::CameraWatch(std::unique_ptr<Folder> folder) : folder_(std::move(folder)) {}
CameraWatch::~CameraWatch() = default;

Result<std::unique_ptr<CameraWatch>> CameraWatch::connect(const fs::path& devices,
                                                          const fs::path& processes) {
  auto folder = std::make_unique<Folder>(devices, processes);
  TRY_STATUS(folder->open());
  return std::unique_ptr<CameraWatch>(new CameraWatch(std::move(folder)));
}

Wakeup CameraWatch::wakeup() const {
  return {folder_->queue, POLLIN, folder_->find_deadline()};
}

Status CameraWatch::on_ready() {
  folder_->read_queue();
  if (folder_->look_at && *folder_->look_at <= steady_clock::now()) folder_->look();
  return {};
}

std::vector<workday::SignalChanged> CameraWatch::take_changes() {
  return folder_->board.take_changes();
}

std::vector<SignalOrigin> CameraWatch::list_origins() const {
  return {{Signal::Camera, "the devices " + (folder_->devices / "video*").string(), {}}};
}

}  // namespace endrange::desktop
