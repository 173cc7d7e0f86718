#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Lines that are made of cells: numbers, words and nothing, with a separator between.
namespace endrange::files {

[[nodiscard]] std::string_view trim(std::string_view text);
[[nodiscard]] std::string to_lower(std::string_view text);

/// What stands between the cells of a line: tabs where it has one, else commas, else (' ') runs of blanks.
[[nodiscard]] char find_separator(std::string_view line);
/// The trimmed cells of a line, into `cells`. Between tabs or commas a cell may be empty.
void split_into(std::string_view line, char separator, std::vector<std::string_view>& cells);
/// The same without the empty cells.
void split_filled_into(std::string_view line, char separator, std::vector<std::string_view>& cells);

/// A cell that tells that there is no number: nothing, or NaN in any case and of any maker.
[[nodiscard]] bool is_missing(std::string_view cell);
/// A finite number that is the whole cell, as programs write them: `+1.5e-3`, `1.`, `.5`.
[[nodiscard]] std::optional<double> find_number(std::string_view cell);
/// The same where it is a whole number from 0 to `most`.
[[nodiscard]] std::optional<std::size_t> find_count(std::string_view cell, std::size_t most);

/// A piece of a file that may stand in a message: printable, and not long.
[[nodiscard]] std::string quote(std::string_view found);

}  // namespace endrange::files
