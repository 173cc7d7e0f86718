#include "adapters/files/mot.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <filesystem>

#include "core/body/built_in_body.h"
#include "tests/support/recordings.h"

namespace endrange::files {
namespace {

const std::string Header = "Coordinates\nversion=1\nnRows=2\nnColumns=3\ninDegrees=yes\n\nendheader\n";

std::string error_of(const std::string& text) {
  const auto parsed = parse_mot(text, "m.mot");
  return parsed ? "no error" : parsed.error().text();
}

TEST(Mot, reads_columns_by_name) {
  const auto table =
      parse_mot(Header + "time\tknee_angle_r\tpelvis_ty\n0\t  12.5\t.9\n0.01\t13\tnan\n", "m.mot");
  ASSERT_TRUE(table.has_value()) << table.error().text();
  EXPECT_TRUE(table->in_degrees);
  EXPECT_EQ(table->time_s, (std::vector<double>{0.0, 0.01}));
  EXPECT_EQ(table->find(0, *table->find_column("knee_angle_r")), 12.5);
  EXPECT_FALSE(table->find(1, 1));
  EXPECT_TRUE(table->notes.empty());
}

TEST(Mot, reads_commas_blanks_windows_and_simm) {
  const auto commas = parse_mot(
      "Coordinates,,\r\nnRows=1,,\r\ninDegrees=no,,\r\n,,\r\nendheader,,\r\n"
      "time,a,b\r\n1.56,-2,3\r\n",
      "m.mot");
  ASSERT_TRUE(commas.has_value()) << commas.error().text();
  EXPECT_FALSE(commas->in_degrees);
  EXPECT_EQ(commas->find(0, 1), 3.0);
  const auto simm = parse_mot(
      "first trial\n# SIMM Motion File Header:\nname x\ndatacolumns 2\ndatarows 2\n"
      "endheader\n  time   a  \n 0.1  -0.5 \n 0.2 1e-3\n",
      "m.mot");
  ASSERT_TRUE(simm.has_value()) << simm.error().text();
  EXPECT_TRUE(simm->in_degrees);
  EXPECT_EQ(simm->find(1, 0), 0.001);
  ASSERT_EQ(simm->notes.size(), 1U);
}

TEST(Mot, says_how_it_took_angles_of_which_the_file_says_nothing) {
  const auto degrees = parse_mot("x\nendheader\ntime\ta\n0\t-55\n", "m.mot");
  ASSERT_TRUE(degrees.has_value());
  EXPECT_TRUE(degrees->in_degrees);
  const auto radians = parse_mot("x\nendheader\ntime\ta\n0\t-1.2\n", "m.mot");
  ASSERT_TRUE(radians.has_value());
  EXPECT_FALSE(radians->in_degrees);
  EXPECT_NE(radians->notes[0].find("radians"), std::string::npos);
}

TEST(Mot, ends_bad_input_with_one_clear_error) {
  EXPECT_NE(error_of("").find("found an empty file"), std::string::npos);
  EXPECT_NE(error_of("a\nb\n").find("m.mot:2: expected a header that ends with endheader"),
            std::string::npos);
  EXPECT_NE(error_of(Header).find("expected the names of the columns"), std::string::npos);
  EXPECT_NE(error_of(Header + "t\ta\n").find("m.mot:8: expected names of columns that begin with time"),
            std::string::npos);
  EXPECT_NE(error_of(Header + "time\n").find("expected a column besides time"), std::string::npos);
  EXPECT_NE(error_of(Header + "time\ta\n0\t1\t2\n")
                .find("m.mot:9: expected 2 numbers, one for each column, found 3"),
            std::string::npos);
  EXPECT_NE(error_of(Header + "time\ta\n0\t1\n0\t2\n").find("m.mot:10: expected times that rise"),
            std::string::npos);
  EXPECT_NE(error_of(Header + "time\ta\n0\tx\n").find("expected a number for a, found \"x\""),
            std::string::npos);
  EXPECT_NE(error_of(Header + "time\ta\tb\n0\t1\t2\n1\t2").find("expected a whole last row"),
            std::string::npos);
  EXPECT_NE(
      error_of("DataType=Vec3\nversion=2\nendheader\ntime\ta\n0\t0,0,0\n")
          .find(
              "m.mot:1: expected plain numbers (DataType=double), found \"vec3\"; export it with one number"),
      std::string::npos);
  EXPECT_NE(error_of("version=1\ninDegrees=perhaps\nendheader\n").find("m.mot:2: expected yes or no"),
            std::string::npos);
  EXPECT_NE(error_of(Header + "time\ta\n0\t1,2,3\n").find("vectors and quaternions are not read"),
            std::string::npos);
}

RC_GTEST_PROP(Mot, is_read_back_to_the_last_bit, ()) {
  motion::CoordinateTable table;
  const auto columns = *rc::gen::inRange<std::size_t>(1, 5);
  const auto rows = *rc::gen::inRange<std::size_t>(0, 6);
  for (std::size_t i = 0; i < columns; ++i) table.names.push_back("c" + std::to_string(i));
  for (std::size_t row = 0; row < rows; ++row) {
    table.time_s.push_back(static_cast<double>(row) / 3.0);
    for (std::size_t i = 0; i < columns; ++i) {
      const bool is_missing = *rc::gen::inRange(0, 5) == 0;
      const double value = static_cast<double>(*rc::gen::arbitrary<int>()) / 7.0;
      table.values.push_back(is_missing ? std::nullopt : std::optional(value));
    }
  }
  table.in_degrees = *rc::gen::arbitrary<bool>();
  const auto again = parse_mot(format_mot(table), "x.mot");
  RC_ASSERT(again.has_value());
  table.notes = again->notes;
  RC_ASSERT(*again == table);
}

TEST(Mot, carries_a_motion_of_the_body_there_and_back) {
  const body::Body body = body::make_built_in_body(body::compute_segment_lengths(1.7));
  motion::Motion motion;
  for (int i = 0; i < 20; ++i) {
    body::Tangent step(static_cast<Eigen::Index>(body.coordinate_count()));
    for (Eigen::Index k = 0; k < step.size(); ++k) step[k] = std::sin(0.3 * i + static_cast<double>(k));
    motion.time_s.push_back(i * 0.01);
    motion.poses.push_back(retract(body, body.neutral_pose(), step));
  }
  const auto table = parse_mot(format_mot(make_coordinate_table(body, motion)), "x.mot");
  ASSERT_TRUE(table.has_value()) << table.error().text();
  const auto again = create_motion(body, *table);
  ASSERT_TRUE(again.has_value());
  EXPECT_EQ(again->time_s, motion.time_s);
  for (std::size_t i = 0; i < 20; ++i)
    EXPECT_LT(compute_difference(body, motion.poses[i], again->poses[i]).norm(), 1e-9);
}

// OpenSim's, OpenCap's, nimblephysics' and pyomeca's own files: all of plain numbers are read to their stated
// rows, those of vectors and quaternions are refused by name.
TEST(Mot, reads_every_table_of_others) {
  const auto root = test::find_recording("README.md");
  if (!root) GTEST_SKIP() << test::NoRecordings;
  std::size_t read = 0;
  std::size_t refused = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(root->parent_path())) {
    const auto extension = entry.path().extension();
    if (extension != ".mot" && extension != ".sto") continue;
    const auto table = load_mot(entry.path());
    if (!table) {
      ++refused;
      EXPECT_NE(table.error().text().find("expected plain numbers (DataType=double)"), std::string::npos)
          << table.error().text();
      continue;
    }
    ++read;
    EXPECT_GT(table->time_s.size(), 0U) << entry.path();
  }
  EXPECT_GE(read, 35U);
  EXPECT_EQ(refused, 3U);
}

TEST(Mot, knows_degrees_from_radians_in_two_engines_results_of_one_trial) {
  const auto degrees_path = test::find_recording("nimblephysics/ja1/JA1Gait35_ik_by_opensim.mot");
  const auto radians_path = test::find_recording("nimblephysics/ja1/JA1Gait35_ik.mot");
  if (!degrees_path || !radians_path) GTEST_SKIP() << test::NoRecordings;
  const auto degrees = load_mot(*degrees_path);
  const auto radians = load_mot(*radians_path);
  ASSERT_TRUE(degrees.has_value() && radians.has_value());
  EXPECT_TRUE(degrees->in_degrees);
  EXPECT_FALSE(radians->in_degrees);
  EXPECT_EQ(degrees->time_s.size(), 322U);
  EXPECT_NEAR(*degrees->find(0, 0), *radians->find(0, 0) * 57.29578, 1.0);
}

}  // namespace
}  // namespace endrange::files
