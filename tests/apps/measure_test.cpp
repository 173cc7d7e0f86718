// `endrange measure` as a person runs it, on recordings that others made (UI-PRMD: a depth camera and
// markers).
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "adapters/protocol/api.h"
#include "adapters/protocol/json.h"
#include "tests/apps/page.h"
#include "tests/apps/program.h"
#include "tests/support/recordings.h"

namespace endrange {
namespace {

using test::read_file;
using test::write_file;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class MeasuringRecordings : public testing::Test {
 protected:
  void SetUp() override {
    recordings = test::find_recording("ui-prmd/Segmented_Movements");
    if (!recordings) GTEST_SKIP() << test::NoRecordings;
  }
  [[nodiscard]] std::string find(const char* device, const char* name) const {
    return (*recordings / device / "Positions" / (std::string(name) + "_positions.txt.gz")).string();
  }
  // Both legs slowly enough to be measured, and by markers.
  [[nodiscard]] std::string find_two_measured_sides() const {
    return (recordings->parent_path() / "Incorrect_Segmented_Movements/Vicon/Positions" /
            "m05_s04_e02_positions_inc.txt.gz")
        .string();
  }
  [[nodiscard]] Outcome measure(const std::string& arguments) const {
    return run(folder, "measure " + arguments);
  }

  const DataFolder folder;
  std::optional<std::filesystem::path> recordings;
};

TEST_F(MeasuringRecordings, names_the_test_that_was_done_and_agrees_between_camera_and_markers) {
  const auto ran = measure(find("Kinect", "m07_s04_e01") + " " + find("Vicon", "m07_s04_e01") + " --json");
  ASSERT_EQ(ran.status, 0) << ran.err;
  const auto read = protocol::parse_json<protocol::FileMeasurements>(ran.out);
  ASSERT_TRUE(read);
  std::vector<protocol::FileMeasurement> right;
  for (const auto& one : read->measurements) {
    EXPECT_EQ(one.protocol, "shoulder.abduction") << one.file;
    if (one.side == protocol::Side::Right) right.push_back(one);
  }
  ASSERT_EQ(right.size(), 2U);
  // Two ways of seeing one repetition: apart by no more than both intervals together.
  const double apart = std::abs(*right[0].reached_deg - *right[1].reached_deg);
  EXPECT_LE(apart, 1.96 * std::hypot(*right[0].reached_se_deg, *right[1].reached_se_deg));
  EXPECT_EQ(right[0].repetitions.size(), 1U);
}

TEST_F(MeasuringRecordings, writes_a_report_that_needs_nothing_else) {
  const auto page = folder / "report.html";
  const auto ran =
      measure(find("Kinect", "m07_s04_e01") + " " + find_two_measured_sides() + " --report " + page.string());
  ASSERT_EQ(ran.status, 0) << ran.err;
  const std::string html = read_file(page);
  EXPECT_THAT(html, AllOf(HasSubstr("Shoulder, out to the side"), HasSubstr("<svg"),
                          HasSubstr("break-after: page"), HasSubstr("m07_s04_e01")));
  EXPECT_THAT(html,
              AllOf(HasSubstr("Right less left"), HasSubstr("± of reached"), HasSubstr("between sessions"),
                    HasSubstr("a repetition takes"), HasSubstr("<b>Trend:</b>")));
  EXPECT_THAT(html, AllOf(Not(HasSubstr("<script")), Not(HasSubstr("http")), Not(HasSubstr("url("))));
}

// Several recordings of one joint motion come on a sheet together, before the sheet of each; one alone has
// none.
TEST_F(MeasuringRecordings, writes_a_sheet_of_all_recordings_of_a_joint) {
  const auto page = folder / "report.html";
  const auto ran =
      measure(find("Kinect", "m07_s04_e01") + " " + find("Kinect", "m07_s04_e02") + " " +
              find("Vicon", "m07_s04_e01") + " " + find_two_measured_sides() + " --report " + page.string());
  ASSERT_EQ(ran.status, 0) << ran.err;
  const std::string html = read_file(page);
  const auto together = html.find("3 recordings</span>");
  ASSERT_NE(together, std::string::npos);
  EXPECT_EQ(html.find("recordings</span>", together + 3), std::string::npos) << "two joints with several";
  EXPECT_LT(together, html.find("made of", together)) << "before the sheet of each";
  EXPECT_NE(html.find("m07_s04_e02_positions.txt.gz, right</text>", together), std::string::npos);
}

TEST_F(MeasuringRecordings, sets_right_against_left_and_says_how_long_a_repetition_took) {
  const auto ran = measure(find_two_measured_sides() + " --json");
  ASSERT_EQ(ran.status, 0) << ran.err;
  const auto read = protocol::parse_json<protocol::FileMeasurements>(ran.out);
  ASSERT_TRUE(read);
  ASSERT_EQ(read->measurements.size(), 2U);
  ASSERT_EQ(read->side_differences.size(), 1U);
  const auto& difference = read->side_differences.front();
  EXPECT_EQ(difference.kind, protocol::RangeKind::Reached) << "nothing was held";
  EXPECT_NEAR(difference.right_less_left_deg,
              *read->measurements[1].reached_deg - *read->measurements[0].reached_deg, 1e-9);
  EXPECT_NEAR(difference.mdc_deg, 1.96 * difference.right_less_left_se_deg, 1e-9);
  for (const auto& one : read->measurements) {
    ASSERT_TRUE(one.tempo_s);
    EXPECT_NEAR(*one.tempo_s, one.repetitions.front().end_s - one.repetitions.front().start_s, 1e-9);
  }
}

TEST_F(MeasuringRecordings, sets_no_trend_against_the_other_side) {
  const auto ran = measure(find("Kinect", "m01_s04_e02") + " --json");
  ASSERT_EQ(ran.status, 0) << ran.err;
  const auto read = protocol::parse_json<protocol::FileMeasurements>(ran.out);
  ASSERT_TRUE(read);
  ASSERT_EQ(read->measurements.size(), 2U);
  for (const auto& one : read->measurements) EXPECT_EQ(one.grade, protocol::Grade::Trend) << one.grade_reason;
  EXPECT_TRUE(read->side_differences.empty());
}

// Arms bent beside a leg that is lifted, or behind the back in a lunge, turn about nothing that is tested.
TEST_F(MeasuringRecordings, takes_no_other_movement_for_a_turn_of_the_arm) {
  for (const char* name : {"m03_s01_e03", "m03_s02_e02", "m06_s01_e10", "m06_s02_e03"})
    EXPECT_THAT(measure(find("Kinect", name)).out, Not(HasSubstr("rotation"))) << name;
  EXPECT_THAT(measure(find("Kinect", "m09_s04_e03")).out, HasSubstr("shoulder.internal_rotation right"));
}

TEST_F(MeasuringRecordings, counts_a_leg_that_it_cannot_measure_from_the_side) {
  const auto ran = measure(find("Kinect", "m06_s02_e03"));
  EXPECT_NE(ran.status, 0);
  EXPECT_THAT(ran.err, AllOf(HasSubstr("side-on to the depth camera"), HasSubstr("counted 1 repetition.")));
}

TEST_F(MeasuringRecordings, goes_on_with_the_others_when_one_file_is_no_recording) {
  const auto wrong = folder / "notes.txt";
  write_file(wrong, "nothing to see");
  const auto ran = measure(wrong.string() + " " + find("Kinect", "m07_s04_e01") + " --json");
  EXPECT_EQ(ran.status, 1);
  EXPECT_THAT(ran.err, HasSubstr("notes.txt"));
  const auto read = protocol::parse_json<protocol::FileMeasurements>(ran.out);
  ASSERT_TRUE(read);
  EXPECT_FALSE(read->measurements.empty());
}

TEST_F(MeasuringRecordings, times_a_leg_that_stands_alone_alike_by_camera_and_markers) {
  const auto ran = measure(find("Kinect", "m02_s04_e01") + " " + find("Vicon", "m02_s04_e01") +
                           " --protocol one_leg_stance --json");
  ASSERT_EQ(ran.status, 0) << ran.err;
  const auto read = protocol::parse_json<protocol::FileMeasurements>(ran.out);
  ASSERT_TRUE(read);
  std::vector<protocol::Figure> times;
  for (const auto& one : read->tested) {
    if (one.side == protocol::Side::Left) {
      ASSERT_EQ(one.figures.size(), 1U) << one.file;
      times.push_back(one.figures.front());
    } else {
      EXPECT_EQ(one.grade, protocol::Grade::NotObservable) << "the right foot stepped over";
    }
  }
  ASSERT_EQ(times.size(), 2U);
  EXPECT_EQ(times[0].name, protocol::FigureName::Time);
  EXPECT_NEAR(times[0].value, times[1].value, 0.6);
}

TEST_F(MeasuringRecordings, draws_no_circle_where_none_was_gone_round) {
  const auto ran = measure(find("Kinect", "m07_s04_e01") + " --protocol shoulder.circle");
  EXPECT_EQ(ran.status, 1);
  EXPECT_THAT(ran.err, HasSubstr("circle"));
}

TEST_F(MeasuringRecordings, refuses_the_turn_of_a_straight_arm) {
  const auto ran =
      measure(find("Kinect", "m07_s04_e01") + " --protocol shoulder.internal_rotation_90 --json");
  EXPECT_EQ(ran.status, 1);
  EXPECT_THAT(ran.err, HasSubstr("straight arm"));
  const auto read = protocol::parse_json<protocol::FileMeasurements>(ran.out);
  ASSERT_TRUE(read);
  ASSERT_EQ(read->refusals.size(), 1U);
  EXPECT_THAT(read->refusals.front().remedy, HasSubstr("Bend the elbow"));
}

}  // namespace
}  // namespace endrange
