#include "adapters/files/ui_prmd.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <Eigen/Geometry>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numbers>

#include "adapters/files/cells.h"
#include "adapters/files/text_source.h"
#include "tests/adapters/files/gzip.h"
#include "tests/support/folder.h"
#include "tests/support/recordings.h"

namespace endrange::files {
namespace {

using motion::PointRecording;
using motion::Vector3;

std::string make_row(std::size_t columns, const std::map<std::size_t, double>& values) {
  std::string row;
  for (std::size_t i = 0; i < columns; ++i) {
    const auto found = values.find(i);
    row += fmt::format("{}{:.6f}", i == 0 ? "" : ",", found == values.end() ? 0.0 : found->second);
  }
  return row + "\n";
}

TEST(UiPrmd, puts_the_joints_of_a_kinect_together_along_the_chain) {
  // Waist 2.4 m before the camera, left hip 10 cm to the left, thigh 40 cm down, shank 38 cm down.
  const std::string positions = make_row(KinectColumns, {{1, 90}, {2, -240}, {42, 10}, {46, -40}, {49, -38}});
  const auto turned = [&](const std::map<std::size_t, double>& angles) {
    const auto kinect = parse_kinect(positions, make_row(KinectColumns, angles), "p", "a");
    EXPECT_TRUE(kinect.has_value()) << kinect.error().text();
    return *kinect;
  };
  const auto place = [](const PointRecording& recording, const char* name) {
    return *recording.find(0, *recording.find_point(name));
  };
  const auto straight = turned({});
  EXPECT_LT((place(straight, "left_hip") - Vector3(-2.4, 0.9, -0.1)).norm(), 1e-6);
  EXPECT_LT((place(straight, "left_ankle") - Vector3(-2.4, 0.12, -0.1)).norm(), 1e-6);
  // The hip's turn by -90° about the camera's x lifts the thigh towards the camera, which is forward.
  const auto lifted = turned({{42, -90.0}});
  EXPECT_LT((place(lifted, "left_knee") - Vector3(-2.0, 0.9, -0.1)).norm(), 1e-6);
  EXPECT_LT((place(lifted, "left_ankle") - Vector3(-1.62, 0.9, -0.1)).norm(), 1e-6);
  // z, x, y from the left: a quarter about z brings the thigh to the camera's x, where y turns it no more.
  const auto both = turned({{42, 0.0}, {43, 90.0}, {44, 90.0}});
  EXPECT_LT((place(both, "left_knee") - Vector3(-2.4, 0.9, -0.5)).norm(), 1e-6);
}

TEST(UiPrmd, turns_vicon_upright_and_keeps_lost_markers_missing) {
  const auto vicon = parse_vicon(
      make_row(ViconColumns, {{0, 100.0}, {1, 200.0}, {2, 1500.0}}) + make_row(ViconColumns, {{115, 30.0}}),
      "v");
  ASSERT_TRUE(vicon.has_value()) << vicon.error().text();
  EXPECT_EQ(vicon->point_count(), 39U);
  EXPECT_EQ(vicon->count_seen(), 2U);
  EXPECT_LT((*vicon->find(0, 0) - Vector3(0.1, 1.5, -0.2)).norm(), 1e-6);
  EXPECT_FALSE(vicon->find(0, 38));
  EXPECT_LT((*vicon->find(1, *vicon->find_point("RTOE")) - Vector3(0.0, 0.0, -0.03)).norm(), 1e-6);
  EXPECT_NEAR(vicon->time_s()[1], 0.01, 1e-15);
  ASSERT_EQ(vicon->source.notes.size(), 1U);
}

TEST(UiPrmd, finds_the_other_file_of_a_pair) {
  const std::string row = make_row(KinectColumns, {{1, 90}, {2, -240}});
  const test::TemporaryFolder folder;
  for (const char* name : {"Positions", "Angles"}) std::filesystem::create_directory(folder / name);
  test::write_file(folder / "Positions" / "m01_s01_e01_positions_inc.txt.gz", test::pack(row));
  test::write_file(folder / "Angles" / "m01_s01_e01_angles_inc.txt", row);
  EXPECT_TRUE(load_ui_prmd(folder / "Positions" / "m01_s01_e01_positions_inc.txt.gz").has_value());
  EXPECT_TRUE(load_ui_prmd(folder / "Angles" / "m01_s01_e01_angles_inc.txt").has_value());
  test::write_file(folder / "m02_s01_e01_positions.txt", row);
  const auto lone = load_ui_prmd(folder / "m02_s01_e01_positions.txt");
  ASSERT_FALSE(lone.has_value());
  EXPECT_NE(lone.error().text().find("expected the repetition's angles beside the file, found none"),
            std::string::npos);
}

TEST(UiPrmd, ends_bad_input_with_one_clear_error) {
  const std::string row = make_row(KinectColumns, {{2, -240}});
  const auto error = [](const std::string& positions, const std::string& angles) {
    const auto parsed = parse_kinect(positions, angles, "p", "a");
    return parsed ? "no error" : parsed.error().text();
  };
  EXPECT_NE(error("", row).find("p: expected lines of numbers between commas, found an empty file"),
            std::string::npos);
  EXPECT_NE(error(row, "1,2,3\n").find("a:1: expected 66 numbers between commas, found 3"),
            std::string::npos);
  EXPECT_NE(error(row + row.substr(0, 100), row).find("copy the file again: it is cut off"),
            std::string::npos);
  EXPECT_NE(error(row + row, row).find("a: expected as many frames of angles as of positions, 2, found 1"),
            std::string::npos);
  std::string bad = row;
  bad.replace(0, 3, "abc");
  EXPECT_NE(error(bad, row).find("p:1: expected a number, found \"abc00000\""), std::string::npos);
  EXPECT_TRUE(is_ui_prmd(row.substr(0, row.size() - 1)));
  EXPECT_FALSE(is_ui_prmd("1,2,3"));
}

// --- Against the recordings ---

constexpr auto Correct = "ui-prmd/Segmented_Movements/";

std::optional<PointRecording> load(const std::string& name) {
  const auto path = test::find_recording(name);
  if (!path) return std::nullopt;
  auto recording = load_ui_prmd(*path);
  EXPECT_TRUE(recording.has_value()) << recording.error().text();
  return recording ? std::optional(std::move(*recording)) : std::nullopt;
}

std::vector<Vector3> track(const PointRecording& recording, const std::string& name) {
  const auto point = recording.find_point(name).value();
  std::vector<Vector3> places;
  for (std::size_t frame = 0; frame < recording.frame_count(); ++frame)
    places.push_back(recording.find(frame, point).value());
  return places;
}

// The feet stand in a squat: their spread within a repetition is a few centimetres, most of it up and down.
// With any other order of turns, or the arms' shortcut of the published code, it is 17 to 31 cm.
TEST(UiPrmd, keeps_the_ankles_still_in_a_squat) {
  std::vector<double> spreads;
  for (const char* subject : {"s01", "s02", "s04"}) {
    for (int repetition = 1; repetition <= 10; ++repetition) {
      const auto recording = load(
          fmt::format("{}Kinect/Positions/m01_{}_e{:02}_positions.txt.gz", Correct, subject, repetition));
      if (!recording) GTEST_SKIP() << test::NoRecordings;
      for (const char* ankle : {"left_ankle", "right_ankle"}) {
        const auto places = track(*recording, ankle);
        Vector3 mean = Vector3::Zero();
        for (const Vector3& place : places) mean += place / double(places.size());
        double variance = 0.0;
        for (const Vector3& place : places) variance += (place - mean).squaredNorm() / double(places.size());
        spreads.push_back(100.0 * std::sqrt(variance));
      }
    }
  }
  double sum = 0.0;
  for (const double spread : spreads) sum += spread;
  EXPECT_LT(sum / static_cast<double>(spreads.size()), 5.0) << "cm over three axes";
  EXPECT_LT(*std::ranges::max_element(spreads), 9.0) << "cm over three axes";
}

// 2nd-order Butterworth low pass run forward and back, its ends continued by point reflection and its start
// settled, as the reference was made.
std::vector<double> filter_both_ways(std::vector<double> values, double cutoff_hz, double rate_hz) {
  const double k = std::tan(std::numbers::pi * cutoff_hz / rate_hz);
  const double scale = 1.0 + std::numbers::sqrt2 * k + k * k;
  const std::array<double, 3> b = {k * k / scale, 2.0 * k * k / scale, k * k / scale};
  const std::array<double, 3> a = {1.0, 2.0 * (k * k - 1.0) / scale,
                                   (1.0 - std::numbers::sqrt2 * k + k * k) / scale};
  constexpr std::size_t Pad = 9;
  const std::size_t count = values.size();
  std::vector<double> wide;
  for (std::size_t i = Pad; i > 0; --i) wide.push_back(2.0 * values.front() - values[i]);
  wide.insert(wide.end(), values.begin(), values.end());
  for (std::size_t i = 1; i <= Pad; ++i) wide.push_back(2.0 * values.back() - values[count - 1 - i]);
  const auto run = [&] {
    // The state of a constant input.
    double first = wide.front() * (1.0 - b[0]);
    double second = wide.front() * (b[2] - a[2]);
    for (double& value : wide) {
      const double out = b[0] * value + first;
      first = b[1] * value - a[1] * out + second;
      second = b[2] * value - a[2] * out;
      value = out;
    }
    std::ranges::reverse(wide);
  };
  run();
  run();
  return {wide.begin() + Pad, wide.begin() + Pad + std::ptrdiff_t(count)};
}

std::vector<Vector3> smooth(const std::vector<Vector3>& places) {
  std::vector<Vector3> result(places.size());
  for (Eigen::Index axis = 0; axis < 3; ++axis) {
    std::vector<double> values;
    for (const Vector3& place : places) values.push_back(place[axis]);
    values = filter_both_ways(std::move(values), 6.0, 30.0);
    for (std::size_t i = 0; i < places.size(); ++i) result[i][axis] = values[i];
  }
  return result;
}

double angle_between(const Vector3& a, const Vector3& b) {
  return std::atan2(a.cross(b).norm(), a.dot(b)) * 180.0 / std::numbers::pi;
}

// Oracle: reference.csv, peaks and ranges of the same files by others' code. Its rows of three points.
TEST(UiPrmd, gives_the_peaks_and_ranges_of_the_reference) {
  const auto reference = test::find_recording("ui-prmd/reference.csv");
  if (!reference) GTEST_SKIP() << test::NoRecordings;
  struct Row {
    const char *first, *middle, *last;
    bool is_flexion;  // 180° less the angle
  };
  const std::map<std::string, Row, std::less<>> rows = {
      {"m01_knee", {"hip", "knee", "ankle", true}},
      {"m01_hip", {"shoulder", "hip", "knee", true}},
      {"m02_knee", {"hip", "knee", "ankle", true}},
      {"m04_knee", {"hip", "knee", "ankle", true}},
      {"m05_knee", {"hip", "knee", "ankle", true}},
      {"m06_hip_3pt", {"shoulder", "hip", "knee", true}},
      {"m07_abduction_3pt", {"hip", "shoulder", "elbow", false}},
      {"m10_scaption_3pt", {"hip", "shoulder", "elbow", false}}};
  const auto text = load_bytes(*reference);
  ASSERT_TRUE(text.has_value());
  LineReader lines(*text, "reference.csv");
  std::vector<std::string_view> cells;
  std::size_t compared = 0;
  double worst = 0.0;
  std::string worst_line;
  while (const auto line = lines.next()) {
    split_into(*line, ',', cells);
    const auto row = rows.find(cells[5]);
    if (row == rows.end()) continue;
    // Three subjects are in the folder.
    if (cells[1] != "s01" && cells[1] != "s02" && cells[1] != "s04") continue;
    const bool is_correct = cells[3] == "correct";
    const auto recording = load(
        fmt::format("ui-prmd/{}Segmented_Movements/Kinect/Positions/{}_{}_{}_positions{}.txt.gz",
                    is_correct ? "" : "Incorrect_", cells[0], cells[1], cells[2], is_correct ? "" : "_inc"));
    ASSERT_TRUE(recording.has_value()) << *line;
    const std::string side = std::string(cells[4]) + "_";
    const auto first = smooth(track(*recording, side + row->second.first));
    const auto middle = smooth(track(*recording, side + row->second.middle));
    const auto last = smooth(track(*recording, side + row->second.last));
    double high = -1e9;
    double low = 1e9;
    for (std::size_t i = 0; i < middle.size(); ++i) {
      const double angle = angle_between(first[i] - middle[i], last[i] - middle[i]);
      const double value = row->second.is_flexion ? 180.0 - angle : angle;
      high = std::max(high, value);
      low = std::min(low, value);
    }
    const double difference =
        std::max(std::abs(high - *find_number(cells[9])), std::abs(high - low - *find_number(cells[10])));
    if (difference > worst) {
      worst = difference;
      worst_line = *line;
    }
    ++compared;
  }
  EXPECT_EQ(compared, 660U);
  EXPECT_LT(worst, 0.02) << "degrees; " << worst_line;
}

// The angles are named, the markers beside them are read.
TEST(UiPrmd, reads_every_vicon_file_of_the_correct_repetitions) {
  const auto folder = test::find_recording("ui-prmd/Segmented_Movements/Vicon/Angles");
  if (!folder) GTEST_SKIP() << test::NoRecordings;
  std::size_t files = 0;
  std::size_t lost = 0;
  for (const auto& entry : std::filesystem::directory_iterator(*folder)) {
    const auto recording = load_ui_prmd(entry.path());
    ASSERT_TRUE(recording.has_value()) << recording.error().text();
    EXPECT_EQ(recording->point_count(), 39U);
    EXPECT_GT(recording->frame_count(), 10U) << entry.path();
    lost += recording->point_count() * recording->frame_count() - recording->count_seen();
    // Everybody stands upright: the head is above the toes.
    const auto head = recording->find(0, 0);
    const auto toe = recording->find(0, 32);
    EXPECT_TRUE(!head || !toe || head->y() > toe->y() + 0.8) << entry.path();
    ++files;
  }
  EXPECT_GE(files, 172U);
  EXPECT_GT(lost, 0U);
}

}  // namespace
}  // namespace endrange::files
