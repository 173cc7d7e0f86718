#include "adapters/files/ui_prmd.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <optional>
#include <system_error>
#include <utility>
#include <vector>

#include "adapters/files/cells.h"
#include "adapters/files/point_rows.h"
#include "adapters/files/text_source.h"

namespace endrange::files {
namespace {

using body::Matrix3;
using motion::Vector3;

constexpr std::size_t JointCount = KinectColumns / 3;
constexpr std::size_t MarkerCount = ViconColumns / 3;
constexpr double KinectRate = 30.0;
constexpr double ViconRate = 100.0;
// Beyond any room, in the file's own centimetres and millimetres.
constexpr double LargestNumber = 1e7;

struct KinectJoint {
  std::string_view name;
  std::size_t parent;  // of the first joint, itself
};

constexpr std::array<KinectJoint, JointCount> Joints = {
    {{"waist", 0},        {"spine", 0},        {"chest", 1},        {"neck", 2},
     {"head", 3},         {"head_tip", 4},     {"left_collar", 2},  {"left_shoulder", 6},
     {"left_elbow", 7},   {"left_wrist", 8},   {"right_collar", 2}, {"right_shoulder", 10},
     {"right_elbow", 11}, {"right_wrist", 12}, {"left_hip", 0},     {"left_knee", 14},
     {"left_ankle", 15},  {"left_toes", 16},   {"right_hip", 0},    {"right_knee", 18},
     {"right_ankle", 19}, {"right_toes", 20}}};

// Verified against Vicon's own angles, which follow from the markers in this order.
constexpr std::array<std::string_view, MarkerCount> Markers = {
    "LFHD", "RFHD", "LBHD", "RBHD", "C7",   "T10",  "CLAV", "STRN", "RBAK", "LSHO", "LUPA", "LELB", "LFRM",
    "LWRA", "LWRB", "LFIN", "RSHO", "RUPA", "RELB", "RFRM", "RWRA", "RWRB", "RFIN", "LASI", "RASI", "LPSI",
    "RPSI", "LTHI", "LKNE", "LTIB", "LANK", "LHEE", "LTOE", "RTHI", "RKNE", "RTIB", "RANK", "RHEE", "RTOE"};

// All numbers of a file, row by row.
Result<std::vector<double>> parse_rows(std::string_view text, const std::string& name, std::size_t columns) {
  TRY_STATUS(check_text(text, name, "lines of numbers between commas"));
  LineReader lines(text, name);
  std::vector<std::string_view> cells;
  std::vector<double> numbers;
  while (const auto line = lines.next_filled()) {
    split_into(*line, ',', cells);
    if (cells.size() != columns) {
      const bool is_cut = lines.is_cut_off() && cells.size() < columns;
      return fail(
          fmt::format("expected {} numbers between commas, found {}", columns, cells.size()), lines.place(),
          is_cut ? "copy the file again: it is cut off" : "give a file of UI-PRMD as it was published");
    }
    if (numbers.size() + columns > 3 * MostPlaces) {
      return fail(fmt::format("expected at most {} points in all frames, found more", MostPlaces),
                  lines.place(), "split the recording");
    }
    for (const std::string_view cell : cells) {
      const auto number = find_number(cell);
      if (!number || std::abs(*number) > LargestNumber) {
        return fail(fmt::format("expected a number, found {}", quote(cell)), lines.place(),
                    "give a file of UI-PRMD as it was published");
      }
      numbers.push_back(*number);
    }
  }
  return numbers;
}

Vector3 triple(const std::vector<double>& row, std::size_t first) {
  return {row[first], row[first + 1], row[first + 2]};
}

Matrix3 compute_zxy(const Vector3& degrees) {
  const Vector3 angle = degrees * (std::numbers::pi / 180.0);
  return body::compute_rotation(angle.z() * Vector3::UnitZ()) *
         body::compute_rotation(angle.x() * Vector3::UnitX()) *
         body::compute_rotation(angle.y() * Vector3::UnitY());
}

// Where the joints of a frame are, in the camera's axes and centimetres.
std::array<Vector3, JointCount> compute_joints(const std::vector<double>& positions,
                                               const std::vector<double>& angles, std::size_t first) {
  std::array<Vector3, JointCount> places;
  std::array<Matrix3, JointCount> turns;
  for (std::size_t i = 0; i < JointCount; ++i) {
    const Vector3 offset = triple(positions, first + 3 * i);
    const Matrix3 turn = compute_zxy(triple(angles, first + 3 * i));
    const std::size_t parent = Joints[i].parent;
    places[i] = i == 0 ? offset : Vector3(places[parent] + turns[parent] * offset);
    turns[i] = i == 0 ? turn : Matrix3(turns[parent] * turn);
  }
  return places;
}

// The other file of a pair: one word in the name for the other, in this folder or in the one named so.
std::optional<std::filesystem::path> find_other(const std::filesystem::path& path, std::string_view word,
                                                std::string_view other, std::string_view other_folder) {
  std::string name = path.filename().string();
  const std::size_t at = to_lower(name).rfind(word);
  if (at == std::string::npos) return std::nullopt;
  name.replace(at, word.size(), other);
  const std::string unpacked = name.ends_with(".gz") ? name.substr(0, name.size() - 3) : name + ".gz";
  // A name alone lies in a folder too.
  const auto here = std::filesystem::absolute(path).parent_path();
  for (const auto& folder : {here, here.parent_path() / other_folder}) {
    for (const std::string& candidate : {name, unpacked}) {
      std::error_code error;
      if (std::filesystem::is_regular_file(folder / candidate, error)) return folder / candidate;
    }
  }
  return std::nullopt;
}

std::size_t count_columns(std::string_view text) {
  LineReader lines(text, {});
  const auto line = lines.next_filled();
  return line ? static_cast<std::size_t>(std::ranges::count(*line, ',')) + 1 : 0;
}

}  // namespace

Result<motion::PointRecording> parse_kinect(std::string_view positions, std::string_view angles,
                                            const std::string& positions_name,
                                            const std::string& angles_name) {
  TRY(const std::vector<double> offsets, parse_rows(positions, positions_name, KinectColumns));
  TRY(const std::vector<double> turns, parse_rows(angles, angles_name, KinectColumns));
  if (offsets.size() != turns.size()) {
    return fail(fmt::format("expected as many frames of angles as of positions, {}, found {}",
                            offsets.size() / KinectColumns, turns.size() / KinectColumns),
                angles_name, "give the two files of one repetition");
  }
  std::vector<std::string> names;
  for (const KinectJoint& joint : Joints) names.emplace_back(joint.name);
  motion::PointRecording recording(std::move(names));
  recording.source = {.format = "UI-PRMD Kinect", .unit = "cm", .rate_hz = KinectRate, .notes = {}};
  for (std::size_t frame = 0; frame < offsets.size() / KinectColumns; ++frame) {
    recording.append_frame(static_cast<double>(frame) / KinectRate);
    const auto joints = compute_joints(offsets, turns, frame * KinectColumns);
    // The whole body hangs on the first joint, which is nowhere near the camera itself.
    if (joints[0].isZero(0.0)) continue;
    for (std::size_t i = 0; i < JointCount; ++i) {
      recording.place(frame, i, 0.01 * Vector3(joints[i].z(), joints[i].y(), -joints[i].x()));
    }
  }
  return recording;
}

Result<motion::PointRecording> parse_vicon(std::string_view positions, const std::string& name) {
  TRY(const std::vector<double> numbers, parse_rows(positions, name, ViconColumns));
  motion::PointRecording recording({Markers.begin(), Markers.end()});
  recording.source = {.format = "UI-PRMD Vicon", .unit = "mm", .rate_hz = ViconRate, .notes = {}};
  PointCounts counts;
  for (std::size_t frame = 0; frame < numbers.size() / ViconColumns; ++frame) {
    recording.append_frame(static_cast<double>(frame) / ViconRate);
    for (std::size_t i = 0; i < MarkerCount; ++i) {
      const Vector3 marker = triple(numbers, frame * ViconColumns + 3 * i);
      if (marker.isZero(0.0))
        ++counts.at_zero;
      else
        recording.place(frame, i, 0.001 * Vector3(marker.x(), marker.z(), -marker.y()));
    }
  }
  add_notes(counts, recording.source.notes);
  return recording;
}

bool is_ui_prmd(std::string_view first_line) {
  std::vector<std::string_view> cells;
  split_into(first_line, ',', cells);
  return (cells.size() == KinectColumns || cells.size() == ViconColumns) &&
         std::ranges::all_of(cells, [](std::string_view cell) { return find_number(cell).has_value(); });
}

Result<motion::PointRecording> load_ui_prmd(const std::filesystem::path& path) {
  TRY(std::string text, load_bytes(path));
  const std::size_t columns = count_columns(text);
  if (columns != KinectColumns && columns != ViconColumns) {
    return fail(fmt::format("expected {} numbers in a line (Kinect) or {} (Vicon), found {}", KinectColumns,
                            ViconColumns, columns),
                path.string(), "give a file of UI-PRMD as it was published");
  }
  const bool is_angles = to_lower(path.filename().string()).find("_angles") != std::string::npos;
  const auto other = is_angles ? find_other(path, "_angles", "_positions", "Positions")
                               : find_other(path, "_positions", "_angles", "Angles");
  if (columns == ViconColumns && !is_angles) return parse_vicon(text, path.string());
  if (!other) {
    return fail(fmt::format("expected the repetition's {} beside the file, found none",
                            is_angles ? "positions" : "angles"),
                path.string(), "keep the published names, in one folder or in Positions and Angles");
  }
  TRY(std::string other_text, load_bytes(*other));
  if (columns == ViconColumns) return parse_vicon(other_text, other->string());
  return is_angles ? parse_kinect(other_text, text, other->string(), path.string())
                   : parse_kinect(text, other_text, path.string(), other->string());
}

}  // namespace endrange::files
