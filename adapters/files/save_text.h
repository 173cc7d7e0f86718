#pragma once

#include <filesystem>
#include <fstream>
#include <optional>
#include <string_view>

#include "core/base/result.h"

namespace endrange::files {

/// A file that is written piece by piece, and is there whole or not at all: beside its place first, then in
/// it. What stood there stays until then. One that is never put in its place leaves nothing.
class GrowingFile {
 public:
  /// @param permissions  of the new file; those that new files have, when empty
  explicit GrowingFile(std::filesystem::path path, std::optional<std::filesystem::perms> permissions = {});
  ~GrowingFile();
  GrowingFile(const GrowingFile&) = delete;
  GrowingFile& operator=(const GrowingFile&) = delete;
  GrowingFile(GrowingFile&&) = delete;
  GrowingFile& operator=(GrowingFile&&) = delete;

  /// What fails is told by `put_in_place`.
  void write(std::string_view text);
  [[nodiscard]] Status put_in_place();

 private:
  std::filesystem::path path_;
  std::filesystem::path beside_;
  std::optional<std::filesystem::perms> permissions_;
  std::ofstream out_;
};

/// Writes a file whole or not at all, as `GrowingFile` does.
/// @param permissions  of the new file; those that new files have, when empty
[[nodiscard]] Status save_text(std::string_view text, const std::filesystem::path& path,
                               std::optional<std::filesystem::perms> permissions = {});

}  // namespace endrange::files
