#include "adapters/files/mot.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <numbers>
#include <optional>
#include <utility>
#include <vector>

#include "adapters/files/cells.h"
#include "adapters/files/point_rows.h"
#include "adapters/files/save_text.h"
#include "adapters/files/text_source.h"

namespace endrange::files {
namespace {

constexpr std::size_t MostHeaderLines = 1000;
constexpr std::size_t MostValues = MostPlaces;
constexpr double LargestTime = 1e9;

class MotReader {
 public:
  MotReader(std::string_view text, const std::string& name) : lines_(text, name) {}

  Result<motion::CoordinateTable> parse() {
    TRY_STATUS(parse_header());
    TRY_STATUS(parse_labels());
    TRY_STATUS(parse_rows());
    if (stated_rows_ && *stated_rows_ != table_.time_s.size()) {
      table_.notes.push_back(fmt::format("The header says {} rows, the file has {}: those were read.",
                                         *stated_rows_, table_.time_s.size()));
    }
    decide_on_degrees();
    return std::move(table_);
  }

 private:
  std::unexpected<Error> wrong(std::string message, std::string remedy = "export the file again") const {
    return fail(std::move(message), lines_.place(), std::move(remedy));
  }

  Status parse_header() {
    for (std::size_t count = 0; count < MostHeaderLines; ++count) {
      const auto line = lines_.next();
      if (!line) break;
      std::string_view text = trim(*line);
      while (text.ends_with(',')) text.remove_suffix(1);
      const std::string lower = to_lower(trim(text));
      if (lower == "endheader") return {};
      if (lower.find("simm motion") != std::string::npos) is_simm_ = true;
      if (lower == "angles are in degrees.") in_degrees_ = in_degrees_.value_or(true);
      const std::size_t end = lower.find_first_of("= \t");
      if (end == std::string::npos) continue;
      TRY_STATUS(
          parse_key(std::string_view(lower).substr(0, end), trim(std::string_view(lower).substr(end + 1))));
    }
    return wrong("expected a header that ends with endheader, found none",
                 "give a .mot or .sto file, or name the file by its own format");
  }

  Status parse_key(std::string_view key, std::string_view value) {
    if (key == "indegrees") {
      if (value != "yes" && value != "no")
        return wrong(fmt::format("expected yes or no for inDegrees, found {}", quote(value)));
      in_degrees_ = value == "yes";
    }
    if (key == "datatype" && value != "double") {
      return wrong(fmt::format("expected plain numbers (DataType=double), found {}", quote(value)),
                   "export it with one number a column; vectors and quaternions are not read");
    }
    if (key == "nrows" || key == "datarows") stated_rows_ = find_count(value, MostValues);
    if (key == "ncolumns" || key == "datacolumns") stated_columns_ = find_count(value, MostValues);
    return {};
  }

  Status parse_labels() {
    const auto line = lines_.next_filled();
    if (!line) return wrong("expected the names of the columns, found the end of the file");
    separator_ = find_separator(*line);
    split_filled_into(*line, separator_, cells_);
    // Tabs and blanks mixed: OpenSim takes either, and names have no blanks there.
    if (separator_ == '\t' && stated_columns_ && *stated_columns_ != cells_.size()) {
      split_filled_into(*line, ' ', cells_);
      if (cells_.size() == *stated_columns_)
        separator_ = ' ';
      else
        split_filled_into(*line, separator_, cells_);
    }
    if (cells_.empty() || to_lower(cells_[0]) != "time") {
      return wrong(fmt::format("expected names of columns that begin with time, found {}", quote(*line)));
    }
    table_.names.assign(cells_.begin() + 1, cells_.end());
    if (table_.names.empty()) return wrong("expected a column besides time, found none");
    if (stated_columns_ && *stated_columns_ != table_.names.size() + 1) {
      table_.notes.push_back(fmt::format("The header says {} columns, {} have a name: those were read.",
                                         *stated_columns_, table_.names.size() + 1));
    }
    table_.names = make_distinct(std::move(table_.names), table_.notes);
    return {};
  }

  Status parse_rows() {
    const std::size_t expected = table_.names.size() + 1;
    while (const auto line = lines_.next_filled()) {
      split_into(*line, separator_, cells_);
      while (cells_.size() > expected && cells_.back().empty()) cells_.pop_back();
      if (cells_.size() < expected && lines_.is_cut_off()) {
        return wrong("expected a whole last row, found one that is cut off",
                     "copy the file again, or delete its last row");
      }
      if (cells_.size() != expected) {
        return wrong(
            fmt::format("expected {} numbers, one for each column, found {}", expected, cells_.size()));
      }
      if (table_.values.size() + expected > MostValues) {
        return wrong(fmt::format("expected at most {} numbers, found more", MostValues), "split the file");
      }
      TRY_STATUS(parse_row());
    }
    return {};
  }

