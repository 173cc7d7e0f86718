#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/result.h"

/// What every reader of a file starts from: its bytes, unpacked, and its lines with their numbers.
namespace endrange::files {

/// The most bytes a file may have, packed or unpacked: an hour of markers as text stays below.
inline constexpr std::size_t MostFileBytes = 512U << 20U;

/// The bytes of a file, unpacked where they are gzip's (told by their first two bytes, not by the name).
/// Fails where there is no such file, it cannot be read, it is cut off or damaged, or has more than
/// `most_bytes`.
[[nodiscard]] Result<std::string> load_bytes(const std::filesystem::path& path,
                                             std::size_t most_bytes = MostFileBytes);

/// As many bytes from the beginning of a file, unpacked; fewer where it has no more.
[[nodiscard]] Result<std::string> load_beginning(const std::filesystem::path& path, std::size_t bytes);

[[nodiscard]] bool is_gzip(std::string_view bytes);
/// Unpacks gzip, several members in a row too. Grows with what comes out, never by what the file claims.
[[nodiscard]] Result<std::string> parse_gzip(std::string_view bytes, const std::string& name,
                                             std::size_t most_bytes = MostFileBytes);

/// A file's name without folder and `.gz`, in small letters: `walk.trc`.
[[nodiscard]] std::string plain_name(const std::filesystem::path& path);

/// Success unless the text is empty or holds control characters that no text has.
[[nodiscard]] Status check_text(std::string_view text, const std::string& name, std::string_view what);

/// Goes through the lines of a text: ends by \n, \r\n or \r, a byte order mark in front left out.
class LineReader {
 public:
  LineReader(std::string_view text, std::string name);

  /// The next line without its end; empty after the last. An end at the end of the text begins no line.
  [[nodiscard]] std::optional<std::string_view> next();
  /// The next line that holds more than blanks and separators.
  [[nodiscard]] std::optional<std::string_view> next_filled();
  [[nodiscard]] int number() const { return number_; }  ///< of the line last given, from 1
  /// Whether the line last given had no end: a file may be cut off there.
  [[nodiscard]] bool is_cut_off() const { return is_cut_off_; }
  /// `name:line`, and a column from 1 if there is one.
  [[nodiscard]] std::string place(std::optional<std::size_t> column = {}) const;

 private:
  std::string_view rest_;
  std::string name_;
  int number_ = 0;
  bool is_cut_off_ = false;
};

}  // namespace endrange::files
