#pragma once

#include <sys/types.h>

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "adapters/system/descriptor.h"
#include "core/base/result.h"

namespace endrange::system {

/// The program of that name on `PATH`, or the path itself when it is one and can be run.
[[nodiscard]] std::optional<std::filesystem::path> find_program(std::string_view name);

/// A program started by this one, without a shell and in a process group of its own. It ends with its handle
/// and is collected, never left a zombie.
class Child {
 public:
  /// Whether the child's standard input ends after what is written to it at the start.
  enum class Input { Ends, StaysOpen };

  /// Starts `arguments[0]` (looked up on `PATH`) and writes `input` to its standard input. Its output goes
  /// nowhere. `input` is at most 64 KiB, what a pipe holds, so that starting never waits.
  /// @param variables  `NAME=value`, in addition to our own environment
  [[nodiscard]] static Result<Child> start(const std::vector<std::string>& arguments,
                                           std::string_view input = {},
                                           const std::vector<std::string>& variables = {},
                                           Input afterwards = Input::Ends);

  Child(Child&& other) noexcept;
  Child& operator=(Child&& other) noexcept;
  ~Child();

  /// A descriptor that becomes readable when the child has ended, for an event loop.
  [[nodiscard]] int fd() const { return descriptor_.fd(); }
  [[nodiscard]] pid_t pid() const { return pid_; }

  /// Whether it runs; collects it when it has ended.
  [[nodiscard]] bool is_running();

  /// Its exit status once it has ended by itself.
  [[nodiscard]] std::optional<int> find_exit_status() const { return exit_status_; }

  /// Ends an input that stayed open: for a child that waits for that, the sign to end. When this program
  /// dies, the system does the same.
  void end_input() { input_.close(); }

  /// Ends it and everything it started, at once.
  void stop();

 private:
  Child(pid_t pid, Descriptor descriptor, Descriptor input)
      : pid_(pid), descriptor_(std::move(descriptor)), input_(std::move(input)) {}
  pid_t pid_ = -1;
  Descriptor descriptor_ = {};
  Descriptor input_ = {};  // open only while more may come, or the end of it
  bool running_ = true;
  std::optional<int> exit_status_ = {};
};

/// Starts a program that goes on without us, as a browser does, with nothing to read and its output going
/// nowhere. It is the system's child and not ours, so the system collects it whenever it ends.
[[nodiscard]] Status start_apart(const std::vector<std::string>& arguments);

}  // namespace endrange::system
