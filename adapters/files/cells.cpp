#include "adapters/files/cells.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>

namespace endrange::files {
namespace {

constexpr std::string_view Blanks = " \t\r\f\v";

}  // namespace

std::string_view trim(std::string_view text) {
  const std::size_t first = text.find_first_not_of(Blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(Blanks) - first + 1);
}

std::string to_lower(std::string_view text) {
  std::string lower(text);
  std::ranges::transform(lower, lower.begin(), [](unsigned char c) { return char(std::tolower(c)); });
  return lower;
}

char find_separator(std::string_view line) {
  if (line.find('\t') != std::string_view::npos) return '\t';
  return line.find(',') != std::string_view::npos ? ',' : ' ';
}

void split_into(std::string_view line, char separator, std::vector<std::string_view>& cells) {
  if (separator == ' ') {
    split_filled_into(line, separator, cells);
    return;
  }
  cells.clear();
  for (;;) {
    const std::size_t end = line.find(separator);
    cells.push_back(trim(line.substr(0, end)));
    if (end == std::string_view::npos) return;
    line.remove_prefix(end + 1);
  }
}

void split_filled_into(std::string_view line, char separator, std::vector<std::string_view>& cells) {
  cells.clear();
  const std::string_view ends = separator == ' ' ? Blanks : std::string_view(&separator, 1);
  while (!line.empty()) {
    const std::size_t end = line.find_first_of(ends);
    const std::string_view cell = trim(line.substr(0, end));
    if (!cell.empty()) cells.push_back(cell);
    line.remove_prefix(end == std::string_view::npos ? line.size() : end + 1);
  }
}

bool is_missing(std::string_view cell) {
  cell = trim(cell);
  if (cell.empty()) return true;
  if (cell.front() == '-' || cell.front() == '+') cell.remove_prefix(1);
  if (cell.size() < 3 || cell.size() > 9) return false;
  const std::string word = to_lower(cell);
  return word == "nan" || word == "nan(ind)" || word == "nan(snan)" || word.starts_with("1.#qnan") ||
         word.starts_with("1.#ind");
}

std::optional<double> find_number(std::string_view cell) {
  cell = trim(cell);
  if (cell.starts_with('+')) cell.remove_prefix(1);
  if (cell.starts_with('+') || cell.empty()) return std::nullopt;
  double number = 0.0;
  const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), number);
  if (error != std::errc{} || end != cell.data() + cell.size() || !std::isfinite(number)) return std::nullopt;
  return number;
}

std::optional<std::size_t> find_count(std::string_view cell, std::size_t most) {
  const auto number = find_number(cell);
  if (!number || *number < 0.0 || *number > static_cast<double>(most) || *number != std::floor(*number))
    return std::nullopt;
  return static_cast<std::size_t>(*number);
}

std::string quote(std::string_view found) {
  constexpr std::size_t Longest = 40;
  std::string quoted = "\"";
  for (const char c : found.substr(0, Longest)) {
    const auto byte = static_cast<unsigned char>(c);
    quoted += byte >= 0x20 && byte != 0x7f ? c : '?';
  }
  // A letter of several bytes that the cut went through is left out whole.
  if (found.size() > Longest) {
    while (quoted.size() > 1 && (static_cast<unsigned char>(quoted.back()) & 0x80U) != 0) quoted.pop_back();
    quoted += "…";
  }
  return quoted + '"';
}

}  // namespace endrange::files
