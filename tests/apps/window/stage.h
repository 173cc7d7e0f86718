#pragma once

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <sstream>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "tests/adapters/desktop/session.h"
#include "tests/apps/window/picture.h"
#include "tests/support/folder.h"

/// Displays without a screen, and the window on them.
namespace endrange::test {

using Variables = std::map<std::string, std::string>;

/// A web view may take long on a machine that does much else; who waits for one waits this long.
inline const std::chrono::seconds Patience{std::getenv("ENDRANGE_TEST_PATIENCE_S") == nullptr
                                               ? 120
                                               : std::atoi(std::getenv("ENDRANGE_TEST_PATIENCE_S"))};

template <typename Condition>
[[nodiscard]] bool comes_true(Condition condition, std::chrono::seconds patience = Patience) {
  const auto end = std::chrono::steady_clock::now() + patience;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  return true;
}

/// Runs a command to its end with these variables, its words going nowhere. Its exit status.
inline int run_with(const Variables& variables, const std::vector<std::string>& words) {
  const pid_t pid = ::fork();
  if (pid == 0) {
    for (const auto& [name, value] : variables) ::setenv(name.c_str(), value.c_str(), 1);
    const int nowhere = ::open("/dev/null", O_RDWR);
    for (const int fd : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) ::dup2(nowhere, fd);
    std::vector<char*> pointers;
    for (const auto& word : words) pointers.push_back(const_cast<char*>(word.c_str()));
    pointers.push_back(nullptr);
    ::execvp(pointers[0], pointers.data());
    ::_exit(127);
  }
  int status = 0;
  ::waitpid(pid, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/// Where pictures are left for people to look at.
inline std::filesystem::path find_picture_folder() {
  const auto folder = std::filesystem::path(ENDRANGE_BINARY_DIR) / "pictures";
  std::filesystem::create_directories(folder);
  return folder;
}

/// An X display of one monitor or two, 1280x720 each, side by side.
class XStage {
 public:
  enum class Monitors { One, Two };

  static constexpr int Width = 1280;
  static constexpr int Height = 720;

  explicit XStage(Monitors monitors) { monitors == Monitors::One ? begin_one() : begin_two(); }

  [[nodiscard]] Variables variables() const {
    return {{"DISPLAY", name_}, {"WAYLAND_DISPLAY", ""}, {"GDK_BACKEND", "x11"}};
  }
  [[nodiscard]] bool is_there() const { return name_.size() > 1; }
  int run(const std::vector<std::string>& words) const { return run_with(variables(), words); }
  void press_escape() const { run({"xdotool", "key", "Escape"}); }

  /// @param name  of the picture that is left to look at
  /// @param monitors  so many side by side
  [[nodiscard]] Picture photograph(const std::string& name, int monitors) const {
    const auto file = folder_.path() / "screen.ppm";
    std::filesystem::remove(file);
    const auto size = std::to_string(monitors * Width) + "x" + std::to_string(Height);
    run({"ffmpeg", "-y", "-loglevel", "error", "-f", "x11grab", "-draw_mouse", "0", "-video_size", size, "-i",
         name_, "-frames:v", "1", file.string()});
    run({"ffmpeg", "-y", "-loglevel", "error", "-i", file.string(),
         (find_picture_folder() / (name + ".png")).string()});
    return Picture(file);
  }

 private:
  void begin_one() {
    server_.emplace(std::vector<std::string>{"Xvfb", "-displayfd", "1", "-screen", "0", "1280x720x24",
                                             "-nolisten", "tcp", "-noreset"});
    name_ = ":" + server_->read_line();
  }

  // Xvfb of Debian 12 has one output. The X server itself has many with the driver for no card.
  void begin_two() {
    write_file(
        folder_.path() / "two.conf",
        "Section \"Device\"\nIdentifier \"card\"\nDriver \"dummy\"\nVideoRam 32768\nEndSection\n"
        "Section \"Monitor\"\nIdentifier \"monitor\"\nHorizSync 1-2000\nVertRefresh 1-400\nEndSection\n"
        "Section \"Screen\"\nIdentifier \"screen\"\nDevice \"card\"\nMonitor \"monitor\"\nDefaultDepth 24\n"
        "SubSection \"Display\"\nDepth 24\nVirtual 2560 720\nEndSubSection\nEndSection\n"
        "Section \"ServerFlags\"\nOption \"AutoAddDevices\" \"false\"\nOption \"AutoAddGPU\" \"false\"\n"
        "Option \"DontVTSwitch\" \"true\"\nEndSection\n");
    server_.emplace(std::vector<std::string>{
        "Xorg", "-displayfd", "1", "-config", (folder_.path() / "two.conf").string(), "-logfile",
        (folder_.path() / "log").string(), "-noreset", "-nolisten", "tcp", "-sharevts", "-novtswitch"});
    name_ = ":" + server_->read_line();
    // The outputs may come a moment after the server.
    const bool has_two = comes_true([&] {
      run({"xrandr", "--addmode", "DUMMY1", "1280x720"});
      run({"xrandr", "--output", "DUMMY0", "--mode", "1280x720", "--primary", "--output", "DUMMY1", "--mode",
           "1280x720", "--right-of", "DUMMY0"});
      return test::run({"env", "DISPLAY=" + name_, "xrandr", "--listmonitors"}) == "Monitors: 2";
    });
    if (!has_two) name_.clear();
  }

  TemporaryFolder folder_;
  std::optional<Program> server_ = {};
  std::string name_ = {};
};

/// A Wayland compositor with layers (sway) and two monitors. It refuses to run as root, so root runs it as
/// nobody.
class WaylandStage {
 public:
  WaylandStage() {
    namespace fs = std::filesystem;
    fs::permissions(folder_.path(), fs::perms(0755));
    const auto runtime = this->runtime();
    fs::create_directory(runtime);
    fs::permissions(runtime, fs::perms(0700));
    write_file(folder_.path() / "config",
               "output HEADLESS-1 resolution 1280x720 position 0 0\n"
               "output HEADLESS-2 resolution 1280x720 position 1280 0\nxwayland disable\n");
    fs::permissions(folder_.path() / "config", fs::perms(0644));
    std::vector<std::string> words = {"env",
                                      "-u",
                                      "DISPLAY",
                                      "-u",
                                      "WAYLAND_DISPLAY",
                                      "XDG_RUNTIME_DIR=" + runtime.string(),
                                      "WLR_BACKENDS=headless",
                                      "WLR_HEADLESS_OUTPUTS=2",
                                      "WLR_LIBINPUT_NO_DEVICES=1",
                                      "WLR_RENDERER=pixman"};
    if (::getuid() == 0) {
      constexpr uid_t Nobody = 65534;
      if (::chown(runtime.c_str(), Nobody, Nobody) != 0) return;
      words.insert(words.end(), {"setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"});
    }
    words.insert(words.end(), {"sway", "--config", (folder_.path() / "config").string()});
    compositor_.emplace(words);
    is_there_ = comes_true([&] { return !find_control().empty() && fs::exists(runtime / "wayland-1"); });
  }

  [[nodiscard]] bool is_there() const { return is_there_; }
  [[nodiscard]] Variables variables() const {
    return {{"XDG_RUNTIME_DIR", runtime().string()},
            {"WAYLAND_DISPLAY", "wayland-1"},
            {"DISPLAY", ""},
            {"GDK_BACKEND", "wayland"},
            {"SWAYSOCK", find_control()}};
  }
  int run(const std::vector<std::string>& words) const { return run_with(variables(), words); }
  // A moment for the window to hear of the keyboard that this makes.
  void press_escape() const { run({"wtype", "-s", "1000", "-k", "Escape", "-s", "300"}); }
  void add_monitor() const { run({"swaymsg", "create_output"}); }

  [[nodiscard]] Picture photograph(const std::string& name) const {
    const auto file = folder_.path() / "screen.ppm";
    run({"grim", "-t", "ppm", file.string()});
    run({"ffmpeg", "-y", "-loglevel", "error", "-i", file.string(),
         (find_picture_folder() / (name + ".png")).string()});
    return Picture(file);
  }

 private:
  [[nodiscard]] std::filesystem::path runtime() const { return folder_.path() / "run"; }
  [[nodiscard]] std::string find_control() const {
    for (const auto& entry : std::filesystem::directory_iterator(runtime()))
      if (entry.path().filename().string().starts_with("sway-ipc")) return entry.path().string();
    return {};
  }

  TemporaryFolder folder_;
  std::optional<Program> compositor_ = {};
  bool is_there_ = false;
};

/// A process: its number may be given again, with another beginning.
struct Process {
  pid_t pid = 0;
  pid_t parent = 0;
  char state = 'Z';
  std::string started = {};
};

/// Source: proc(5), "/proc/pid/stat": state, parent and, as field 22, the start. Nothing when there is no
/// such process.
inline Process read_process(pid_t pid) {
  const auto text = read_file("/proc/" + std::to_string(pid) + "/stat");
  const auto name_ends = text.rfind(')');
  Process process{.pid = pid};
  if (name_ends == std::string::npos) return process;
  std::istringstream rest(text.substr(name_ends + 1));
  rest >> process.state >> process.parent;
  constexpr int FieldsBetween = 18;
  for (int field = 0; field < FieldsBetween; ++field) rest >> process.started;
  return process;
}

/// Every process that this one started, and theirs.
inline std::vector<Process> find_descendants(pid_t ancestor) {
  std::map<pid_t, Process> all;
  for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
    const auto name = entry.path().filename().string();
    if (name.find_first_not_of("0123456789") != std::string::npos) continue;
    const pid_t pid = std::stoi(name);
    all[pid] = read_process(pid);
  }
  std::vector<Process> found;
  for (const auto& [pid, process] : all) {
    auto above = process.parent;
    while (above != ancestor && all.contains(above)) above = all[above].parent;
    if (above == ancestor) found.push_back(process);
  }
  return found;
}

/// How many of them still run.
inline std::ptrdiff_t count_running(const std::vector<Process>& processes) {
  return std::ranges::count_if(processes, [](const Process& before) {
    const auto now = read_process(before.pid);
    return now.started == before.started && now.state != 'Z';
  });
}

/// endrange-window, started as Endrange starts it: the address on its input, which stays open.
class Window {
 public:
  Window(Variables variables, const std::string& address, std::vector<std::string> options = {}) {
    std::array<int, 2> in = {};
    std::array<int, 2> out = {};
    if (::pipe2(in.data(), O_CLOEXEC) != 0 || ::pipe2(out.data(), O_CLOEXEC) != 0) std::abort();
    variables.insert({"ENDRANGE_WINDOW_PATIENCE_S", std::to_string(Patience.count())});
    std::vector<std::string> words = {ENDRANGE_WINDOW_PROGRAM};
    words.insert(words.end(), options.begin(), options.end());
    pid_ = ::fork();
    if (pid_ == 0) {
      ::setsid();
      ::prctl(PR_SET_PDEATHSIG, SIGKILL);
      for (const auto& [name, value] : variables) ::setenv(name.c_str(), value.c_str(), 1);
      ::dup2(in[0], STDIN_FILENO);
      ::dup2(out[1], STDOUT_FILENO);
      ::dup2(::open("/dev/null", O_WRONLY), STDERR_FILENO);
      std::vector<char*> pointers;
      for (const auto& word : words) pointers.push_back(const_cast<char*>(word.c_str()));
      pointers.push_back(nullptr);
      ::execv(pointers[0], pointers.data());
      ::_exit(127);
    }
    ::close(in[0]);
    ::close(out[1]);
    input_ = in[1];
    output_ = out[0];
    const auto line = address + "\n";
    static_cast<void>(::write(input_, line.data(), line.size()));
  }
  Window(const Window&) = delete;
  Window& operator=(const Window&) = delete;
  ~Window() {
    if (is_running()) {
      ::kill(-pid_, SIGKILL);
      ::waitpid(pid_, nullptr, 0);
    }
    end_input();
    ::close(output_);
  }

  /// Whether it prints this line, or one that begins so, within the patience.
  [[nodiscard]] bool says(const std::string& beginning) {
    return comes_true([&] {
      read_more();
      return said_.find("\n" + beginning) != std::string::npos;
    });
  }
  [[nodiscard]] const std::string& said() const { return said_; }

  void end_input() {
    if (input_ >= 0) ::close(std::exchange(input_, -1));
  }

  [[nodiscard]] bool is_running() {
    if (status_) return false;
    int status = 0;
    if (::waitpid(pid_, &status, WNOHANG) == 0) return true;
    status_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    return false;
  }

  /// Its exit status; -1 when it did not end.
  [[nodiscard]] int wait_for_status() {
    return comes_true([&] { return !is_running(); }) ? *status_ : -1;
  }

  [[nodiscard]] pid_t pid() const { return pid_; }

 private:
  void read_more() {
    pollfd wait = {output_, POLLIN, 0};
    char buffer[512];
    while (::poll(&wait, 1, 0) > 0) {
      const auto count = ::read(output_, buffer, sizeof buffer);
      if (count <= 0) return;
      said_.append(buffer, static_cast<std::size_t>(count));
    }
  }

  pid_t pid_ = -1;
  int input_ = -1;
  int output_ = -1;
  std::string said_ = "\n";
  std::optional<int> status_ = {};
};

}  // namespace endrange::test
