#pragma once

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "adapters/desktop/wakeup.h"
#include "tests/support/environment.h"
#include "tests/support/folder.h"

/// A desktop of the test's own: real programs, started and ended here, that touch nothing of the person's
/// session.
namespace endrange::test {

/// A program that runs until it is stopped, or until the test ends, however the test ends.
class Program {
 public:
  explicit Program(const std::vector<std::string>& arguments) {
    std::array<int, 2> ends = {};
    if (::pipe(ends.data()) != 0) std::abort();
    pid_ = ::fork();
    if (pid_ == 0) {
      ::prctl(PR_SET_PDEATHSIG, SIGKILL);
      ::dup2(ends[1], STDOUT_FILENO);
      ::dup2(::open("/dev/null", O_WRONLY), STDERR_FILENO);
      ::close(ends[0]);
      ::close(ends[1]);
      std::vector<char*> words;
      words.reserve(arguments.size() + 1);
      for (const auto& word : arguments) words.push_back(const_cast<char*>(word.c_str()));
      words.push_back(nullptr);
      ::execvp(words[0], words.data());
      ::_exit(127);
    }
    ::close(ends[1]);
    output_ = ends[0];
  }
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;
  ~Program() {
    stop();
    ::close(output_);
  }

  /// The first line that it prints; empty when it ends before, or says nothing for ten seconds.
  [[nodiscard]] std::string read_line() const {
    std::string line;
    char byte = 0;
    pollfd wait = {output_, POLLIN, 0};
    while (::poll(&wait, 1, 10'000) > 0 && ::read(output_, &byte, 1) == 1 && byte != '\n') line += byte;
    return line;
  }

  /// Where its output comes out.
  [[nodiscard]] int output() const { return output_; }

  void stop() {
    if (pid_ <= 0) return;
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
    pid_ = -1;
  }

 private:
  pid_t pid_ = -1;
  int output_ = -1;
};

/// Runs a program to its end and answers with the first line it printed.
inline std::string run(const std::vector<std::string>& arguments) {
  return Program(arguments).read_line();
}

/// Waits until the PipeWire server of this environment has outputs of this name: who asks for them before may
/// wait for ever.
[[nodiscard]] inline bool comes_to_have_outputs(const std::string& name) {
  for (int i = 0; i < 150; ++i) {
    if (!run({"sh", "-c", "pw-link -o | grep '^" + name + ":'"}).empty()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
  }
  return false;
}

inline bool is_installed(const std::string& name) {
  return std::filesystem::exists("/usr/bin/" + name);
}

/// An X display without a screen, on the first number that is free.
class Screen {
 public:
  Screen() { start(); }
  [[nodiscard]] std::string name() const { return name_; }
  void stop() { server_->stop(); }
  /// The first time on any number, then on the same again.
  void start() {
    std::vector<std::string> words = {"Xvfb"};
    if (!name_.empty()) words.push_back(name_);
    words.insert(words.end(),
                 {"-displayfd", "1", "-screen", "0", "800x600x24", "-nolisten", "tcp", "-noreset"});
    server_.emplace(words);
    name_ = ":" + server_->read_line();
  }

 private:
  std::optional<Program> server_ = {};
  std::string name_ = {};
};

/// A session bus that starts no service by itself.
class SessionBus {
 public:
  SessionBus() {
    std::ofstream(folder_.path() / "bus.conf")
        << "<!DOCTYPE busconfig PUBLIC \"-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN\" "
           "\"http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd\">\n"
           "<busconfig><type>session</type><listen>unix:path="
        << (folder_ / "bus").string()
        << "</listen><policy context=\"default\"><allow send_destination=\"*\" eavesdrop=\"true\"/>"
           "<allow eavesdrop=\"true\"/><allow own=\"*\"/></policy></busconfig>\n";
    start();
  }
  [[nodiscard]] const std::string& address() const { return address_; }
  void stop() { daemon_->stop(); }
  /// Again at the same address.
  void start() {
    std::filesystem::remove(folder_ / "bus");
    daemon_.emplace(std::vector<std::string>{"dbus-daemon", "--nofork", "--print-address=1",
                                             "--config-file=" + (folder_.path() / "bus.conf").string()});
    address_ = "unix:path=" + (folder_ / "bus").string();
    if (daemon_->read_line().empty()) address_.clear();
  }

 private:
  TemporaryFolder folder_;
  std::optional<Program> daemon_ = {};
  std::string address_ = {};
};

/// Waits as an event loop does until the condition holds. False when the time is over or the part has failed.
template <typename Part, typename Condition>
bool wait_until(Part& part, Condition condition, std::chrono::milliseconds limit = std::chrono::seconds(10)) {
  const auto end = std::chrono::steady_clock::now() + limit;
  while (!condition()) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
    if (left.count() <= 0) return false;
    const auto wakeup = part.wakeup();
    pollfd wait = {wakeup.fd, wakeup.events, 0};
    // A condition may also depend on another program, so it is asked again every so often.
    const auto timeout = std::min({left, wakeup.timeout.value_or(left), std::chrono::milliseconds(50)});
    ::poll(&wait, 1, static_cast<int>(timeout.count()));
    if (!part.on_ready()) return condition();
  }
  return true;
}

}  // namespace endrange::test
