#include "adapters/files/trc.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

#include "tests/support/recordings.h"

namespace endrange::files {
namespace {

using motion::PointRecording;
using motion::Vector3;

std::string make_trc(const std::string& rows, const std::string& unit = "mm",
                     const std::string& rate = "100") {
  return "PathFileType\t4\t(X/Y/Z)\ttest.trc\n"
         "DataRate\tCameraRate\tNumFrames\tNumMarkers\tUnits\tOrigDataRate\tOrigDataStartFrame\tOrigNumFrames"
         "\n" +
         rate + "\t100\t2\t2\t" + unit +
         "\t100\t1\t2\n"
         "Frame#\tTime\tR.ASIS\t\t\tToe tip\t\t\n\t\tX1\tY1\tZ1\tX2\tY2\tZ2\n\n" +
         rows;
}

std::string error_of(const std::string& text) {
  const auto parsed = parse_trc(text, "t.trc");
  return parsed ? "no error" : parsed.error().text();
}

std::string notes_of(const PointRecording& recording) {
  std::string all;
  for (const auto& note : recording.source.notes) all += note + "\n";
  return all;
}

TEST(Trc, reads_names_times_and_metres) {
  const auto trc =
      parse_trc(make_trc("1\t0\t1000\t-2\t3.5\t1.\t+2e0\t.5\n2\t0.010\t1\t2\t3\t4\t5\t6\n"), "t.trc");
  ASSERT_TRUE(trc.has_value()) << trc.error().text();
  EXPECT_EQ(trc->names()[0], "R.ASIS");
  EXPECT_EQ(trc->names()[1], "Toe tip");
  EXPECT_EQ(trc->frame_count(), 2U);
  EXPECT_EQ(trc->time_s()[1], 0.010);
  EXPECT_EQ(trc->source.rate_hz, 100.0);
  EXPECT_LT((*trc->find(0, 0) - Vector3(1.0, -0.002, 0.0035)).norm(), 1e-7);
  EXPECT_LT((*trc->find(0, 1) - Vector3(0.001, 0.002, 0.0005)).norm(), 1e-7);
  EXPECT_EQ(notes_of(*trc), "");
}

TEST(Trc, keeps_missing_points_missing) {
  const auto good = parse_trc(
      make_trc("1\t0\t\t\t\tnan\tNaN\t NAN \n2\t.01\t1\t2\t\t0\t0\t0.000\n3\t.02\t1\t2\t3\n4\t.03\t\n"),
      "t.trc");
  ASSERT_TRUE(good.has_value()) << good.error().text();
  EXPECT_EQ(good->frame_count(), 4U);
  EXPECT_EQ(good->count_seen(), 1U);
  EXPECT_TRUE(good->find(2, 0));
  EXPECT_NE(notes_of(*good).find("1 points lacked one or two"), std::string::npos);
  EXPECT_NE(notes_of(*good).find("1 points stood at exactly 0 0 0"), std::string::npos);
  EXPECT_NE(notes_of(*good).find("says 2 frames, the file has 4"), std::string::npos);
}

TEST(Trc, accepts_commas_times_carriage_returns_and_a_byte_order_mark) {
  std::string text = make_trc("1\t0\t1\t2\t3\t4\t5\t6\n2\t0.01\t1\t2\t3\t4\t5\t6\n");
  text.replace(text.find("\tTime"), 5, "\tTimes\t");
  std::string commas;
  for (const char c : text) commas += c == '\t' ? std::string(",") : c == '\n' ? "\r\n" : std::string(1, c);
  const auto trc = parse_trc("\xef\xbb\xbf" + commas, "t.trc");
  ASSERT_TRUE(trc.has_value()) << trc.error().text();
  EXPECT_EQ(trc->names()[1], "Toe tip");
  EXPECT_EQ(trc->count_seen(), 4U);
}

TEST(Trc, behaves_with_no_frame_one_frame_and_nothing_seen) {
  const auto none = parse_trc(make_trc(""), "t.trc");
  ASSERT_TRUE(none.has_value());
  EXPECT_EQ(none->frame_count(), 0U);
  const auto one = parse_trc(make_trc("7\t3.5\t1\t2\t3\t4\t5\t6\n"), "t.trc");
  ASSERT_TRUE(one.has_value());
  EXPECT_EQ(one->time_s()[0], 3.5);
  const auto blind = parse_trc(make_trc("1\t0\t\t\t\t\t\t\n2\t.1\n"), "t.trc");
  ASSERT_TRUE(blind.has_value());
  EXPECT_EQ(blind->count_seen(), 0U);
}

TEST(Trc, finds_millimetres_called_metres_and_metres_called_millimetres) {
  const auto large = parse_trc(make_trc("1\t0\t812\t950\t-200\t900\t80\t-150\n", "m"), "t.trc");
  ASSERT_TRUE(large.has_value());
  EXPECT_NEAR(large->find(0, 0)->y(), 0.95, 1e-6);
  EXPECT_EQ(large->source.unit, "mm");
  EXPECT_NE(notes_of(*large).find("says m, but its numbers look like millimetres"), std::string::npos);

  std::string three = make_trc("1\t0\t.8\t.9\t-.2\t.9\t.8\t-.1\t1\t1.7\t0\n", "mm");
  three.replace(three.find("Toe tip\t\t"), 9, "Toe tip\t\t\tHead\t\t");
  const auto small = parse_trc(three, "t.trc");
  ASSERT_TRUE(small.has_value()) << small.error().text();
  EXPECT_NEAR(small->find(0, 2)->y(), 1.7, 1e-6);
  EXPECT_NE(notes_of(*small).find("look like metres"), std::string::npos);
}

TEST(Trc, makes_times_from_the_rate_where_rounding_made_them_stand_still) {
  const auto fast =
      parse_trc(make_trc("1\t0.000\t1\t2\t3\t4\t5\t6\n2\t0.000\t1\t2\t3\t4\t5\t6\n", "mm", "10000"), "t");
  ASSERT_TRUE(fast.has_value());
  EXPECT_NEAR(fast->time_s()[1], 0.0001, 1e-12);
  EXPECT_NE(notes_of(*fast).find("do not rise"), std::string::npos);
  EXPECT_NE(error_of(make_trc("1\t1\t1\t2\t3\t4\t5\t6\n2\t0.5\t1\t2\t3\t4\t5\t6\n", "mm", "0"))
                .find("times that rise"),
            std::string::npos);
}

TEST(Trc, ends_bad_input_with_one_clear_error) {
  EXPECT_EQ(error_of(""), "t.trc: expected a TRC file, found an empty file; record again");
  EXPECT_NE(error_of("time,x\n").find("t.trc:1: expected PathFileType, as TRC files begin, found \"time,x\""),
            std::string::npos);
  EXPECT_NE(
      error_of(std::string("PathFileType\0", 13)).find("t.trc:byte 12: expected a TRC file, found binary"),
      std::string::npos);
  EXPECT_NE(error_of("PathFileType\t4\n").find("expected the keys DataRate"), std::string::npos);
  EXPECT_NE(error_of(make_trc("", "furlongs")).find("t.trc:3: expected m, cm, mm or inches"),
            std::string::npos);
  EXPECT_NE(error_of(make_trc("", "mm", "fast")).find("t.trc:3: expected a DataRate"), std::string::npos);
  EXPECT_NE(error_of(make_trc("x\t0\t1\t2\t3\t4\t5\t6\n")).find("t.trc:7: expected a frame number"),
            std::string::npos);
  EXPECT_NE(error_of(make_trc("1\tnow\t1\t2\t3\t4\t5\t6\n")).find("t.trc:7: expected a time"),
            std::string::npos);
  EXPECT_NE(error_of(make_trc("1\t0\t1\t2\tthree\t4\t5\t6\n"))
                .find("expected a coordinate of R.ASIS, found \"three\""),
            std::string::npos);
  EXPECT_NE(error_of(make_trc("1\t0\t1\t2\tinf\t4\t5\t6\n")).find("expected a coordinate"),
            std::string::npos);
  EXPECT_NE(error_of(make_trc("1\t0\t1\t2\t1e300\t4\t5\t6\n")).find("expected a coordinate"),
            std::string::npos);
  EXPECT_NE(
      error_of(make_trc("1\t0\t1\t2\t3\t4\t5\t6\t7\n")).find("expected 6 coordinates for 2 markers, found 7"),
      std::string::npos);
  EXPECT_NE(error_of(make_trc("1\t0\t1\t2\t3\t4\n")).find("expected 6 coordinates for 2 markers, found 4"),
            std::string::npos);
  EXPECT_NE(error_of(make_trc("1\t0\t1\t2\t3\t4\t5\t6\n2\t.01\t1\t2\t3"))
                .find("t.trc:8: expected a whole last row"),
            std::string::npos);
  EXPECT_FALSE(load_trc("/nowhere/at/all.trc").has_value());
}

RC_GTEST_PROP(Trc, is_read_back_as_it_was_written, ()) {
  const auto points = *rc::gen::inRange<std::size_t>(1, 5);
  const auto frames = *rc::gen::inRange<std::size_t>(0, 6);
  std::vector<std::string> names;
  for (std::size_t i = 0; i < points; ++i) names.push_back("p" + std::to_string(i));
  PointRecording recording(names);
  for (std::size_t frame = 0; frame < frames; ++frame) {
    recording.append_frame(static_cast<double>(frame) / 30.0);
    for (std::size_t i = 0; i < points; ++i) {
      if (*rc::gen::inRange(0, 4) == 0) continue;
      const auto axis = [] { return *rc::gen::inRange(1, 3'000'000) * 1e-6 / 0.7; };
      recording.place(frame, i, {axis(), axis(), axis()});
    }
  }
  const auto again = parse_trc(format_trc(recording, "x.trc"), "x.trc");
  RC_ASSERT(again.has_value());
  RC_ASSERT(again->frame_count() == frames);
  for (std::size_t frame = 0; frame < frames; ++frame) {
    RC_ASSERT(again->time_s()[frame] == recording.time_s()[frame]);
    for (std::size_t i = 0; i < points; ++i) RC_ASSERT(again->find(frame, i) == recording.find(frame, i));
  }
}

// Files of several makers, from OpenSim's and nimblephysics' own tests: the counts are theirs.
TEST(Trc, reads_the_odd_files_of_others) {
  struct Expected {
    const char* path;
    std::size_t points, frames;
  };
  const Expected all[] = {{"opensim-core/files/dataWithBlanksForMissingMarkers.trc", 40, 464},
                          {"opensim-core/files/dataWithEformat.trc", 14, 5},
                          {"opensim-core/files/dataWithNaNsOfDifferentCases.trc", 14, 5},
                          {"opensim-core/files/dataWithNaNsWithSpaces.trc", 42, 427},
                          {"opensim-core/files/exampleFormat.trc", 3, 5},
                          {"opensim-core/files/gait10dof18musc_walk_CRLF_line_ending.trc", 41, 10},
                          {"opensim-core/files/std_walking2_markers.trc", 44, 126},
                          {"opensim-core/files/std_walking5_markers.trc", 40, 112},
                          {"opensim-core/scale/init100.trc", 22, 120},
                          {"opensim-core/scale/subject01_static.trc", 49, 300},
                          {"opensim-core/ik/subject01_synthetic_marker_data.trc", 31, 73},
                          {"opensim-core/ik/abdbonepin.trc", 11, 1991},
                          {"opensim-core/ik/constraintTest.trc", 44, 2105},
                          {"nimblephysics/subject4/MarkerData/static1.trc", 55, 517},
                          {"nimblephysics/subject4/MarkerData/walking1.trc", 51, 131},
                          {"nimblephysics/subject4/MarkerData/squats1.trc", 51, 1346},
                          {"nimblephysics/ja1/JA1Gait35.trc", 53, 322},
                          {"nimblephysics/odd-trc/markers.trc", 61, 281},
                          {"nimblephysics/odd-trc/markers_Squat2.trc", 61, 460},
                          {"nimblephysics/odd-trc/markers_StairUp3.trc", 61, 440},
                          {"pyomeca/tests/data/markers.trc", 51, 93}};
  for (const Expected& one : all) {
    const auto path = test::find_recording(one.path);
    if (!path) GTEST_SKIP() << test::NoRecordings;
    const auto trc = load_trc(*path);
    ASSERT_TRUE(trc.has_value()) << trc.error().text();
    EXPECT_EQ(trc->frame_count(), one.frames) << one.path;
    EXPECT_GT(trc->count_seen(), 0U) << one.path;
  }
}

TEST(Trc, reads_known_cells_of_the_odd_files) {
  const auto blanks = test::find_recording("opensim-core/files/exampleFormat.trc");
  if (!blanks) GTEST_SKIP() << test::NoRecordings;
  const auto trc = load_trc(*blanks);
  ASSERT_TRUE(trc.has_value());
  EXPECT_FALSE(trc->find(0, 0));  // blank
  EXPECT_FALSE(trc->find(2, 1));  // Nan, nan, NAN
  EXPECT_EQ(trc->count_seen(), 13U);
  EXPECT_LT((*trc->find(1, 0) - Vector3(-0.273, 0.0745, -1.57)).norm(), 1e-6);
  EXPECT_EQ(trc->time_s()[0], 0.01);
}

}  // namespace
}  // namespace endrange::files
