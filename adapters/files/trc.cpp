#include "adapters/files/trc.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <optional>
#include <utility>
#include <vector>

#include "adapters/files/cells.h"
#include "adapters/files/length_unit.h"
#include "adapters/files/point_rows.h"
#include "adapters/files/text_source.h"
#include "core/base/contracts.h"

namespace endrange::files {
namespace {

using motion::Vector3;
using Cells = std::vector<std::string_view>;

// Further than any recording goes from its origin, and well within a float.
constexpr double FurthestMetres = 1e6;
constexpr double HighestRate = 1e6;
constexpr std::size_t FirstPoint = 2;  // after frame and time

class TrcReader {
 public:
  TrcReader(std::string_view text, const std::string& name) : lines_(text, name) {}

  Result<motion::PointRecording> parse() {
    TRY_STATUS(parse_header());
    TRY_STATUS(parse_labels());
    TRY_STATUS(parse_rows());
    TRY(std::vector<double> times, find_times(std::move(times_), rate_hz_, lines_.place(), notes_));
    recording_.set_times(std::move(times));
    add_notes(counts_, notes_);
    recording_.source = {.format = "TRC", .unit = unit_, .rate_hz = rate_hz_, .notes = std::move(notes_)};
    correct_unit(recording_);
    return std::move(recording_);
  }

 private:
  Result<std::string_view> next(std::string_view what) {
    const auto line = lines_.next_filled();
    if (!line) {
      return fail(fmt::format("expected {}, found the end of the file", what), lines_.place(),
                  "export the recording again");
    }
    return *line;
  }

  std::unexpected<Error> wrong(std::string message, std::string remedy = "export the recording again") const {
    return fail(std::move(message), lines_.place(), std::move(remedy));
  }

  Status parse_header() {
    TRY(const std::string_view first, next("a first line with PathFileType"));
    if (!to_lower(trim(first)).starts_with("pathfiletype")) {
      return wrong(fmt::format("expected PathFileType, as TRC files begin, found {}", quote(first)),
                   "give a TRC file, or name the file by its own format");
    }
    TRY(const std::string_view keys_line, next("the keys DataRate, NumMarkers, Units"));
    separator_ = find_separator(keys_line);
    Cells keys;
    Cells values;
    split_filled_into(keys_line, separator_, keys);
    TRY(const std::string_view values_line, next("the values of the header"));
    split_filled_into(values_line, separator_, values);
    const auto find_value = [&](std::string_view key) -> std::optional<std::string_view> {
      for (std::size_t i = 0; i < std::min(keys.size(), values.size()); ++i)
        if (to_lower(keys[i]) == key) return values[i];
      return std::nullopt;
    };
    const auto unit = find_value("units");
    if (!unit) return wrong("expected a value of Units in the header, found none");
    const auto metres = find_metres_per(*unit);
    if (!metres) return wrong(fmt::format("expected m, cm, mm or inches for Units, found {}", quote(*unit)));
    unit_ = *unit;
    metres_ = *metres;
    if (const auto rate = find_value("datarate")) {
      const auto number = find_number(*rate);
      if (!number || *number < 0.0 || *number > HighestRate) {
        return wrong(fmt::format("expected a DataRate from 0 to a million Hz, found {}", quote(*rate)));
      }
      rate_hz_ = *number;
    }
    const auto find_stated = [&](std::string_view key) -> std::optional<std::size_t> {
      const auto value = find_value(key);
      return value ? find_count(*value, MostPlaces) : std::nullopt;
    };
    stated_frames_ = find_stated("numframes");
    stated_points_ = find_stated("nummarkers");
    return {};
  }

  Status parse_labels() {
    TRY(const std::string_view line, next("the labels Frame#, Time and the markers"));
    Cells labels;
    split_filled_into(line, separator_, labels);
    const bool is_labels = labels.size() >= FirstPoint && to_lower(labels[0]).starts_with("frame") &&
                           to_lower(labels[1]).starts_with("time");
    if (!is_labels) {
      return wrong(fmt::format("expected labels that begin with Frame# and Time, found {}", quote(line)));
    }
    std::vector<std::string> names(labels.begin() + FirstPoint, labels.end());
    if (names.empty()) return wrong("expected the name of a marker, found none");
    if (stated_points_ && *stated_points_ != names.size()) {
      notes_.push_back(fmt::format("The header says {} markers, {} have a name: those were read.",
                                   *stated_points_, names.size()));
    }
    recording_ = motion::PointRecording(make_distinct(std::move(names), notes_));
    return {};
  }

  Status parse_rows() {
    Cells cells;
    bool may_be_axes = true;
    while (const auto line = lines_.next_filled()) {
      split_into(*line, separator_, cells);
      // X1 Y1 Z1 … under the labels, once.
      const bool is_axes = std::exchange(may_be_axes, false) && !find_number(cells[0]) &&
                           std::ranges::any_of(cells, [](auto cell) { return to_lower(cell) == "x1"; });
      if (is_axes) continue;
      TRY_STATUS(parse_row(cells));
    }
    if (stated_frames_ && *stated_frames_ != times_.size()) {
      notes_.push_back(fmt::format("The header says {} frames, the file has {}: those were read.",
                                   *stated_frames_, times_.size()));
    }
    return {};
  }

