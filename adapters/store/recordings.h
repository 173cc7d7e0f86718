#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/moment.h"
#include "core/base/result.h"

namespace endrange::store {

/// A recording that the person kept.
struct KeptRecording {
  std::string name = {};    ///< file name inside the folder
  std::uint64_t bytes = 0;  ///< size on disk
  Moment at = {};           ///< when it was saved

  friend bool operator==(const KeptRecording&, const KeptRecording&) = default;
};

/// The kept recordings in `FOLDER/recordings` (0700, files 0600). A name is 1 to 120 letters, digits, `.`,
/// `_`, `-`, and begins with a letter or digit; any other is refused, so that no name leads out of the
/// folder.
class Recordings {
 public:
  [[nodiscard]] static Result<Recordings> open(const std::filesystem::path& folder);

  /// By name. An absent folder is an empty list.
  [[nodiscard]] Result<std::vector<KeptRecording>> list() const;

  /// Keeps a recording whole or not at all. An existing name is refused, never replaced.
  [[nodiscard]] Result<KeptRecording> save(std::string_view name, std::string_view content) const;

  [[nodiscard]] Result<std::string> load(std::string_view name) const;

  /// Where a kept recording lies.
  [[nodiscard]] Result<std::filesystem::path> find_path(std::string_view name) const;

  /// Deletes one. A name that is not there is an error.
  [[nodiscard]] Status remove(std::string_view name) const;

 private:
  explicit Recordings(std::filesystem::path folder) : folder_(std::move(folder)) {}
  std::filesystem::path folder_;
};

}  // namespace endrange::store
