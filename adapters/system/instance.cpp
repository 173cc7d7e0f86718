#include "adapters/system/instance.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <string>
#include <utility>

#include "adapters/system/folder.h"

namespace endrange::system {

namespace {

constexpr const char* LockName = "lock";
constexpr const char* PortName = "port";

/// A range of whole numbers that the first word of `text` must lie in.
std::optional<int> find_number(std::string_view text, int lowest, int highest) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || number < lowest || number > highest) return std::nullopt;
  return number;
}

std::optional<int> find_port(std::string_view text) {
  return find_number(text, 1, 65535);
}

/// Reads `PID PORT`; the port is missing until it has been announced.
RunningInstance read_holder(int descriptor) {
  std::array<char, 64> buffer = {};
  const auto got = ::pread(descriptor, buffer.data(), buffer.size(), 0);
  const std::string_view text(buffer.data(), got < 0 ? 0 : static_cast<std::size_t>(got));
  RunningInstance holder;
  holder.pid = find_number(text, 1, 1 << 30).value_or(0);
  if (const auto space = text.find(' '); space != std::string_view::npos)
    holder.port = find_port(text.substr(space + 1));
  return holder;
}

Error make_lock_error(int code, const std::filesystem::path& file) {
  return make_file_error(code, "lock the data folder", file);
}

/// A lock on the whole file that belongs to the open file, and so ends with the process, however it ends.
/// Source: fcntl(2), "Open file description locks".
struct flock make_lock() {
  struct flock lock = {};
  lock.l_type = F_WRLCK;
  lock.l_whence = SEEK_SET;
  return lock;
}

Status write_holder(int descriptor, const std::filesystem::path& file, const std::string& text) {
  if (::ftruncate(descriptor, 0) != 0 ||
      ::pwrite(descriptor, text.data(), text.size(), 0) != static_cast<ssize_t>(text.size()))
    return fail(make_lock_error(errno, file));
  return {};
}

}  // namespace

Status InstanceLock::announce_port(int port) const {
  return write_holder(descriptor_.fd(), file_, fmt::format("{} {}\n", ::getpid(), port));
}

Result<std::variant<InstanceLock, RunningInstance>> claim_folder(const std::filesystem::path& folder) {
  const auto file = folder / LockName;
  Descriptor descriptor(::open(file.c_str(), O_CREAT | O_RDWR | O_NOFOLLOW | O_CLOEXEC, S_IRUSR | S_IWUSR));
  if (!descriptor.is_open()) return fail(make_lock_error(errno, file));
  auto lock = make_lock();
  if (::fcntl(descriptor.fd(), F_OFD_SETLK, &lock) != 0) {
    if (errno != EAGAIN && errno != EACCES) return fail(make_lock_error(errno, file));
    return read_holder(descriptor.fd());
  }
  TRY_STATUS(write_holder(descriptor.fd(), file, fmt::format("{}\n", ::getpid())));
  return InstanceLock(std::move(descriptor), file);
}

Result<std::optional<RunningInstance>> find_running_instance(const std::filesystem::path& folder) {
  const auto file = folder / LockName;
  const Descriptor descriptor(::open(file.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
  if (!descriptor.is_open() && errno == ENOENT) return std::nullopt;
  if (!descriptor.is_open()) return fail(make_lock_error(errno, file));
  auto lock = make_lock();
  if (::fcntl(descriptor.fd(), F_OFD_GETLK, &lock) != 0) return fail(make_lock_error(errno, file));
  if (lock.l_type == F_UNLCK) return std::nullopt;
  return read_holder(descriptor.fd());
}

std::optional<int> find_remembered_port(const std::filesystem::path& folder) {
  const auto text = load_small_file(folder / PortName);
  return text ? find_port(*text) : std::nullopt;
}

Status remember_port(const std::filesystem::path& folder, int port) {
  if (find_remembered_port(folder) == port) return {};
  return write_private_file(folder / PortName, fmt::format("{}\n", port));
}

}  // namespace endrange::system
