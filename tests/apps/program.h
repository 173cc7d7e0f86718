#pragma once

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include "adapters/http/client.h"
#include "tests/support/folder.h"

namespace endrange {

using test::read_file;

/// Where the person's data folder will be, with room beside it for a test's own files.
class DataFolder {
 public:
  [[nodiscard]] const std::filesystem::path& path() const { return folder_.path(); }
  [[nodiscard]] std::filesystem::path data() const { return folder_ / "data"; }
  [[nodiscard]] std::filesystem::path operator/(const std::string& name) const { return folder_ / name; }

 private:
  test::TemporaryFolder folder_;
};

struct Outcome {
  int status = -1;
  std::string out = {};
  std::string err = {};
};

/// Runs a program to its end, through a shell, with this standard input.
inline Outcome run(const DataFolder& folder, const std::string& arguments, const std::string& input = {},
                   const std::filesystem::path& program = ENDRANGE_PROGRAM) {
  std::ofstream(folder / "in") << input;
  const auto command = "BROWSER=true " + program.string() + " " + arguments + " --data " +
                       folder.data().string() + " < " + (folder / "in").string() + " > " +
                       (folder / "out").string() + " 2> " + (folder / "err").string();
  const int status = std::system(command.c_str());
  return {WIFEXITED(status) ? WEXITSTATUS(status) : 128, read_file(folder / "out"),
          read_file(folder / "err")};
}

/// The program while it serves a folder.
class Serving {
 public:
  enum class Desktop { Left, Used };

  explicit Serving(const DataFolder& folder, Desktop desktop = Desktop::Left,
                   std::string program = ENDRANGE_PROGRAM)
      : folder_(folder.data()) {
    const auto log = (folder / "serving").string();
    std::vector<std::string> words = {program, "run", "--no-open", "--data", folder_.string()};
    if (desktop == Desktop::Left) words.emplace_back("--no-desktop");
    // No test opens anybody's browser; one that looks at what would be opened sets its own.
    ::setenv("BROWSER", "true", 0);
    std::vector<char*> arguments;
    for (auto& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_addopen(&actions, 2, log.c_str(), O_CREAT | O_TRUNC | O_WRONLY, 0600);
    ::posix_spawn(&pid_, program.c_str(), &actions, nullptr, arguments.data(), environ);
    ::posix_spawn_file_actions_destroy(&actions);
    using namespace std::chrono_literals;
    const std::string sign = "serving http://127.0.0.1:";
    for (int attempt = 0; attempt < 600 && peer_.port == 0; ++attempt) {
      const auto said = read_file(log);
      const auto found = said.find(sign);
      if (found != std::string::npos && said.back() == '\n')
        peer_.port = std::stoi(said.substr(found + sign.size()));
      else
        std::this_thread::sleep_for(50ms);
    }
    peer_.token = read_file(folder_ / "token").substr(0, 64);
  }
  Serving(const Serving&) = delete;
  Serving& operator=(const Serving&) = delete;
  ~Serving() { end(SIGTERM); }

  void end(int signal) {
    if (pid_ <= 0) return;
    ::kill(pid_, signal);
    ::waitpid(pid_, nullptr, 0);
    pid_ = -1;
  }

  [[nodiscard]] pid_t pid() const { return pid_; }
  [[nodiscard]] int port() const { return peer_.port; }
  [[nodiscard]] const std::string& token() const { return peer_.token; }
  /// The answer, or the problem in one line.
  [[nodiscard]] std::string ask(const std::string& method, const std::string& target,
                                const std::string& body = {}) const {
    // What takes a moment takes long on a busy machine.
    const auto answer = http::request(peer_, method, target, body, std::chrono::minutes(5));
    return answer ? *answer : "problem: " + answer.error().text();
  }

 private:
  std::filesystem::path folder_;
  pid_t pid_ = -1;
  http::Peer peer_;
};

/// The program as it is installed: with a content folder of its own, where any user may run it.
class Installed {
 public:
  Installed() {
    namespace fs = std::filesystem;
    fs::permissions(folder_.path(), fs::perms(0755));
    for (const auto* part : {"bin", "share/endrange"}) fs::create_directories(folder_.path() / part);
    fs::copy_file(ENDRANGE_PROGRAM, program());
    fs::copy(ENDRANGE_SOURCE_DIR "/content", content(), fs::copy_options::recursive);
  }
  [[nodiscard]] std::filesystem::path program() const { return folder_ / "bin/endrange"; }
  [[nodiscard]] std::filesystem::path content() const { return folder_ / "share/endrange/content"; }

 private:
  test::TemporaryFolder folder_;
};

/// What went wrong, when it was told as it should be: in one line, with a status other than 0.
inline std::string find_one_error(const Outcome& outcome) {
  if (outcome.status == 0) return "it went well: " + outcome.out;
  const auto lines = std::count(outcome.err.begin(), outcome.err.end(), '\n');
  return (lines == 1 ? "" : "not one line: ") + outcome.err;
}

/// One event as the page posts it; `number` makes its id.
inline std::string make_event(int number, const std::string& event) {
  auto digits = std::to_string(number);
  digits.insert(0, 12 - digits.size(), '0');
  return R"({"events":[{"id":"0190b3d2-7e5a-4000-8000-)" + digits +
         R"(","at":"2026-03-02T09:00:00.000Z","offset_min":60,"event":)" + event + "}]}";
}

}  // namespace endrange
