#include "adapters/system/process.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <system_error>
#include <utility>

#include "adapters/system/descriptor.h"
#include "core/base/contracts.h"

namespace endrange::system {

namespace {

/// What a pipe holds on Linux before a writer has to wait. Source: pipe(7), "Pipe capacity".
constexpr std::size_t PipeCapacity = 64UL * 1024;

Error make_start_error(int code, std::string_view program) {
  return {fmt::format("cannot start {}: {}", program, std::generic_category().message(code)), "",
          fmt::format("check that {} works in a terminal", program), Fault::Internal};
}

/// The settings of posix_spawn, freed at the end of their scope.
struct SpawnSettings {
  posix_spawn_file_actions_t files = {};
  posix_spawnattr_t attributes = {};

  SpawnSettings() {
    ::posix_spawn_file_actions_init(&files);
    ::posix_spawnattr_init(&attributes);
    // A group of its own, so that a child's children end with it; and no signal that we have blocked or
    // ignored.
    sigset_t none = {};
    sigset_t all = {};
    ::sigemptyset(&none);
    ::sigfillset(&all);
    ::posix_spawnattr_setflags(&attributes,
                               POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    ::posix_spawnattr_setpgroup(&attributes, 0);
    ::posix_spawnattr_setsigmask(&attributes, &none);
    ::posix_spawnattr_setsigdefault(&attributes, &all);
  }
  SpawnSettings(const SpawnSettings&) = delete;
  SpawnSettings& operator=(const SpawnSettings&) = delete;
  ~SpawnSettings() {
    ::posix_spawn_file_actions_destroy(&files);
    ::posix_spawnattr_destroy(&attributes);
  }
};

bool can_run(const std::filesystem::path& file) {
  std::error_code error;
  return std::filesystem::is_regular_file(file, error) && ::access(file.c_str(), X_OK) == 0;
}

}  // namespace

std::optional<std::filesystem::path> find_program(std::string_view name) {
  if (name.empty()) return std::nullopt;
  if (name.find('/') != std::string_view::npos)
    return can_run(name) ? std::optional<std::filesystem::path>(name) : std::nullopt;
  const char* variable = std::getenv("PATH");
  std::string_view rest = variable == nullptr ? "/usr/local/bin:/usr/bin:/bin" : variable;
  while (!rest.empty()) {
    const auto colon = rest.find(':');
    const std::filesystem::path folder = rest.substr(0, colon);
    // An empty or relative entry would run a program out of whatever folder we stand in.
    if (folder.is_absolute() && can_run(folder / name)) return folder / name;
    rest = colon == std::string_view::npos ? std::string_view{} : rest.substr(colon + 1);
  }
  return std::nullopt;
}

Result<Child> Child::start(const std::vector<std::string>& arguments, AtEnd at_end, std::string_view input) {
  expects(!arguments.empty(), "a program to start");
  expects(input.size() <= PipeCapacity, "an input that fits a pipe");
  const auto program = find_program(arguments.front());
  if (!program)
    return fail(fmt::format("expected the program {}, found none of that name", arguments.front()), "PATH",
                fmt::format("install {}", arguments.front()), Fault::Internal);

  std::array<int, 2> pipe_ends = {};
  if (::pipe2(pipe_ends.data(), O_CLOEXEC) != 0) return fail(make_start_error(errno, arguments.front()));
  Descriptor read_end(pipe_ends[0]);
  Descriptor write_end(pipe_ends[1]);
  // Written before the child is there: the pipe holds it all, and nobody has to wait or can hang up on us.
  if (::write(write_end.fd(), input.data(), input.size()) != static_cast<ssize_t>(input.size()))
    return fail(make_start_error(errno, arguments.front()));
  write_end.close();

  SpawnSettings settings;
  ::posix_spawn_file_actions_adddup2(&settings.files, read_end.fd(), STDIN_FILENO);
  ::posix_spawn_file_actions_addopen(&settings.files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  ::posix_spawn_file_actions_addopen(&settings.files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);

  std::vector<std::string> words = arguments;
  std::vector<char*> pointers;
  pointers.reserve(words.size() + 1);
  for (auto& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  pid_t pid = -1;
  const int code =
      ::posix_spawn(&pid, program->c_str(), &settings.files, &settings.attributes, pointers.data(), environ);
  if (code != 0) return fail(make_start_error(code, arguments.front()));
  return Child(pid, Descriptor(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0))), at_end);
}

Child::Child(Child&& other) noexcept
    : pid_(std::exchange(other.pid_, -1)),
      descriptor_(std::move(other.descriptor_)),
      at_end_(other.at_end_),
      running_(std::exchange(other.running_, false)),
      exit_status_(other.exit_status_) {}

Child& Child::operator=(Child&& other) noexcept {
  std::swap(pid_, other.pid_);
  std::swap(descriptor_, other.descriptor_);
  std::swap(at_end_, other.at_end_);
  std::swap(running_, other.running_);
  std::swap(exit_status_, other.exit_status_);
  return *this;
}

Child::~Child() {
  if (at_end_ == AtEnd::Stop) stop();
}

bool Child::is_running() {
  if (!running_) return false;
  int status = 0;
  const pid_t collected = ::waitpid(pid_, &status, WNOHANG);
  if (collected == 0) return true;
  running_ = false;
  if (collected == pid_ && WIFEXITED(status)) exit_status_ = WEXITSTATUS(status);
  return false;
}

void Child::stop() {
  if (!is_running()) return;
  ::kill(-pid_, SIGKILL);
  int status = 0;
  while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
  }
  running_ = false;
}

}  // namespace endrange::system
