#include "adapters/files/c3d.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <utility>
#include <vector>

#include "adapters/files/c3d_parameters.h"
#include "adapters/files/cells.h"
#include "adapters/files/length_unit.h"
#include "adapters/files/point_rows.h"
#include "adapters/files/text_source.h"

namespace endrange::files {
namespace {

using motion::Vector3;

constexpr double FurthestMetres = 1e6;
constexpr double HighestRate = 1e6;
constexpr std::string_view CopyAgain = "copy the file again, or export it anew";

// Turns the axis that is up into y.
Vector3 turn_up(const Vector3& p, std::string_view up) {
  if (up == "+Z") return {p.x(), p.z(), -p.y()};
  if (up == "-Z") return {p.x(), -p.z(), p.y()};
  if (up == "-Y") return {p.x(), -p.y(), -p.z()};
  if (up == "+X") return {-p.y(), p.x(), p.z()};
  if (up == "-X") return {p.y(), -p.x(), p.z()};
  return p;
}

class C3dReader {
 public:
  C3dReader(std::string_view bytes, const std::string& name) : raw_(bytes), name_(name) {}

  Result<motion::PointRecording> parse() {
    TRY_STATUS(parse_parameters());
    TRY_STATUS(parse_layout());
    TRY_STATUS(find_frames());
    return parse_points();
  }

 private:
  std::unexpected<Error> wrong(std::string message, std::size_t at,
                               std::string_view remedy = CopyAgain) const {
    return fail(std::move(message), fmt::format("{}:byte {}", name_, at), std::string(remedy));
  }

  Status parse_parameters() {
    if (!is_c3d(raw_)) {
      return wrong("expected a C3D file, found another", 1, "name the file by its own format");
    }
    if (raw_.size() < C3dBlock) return wrong("expected a header of 512 bytes, found fewer", raw_.size());
    const auto block = static_cast<std::size_t>(static_cast<unsigned char>(raw_[0]));
    const std::size_t first = (block - 1) * C3dBlock;
    if (block < 2 || first + 4 > raw_.size()) {
      return wrong(fmt::format("expected the block of the parameters, found {}", block), 0);
    }
    switch (static_cast<unsigned char>(raw_[first + 3])) {
      case 84:
        bytes_ = C3dBytes(raw_, C3dProcessor::Intel);
        break;
      case 85:
        bytes_ = C3dBytes(raw_, C3dProcessor::Dec);
        break;
      case 86:
        bytes_ = C3dBytes(raw_, C3dProcessor::Mips);
        break;
      default:
        return wrong(fmt::format("expected processor 84 (Intel), 85 (DEC) or 86 (MIPS), found {}",
                                 static_cast<unsigned char>(raw_[first + 3])),
                     first + 3);
    }
    TRY(parameters_, C3dParameters::parse(bytes_, first, name_));
    return {};
  }

  Status parse_layout() {
    point_count_ = bytes_.word(2);
    if (const auto used = parameters_.find_number("POINT:USED")) {
      // Stored as a signed word, meant unsigned.
      const double count = *used < 0.0 ? *used + 65536.0 : *used;
      if (count != static_cast<double>(point_count_) && count == std::floor(count) && count < 65536.0) {
        notes_.push_back(fmt::format("The header says {} points, the parameters {}: those were read.",
                                     point_count_, count));
        point_count_ = static_cast<std::size_t>(count);
      }
    }
    if (point_count_ == 0) {
      return wrong("expected points, found none", 2, "export the file with its markers");
    }
    scale_ = bytes_.real(12);
    if (const auto scale = parameters_.find_number("POINT:SCALE"); scale && !(std::abs(scale_) > 0.0))
      scale_ = *scale;
    if (!std::isfinite(scale_) || scale_ == 0.0) {
      return wrong(fmt::format("expected a scale of the points, found {}", scale_), 12);
    }
    const std::size_t value_bytes = scale_ < 0.0 ? 4 : 2;
    frame_bytes_ = value_bytes * (4 * point_count_ + bytes_.word(4));
    std::size_t data_block = bytes_.word(16);
    if (data_block == 0) {
      const double stated = parameters_.find_number("POINT:DATA_START").value_or(0.0);
      data_block = stated >= 1.0 && stated <= 32767.0 ? static_cast<std::size_t>(stated) : 0;
    }
    if (data_block < 2 || (data_block - 1) * C3dBlock > raw_.size()) {
      return wrong(fmt::format("expected the block of the data, found {}", data_block), 16);
    }
    data_ = (data_block - 1) * C3dBlock;
    rate_hz_ = bytes_.real(20);
    if (!is_rate(rate_hz_)) rate_hz_ = parameters_.find_number("POINT:RATE").value_or(0.0);
    return parse_unit();
  }

