#include "adapters/store/recordings.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

#include "adapters/store/files.h"

namespace endrange::store {

namespace {

/// Long enough for a protocol, a side, a date and a random end; short of every file system's limit of 255
/// bytes.
constexpr std::size_t LongestName = 120;

/// A recording of an hour at 30 frames a second stays below this.
constexpr std::uintmax_t LargestRecording = 512ULL * 1024 * 1024;

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool is_name(std::string_view name) {
  return !name.empty() && name.size() <= LongestName && is_letter_or_digit(name.front()) &&
         std::ranges::all_of(
             name, [](char c) { return is_letter_or_digit(c) || c == '.' || c == '_' || c == '-'; });
}

/// A save that was cut off leaves such a file; it is no recording.
constexpr std::string_view UnfinishedName = ".unfinished";

Status check_name(std::string_view name) {
  if (is_name(name)) return {};
  return fail(
      fmt::format("expected a recording's name of 1 to {} letters, digits, '.', '_' or '-', found one of {} "
                  "characters with others in it or in front",
                  LongestName, name.size()),
      "", "use a name from the list of recordings");
}

Result<struct stat> load_status(const std::filesystem::path& file) {
  struct stat status = {};
  if (::lstat(file.c_str(), &status) != 0) {
    if (errno == ENOENT)
      return fail("there is no such recording", file.string(), "use a name from the list of recordings");
    return fail(make_system_error(errno, "read the recording", file));
  }
  if (!S_ISREG(status.st_mode))
    return fail("expected a recording, found something else", file.string(), "move it out of the folder");
  return status;
}

KeptRecording describe(std::string_view name, const struct stat& status) {
  using namespace std::chrono;
  const auto changed = seconds(status.st_mtim.tv_sec) + nanoseconds(status.st_mtim.tv_nsec);
  return {std::string(name), static_cast<std::uint64_t>(status.st_size),
          Moment(floor<milliseconds>(changed))};
}

Status write_all(int descriptor, std::string_view content, const std::filesystem::path& file) {
  while (!content.empty()) {
    const auto written = ::write(descriptor, content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return fail(make_system_error(errno, "keep the recording", file));
    content.remove_prefix(static_cast<std::size_t>(written));
  }
  if (::fsync(descriptor) != 0) return fail(make_system_error(errno, "keep the recording", file));
  return {};
}

}  // namespace

Result<Recordings> Recordings::open(const std::filesystem::path& folder) {
  TRY_STATUS(create_private_folder(folder));
  TRY_STATUS(create_private_folder(folder / RecordingsName));
  return Recordings(folder / RecordingsName);
}

Result<std::vector<KeptRecording>> Recordings::list() const {
  std::vector<KeptRecording> recordings;
  std::error_code error;
  for (std::filesystem::directory_iterator it(folder_, error), end; !error && it != end;
       it.increment(error)) {
    const auto name = it->path().filename().string();
    if (!is_name(name)) continue;
    if (const auto status = load_status(it->path())) recordings.push_back(describe(name, *status));
  }
  if (error && error != std::errc::no_such_file_or_directory)
    return fail(make_system_error(error.value(), "list the recordings", folder_));
  std::ranges::sort(recordings, {}, &KeptRecording::name);
  return recordings;
}

Result<KeptRecording> Recordings::save(std::string_view name, std::string_view content) const {
  TRY_STATUS(check_name(name));
  const auto file = folder_ / name;
  const auto unfinished = folder_ / UnfinishedName;
  {
    const Descriptor descriptor(
        ::open(unfinished.c_str(), O_CREAT | O_TRUNC | O_WRONLY | O_NOFOLLOW | O_CLOEXEC, S_IRUSR | S_IWUSR));
    if (!descriptor.is_open()) return fail(make_system_error(errno, "keep the recording", file));
    if (auto written = write_all(descriptor.fd(), content, file); !written) {
      ::unlink(unfinished.c_str());
      return fail(std::move(written).error());
    }
  }
  // A link, unlike a renaming, never replaces what is there.
  const int linked = ::link(unfinished.c_str(), file.c_str());
  const int code = errno;
  ::unlink(unfinished.c_str());
  if (linked != 0 && code == EEXIST)
    return fail("there is already a recording of that name", file.string(), "give the new one another name");
  if (linked != 0) return fail(make_system_error(code, "keep the recording", file));
  TRY_STATUS(sync_folder(folder_));
  TRY(const auto status, load_status(file));
  return describe(name, status);
}

Result<std::string> Recordings::load(std::string_view name) const {
  TRY(const auto file, find_path(name));
  const Descriptor descriptor(::open(file.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
  struct stat status = {};
  if (!descriptor.is_open() || ::fstat(descriptor.fd(), &status) != 0)
    return fail(make_system_error(errno, "read the recording", file));
  if (static_cast<std::uintmax_t>(status.st_size) > LargestRecording)
    return fail(
        fmt::format("expected a recording of at most {} bytes, found {}", LargestRecording, status.st_size),
        file.string(), "cut it into shorter ones");
  std::string content(static_cast<std::size_t>(status.st_size), '\0');
  std::size_t done = 0;
  while (done < content.size()) {
    const auto got = ::read(descriptor.fd(), content.data() + done, content.size() - done);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return fail(make_system_error(errno, "read the recording", file));
    if (got == 0) break;
    done += static_cast<std::size_t>(got);
  }
  content.resize(done);
  return content;
}

Result<std::filesystem::path> Recordings::find_path(std::string_view name) const {
  TRY_STATUS(check_name(name));
  auto file = folder_ / name;
  TRY([[maybe_unused]] const auto status, load_status(file));
  return file;
}

Status Recordings::remove(std::string_view name) const {
  TRY(const auto file, find_path(name));
  if (::unlink(file.c_str()) != 0) return fail(make_system_error(errno, "delete the recording", file));
  return sync_folder(folder_);
}

}  // namespace endrange::store
