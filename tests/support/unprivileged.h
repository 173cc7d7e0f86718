#pragma once

#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <functional>
#include <string>

namespace endrange::test {

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

}  // namespace endrange::test