  Status parse_unit() {
    const auto units = parameters_.texts("POINT:UNITS");
    unit_ = units.empty() || units.front().empty() ? "mm" : units.front();
    if (units.empty() || units.front().empty())
      notes_.emplace_back("The file states no unit: millimetres were taken.");
    const auto metres = find_metres_per(unit_);
    if (!metres)
      return fail(fmt::format("expected m, cm, mm or inches for POINT:UNITS, found {}", quote(unit_)), name_,
                  "export the file with one of these units");
    metres_ = *metres;
    const auto up = parameters_.texts("POINT:Y_SCREEN");
    up_ = up.empty() ? "" : up.front();
    constexpr std::array<std::string_view, 6> Axes = {"+X", "-X", "+Y", "-Y", "+Z", "-Z"};
    if (std::ranges::find(Axes, up_) == Axes.end())
      notes_.emplace_back("The file does not say which way is up: its axes were kept, y taken as up.");
    else if (up_ != "+Y")
      notes_.push_back(fmt::format("{} is up in the file and was turned to y.", up_));
    return {};
  }

  static bool is_rate(double rate) { return rate > 0.0 && rate <= HighestRate; }

  Status find_frames() {
    const std::size_t room = (raw_.size() - data_) / frame_bytes_;
    // Two words each, the lower first, written where one word does not hold the number.
    const auto find_field = [&](std::string_view name) -> std::optional<double> {
      const auto words = parameters_.numbers(name);
      if (words.size() < 2) return std::nullopt;
      const auto as_unsigned = [](double word) { return word < 0.0 ? word + 65536.0 : word; };
      return as_unsigned(words[0]) + 65536.0 * as_unsigned(words[1]);
    };
    std::vector<double> stated;
    const auto first = find_field("TRIAL:ACTUAL_START_FIELD");
    const auto last = find_field("TRIAL:ACTUAL_END_FIELD");
    if (first && last) stated.push_back(*last - *first + 1.0);
    if (const auto frames = parameters_.find_number("POINT:FRAMES"))
      stated.push_back(*frames < 0.0 ? *frames + 65536.0 : *frames);
    const double header = static_cast<double>(bytes_.word(8)) - static_cast<double>(bytes_.word(6)) + 1.0;
    stated.push_back(header);
    for (const double count : stated) {
      if (!(count >= 0.0 && count <= static_cast<double>(room) && count == std::floor(count))) continue;
      frame_count_ = static_cast<std::size_t>(count);
      if (frame_count_ > 1 && !is_rate(rate_hz_)) {
        return wrong(fmt::format("expected a rate above 0 and up to a million Hz, found {}", rate_hz_), 20);
      }
      if (frame_count_ * point_count_ > MostPlaces) {
        return wrong(fmt::format("expected at most {} points in all frames, found more", MostPlaces), 8,
                     "split the recording");
      }
      return {};
    }
    return wrong(
        fmt::format("expected {} frames of {} bytes, found room for {}", stated.front(), frame_bytes_, room),
        raw_.size(), "copy the file again: it is cut off");
  }

