#pragma once

#include <sys/types.h>

#include <filesystem>
#include <optional>
#include <utility>
#include <variant>

#include "adapters/system/descriptor.h"
#include "core/base/result.h"

namespace endrange::system {

/// The program that holds a data folder at this moment.
struct RunningInstance {
  pid_t pid = 0;
  std::optional<int> port = {};  ///< absent in the moment between its start and its first listening

  friend bool operator==(const RunningInstance&, const RunningInstance&) = default;
};

/// Holds a data folder for this process, by a lock on `FOLDER/lock`, until it is destroyed or the process
/// ends, however it ends.
class InstanceLock {
 public:
  /// Writes where this process listens, for a second start to find.
  [[nodiscard]] Status announce_port(int port) const;

 private:
  friend Result<std::variant<InstanceLock, RunningInstance>> claim_folder(
      const std::filesystem::path& folder);
  InstanceLock(Descriptor descriptor, std::filesystem::path file)
      : descriptor_(std::move(descriptor)), file_(std::move(file)) {}
  Descriptor descriptor_;
  std::filesystem::path file_;
};

/// Takes the folder for this process, or says who has it.
[[nodiscard]] Result<std::variant<InstanceLock, RunningInstance>> claim_folder(
    const std::filesystem::path& folder);

/// Who holds the folder; `nullopt` when nobody does. Takes nothing.
[[nodiscard]] Result<std::optional<RunningInstance>> find_running_instance(
    const std::filesystem::path& folder);

/// The port this folder was last served on. A browser ties camera permission to it.
[[nodiscard]] std::optional<int> find_remembered_port(const std::filesystem::path& folder);
[[nodiscard]] Status remember_port(const std::filesystem::path& folder, int port);

}  // namespace endrange::system
