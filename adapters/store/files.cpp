#include "adapters/store/files.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace endrange::store {

Descriptor::~Descriptor() {
  if (fd_ >= 0) ::close(fd_);
}

Error make_system_error(int code, std::string_view doing, const std::filesystem::path& place) {
  const auto found = std::generic_category().message(code);
  const auto message = fmt::format("cannot {}: {}", doing, found);
  switch (code) {
    case ENOSPC:
    case EDQUOT:
      return {fmt::format("cannot {}: the disk is full", doing), place.string(),
              "make room on the disk, then try again; what was there before is unharmed", Fault::Internal};
    case EACCES:
    case EPERM:
    case EROFS:
      return {message, place.string(),
              "give yourself write access to it, or choose another folder with --data", Fault::Internal};
    case ENOENT:
    case ENOTDIR:
      return {message, place.string(), "check the name"};
    default:
      return {message, place.string(), "check the disk, then try again", Fault::Internal};
  }
}

Status create_private_folder(const std::filesystem::path& folder) {
  std::error_code error;
  if (std::filesystem::is_directory(folder, error)) return {};
  if (folder.has_parent_path()) std::filesystem::create_directories(folder.parent_path(), error);
  if (::mkdir(folder.c_str(), S_IRWXU) != 0 && errno != EEXIST)
    return fail(make_system_error(errno, "make the folder", folder));
  if (!std::filesystem::is_directory(folder, error))
    return fail("expected a folder, found something else", folder.string(),
                "choose another folder with --data");
  return {};
}

Status sync_folder(const std::filesystem::path& folder) {
  const Descriptor descriptor(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!descriptor.is_open() || ::fsync(descriptor.fd()) != 0)
    return fail(make_system_error(errno, "write to the folder", folder));
  return {};
}

}  // namespace endrange::store