  // Which points are places, and their names.
  std::vector<std::size_t> find_places(std::vector<std::string>& names) {
    std::vector<std::string> labels;
    for (std::size_t i = 1; labels.size() < point_count_; ++i) {
      const auto more = parameters_.texts(i == 1 ? "POINT:LABELS" : fmt::format("POINT:LABELS{}", i));
      if (more.empty()) break;
      labels.insert(labels.end(), more.begin(), more.end());
    }
    labels.resize(point_count_);
    std::vector<std::string> others;
    for (const char* kind : {"ANGLES", "FORCES", "MOMENTS", "POWERS", "SCALARS"}) {
      const auto more = parameters_.texts(fmt::format("POINT:{}", kind));
      others.insert(others.end(), more.begin(), more.end());
    }
    std::ranges::sort(others);
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < point_count_; ++i) {
      if (!labels[i].empty() && std::ranges::binary_search(others, labels[i])) continue;
      places.push_back(i);
      // A name is shown to people: what cannot be printed is not part of it.
      std::ranges::replace_if(labels[i], [](char c) { return static_cast<unsigned char>(c) < 0x20; }, '?');
      names.push_back(labels[i]);
    }
    if (places.size() < point_count_) {
      notes_.push_back(fmt::format("{} points are angles, forces or the like and were left out.",
                                   point_count_ - places.size()));
    }
    return places;
  }

  Result<motion::PointRecording> parse_points() {
    std::vector<std::string> names;
    const std::vector<std::size_t> places = find_places(names);
    motion::PointRecording recording(make_distinct(std::move(names), notes_));
    PointCounts counts;
    const std::size_t value_bytes = scale_ < 0.0 ? 4 : 2;
    const double factor = scale_ < 0.0 ? metres_ : scale_ * metres_;
    for (std::size_t frame = 0; frame < frame_count_; ++frame) {
      recording.append_frame(static_cast<double>(frame) / (is_rate(rate_hz_) ? rate_hz_ : 1.0));
      for (std::size_t i = 0; i < places.size(); ++i) {
        const std::size_t at = data_ + frame * frame_bytes_ + 4 * places[i] * value_bytes;
        const auto value = [&](std::size_t k) {
          return value_bytes == 4 ? bytes_.real(at + 4 * k) : static_cast<double>(bytes_.integer(at + 2 * k));
        };
        const Vector3 position = factor * Vector3(value(0), value(1), value(2));
        if (!(value(3) >= 0.0) || !position.allFinite()) continue;
        if (position.isZero(0.0)) {
          ++counts.at_zero;
          continue;
        }
        if (position.lpNorm<Eigen::Infinity>() > FurthestMetres) {
          return wrong(
              fmt::format("expected a place of {} within 1,000 km, found another", recording.names()[i]), at);
        }
        recording.place(frame, i, turn_up(position, up_));
      }
    }
    add_notes(counts, notes_);
    recording.source = {.format = "C3D",
                        .unit = unit_,
                        .rate_hz = is_rate(rate_hz_) ? rate_hz_ : 0.0,
                        .notes = std::move(notes_)};
    correct_unit(recording);
    return recording;
  }

  std::string_view raw_;
  std::string name_;
  C3dBytes bytes_;
  C3dParameters parameters_;
  std::size_t point_count_ = 0;
  std::size_t frame_count_ = 0;
  std::size_t frame_bytes_ = 1;
  std::size_t data_ = 0;
  double scale_ = -1.0;
  double rate_hz_ = 0.0;
  std::string unit_;
  std::string up_;
  double metres_ = 0.001;
  std::vector<std::string> notes_;
};

}  // namespace

bool is_c3d(std::string_view bytes) {
  return bytes.size() >= 2 && bytes[0] != '\0' && bytes[1] == '\x50';
}

Result<motion::PointRecording> parse_c3d(std::string_view bytes, const std::string& name) {
  return C3dReader(bytes, name).parse();
}

Result<motion::PointRecording> load_c3d(const std::filesystem::path& path) {
  TRY(const std::string bytes, load_bytes(path));
  return parse_c3d(bytes, path.string());
}

}  // namespace endrange::files
