#include "adapters/content/toml_reader.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iterator>
#include <numeric>
#include <sstream>
#include <system_error>

namespace endrange::content {
namespace {

std::string place(const std::string& file, const toml::source_region& region) {
  if (!region.begin) return file;
  return fmt::format("{}:{}:{}", file, region.begin.line, region.begin.column);
}

std::string_view kind_word(const toml::node& node) {
  switch (node.type()) {
    case toml::node_type::table:
      return "a table";
    case toml::node_type::array:
      return "a list";
    case toml::node_type::string:
      return "a text";
    case toml::node_type::integer:
    case toml::node_type::floating_point:
      return "a number";
    case toml::node_type::boolean:
      return "true or false";
    default:
      return "a date or time";
  }
}

// What a terminal would obey instead of printing. Lines may end.
bool has_control_character(std::string_view text) {
  return std::ranges::any_of(text, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20U && c != '\n' && c != '\t') || byte == 0x7FU;
  });
}

// A key or a word as messages quote it.
std::string quote(std::string_view word) {
  constexpr std::size_t Longest = 60;
  return std::string(word.substr(0, Longest)) + (word.size() > Longest ? "…" : "");
}

// Levenshtein's distance: how many letters have to change.
std::size_t compute_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i] == b[j] ? 0U : 1U);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, row[j] + 1, diagonal + 1});
    }
  }
  return row.back();
}

}  // namespace

std::optional<std::string> find_nearest(std::string_view misspelt, const std::vector<std::string>& known) {
  std::optional<std::string> nearest;
  std::size_t least = std::max<std::size_t>(1, misspelt.size() / 3) + 1;
  for (const std::string& word : known) {
    const std::size_t distance = compute_distance(misspelt, word);
    if (distance >= least) continue;
    least = distance;
    nearest = word;
  }
  return nearest;
}

TableReader::TableReader(const toml::table& table, std::string file, Diagnostics& diagnostics)
    : table_(&table), file_(std::move(file)), diagnostics_(&diagnostics) {}

TableReader::TableReader(TableReader&& other) noexcept
    : table_(std::exchange(other.table_, nullptr)),
      file_(std::move(other.file_)),
      diagnostics_(other.diagnostics_),
      taken_(std::move(other.taken_)),
      missing_(std::move(other.missing_)) {}

// A key that is missing because another is a misspelling of it is one fault, told where it stands.
TableReader::~TableReader() {
  if (table_ == nullptr) return;
  for (const auto& [key, node] : *table_) {
    const std::string name(key.str());
    if (std::ranges::find(taken_, name) != taken_.end()) continue;
    const auto nearest = find_nearest(name, taken_);
    if (nearest) std::erase(missing_, *nearest);
    diagnostics_->report(fmt::format("the key `{}` is not known here", quote(name)),
                         place(file_, key.source()),
                         nearest ? fmt::format("did you mean `{}`? Otherwise remove it", *nearest)
                                 : std::string("remove it, or see the documentation for the keys there are"));
  }
  for (const auto& key : missing_)
    diagnostics_->report(fmt::format("the key `{}` is missing", key), where(),
                         fmt::format("add `{} = …`", key));
}

bool TableReader::has(std::string_view key) const {
  return table_->contains(key);
}

