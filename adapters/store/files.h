#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace endrange::store {

/// The names that stand in a data folder.
inline constexpr std::string_view JournalName = "journal.sqlite";
inline constexpr std::string_view RecordingsName = "recordings";
inline constexpr std::string_view ExportsName = "exports";
inline constexpr std::string_view LogsName = "logs";
/// Which exercises of the person's own this version has proved; made again where it is not there.
inline constexpr std::string_view ProvedName = "proved";

/// A file descriptor, closed at the end of its scope.
class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor();
  [[nodiscard]] int fd() const { return fd_; }
  [[nodiscard]] bool is_open() const { return fd_ >= 0; }

 private:
  int fd_;
};

/// The failure of a system call, by its `errno`, told to a person.
/// @param doing  what was being done: `keep the recording`
[[nodiscard]] Error make_system_error(int code, std::string_view doing, const std::filesystem::path& place);

/// Makes a folder of mode 0700 with its parents; one that is there keeps its mode.
[[nodiscard]] Status create_private_folder(const std::filesystem::path& folder);

/// Makes names that were added to or removed from a folder durable.
[[nodiscard]] Status sync_folder(const std::filesystem::path& folder);

}  // namespace endrange::store
