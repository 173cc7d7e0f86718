#include "adapters/files/ik_tasks.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cmath>

#include "tests/adapters/files/open_sim_text.h"
#include "tests/support/recordings.h"

namespace endrange::files {
namespace {

using testing::HasSubstr;

const std::string SmallSetUp = R"(<OpenSimDocument Version="40000"><InverseKinematicsTool name="walk">
<model_file> m.osim </model_file><marker_file>w.trc</marker_file><coordinate_file>c.mot</coordinate_file>
<constraint_weight>20</constraint_weight><accuracy>1e-6</accuracy><time_range>0.5 2</time_range>
<IKTaskSet><objects>
<IKMarkerTask name="A"><apply>true</apply><weight>2.5</weight></IKMarkerTask>
<IKMarkerTask name="B"><apply>false</apply><weight>1</weight></IKMarkerTask>
<IKCoordinateTask name="q"><weight>10</weight><value_type>manual_value</value_type><value>0.3</value></IKCoordinateTask>
<IKCoordinateTask name="r"><weight>1</weight><value_type>from_file</value_type></IKCoordinateTask>
<IKCoordinateTask name="s"><weight>1</weight><value>nan</value></IKCoordinateTask>
</objects></IKTaskSet></InverseKinematicsTool></OpenSimDocument>
)";

std::string replace(std::string text, const std::string& what, const std::string& with) {
  const auto at = text.find(what);
  EXPECT_NE(at, std::string::npos) << what;
  return at == std::string::npos ? text : text.replace(at, what.size(), with);
}

std::string error_of(const std::string& text) {
  const auto parsed = parse_inverse_kinematics_tasks(text, "ik.xml");
  return parsed ? "no error" : parsed.error().text();
}

TEST(IkTasks, reads_what_counts_and_how_much) {
  const auto tasks = parse_inverse_kinematics_tasks(SmallSetUp, "ik.xml");
  ASSERT_TRUE(tasks.has_value()) << tasks.error().text();
  EXPECT_EQ(tasks->name, "walk");
  EXPECT_EQ(tasks->model_file, "m.osim");
  EXPECT_EQ(tasks->marker_file, "w.trc");
  EXPECT_EQ(tasks->coordinate_file, "c.mot");
  EXPECT_EQ(tasks->constraint_weight, 20.0);
  EXPECT_EQ(tasks->accuracy, 1e-6);
  EXPECT_EQ(tasks->first_s, 0.5);
  EXPECT_EQ(tasks->last_s, 2.0);
  ASSERT_EQ(tasks->markers.size(), 2U);
  EXPECT_EQ(tasks->markers[0].weight, 2.5);
  EXPECT_FALSE(tasks->markers[1].is_applied);
  ASSERT_EQ(tasks->coordinates.size(), 3U);
  EXPECT_EQ(tasks->coordinates[0].source, TargetSource::Manual);
  EXPECT_EQ(tasks->coordinates[0].value, 0.3);
  EXPECT_EQ(tasks->coordinates[1].source, TargetSource::File);
  EXPECT_EQ(tasks->coordinates[2].source, TargetSource::Default);
}

TEST(IkTasks, reads_a_bare_set_and_open_sims_own_spelling) {
  const auto bare = parse_inverse_kinematics_tasks(
      "<IKTaskSet name=\"t\"><objects><IKMarkerTask name=\"A\"/></objects></IKTaskSet>", "ik.xml");
  ASSERT_TRUE(bare.has_value()) << bare.error().text();
  EXPECT_EQ(bare->markers[0].weight, 0.0);
  EXPECT_TRUE(bare->markers[0].is_applied);
  EXPECT_FALSE(bare->constraint_weight);
  EXPECT_TRUE(std::isinf(bare->last_s));
  const auto other = parse_inverse_kinematics_tasks(
      "<InverseKinemtaticsTool><constraint_weight>Infinity</constraint_weight><time_range>-Inf "
      "Inf</time_range>"
      "<IKTaskSet file=\"t.xml\"/></InverseKinemtaticsTool>",
      "ik.xml");
  ASSERT_TRUE(other.has_value()) << other.error().text();
  EXPECT_EQ(other->task_file, "t.xml");
  EXPECT_FALSE(other->constraint_weight);
}

TEST(IkTasks, refuses_what_it_does_not_understand_at_its_line) {
  EXPECT_THAT(error_of(replace(
                  SmallSetUp, "IKMarkerTask name=\"A\"><apply>true</apply><weight>2.5</weight></IKMarkerTask",
                  "IKTask name=\"A\"/")),
              HasSubstr("ik.xml:5: expected an <IKMarkerTask>"));
  EXPECT_THAT(error_of(replace(SmallSetUp, "<weight>2.5", "<weight>-1")),
              HasSubstr("ik.xml:5: expected no weight below zero"));
  EXPECT_THAT(error_of(replace(SmallSetUp, "from_file", "guess")), HasSubstr("found \"guess\""));
  EXPECT_THAT(error_of(replace(SmallSetUp, "0.5 2", "2 0.5")), HasSubstr("a time range that rises"));
  EXPECT_THAT(error_of(replace(SmallSetUp, "0.5 2", "2")),
              HasSubstr("expected 2 numbers in <time_range>, found 1"));
  EXPECT_THAT(error_of(replace(SmallSetUp, "<weight>2.5", "<weight>much")), HasSubstr("found \"much\""));
  EXPECT_THAT(error_of("<ScaleTool/>"), HasSubstr("found <ScaleTool>"));
}

TEST(IkTasks, names_each_that_model_or_recording_lacks) {
  using namespace test_text;
  const auto model = parse_open_sim_model(
      test_text::model(
          body("a"),
          joint("PinJoint", "j", "/ground", "a", "<coordinates>" + coordinate("q") + "</coordinates>"),
          "<MarkerSet><objects><Marker name=\"A\"><body>a</body></Marker></objects></MarkerSet>"),
      "m.osim");
  ASSERT_TRUE(model.has_value()) << model.error().text();
  const auto tasks =
      parse_inverse_kinematics_tasks(replace(SmallSetUp, "<apply>false", "<apply>true"), "ik.xml");
  ASSERT_TRUE(tasks.has_value());
  const std::array<std::string, 2> names = {"A", "C"};
  EXPECT_EQ(
      check_tasks(*tasks, *model, names).text(),
      "warning: expected marker B in the model and the recording, found none; it is left out; give it the "
      "same "
      "name everywhere\n"
      "error: expected coordinate r in the model, found none; give the model that the tasks were made for\n"
      "error: expected coordinate s in the model, found none; give the model that the tasks were made for\n");
  EXPECT_THAT(check_tasks(*tasks, *model, {}).text(),
              HasSubstr("error: expected a marker with a weight in tasks, model and recording, found none"));
}

TEST(IkTasks, reads_every_set_up_of_the_recordings) {
  struct Expected {
    std::string path;
    std::size_t markers;
    std::size_t coordinates;
  };
  const std::array<Expected, 6> all = {{{"nimblephysics/ja1/JA1Gait35_ik_setup.xml", 77, 0},
                                        {"nimblephysics/subject4/IK/squats1_ik_setup.xml", 49, 0},
                                        {"opencap-core/opensimPipeline/IK/Setup_IK_shoulder.xml", 43, 8},
                                        {"opensim-core/ik/constraintTest_setup_ik.xml", 48, 0},
                                        {"opensim-core/ik/setup_ik_abdbonepin.xml", 11, 0},
                                        {"opensim-core/ik/gait2354_IK_Tasks_uniform.xml", 31, 0}}};
  for (const Expected& one : all) {
    const auto path = test::find_recording(one.path);
    if (!path) GTEST_SKIP() << test::NoRecordings;
    const auto tasks = load_inverse_kinematics_tasks(*path);
    ASSERT_TRUE(tasks.has_value()) << tasks.error().text();
    EXPECT_EQ(tasks->markers.size(), one.markers) << one.path;
    EXPECT_EQ(tasks->coordinates.size(), one.coordinates) << one.path;
  }
}

// One of OpenSim's examples closes a document that it never opened.
TEST(IkTasks, says_where_a_set_up_is_not_xml) {
  const auto path = test::find_recording("opensim-core/ik/gait2354_IK_Tasks.xml");
  if (!path) GTEST_SKIP() << test::NoRecordings;
  const auto tasks = load_inverse_kinematics_tasks(*path);
  ASSERT_FALSE(tasks.has_value());
  EXPECT_THAT(tasks.error().text(), HasSubstr("gait2354_IK_Tasks.xml:292: expected XML"));
}

}  // namespace
}  // namespace endrange::files