  Status parse_row(const Cells& cells) {
    if (!find_number(cells[0])) {
      return wrong(fmt::format("expected a frame number, found {}", quote(cells[0])));
    }
    const auto time_s = cells.size() > 1 ? find_number(cells[1]) : std::nullopt;
    if (!time_s) {
      return wrong(fmt::format("expected a time in seconds, found {}",
                               quote(cells.size() > 1 ? cells[1] : std::string_view())));
    }
    const std::size_t expected = FirstPoint + 3 * recording_.point_count();
    std::size_t filled = cells.size();
    while (filled > FirstPoint && cells[filled - 1].empty()) --filled;
    if (filled > expected) {
      return wrong(fmt::format("expected {} coordinates for {} markers, found {}", expected - FirstPoint,
                               recording_.point_count(), filled - FirstPoint));
    }
    // A row without its end, and short: where it stops, a number may have lost digits.
    if (cells.size() < expected && lines_.is_cut_off()) {
      return wrong("expected a whole last row, found one that is cut off",
                   "copy the file again, or delete its last row");
    }
    if (cells.size() < expected && (filled - FirstPoint) % 3 != 0) {
      return wrong(fmt::format("expected {} coordinates for {} markers, found {}", expected - FirstPoint,
                               recording_.point_count(), filled - FirstPoint));
    }
    if ((recording_.frame_count() + 1) * recording_.point_count() > MostPlaces) {
      return wrong(fmt::format("expected at most {} points in all frames, found more", MostPlaces),
                   "split the recording");
    }
    // The times are given at the end, when all of them are known.
    recording_.append_frame(static_cast<double>(times_.size()));
    times_.push_back(*time_s);
    for (std::size_t i = 0; i < recording_.point_count(); ++i) TRY_STATUS(parse_point(cells, i));
    return {};
  }

  Status parse_point(const Cells& cells, std::size_t point) {
    Vector3 position = Vector3::Zero();
    std::size_t missing = 0;
    for (std::size_t axis = 0; axis < 3; ++axis) {
      const std::size_t place = FirstPoint + 3 * point + axis;
      const std::string_view cell = place < cells.size() ? cells[place] : std::string_view();
      if (is_missing(cell)) {
        ++missing;
        continue;
      }
      const auto number = find_number(cell);
      if (!number || std::abs(*number * metres_) > FurthestMetres) {
        return wrong(
            fmt::format("expected a coordinate of {}, found {}", recording_.names()[point], quote(cell)));
      }
      position[static_cast<Eigen::Index>(axis)] = *number * metres_;
    }
    const bool is_zero = missing == 0 && position.isZero(0.0);
    counts_.partly_missing += missing == 1 || missing == 2 ? 1U : 0U;
    counts_.at_zero += is_zero ? 1U : 0U;
    if (missing == 0 && !is_zero) recording_.place(times_.size() - 1, point, position);
    return {};
  }

  LineReader lines_;
  char separator_ = '\t';
  std::string unit_;
  double metres_ = 1.0;
  double rate_hz_ = 0.0;
  std::optional<std::size_t> stated_frames_;
  std::optional<std::size_t> stated_points_;
  motion::PointRecording recording_;
  std::vector<double> times_;
  PointCounts counts_;
  std::vector<std::string> notes_;
};

}  // namespace

Result<motion::PointRecording> parse_trc(std::string_view text, const std::string& name) {
  TRY_STATUS(check_text(text, name, "a TRC file"));
  return TrcReader(text, name).parse();
}

Result<motion::PointRecording> load_trc(const std::filesystem::path& path) {
  TRY(const std::string text, load_bytes(path));
  return parse_trc(text, path.string());
}

std::string format_trc(const motion::PointRecording& recording, std::string_view file_name) {
  expects(recording.space() == motion::PointSpace::Ground, "markers in TRC are in metres");
  const double rate =
      recording.source.rate_hz > 0.0 ? recording.source.rate_hz : motion::compute_rate_hz(recording.time_s());
  std::string out = fmt::format("PathFileType\t4\t(X/Y/Z)\t{}\n", file_name);
  out +=
      "DataRate\tCameraRate\tNumFrames\tNumMarkers\tUnits\tOrigDataRate\tOrigDataStartFrame\tOrigNumFrames\n";
  auto to = std::back_inserter(out);
  fmt::format_to(to, "{0}\t{0}\t{1}\t{2}\tm\t{0}\t1\t{1}\nFrame#\tTime", rate, recording.frame_count(),
                 recording.point_count());
  for (const std::string& point : recording.names()) {
    std::string label = point;
    std::ranges::replace_if(label, [](char c) { return c == '\t' || c == '\n' || c == '\r'; }, ' ');
    fmt::format_to(to, "\t{}\t\t", label);
  }
  out += "\n\t";
  for (std::size_t i = 1; i <= recording.point_count(); ++i) fmt::format_to(to, "\tX{0}\tY{0}\tZ{0}", i);
  out += "\n\n";
  for (std::size_t frame = 0; frame < recording.frame_count(); ++frame) {
    fmt::format_to(to, "{}\t{}", frame + 1, recording.time_s()[frame]);
    for (std::size_t i = 0; i < recording.point_count(); ++i) {
      const auto position = recording.find(frame, i);
      if (position)
        fmt::format_to(to, "\t{}\t{}\t{}", float(position->x()), float(position->y()), float(position->z()));
      else
        out += "\t\t\t";
    }
    out += '\n';
  }
  return out;
}

}  // namespace endrange::files
