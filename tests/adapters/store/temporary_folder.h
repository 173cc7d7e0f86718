#pragma once

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <sstream>
#include <string>

namespace endrange::store::test {

/// A folder of its own for one test, gone at its end.
class TemporaryFolder {
 public:
  TemporaryFolder() : TemporaryFolder(std::filesystem::temp_directory_path()) {}
  explicit TemporaryFolder(const std::filesystem::path& parent) {
    auto name = (parent / "endrange-store-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) std::abort();
    path_ = name;
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder() {
    std::error_code error;
    std::filesystem::permissions(path_, std::filesystem::perms::owner_all, error);
    std::filesystem::remove_all(path_, error);
  }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

inline std::string read_file(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

inline void write_file(const std::filesystem::path& file, const std::string& content) {
  std::ofstream(file, std::ios::binary) << content;
}

inline unsigned mode_of(const std::filesystem::path& file) {
  struct stat status = {};
  return ::lstat(file.c_str(), &status) == 0 ? status.st_mode & 0777U : 0U;
}

/// Runs work as a user without privileges, in a process of its own, and answers with the text it returned.
/// Root writes through permissions, so a test of them means nothing as root. `folder` is given to that user
/// first.
inline std::string run_unprivileged(const std::filesystem::path& folder,
                                    const std::function<std::string()>& work) {
  constexpr uid_t Nobody = 65534;
  std::array<int, 2> ends = {};
  if (::pipe(ends.data()) != 0) return "no pipe";
  if (::getuid() == 0) {
    if (::chown(folder.c_str(), Nobody, Nobody) != 0) return "no chown";
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
      if (::lchown(entry.path().c_str(), Nobody, Nobody) != 0) return "no chown";
  }
  const pid_t child = ::fork();
  if (child == 0) {
    ::close(ends[0]);
    if (::getuid() == 0 && (::setgid(Nobody) != 0 || ::setuid(Nobody) != 0)) ::_exit(1);
    const auto text = work();
    if (::write(ends[1], text.data(), text.size()) < 0) ::_exit(1);
    ::_exit(0);
  }
  ::close(ends[1]);
  std::string text;
  std::array<char, 4096> buffer = {};
  for (ssize_t got = 0; (got = ::read(ends[0], buffer.data(), buffer.size())) > 0;)
    text.append(buffer.data(), static_cast<std::size_t>(got));
  ::close(ends[0]);
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? text : "the child failed: " + text;
}

}  // namespace endrange::store::test