std::vector<std::string> TableReader::keys() const {
  std::vector<std::pair<toml::source_position, std::string>> placed;
  for (const auto& [key, node] : *table_) placed.emplace_back(key.source().begin, std::string(key.str()));
  std::ranges::stable_sort(placed, [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<std::string> keys;
  for (auto& [position, key] : placed) keys.push_back(std::move(key));
  return keys;
}

const toml::node* TableReader::take(std::string_view key) {
  taken_.emplace_back(key);
  return table_->get(key);
}

std::string TableReader::require_text(std::string_view key) {
  const auto text = find_text(key);
  if (!text && !has(key)) missing_.emplace_back(key);
  return text.value_or(std::string{});
}

std::optional<std::string> TableReader::find_text(std::string_view key) {
  const toml::node* node = take(key);
  if (node == nullptr) return std::nullopt;
  const auto* text = node->as_string();
  if (text == nullptr) {
    report_kind(key, *node, "a text in quotation marks");
    return std::nullopt;
  }
  if (text->get().empty()) report(key, fmt::format("`{}` is empty", key), "write it, or remove the key");
  if (has_control_character(text->get())) {
    report(key, fmt::format("`{}` holds a character that cannot be printed", key), "write it without");
    return std::nullopt;
  }
  return text->get();
}

double TableReader::require_number(std::string_view key, NumberRange range) {
  const auto number = find_number(key, range);
  if (!number && !has(key)) missing_.emplace_back(key);
  return number.value_or(0.0);
}

std::optional<double> TableReader::find_number(std::string_view key, NumberRange range) {
  const toml::node* node = take(key);
  if (node == nullptr) return std::nullopt;
  const auto number = node->is_number() ? node->value<double>() : std::nullopt;
  if (number && !std::isfinite(*number)) {
    report(key, fmt::format("`{}` is {}, expected a finite number", key, *number), "write one with digits");
    return std::nullopt;
  }
  if (!number) {
    report_kind(key, *node, "a number");
    return std::nullopt;
  }
  if (*number >= range.smallest && *number <= range.largest) return number;
  report(key,
         fmt::format("`{}` is {}, expected {}", key, *number,
                     range.largest == NumberRange{}.largest
                         ? fmt::format("at least {}", range.smallest)
                         : fmt::format("{} to {}", range.smallest, range.largest)),
         "write a number within these");
  return std::nullopt;
}

int TableReader::require_integer(std::string_view key, NumberRange range) {
  const auto number = find_integer(key, range);
  if (!number && !has(key)) missing_.emplace_back(key);
  return number.value_or(0);
}

std::optional<int> TableReader::find_integer(std::string_view key, NumberRange range) {
  // Within what an int can hold, so that the conversion below is exact.
  range.smallest = std::max(range.smallest, static_cast<double>(std::numeric_limits<int>::min()));
  range.largest = std::min(range.largest, static_cast<double>(std::numeric_limits<int>::max()));
  const auto number = find_number(key, range);
  if (!number) return std::nullopt;
  if (*number == std::floor(*number)) return static_cast<int>(*number);
  report(key, fmt::format("`{}` is {}, expected a whole number", key, *number), "round it");
  return std::nullopt;
}

std::optional<bool> TableReader::find_flag(std::string_view key) {
  const toml::node* node = take(key);
  if (node == nullptr) return std::nullopt;
  if (const auto* flag = node->as_boolean()) return flag->get();
  report_kind(key, *node, "true or false");
  return std::nullopt;
}

std::vector<std::string> TableReader::require_texts(std::string_view key) {
  if (!has(key)) {
    take(key);
    missing_.emplace_back(key);
    return {};
  }
  auto texts = find_texts(key);
  if (texts.empty() && table_->get(key)->is_array())
    report(key, fmt::format("`{}` is empty", key), "write at least one");
  return texts;
}

std::vector<std::string> TableReader::find_texts(std::string_view key) {
  const toml::node* node = take(key);
  if (node == nullptr) return {};
  const auto* list = node->as_array();
  if (list == nullptr) {
    report_kind(key, *node, "a list of texts, such as [\"one\", \"two\"]");
    return {};
  }
  std::vector<std::string> texts;
  for (const toml::node& item : *list) {
    const auto* text = item.as_string();
    if (text == nullptr || text->get().empty())
      report_kind(key, item, "only texts in the list, none of them empty");
    else if (has_control_character(text->get()))
      report(key, fmt::format("`{}` holds a character that cannot be printed", key), "write it without");
    else
      texts.push_back(text->get());
  }
  return texts;
}

std::optional<std::vector<double>> TableReader::find_numbers(std::string_view key, std::size_t count) {
  const toml::node* node = take(key);
  if (node == nullptr) return std::nullopt;
  const auto* list = node->as_array();
  std::vector<double> numbers;
  if (list != nullptr)
    for (const toml::node& item : *list)
      if (const auto number = item.is_number() ? item.value<double>() : std::nullopt;
          number && std::isfinite(*number))
        numbers.push_back(*number);
  if (list != nullptr && numbers.size() == count && list->size() == count) return numbers;
  report_kind(key, *node, fmt::format("a list of {} numbers", count));
  return std::nullopt;
}

std::optional<TableReader> TableReader::find_table(std::string_view key) {
  const toml::node* node = take(key);
  if (node == nullptr) return std::nullopt;
  if (const auto* table = node->as_table()) return TableReader(*table, file_, *diagnostics_);
  report_kind(key, *node, "a table");
  return std::nullopt;
}

std::vector<TableReader> TableReader::find_tables(std::string_view key) {
  const toml::node* node = take(key);
  if (node == nullptr) return {};
  const auto* list = node->as_array();
  if (list == nullptr) {
    report_kind(key, *node, fmt::format("a list of tables, each beginning with [[{}]]", key));
    return {};
  }
  std::vector<TableReader> tables;
  for (const toml::node& item : *list) {
    if (const auto* table = item.as_table())
      tables.emplace_back(*table, file_, *diagnostics_);
    else
      report_kind(key, item, "only tables in the list");
  }
  return tables;
}

std::vector<TableReader> TableReader::require_tables(std::string_view key) {
  if (!has(key)) missing_.emplace_back(key);
  return find_tables(key);
}

bool TableReader::is_text(std::string_view key) const {
  const toml::node* node = table_->get(key);
  return node != nullptr && node->is_string();
}

bool TableReader::is_table(std::string_view key) const {
  const toml::node* node = table_->get(key);
  return node != nullptr && node->is_table();
}

std::string TableReader::where() const {
  return place(file_, table_->source());
}

std::string TableReader::where(std::string_view key) const {
  for (const auto& [name, node] : *table_)
    if (name.str() == key) return place(file_, name.source());
  return where();
}

void TableReader::forbid(std::string_view key, std::string message, std::string remedy) {
  if (take(key) != nullptr) report(key, std::move(message), std::move(remedy));
}

void TableReader::report(std::string_view key, std::string message, std::string remedy, Severity severity) {
  diagnostics_->report(std::move(message), where(key), std::move(remedy), severity);
}

void TableReader::report_kind(std::string_view key, const toml::node& node, std::string_view expected) {
  diagnostics_->report(fmt::format("`{}` is {}, expected {}", key, kind_word(node), expected),
                       place(file_, node.source()), "correct the value");
}

void TableReader::report_unknown_word(std::string_view key, std::string_view found,
                                      const std::vector<std::string_view>& known) {
  report(key, fmt::format("`{}` is \"{}\", which is not a word known here", key, quote(found)),
         fmt::format("write one of: {}", fmt::join(known, ", ")));
}

Result<TomlFile> TomlFile::load(const std::filesystem::path& path, std::string name) {
  if (name.empty()) name = path.string();
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  // A directory opens but cannot be read, hence both checks.
  if (!in || !(text << in.rdbuf()) || in.bad())
    return fail("the file cannot be read, or is empty", name, "check that it exists and may be read");
  return parse(text.view(), std::move(name));
}

Result<TomlFile> TomlFile::parse(std::string_view text, std::string name) {
  try {
    auto table = toml::parse(text, name);
    return TomlFile(std::move(table), std::move(name));
  } catch (const toml::parse_error& error) {
    return fail(fmt::format("this is not TOML: {}", error.description()), place(name, error.source()),
                "correct the line; https://toml.io shows how");
  }
}

TableReader TomlFile::read(Diagnostics& diagnostics) const {
  return {table_, name_, diagnostics};
}

std::vector<std::filesystem::path> list_content_files(const std::filesystem::path& folder,
                                                      std::string_view what, Diagnostics& diagnostics) {
  std::vector<std::filesystem::path> paths;
  std::error_code problem;
  for (const auto& entry : std::filesystem::directory_iterator(folder, problem))
    if (entry.path().extension() == ".toml") paths.push_back(entry.path());
  if (problem)
    diagnostics.report(fmt::format("expected a folder of {}: {}", what, problem.message()), folder.string());
  std::ranges::sort(paths);
  return paths;
}

}  // namespace endrange::content
