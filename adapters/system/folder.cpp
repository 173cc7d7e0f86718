#include "adapters/system/folder.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <system_error>
#include <vector>

#include "adapters/system/descriptor.h"

namespace endrange::system {

namespace {

constexpr std::size_t LargestSmallFile = 64UL * 1024;

/// The home folder that the system's user list names, for when the environment names none.
Result<std::filesystem::path> find_home() {
  if (const char* home = std::getenv("HOME"); home != nullptr && *home == '/')
    return std::filesystem::path(home);
  std::vector<char> buffer(16UL * 1024);
  passwd entry = {};
  passwd* found = nullptr;
  if (::getpwuid_r(::getuid(), &entry, buffer.data(), buffer.size(), &found) == 0 && found != nullptr &&
      *found->pw_dir == '/')
    return std::filesystem::path(found->pw_dir);
  return fail("expected a home folder, found none", "HOME", "choose a data folder with --data DIR",
              Fault::Internal);
}

}  // namespace

Error make_file_error(int code, std::string_view doing, const std::filesystem::path& place) {
  const auto remedy = code == ENOSPC || code == EDQUOT
                          ? "make room on the disk, then try again"
                          : "give yourself write access to it, or choose another folder with --data";
  return {fmt::format("cannot {}: {}", doing, std::generic_category().message(code)), place.string(), remedy,
          Fault::Internal};
}

Result<std::filesystem::path> find_default_data_folder() {
  if (const char* data = std::getenv("XDG_DATA_HOME"); data != nullptr && *data == '/')
    return std::filesystem::path(data) / "endrange";
  TRY(const auto home, find_home());
  return home / ".local" / "share" / "endrange";
}

Result<std::filesystem::path> find_config_folder() {
  if (const char* config = std::getenv("XDG_CONFIG_HOME"); config != nullptr && *config == '/')
    return std::filesystem::path(config);
  TRY(const auto home, find_home());
  return home / ".config";
}

Result<std::filesystem::path> create_data_folder(const std::filesystem::path& folder) {
  std::error_code error;
  auto path = std::filesystem::absolute(folder, error).lexically_normal();
  if (path.has_parent_path()) std::filesystem::create_directories(path.parent_path(), error);
  if (::mkdir(path.c_str(), S_IRWXU) != 0 && errno != EEXIST)
    return fail(make_file_error(errno, "make the data folder", path));
  struct stat status = {};
  if (::stat(path.c_str(), &status) != 0) return fail(make_file_error(errno, "use the data folder", path));
  if (!S_ISDIR(status.st_mode))
    return fail("expected a folder, found a file", path.string(), "choose another folder with --data");
  if (status.st_uid != ::geteuid())
    return fail("the data folder belongs to another user", path.string(),
                "choose another folder with --data");
  if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0 && ::chmod(path.c_str(), S_IRWXU) != 0)
    return fail(make_file_error(errno, "close the data folder to other users", path));
  if (::access(path.c_str(), R_OK | W_OK | X_OK) != 0)
    return fail(make_file_error(errno, "write to the data folder", path));
  return path;
}

Status write_private_file(const std::filesystem::path& file, std::string_view content) {
  const auto unfinished = std::filesystem::path(file).concat(".new");
  ::unlink(unfinished.c_str());
  {
    const Descriptor descriptor(
        ::open(unfinished.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_NOFOLLOW | O_CLOEXEC, S_IRUSR | S_IWUSR));
    if (!descriptor.is_open()) return fail(make_file_error(errno, "write", file));
    const auto written = ::write(descriptor.fd(), content.data(), content.size());
    if (written != static_cast<ssize_t>(content.size()) || ::fsync(descriptor.fd()) != 0) {
      const int code = written >= 0 && errno == 0 ? ENOSPC : errno;
      ::unlink(unfinished.c_str());
      return fail(make_file_error(code, "write", file));
    }
  }
  if (::rename(unfinished.c_str(), file.c_str()) != 0) return fail(make_file_error(errno, "write", file));
  const Descriptor folder(::open(file.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!folder.is_open() || ::fsync(folder.fd()) != 0) return fail(make_file_error(errno, "write", file));
  return {};
}

Result<std::string> load_small_file(const std::filesystem::path& file) {
  const Descriptor descriptor(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
  if (!descriptor.is_open()) return fail(make_file_error(errno, "read", file));
  std::string content(LargestSmallFile + 1, '\0');
  const auto got = ::read(descriptor.fd(), content.data(), content.size());
  if (got < 0) return fail(make_file_error(errno, "read", file));
  if (static_cast<std::size_t>(got) > LargestSmallFile)
    return fail(fmt::format("expected a file of at most {} bytes, found a larger one", LargestSmallFile),
                file.string(), "move it away");
  content.resize(static_cast<std::size_t>(got));
  content.erase(content.find_last_not_of(" \t\r\n") + 1);
  return content;
}

}  // namespace endrange::system