  Status parse_row() {
    const auto time_s = find_number(cells_[0]);
    if (!time_s || std::abs(*time_s) > LargestTime)
      return wrong(fmt::format("expected a time in seconds, found {}", quote(cells_[0])));
    if (!table_.time_s.empty() && *time_s <= table_.time_s.back()) {
      return wrong(
          fmt::format("expected times that rise, found {} s after {} s", *time_s, table_.time_s.back()),
          "sort the rows, or drop repeated ones");
    }
    table_.time_s.push_back(*time_s);
    for (std::size_t i = 1; i < cells_.size(); ++i) {
      const auto number = find_number(cells_[i]);
      if (!number && !is_missing(cells_[i])) {
        const bool is_vector = cells_[i].find(',') != std::string_view::npos;
        return wrong(fmt::format("expected a number for {}, found {}", table_.names[i - 1], quote(cells_[i])),
                     is_vector ? "export it with one number a column; vectors and quaternions are not read"
                               : "export the file again");
      }
      table_.values.push_back(number);
    }
    return {};
  }

  void decide_on_degrees() {
    if (in_degrees_) {
      table_.in_degrees = *in_degrees_;
      return;
    }
    // No joint turns three times round; translations in metres stay below that too.
    constexpr double ThreeTurns = 6.0 * std::numbers::pi;
    const bool is_large = std::ranges::any_of(
        table_.values, [](const auto& value) { return value && std::abs(*value) > ThreeTurns; });
    table_.in_degrees = is_simm_ || is_large;
    table_.notes.push_back(
        fmt::format("The file does not say whether angles are in degrees: they were taken in {}.",
                    table_.in_degrees ? "degrees" : "radians"));
  }

  LineReader lines_;
  char separator_ = '\t';
  std::vector<std::string_view> cells_;
  std::optional<bool> in_degrees_;
  std::optional<std::size_t> stated_rows_;
  std::optional<std::size_t> stated_columns_;
  bool is_simm_ = false;
  motion::CoordinateTable table_;
};

std::string format_header(const std::vector<std::string>& names, std::size_t rows, bool in_degrees) {
  std::string out = fmt::format("Coordinates\nversion=1\nnRows={}\nnColumns={}\ninDegrees={}\n\n", rows,
                                names.size() + 1, in_degrees ? "yes" : "no");
  out += "Units are S.I. units (second, meters, Newtons, ...)\n\nendheader\ntime";
  for (const std::string& name : names) {
    std::string label = name;
    std::ranges::replace_if(label, [](char c) { return c == '\t' || c == '\n' || c == '\r'; }, ' ');
    out += '\t' + label;
  }
  return out + '\n';
}

void append_cell(std::string& line, std::optional<double> value) {
  if (value)
    fmt::format_to(std::back_inserter(line), "\t{}", *value);
  else
    line += "\tNaN";
}

}  // namespace

Result<motion::CoordinateTable> parse_mot(std::string_view text, const std::string& name) {
  TRY_STATUS(check_text(text, name, "a .mot or .sto file"));
  return MotReader(text, name).parse();
}

Result<motion::CoordinateTable> load_mot(const std::filesystem::path& path) {
  TRY(const std::string text, load_bytes(path));
  return parse_mot(text, path.string());
}

std::string format_mot(const motion::CoordinateTable& table) {
  std::string out = format_header(table.names, table.time_s.size(), table.in_degrees);
  for (std::size_t row = 0; row < table.time_s.size(); ++row) {
    fmt::format_to(std::back_inserter(out), "{}", table.time_s[row]);
    for (std::size_t column = 0; column < table.names.size(); ++column)
      append_cell(out, table.find(row, column));
    out += '\n';
  }
  return out;
}

Status save_mot(const body::Body& body, const motion::Motion& motion, const std::filesystem::path& path) {
  std::vector<std::string> names;
  for (const body::Coordinate& coordinate : body.coordinates()) names.push_back(coordinate.name);
  GrowingFile file(path);
  file.write(format_header(names, motion.poses.size(), true));
  motion::CoordinateRows rows(body);
  std::string line;
  for (std::size_t frame = 0; frame < motion.poses.size(); ++frame) {
    line = fmt::format("{}", motion.time_s[frame]);
    for (const double value : rows.advance(motion.poses[frame])) append_cell(line, value);
    line += '\n';
    file.write(line);
  }
  return file.put_in_place();
}

}  // namespace endrange::files
