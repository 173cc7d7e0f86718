#pragma once

#include <toml++/toml.h>

#include <concepts>
#include <filesystem>
#include <initializer_list>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "core/base/diagnostics.h"

namespace endrange::content {

/// The numbers a key may hold, both ends included.
struct NumberRange {
  double smallest = std::numeric_limits<double>::lowest();
  double largest = std::numeric_limits<double>::max();
};

/// The words a key may hold, with what each stands for.
template <typename Value>
using Words = std::initializer_list<std::pair<std::string_view, Value>>;

/// One table of a content file, read key by key.
///
/// Everything that is wrong goes to the `Diagnostics` with `file:line:column` and what to do; reading goes
/// on, and a `require_` that found nothing usable gives an empty value. A key that nobody asked for is an
/// error too: it is reported when the reader goes out of scope, because a misspelt key would otherwise be
/// lost in silence.
class TableReader {
 public:
  TableReader(const toml::table& table, std::string file, Diagnostics& diagnostics);
  TableReader(TableReader&& other) noexcept;
  TableReader(const TableReader&) = delete;
  TableReader& operator=(const TableReader&) = delete;
  TableReader& operator=(TableReader&&) = delete;
  ~TableReader();

  [[nodiscard]] bool has(std::string_view key) const;
  /// Every key of the table, in the order of the file; for tables whose keys are names, such as targets.
  [[nodiscard]] std::vector<std::string> keys() const;

  [[nodiscard]] std::string require_text(std::string_view key);
  [[nodiscard]] std::optional<std::string> find_text(std::string_view key);
  [[nodiscard]] double require_number(std::string_view key, NumberRange range = {});
  [[nodiscard]] std::optional<double> find_number(std::string_view key, NumberRange range = {});
  [[nodiscard]] int require_integer(std::string_view key, NumberRange range = {});
  [[nodiscard]] std::optional<int> find_integer(std::string_view key, NumberRange range = {});
  [[nodiscard]] std::optional<bool> find_flag(std::string_view key);
  /// A list of texts, none of them empty.
  [[nodiscard]] std::vector<std::string> require_texts(std::string_view key);
  [[nodiscard]] std::vector<std::string> find_texts(std::string_view key);
  /// A list of exactly `count` numbers.
  [[nodiscard]] std::optional<std::vector<double>> find_numbers(std::string_view key, std::size_t count);

  template <typename Value>
  [[nodiscard]] Value require_word(std::string_view key, Words<Value> words) {
    const std::optional<std::string> found = find_text(key);
    if (found) return match_word<Value>(key, *found, words).value_or(Value{});
    if (!has(key)) missing_.emplace_back(key);
    return Value{};
  }
  template <typename Value>
  [[nodiscard]] std::optional<Value> find_word(std::string_view key, Words<Value> words) {
    const std::optional<std::string> found = find_text(key);
    return found ? match_word<Value>(key, *found, words) : std::nullopt;
  }
  /// A list of words.
  template <typename Value>
  [[nodiscard]] std::vector<Value> find_words(std::string_view key, Words<Value> words) {
    std::vector<Value> values;
    for (const std::string& found : find_texts(key))
      if (const auto value = match_word<Value>(key, found, words)) values.push_back(*value);
    return values;
  }

  [[nodiscard]] std::optional<TableReader> find_table(std::string_view key);
  /// `[[key]]` tables, in the order of the file.
  [[nodiscard]] std::vector<TableReader> find_tables(std::string_view key);
  [[nodiscard]] std::vector<TableReader> require_tables(std::string_view key);

  /// Is the value a text (such as `"end"`), rather than a number or a table?
  [[nodiscard]] bool is_text(std::string_view key) const;
  [[nodiscard]] bool is_table(std::string_view key) const;

  /// Reports a key that is there and must not be, with why, and takes it as read.
  void forbid(std::string_view key, std::string message, std::string remedy);

  /// `file:line:column` of the table, or of one of its keys.
  [[nodiscard]] std::string where() const;
  [[nodiscard]] std::string where(std::string_view key) const;
  /// Reports something wrong with the value of a key.
  void report(std::string_view key, std::string message, std::string remedy,
              Severity severity = Severity::Error);

 private:
  const toml::node* take(std::string_view key);
  void report_kind(std::string_view key, const toml::node& node, std::string_view expected);
  void report_unknown_word(std::string_view key, std::string_view found,
                           const std::vector<std::string_view>& known);

  template <typename Value>
  std::optional<Value> match_word(std::string_view key, std::string_view found, Words<Value> words) {
    std::vector<std::string_view> known;
    for (const auto& [word, value] : words) {
      if (word == found) return value;
      known.push_back(word);
    }
    report_unknown_word(key, found, known);
    return std::nullopt;
  }

  const toml::table* table_;
  std::string file_;
  Diagnostics* diagnostics_;
  std::vector<std::string> taken_;
  std::vector<std::string> missing_;  // required, and not there
};

/// A content file, read and held while its tables are looked at.
class TomlFile {
 public:
  /// Reads a file. Fails when it cannot be read or is not TOML.
  /// @param name  what messages call it; the path itself when empty
  [[nodiscard]] static Result<TomlFile> load(const std::filesystem::path& path, std::string name = {});
  [[nodiscard]] static Result<TomlFile> parse(std::string_view text, std::string name);

  [[nodiscard]] TableReader read(Diagnostics& diagnostics) const;
  [[nodiscard]] const std::string& name() const { return name_; }

 private:
  TomlFile(toml::table table, std::string name) : table_(std::move(table)), name_(std::move(name)) {}
  toml::table table_;
  std::string name_;
};

/// Every `.toml` of a folder, by name. A folder that cannot be read is told.
/// @param what  is in it, for the message: "protocols"
[[nodiscard]] std::vector<std::filesystem::path> list_content_files(const std::filesystem::path& folder,
                                                                    std::string_view what,
                                                                    Diagnostics& diagnostics);

/// The word nearest to a misspelt one, when one is near enough to be meant.
[[nodiscard]] std::optional<std::string> find_nearest(std::string_view misspelt,
                                                      const std::vector<std::string>& known);

}  // namespace endrange::content
