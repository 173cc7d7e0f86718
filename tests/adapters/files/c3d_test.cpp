#include "adapters/files/c3d.h"

#include <gtest/gtest.h>

#include <rapidcheck/gtest.h>
#include <Eigen/Geometry>

#include <algorithm>
#include <cmath>

#include "adapters/files/cells.h"
#include "adapters/files/text_source.h"
#include "adapters/files/trc.h"
#include "tests/adapters/files/c3d_writer.h"
#include "tests/support/recordings.h"

namespace endrange::files {
namespace {

using motion::PointRecording;
using motion::Vector3;
using test::C3dFile;

C3dFile make_file() {
  return {.labels = {"LASI", "Trunk:C7", "LKneeAngles"},
          .angles = {"LKneeAngles"},
          .frames = {{{{100.0, 200.0, 950.0}}, {{-50.5, 0.5, 1450.0}, 1.0}, {{30.0, 0.0, 0.0}}},
                     {{{101.0, 201.0, 951.0}}, {{0.0, 0.0, 0.0}, -1.0}, {{31.0, 0.0, 0.0}}},
                     {{{0.0, 0.0, 0.0}}, {{-51.0, 1.0, 1451.0}}, {{32.0, 0.0, 0.0}}}}};
}

std::string error_of(const std::string& bytes) {
  const auto parsed = parse_c3d(bytes, "w.c3d");
  return parsed ? "no error" : parsed.error().text();
}

std::string notes_of(const PointRecording& recording) {
  std::string all;
  for (const auto& note : recording.source.notes) all += note + "\n";
  return all;
}

TEST(C3d, reads_intel_dec_and_mips_integer_and_float) {
  for (const auto processor : {C3dProcessor::Intel, C3dProcessor::Dec, C3dProcessor::Mips}) {
    for (const bool is_float : {true, false}) {
      C3dFile file = make_file();
      file.processor = processor;
      file.is_float = is_float;
      file.analog_per_frame = 5;
      const auto c3d = parse_c3d(file.write(), "w.c3d");
      ASSERT_TRUE(c3d.has_value()) << c3d.error().text();
      ASSERT_EQ(c3d->point_count(), 2U);
      EXPECT_EQ(c3d->names()[1], "Trunk:C7");
      ASSERT_EQ(c3d->frame_count(), 3U);
      EXPECT_EQ(c3d->source.rate_hz, 100.0);
      EXPECT_NEAR(c3d->time_s()[2], 0.02, 1e-15);
      // z is up in the file.
      EXPECT_LT((*c3d->find(0, 0) - Vector3(0.1, 0.95, -0.2)).norm(), 1e-6);
      EXPECT_LT((*c3d->find(0, 1) - Vector3(-0.0505, 1.45, -0.0005)).norm(), 1e-6);
      EXPECT_FALSE(c3d->find(1, 1));
      EXPECT_FALSE(c3d->find(2, 0));
      EXPECT_EQ(c3d->count_seen(), 4U);
      EXPECT_NE(notes_of(*c3d).find("+Z is up in the file"), std::string::npos);
      EXPECT_NE(notes_of(*c3d).find("1 points are angles"), std::string::npos);
    }
  }
}

TEST(C3d, reads_numbers_of_every_size_in_the_vax_way) {
  C3dFile file{.processor = C3dProcessor::Dec, .labels = {"a"}, .unit = "m", .y_screen = "+Y"};
  file.frames = {{{{1.0, -0.125, 3.14159274}}}, {{{1e-30, -20.0, 7.5e-3}}}};
  const auto c3d = parse_c3d(file.write(), "w.c3d");
  ASSERT_TRUE(c3d.has_value()) << c3d.error().text();
  EXPECT_EQ(*c3d->find(0, 0), Vector3(1.0, -0.125, double(3.14159274F)));
  EXPECT_EQ(*c3d->find(1, 0), Vector3(double(1e-30F), -20.0, double(7.5e-3F)));
}

TEST(C3d, turns_each_way_of_up_to_y_and_stays_right_handed) {
  for (const char* up : {"+X", "-X", "+Y", "-Y", "+Z", "-Z"}) {
    const int axis = up[1] - 'X';
    const double sign = up[0] == '+' ? 1.0 : -1.0;
    C3dFile file{.labels = {"x", "y", "z", "up"}, .unit = "m", .y_screen = up};
    std::array<double, 3> high = {};
    high[std::size_t(axis)] = sign * 2.0;
    file.frames = {{{{1, 0, 0}}, {{0, 1, 0}}, {{0, 0, 1}}, {high}}};
    const auto c3d = parse_c3d(file.write(), "w.c3d");
    ASSERT_TRUE(c3d.has_value()) << c3d.error().text();
    EXPECT_EQ(*c3d->find(0, 3), Vector3(0, 2, 0)) << up;
    EXPECT_EQ(c3d->find(0, 0)->cross(*c3d->find(0, 1)), *c3d->find(0, 2)) << up;
  }
}

TEST(C3d, behaves_with_no_frame_one_frame_nothing_seen_and_high_rates) {
  C3dFile file = make_file();
  file.frames.clear();
  const auto none = parse_c3d(file.write(), "w.c3d");
  ASSERT_TRUE(none.has_value()) << none.error().text();
  EXPECT_EQ(none->frame_count(), 0U);
  file.frames = {{{{0, 0, 0}, -1}, {{0, 0, 0}, -1}, {{0, 0, 0}, -1}}};
  file.rate_hz = 0.0;
  const auto blind = parse_c3d(file.write(), "w.c3d");
  ASSERT_TRUE(blind.has_value()) << blind.error().text();
  EXPECT_EQ(blind->count_seen(), 0U);
  file = make_file();
  file.rate_hz = 10'000.0;
  const auto fast = parse_c3d(file.write(), "w.c3d");
  ASSERT_TRUE(fast.has_value());
  EXPECT_NEAR(fast->time_s()[1], 1e-4, 1e-15);
  file.rate_hz = 0.0;
  EXPECT_NE(error_of(file.write()).find("w.c3d:byte 20: expected a rate above 0"), std::string::npos);
}

TEST(C3d, finds_millimetres_called_metres) {
  C3dFile file = make_file();
  file.unit = "m";
  const auto c3d = parse_c3d(file.write(), "w.c3d");
  ASSERT_TRUE(c3d.has_value());
  EXPECT_NEAR(c3d->find(0, 0)->y(), 0.95, 1e-6);
  EXPECT_NE(notes_of(*c3d).find("says m, but its numbers look like millimetres"), std::string::npos);
}

TEST(C3d, says_what_the_file_does_not) {
  C3dFile file = make_file();
  file.unit.clear();
  file.y_screen.clear();
  file.labels[0] = "Trunk:C7";
  const auto c3d = parse_c3d(file.write(), "w.c3d");
  ASSERT_TRUE(c3d.has_value()) << c3d.error().text();
  EXPECT_NE(notes_of(*c3d).find("states no unit"), std::string::npos);
  EXPECT_NE(notes_of(*c3d).find("does not say which way is up"), std::string::npos);
  EXPECT_EQ(c3d->names()[1], "Trunk:C7_2");
  EXPECT_NEAR(c3d->find(0, 0)->z(), 0.95, 1e-6);
}

TEST(C3d, ends_bad_input_with_one_clear_error) {
  const std::string good = make_file().write();
  EXPECT_EQ(error_of(""),
            "w.c3d:byte 1: expected a C3D file, found another; name the file by its own format");
  EXPECT_NE(error_of(good.substr(0, 100)).find("byte 100: expected a header of 512 bytes"),
            std::string::npos);
  EXPECT_NE(error_of(good.substr(0, 512)).find("byte 0: expected the block of the parameters, found 2"),
            std::string::npos);
  EXPECT_NE(error_of(good.substr(0, good.size() - 1)).find("expected 3 frames of 48 bytes, found room for 2"),
            std::string::npos)
      << error_of(good.substr(0, good.size() - 1));
  const auto with = [&](std::size_t at, char byte) {
    std::string bad = good;
    bad[at] = byte;
    return error_of(bad);
  };
  EXPECT_NE(
      with(515, 83).find("w.c3d:byte 515: expected processor 84 (Intel), 85 (DEC) or 86 (MIPS), found 83"),
      std::string::npos);
  EXPECT_NE(with(16, 90).find("byte 16: expected the block of the data, found 90"), std::string::npos);
  C3dFile file = make_file();
  file.unit = "cubits";
  EXPECT_NE(error_of(file.write()).find("expected m, cm, mm or inches for POINT:UNITS, found \"cubits\""),
            std::string::npos);
  file = make_file();
  file.labels.clear();
  EXPECT_NE(error_of(file.write()).find("byte 2: expected points, found none"), std::string::npos);
  file = make_file();
  file.frames[0][0].place[0] = 1e20;
  EXPECT_NE(error_of(file.write()).find("within 1,000 km"), std::string::npos);
}

RC_GTEST_PROP(C3d, survives_any_byte_being_another, ()) {
  std::string bytes = make_file().write();
  const auto count = *rc::gen::inRange(1, 4);
  for (int i = 0; i < count; ++i)
    bytes[*rc::gen::inRange<std::size_t>(0, bytes.size())] = static_cast<char>(*rc::gen::inRange(0, 256));
  const auto c3d = parse_c3d(bytes, "w.c3d");
  if (!c3d) RC_ASSERT(!c3d.error().where.empty());
}

// Oracle: the same trial as C3D and as a table of its maker (Vicon Nexus), of six digits.
TEST(C3d, agrees_with_the_table_of_the_same_trial) {
  const auto c3d_path = test::find_recording("pyomeca/tests/data/markers_analogs.c3d");
  const auto csv_path = test::find_recording("pyomeca/tests/data/markers.csv");
  if (!c3d_path || !csv_path) GTEST_SKIP() << test::NoRecordings;
  const auto c3d = load_c3d(*c3d_path);
  ASSERT_TRUE(c3d.has_value()) << c3d.error().text();
  EXPECT_EQ(c3d->point_count(), 51U);
  EXPECT_EQ(c3d->frame_count(), 580U);
  const auto text = load_bytes(*csv_path);
  ASSERT_TRUE(text.has_value());
  LineReader lines(*text, "csv");
  std::vector<std::string_view> cells;
  std::vector<std::size_t> columns;
  std::size_t frame = 0;
  std::size_t compared = 0;
  double worst = 0.0;
  std::size_t missing_differs = 0;
  while (const auto line = lines.next()) {
    split_into(*line, ',', cells);
    if (lines.number() == 3)
      for (std::size_t i = 2; i + 2 < cells.size(); i += 3)
        columns.push_back(c3d->find_point(cells[i]).value_or(999));
    if (lines.number() < 6 || cells.size() < 2 + 3 * columns.size()) continue;
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (columns[i] == 999) continue;
      const auto x = find_number(cells[2 + 3 * i]);
      const auto y = find_number(cells[3 + 3 * i]);
      const auto z = find_number(cells[4 + 3 * i]);
      const auto ours = c3d->find(frame, columns[i]);
      if (ours.has_value() != (x && y && z)) ++missing_differs;
      if (!ours || !x || !y || !z) continue;
      worst = std::max(worst, (*ours * 1000.0 - Vector3(*x, *z, -*y)).norm());
      ++compared;
    }
    ++frame;
  }
  EXPECT_EQ(frame, 580U);
  EXPECT_EQ(compared, 29'275U);
  EXPECT_EQ(missing_differs, 0U);
  EXPECT_LT(worst, 0.01) << "mm; the table has six digits";
}

TEST(C3d, agrees_with_opensims_own_reading) {
  for (const char* name : {"walking2", "walking5"}) {
    const auto c3d_path = test::find_recording(std::string("opensim-core/files/") + name + ".c3d");
    const auto trc_path =
        test::find_recording(std::string("opensim-core/files/std_") + name + "_markers.trc");
    if (!c3d_path || !trc_path) GTEST_SKIP() << test::NoRecordings;
    const auto c3d = load_c3d(*c3d_path);
    const auto trc = load_trc(*trc_path);
    ASSERT_TRUE(c3d.has_value()) << c3d.error().text();
    ASSERT_TRUE(trc.has_value()) << trc.error().text();
    double worst = 0.0;
    std::size_t compared = 0, differs = 0;
    for (std::size_t row = 0; row < trc->frame_count(); ++row) {
      // Every tenth frame stands in the table.
      const auto frame = static_cast<std::size_t>(std::lround(trc->time_s()[row] * 250.0));
      for (std::size_t i = 0; i < trc->point_count(); ++i) {
        const auto theirs = trc->find(row, i);
        const auto point = c3d->find_point(trc->names()[i]);
        ASSERT_TRUE(point.has_value()) << trc->names()[i];
        if (frame >= c3d->frame_count()) continue;
        const auto ours = c3d->find(frame, *point);
        if (ours.has_value() != theirs.has_value()) ++differs;
        if (!ours || !theirs) continue;
        worst = std::max(worst, (*ours - Vector3(theirs->x(), theirs->z(), -theirs->y())).norm());
        ++compared;
      }
    }
    EXPECT_GT(compared, 2400U);
    EXPECT_EQ(differs, 0U);
    EXPECT_LT(worst, 1e-4) << "m; the table has five digits";
  }
}

TEST(C3d, agrees_with_the_trc_that_nimblephysics_made_of_it) {
  const auto c3d_path = test::find_recording("nimblephysics/ja1/original.c3d");
  const auto trc_path = test::find_recording("nimblephysics/ja1/JA1Gait35.trc");
  if (!c3d_path || !trc_path) GTEST_SKIP() << test::NoRecordings;
  const auto c3d = load_c3d(*c3d_path);
  const auto trc = load_trc(*trc_path);
  ASSERT_TRUE(c3d.has_value()) << c3d.error().text();
  ASSERT_TRUE(trc.has_value()) << trc.error().text();
  ASSERT_EQ(c3d->frame_count(), 324U);
  ASSERT_EQ(trc->frame_count(), 322U);
  // Its first two frames are left out there, and x points where -z points here.
  double worst = 0.0;
  std::size_t compared = 0;
  std::size_t differs = 0;
  for (std::size_t row = 0; row < trc->frame_count(); ++row) {
    for (std::size_t i = 0; i < trc->point_count(); ++i) {
      const auto point = c3d->find_point(trc->names()[i]);
      if (!point) {
        // Two points have no name in the C3D.
        EXPECT_TRUE(trc->names()[i] == "x52" || trc->names()[i] == "x53") << trc->names()[i];
        continue;
      }
      const auto theirs = trc->find(row, i);
      const auto ours = c3d->find(row + 2, *point);
      if (ours.has_value() != theirs.has_value()) ++differs;
      if (!ours || !theirs) continue;
      worst = std::max(worst, (Vector3(-ours->z(), ours->y(), ours->x()) - *theirs).norm());
      ++compared;
    }
  }
  EXPECT_EQ(differs, 0U);
  EXPECT_GT(compared, 16'000U);
  EXPECT_LT(worst, 1e-4) << "m; the table has six digits";
}

// A file of an optical system with DEC integers, and of others: all of them hold somebody in a room.
TEST(C3d, reads_the_files_of_other_makers) {
  struct Expected {
    const char* path;
    std::size_t points, frames;
    double rate_hz;
  };
  const Expected all[] = {{"kineticstoolkit/data/kinematics/walkingOptiTrack.c3d", 12, 3361, 160.0},
                          {"kineticstoolkit/data/kinematics/racing_full.c3d", 46, 700, 70.0},
                          {"kineticstoolkit/data/kinematics/sample_propulsion.c3d", 41, 700, 70.0},
                          {"kineticstoolkit/data/kinematics/sprintbasket.c3d", 26, 3678, 120.0},
                          {"kineticstoolkit/data/kinematics/sample_probing_acromion_R.c3d", 41, 140, 69.5},
                          {"kineticstoolkit/data/kinematics/sample_static.c3d", 41, 700, 69.9},
                          {"nimblephysics/c3d/squat.c3d", 53, 2539, 120.0},
                          {"nimblephysics/c3d/JA1Gait35.c3d", 53, 324, 250.0},
                          {"nimblephysics/c3d/cmu_02_05.c3d", 41, 1854, 120.0}};
  for (const Expected& one : all) {
    const auto file = test::find_recording(one.path);
    if (!file) GTEST_SKIP() << test::NoRecordings;
    const auto c3d = load_c3d(*file);
    ASSERT_TRUE(c3d.has_value()) << c3d.error().text();
    EXPECT_EQ(c3d->point_count(), one.points) << one.path;
    EXPECT_EQ(c3d->frame_count(), one.frames) << one.path;
    EXPECT_NEAR(c3d->source.rate_hz, one.rate_hz, 0.01) << one.path;
    EXPECT_GT(c3d->count_seen(), one.points * one.frames / 2) << one.path;
    for (std::size_t i = 0; i < one.points; ++i) {
      const auto place = c3d->find(0, i);
      EXPECT_LT(place.value_or(Vector3::Zero()).norm(), 10.0) << one.path << " " << c3d->names()[i];
    }
  }
}

}  // namespace
}  // namespace endrange::files
