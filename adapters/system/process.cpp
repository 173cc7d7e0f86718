#include "adapters/system/process.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
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
    ::posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    ::posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
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

/// A program that was found, with its words as the system takes them.
class Command {
 public:
  [[nodiscard]] static Result<Command> create(const std::vector<std::string>& arguments,
                                              const std::vector<std::string>& variables = {}) {
    expects(!arguments.empty(), "a program to start");
    auto program = find_program(arguments.front());
    if (!program)
      return fail(fmt::format("expected the program {}, found none of that name", arguments.front()), "PATH",
                  fmt::format("install {}", arguments.front()), Fault::Internal);
    return Command(std::move(*program), arguments, variables);
  }

  Command(Command&&) = default;
  Command(const Command&) = delete;

  /// Starts it; 0, or the system's number for what went wrong. Allocates nothing.
  [[nodiscard]] int spawn(const SpawnSettings& settings, pid_t& pid) const {
    return ::posix_spawn(&pid, program_.c_str(), &settings.files, &settings.attributes, pointers_.data(),
                         environment_.data());
  }

 private:
  Command(std::filesystem::path program, const std::vector<std::string>& arguments,
          const std::vector<std::string>& variables)
      : program_(std::move(program)), words_(arguments), variables_(variables) {
    pointers_.reserve(words_.size() + 1);
    for (auto& word : words_) pointers_.push_back(word.data());
    pointers_.push_back(nullptr);
    for (auto& variable : variables_) environment_.push_back(variable.data());
    for (char** variable = environ; *variable != nullptr; ++variable)
      if (!is_given(*variable)) environment_.push_back(*variable);
    environment_.push_back(nullptr);
  }
  /// Whether a variable of ours has been given another value.
  [[nodiscard]] bool is_given(std::string_view ours) const {
    const auto name = ours.substr(0, ours.find('=') + 1);
    return std::ranges::any_of(variables_, [&](const auto& given) { return given.starts_with(name); });
  }

  std::filesystem::path program_;
  std::vector<std::string> words_;
  std::vector<char*> pointers_;  // into words_
  std::vector<std::string> variables_;
  std::vector<char*> environment_;  // into variables_ and the process's own
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

Result<Child> Child::start(const std::vector<std::string>& arguments, std::string_view input,
                           const std::vector<std::string>& variables, Input afterwards) {
  expects(input.size() <= PipeCapacity, "an input that fits a pipe");
  TRY(const Command command, Command::create(arguments, variables));
  std::array<int, 2> pipe_ends = {};
  if (::pipe2(pipe_ends.data(), O_CLOEXEC) != 0) return fail(make_start_error(errno, arguments.front()));
  Descriptor read_end(pipe_ends[0]);
  Descriptor write_end(pipe_ends[1]);
  // Written before the child is there: the pipe holds it all, and nobody has to wait or can hang up on us.
  if (::write(write_end.fd(), input.data(), input.size()) != static_cast<ssize_t>(input.size()))
    return fail(make_start_error(errno, arguments.front()));
  if (afterwards == Input::Ends) write_end.close();

  SpawnSettings settings;
  ::posix_spawn_file_actions_adddup2(&settings.files, read_end.fd(), STDIN_FILENO);
  pid_t pid = -1;
  if (const int code = command.spawn(settings, pid)) return fail(make_start_error(code, arguments.front()));
  return Child(pid, Descriptor(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0))), std::move(write_end));
}

Status start_apart(const std::vector<std::string>& arguments) {
  TRY(const Command command, Command::create(arguments));
  SpawnSettings settings;
  ::posix_spawn_file_actions_addopen(&settings.files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  // A child of ours starts it and ends at once: what it leaves behind becomes the system's child.
  const pid_t between = ::fork();
  if (between == 0) {
    pid_t pid = -1;
    ::_exit(command.spawn(settings, pid));
  }
  int status = 0;
  while (between > 0 && ::waitpid(between, &status, 0) < 0 && errno == EINTR) {
  }
  const int code = between < 0 ? errno : WIFEXITED(status) ? WEXITSTATUS(status) : ECHILD;
  if (code != 0) return fail(make_start_error(code, arguments.front()));
  return {};
}

Child::Child(Child&& other) noexcept
    : pid_(std::exchange(other.pid_, -1)),
      descriptor_(std::move(other.descriptor_)),
      input_(std::move(other.input_)),
      running_(std::exchange(other.running_, false)),
      exit_status_(other.exit_status_) {}

Child& Child::operator=(Child&& other) noexcept {
  std::swap(pid_, other.pid_);
  std::swap(descriptor_, other.descriptor_);
  std::swap(input_, other.input_);
  std::swap(running_, other.running_);
  std::swap(exit_status_, other.exit_status_);
  return *this;
}

Child::~Child() {
  stop();
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
