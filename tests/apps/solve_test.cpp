// `endrange solve` as a person runs it. Oracle: a pendulum whose angle each frame's markers were placed by.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <sstream>
#include <utility>

#include "adapters/protocol/api.h"
#include "adapters/protocol/json.h"
#include "tests/apps/page.h"
#include "tests/apps/program.h"
#include "tests/support/recordings.h"

namespace endrange {
namespace {

using test::write_file;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

// A rod that hangs on the ground by a pin about z, with a marker half way down and one at its end.
const std::string Pendulum = R"(<OpenSimDocument Version="40000">
<Model name="pendulum"><Ground name="ground"/>
<BodySet name="bodyset"><objects><Body name="rod"><mass>1</mass><mass_center>0 -0.5 0</mass_center></Body></objects></BodySet>
<JointSet name="jointset"><objects>
<PinJoint name="pin"><socket_parent_frame>/ground</socket_parent_frame><socket_child_frame>/bodyset/rod</socket_child_frame>
<coordinates><Coordinate name="swing"><range>-3 3</range></Coordinate></coordinates></PinJoint>
</objects></JointSet>
<MarkerSet name="markerset"><objects>
<Marker name="half"><socket_parent_frame>/bodyset/rod</socket_parent_frame><location>0 -0.5 0</location></Marker>
<Marker name="end"><socket_parent_frame>/bodyset/rod</socket_parent_frame><location>0 -1 0</location></Marker>
</objects></MarkerSet>
</Model></OpenSimDocument>
)";

enum class Unit { Millimetre, MillimetreCalledMetre };

// The rod swings to and fro; `end` is missing in every third frame.
std::string make_trc(int frames, double rate_hz = 100.0, Unit unit = Unit::Millimetre,
                     const std::string& end = "end") {
  std::string text = fmt::format(
      "PathFileType\t4\t(X/Y/Z)\tswing.trc\n"
      "DataRate\tCameraRate\tNumFrames\tNumMarkers\tUnits\tOrigDataRate\tOrigDataStartFrame\tOrigNumFrames\n"
      "{0}\t{0}\t{1}\t2\t{2}\t{0}\t1\t{1}\nFrame#\tTime\thalf\t\t\t{3}\t\t\n\t\tX1\tY1\tZ1\tX2\tY2\tZ2\n\n",
      rate_hz, frames, unit == Unit::Millimetre ? "mm" : "m", end);
  for (int i = 0; i < frames; ++i) {
    const double angle = std::sin(0.1 * i);
    const double x = 1000.0 * std::sin(angle);
    const double y = -1000.0 * std::cos(angle);
    text += fmt::format("{}\t{:.6f}\t{:.5f}\t{:.5f}\t0.00001", i + 1, i / rate_hz, 0.5 * x, 0.5 * y);
    text += i % 3 == 2 ? "\t\t\t\n" : fmt::format("\t{:.5f}\t{:.5f}\t0.00001\n", x, y);
  }
  return text;
}

class SolveCommand : public testing::Test {
 protected:
  void SetUp() override {
    write_file(folder / "rod.osim", Pendulum);
    write_file(folder / "swing.trc", make_trc(30));
  }
  [[nodiscard]] std::string path(const std::string& name) const { return (folder / name).string(); }
  [[nodiscard]] Outcome solve(const std::string& arguments) const {
    return run(folder, "solve " + arguments);
  }

  const DataFolder folder;
};

TEST_F(SolveCommand, writes_the_motion_that_the_markers_show) {
  const auto done =
      solve(path("swing.trc") + " -o " + path("swing.mot") + " --model " + path("rod.osim") + " --errors " +
            path("errors.sto") + " --covariance " + path("sure.csv") + " --json");
  ASSERT_EQ(done.status, 0) << done.err;
  const auto solved = protocol::parse_json<protocol::SolvedFiles>(done.out);
  ASSERT_TRUE(solved.has_value()) << solved.error().text();
  ASSERT_EQ(solved->solved.size(), 1U);
  EXPECT_EQ(solved->solved[0].frames, 30);
  EXPECT_EQ(solved->solved[0].frames_seen, 30);
  EXPECT_LT(solved->solved[0].rms_m, 1e-6);
  const std::string motion = read_file(folder / "swing.mot");
  EXPECT_THAT(motion, AllOf(HasSubstr("inDegrees=yes"), HasSubstr("time\tswing")));
  const auto last = motion.rfind('\t');
  EXPECT_NEAR(std::stod(motion.substr(last + 1)), std::sin(2.9) * 180.0 / std::numbers::pi, 1e-3);
  EXPECT_THAT(read_file(folder / "errors.sto"), HasSubstr("marker_error_RMS"));
  EXPECT_THAT(read_file(folder / "sure.csv"), HasSubstr("time,swing*swing\n0.000000,"));
}

TEST_F(SolveCommand, tells_errors_as_open_sim_does_and_lists_what_is_left_out) {
  write_file(folder / "other.trc", make_trc(5, 100.0, Unit::Millimetre, "elsewhere"));
  const auto done = solve(path("other.trc") + " -o " + path("other.mot") + " --model " + path("rod.osim"));
  ASSERT_EQ(done.status, 0) << done.err;
  EXPECT_THAT(done.out,
              AllOf(HasSubstr("5 frames"), HasSubstr("total squared"), HasSubstr("RMS"), HasSubstr("max")));
  EXPECT_THAT(done.err, AllOf(HasSubstr("no marker end"), HasSubstr("not followed: elsewhere")));
  EXPECT_THAT(done.err, Not(HasSubstr("\r"))) << "no progress in a pipe";
}

TEST_F(SolveCommand, solves_several_files_into_a_folder) {
  write_file(folder / "again.trc", make_trc(40));
  const auto done = solve(path("swing.trc") + " " + path("again.trc") + " -o " + path("all") + " --model " +
                          path("rod.osim") + " --json");
  ASSERT_EQ(done.status, 0) << done.err;
  EXPECT_EQ(protocol::parse_json<protocol::SolvedFiles>(done.out)->solved.size(), 2U);
  EXPECT_THAT(read_file(folder / "all" / "swing.mot"), HasSubstr("nRows=30"));
  EXPECT_THAT(read_file(folder / "all" / "again.mot"), HasSubstr("nRows=40"));
  const auto clash = solve(path("swing.trc") + " " + path("swing.trc") + " -o " + path("all") + " --model " +
                           path("rod.osim"));
  EXPECT_EQ(clash.status, 2);
  EXPECT_THAT(clash.err, HasSubstr("would both become"));
}

TEST_F(SolveCommand, reads_strange_recordings_sensibly) {
  const auto motion_of = [&](const std::string& trc) {
    write_file(folder / "strange.trc", trc);
    const auto done =
        solve(path("strange.trc") + " -o " + path("strange.mot") + " --model " + path("rod.osim"));
    EXPECT_EQ(done.status, 0) << done.err;
    return std::pair(read_file(folder / "strange.mot"), done.err);
  };
  EXPECT_THAT(motion_of(make_trc(1)).first, HasSubstr("nRows=1"));
  EXPECT_THAT(motion_of(make_trc(50, 10'000.0)).first, HasSubstr("nRows=50"));
  const auto [motion, notes] = motion_of(make_trc(30, 100.0, Unit::MillimetreCalledMetre));
  EXPECT_THAT(notes, HasSubstr("millimetres"));
  EXPECT_NEAR(std::stod(motion.substr(motion.rfind('\t') + 1)), std::sin(2.9) * 180.0 / std::numbers::pi,
              1e-3);
}

TEST_F(SolveCommand, ends_bad_input_with_one_clear_error_and_writes_nothing) {
  write_file(folder / "empty.trc", make_trc(0));
  write_file(folder / "unseen.trc", [] {
    auto text = make_trc(1);
    const auto row = text.rfind("1\t0.000000");
    return text.substr(0, row) + "1\t0.000000\t\t\t\t\t\t\n";
  }());
  write_file(folder / "tasks.xml",
             "<IKTaskSet name=\"t\"><objects><IKMarkerTask name=\"end\"><apply>true</apply><weight>1</weight>"
             "</IKMarkerTask><IKCoordinateTask name=\"sway\"><apply>true</apply><weight>1</weight>"
             "<value_type>default_value</value_type></IKCoordinateTask></objects></IKTaskSet>\n");
  write_file(folder / "stranger.osim", "<OpenSimDocument Version=\"40000\"><Model name=\"m\">\n");
  struct Bad {
    std::string arguments;
    int status;
    std::string word;
  };
  const std::string model = " --model " + path("rod.osim");
  const std::vector<Bad> all = {
      {path("nowhere.trc") + model, 1, "nowhere.trc"},
      {path("empty.trc") + model, 1, "frame"},
      {path("unseen.trc") + model, 1, "found none"},
      {path("swing.trc"), 1, "--model"},
      {path("swing.trc") + " --model " + path("stranger.osim"), 1, "stranger.osim"},
      {path("swing.trc") + model + " --tasks " + path("tasks.xml"), 1, "coordinate sway"},
      {path("swing.trc") + " --tasks " + path("tasks.xml"), 2, "--model"},
  };
  for (const Bad& bad : all) {
    const auto done = solve(bad.arguments + " -o " + path("bad.mot"));
    EXPECT_EQ(done.status, bad.status) << bad.arguments << done.out << done.err;
    EXPECT_THAT(done.err, HasSubstr(bad.word)) << bad.arguments;
    EXPECT_FALSE(std::filesystem::exists(folder / "bad.mot")) << bad.arguments;
  }
  const auto before = solve(path("swing.trc") + " -o " + path("kept.mot") + model);
  const auto kept = read_file(folder / "kept.mot");
  EXPECT_EQ(solve(path("empty.trc") + " -o " + path("kept.mot") + model).status, 1);
  EXPECT_EQ(read_file(folder / "kept.mot"), kept) << "what was there stays";
}

// A set-up whose two markers weigh so much, with more of it in front.
std::string make_set_up(double weight, const std::string& more = "") {
  std::string tasks;
  for (const char* name : {"half", "end"}) {
    tasks += fmt::format("<IKMarkerTask name=\"{}\"><apply>true</apply><weight>{}</weight></IKMarkerTask>",
                         name, weight);
  }
  return fmt::format(
      "<OpenSimDocument Version=\"40000\"><InverseKinematicsTool>{}<IKTaskSet><objects>{}</objects>"
      "</IKTaskSet></InverseKinematicsTool></OpenSimDocument>",
      more, tasks);
}

// Markers that fit the rod badly: the end is a tenth further out than the model has it.
TEST_F(SolveCommand, tells_the_same_errors_whatever_all_markers_weigh_alike) {
  std::string model = Pendulum;
  model.replace(model.find("0 -1 0"), 6, "0 -0.9 0");
  write_file(folder / "short.osim", model);
  const auto told = [&](double weight) {
    write_file(folder / "set_up.xml", make_set_up(weight));
    const auto done =
        solve(path("swing.trc") + " -o " + path("swing.mot") + " --model " + path("short.osim") +
              " --tasks " + path("set_up.xml") + " --errors " + path("errors.sto"));
    EXPECT_EQ(done.status, 0) << done.err;
    return done.out.substr(done.out.find("marker error")) + read_file(folder / "errors.sto");
  };
  const std::string one = told(1.0);
  EXPECT_EQ(told(9.0), one);
  // Each frame: 0 and 100 mm, or in every third the 0 alone.
  EXPECT_THAT(one, HasSubstr("total squared 0.006667 m² a frame, RMS 57.74 mm, max 100.00 mm (end at"));
}

TEST_F(SolveCommand, keeps_to_the_time_range_of_the_set_up) {
  const auto solve_range = [&](const std::string& range) {
    write_file(folder / "set_up.xml", make_set_up(1.0, "<time_range>" + range + "</time_range>"));
    return solve(path("swing.trc") + " -o " + path("swing.mot") + " --model " + path("rod.osim") +
                 " --tasks " + path("set_up.xml") + " --errors " + path("errors.sto") + " --covariance " +
                 path("sure.csv"));
  };
  const auto done = solve_range("0.1 0.2");
  ASSERT_EQ(done.status, 0) << done.err;
  EXPECT_THAT(done.out, HasSubstr("11 frames"));
  EXPECT_THAT(done.err, HasSubstr("11 of 30 frames lie within the set-up's time range"));
  EXPECT_THAT(read_file(folder / "swing.mot"), AllOf(HasSubstr("nRows=11"), HasSubstr("\n0.1\t")));
  EXPECT_THAT(read_file(folder / "errors.sto"), AllOf(HasSubstr("nRows=11"), HasSubstr("\n0.200000\t")));
  const std::string sure = read_file(folder / "sure.csv");
  EXPECT_EQ(std::ranges::count(sure, '\n'), 12) << sure;
  EXPECT_THAT(sure, HasSubstr("swing*swing\n0.100000,"));
  EXPECT_THAT(solve_range("-Inf Inf").out, HasSubstr("30 frames"));
  const auto none = solve_range("0.5 2");
  EXPECT_EQ(none.status, 1);
  EXPECT_THAT(none.err, HasSubstr("set_up.xml: expected a frame from 0.500 to 2.000 s, as <time_range> says, "
                                  "found the recording's from 0.000 to 0.290 s"));
  EXPECT_EQ(solve_range("0.101 0.109").status, 1) << "between two frames";
}

// The rod's end carries a bob that turns about the rod and slides along it, and no marker.
TEST_F(SolveCommand, says_which_coordinates_no_marker_shows) {
  std::string model = Pendulum;
  const auto insert = [&](const std::string& before, const std::string& text) {
    model.insert(model.find(before), text);
  };
  insert("</objects></BodySet>", "<Body name=\"bob\"><mass>1</mass></Body>");
  for (const auto& [kind, name] : {std::pair("PinJoint", "spin"), std::pair("SliderJoint", "slip")}) {
    const std::string child = name == std::string("spin") ? "ring" : "bob";
    const std::string parent = name == std::string("spin") ? "rod" : "ring";
    insert("</objects></JointSet>",
           fmt::format("<{0} name=\"{1}_joint\"><socket_parent_frame>/bodyset/{2}</socket_parent_frame>"
                       "<socket_child_frame>/bodyset/{3}</socket_child_frame>"
                       "<coordinates><Coordinate name=\"{1}\"/></coordinates></{0}>\n",
                       kind, name, parent, child));
  }
  insert("</objects></BodySet>", "<Body name=\"ring\"><mass>1</mass></Body>");
  write_file(folder / "bob.osim", model);
  const auto shown = solve(path("swing.trc") + " -o " + path("swing.mot") + " --model " + path("rod.osim"));
  EXPECT_THAT(shown.err, Not(HasSubstr("no marker shows")));
  const auto unshown = solve(path("swing.trc") + " -o " + path("swing.mot") + " --model " + path("bob.osim"));
  ASSERT_EQ(unshown.status, 0) << unshown.err;
  EXPECT_THAT(unshown.err, HasSubstr("no marker shows spin, slip: do not read their values"));
}

// Four bars in a plane, whose one tie says nothing along the pins. The crank is given, and where the rocker's
// end is follows from two circles.
TEST_F(SolveCommand, follows_a_loop_in_a_plane) {
  std::string model = read_file(std::filesystem::path(ENDRANGE_SOURCE_DIR) / "fuzz/seeds/open_sim/loop");
  model.insert(model.find("</Model>"),
               "<MarkerSet name=\"markerset\"><objects>"
               "<Marker name=\"crank_end\"><socket_parent_frame>/bodyset/crank</socket_parent_frame>"
               "<location>0 0.1 0</location></Marker>"
               "<Marker name=\"rocker_end\"><socket_parent_frame>/bodyset/rocker</socket_parent_frame>"
               "<location>0 0.2 0</location></Marker></objects></MarkerSet>");
  write_file(folder / "bars.osim", model);
  std::string trc =
      "PathFileType\t4\t(X/Y/Z)\tbars.trc\nDataRate\tNumFrames\tNumMarkers\tUnits\n100\t10\t2\tm\n"
      "Frame#\tTime\tcrank_end\t\t\trocker_end\t\t\n\n";
  const double coupler = std::hypot(0.3, 0.1);
  for (int i = 0; i < 10; ++i) {
    const double angle = 0.06 * i;
    const double x = -0.1 * std::sin(angle);
    const double y = 0.1 * std::cos(angle);
    // From the crank's end towards the rocker's pin at (0.3, 0), and then up beside that line.
    const double apart = std::hypot(0.3 - x, y);
    const double along = (coupler * coupler - 0.2 * 0.2 + apart * apart) / (2.0 * apart);
    const double beside = std::sqrt(coupler * coupler - along * along);
    const double u = (0.3 - x) / apart;
    const double v = -y / apart;
    trc += fmt::format("{}\t{:.2f}\t{:.9f}\t{:.9f}\t0\t{:.9f}\t{:.9f}\t0\n", i + 1, 0.01 * i, x, y,
                       x + along * u - beside * v, y + along * v + beside * u);
  }
  write_file(folder / "bars.trc", trc);
  const auto done = solve(path("bars.trc") + " -o " + path("bars.mot") + " --model " + path("bars.osim") +
                          " --covariance " + path("sure.csv"));
  ASSERT_EQ(done.status, 0) << done.err;
  EXPECT_THAT(done.err, Not(HasSubstr("did not settle")));
  EXPECT_THAT(done.out, HasSubstr("RMS 0.00 mm"));
  const std::string motion = read_file(folder / "bars.mot");
  std::istringstream last(motion.substr(motion.rfind('\n', motion.size() - 2)));
  double time_s = 0.0;
  double crank_deg = 0.0;
  last >> time_s >> crank_deg;
  EXPECT_NEAR(time_s, 0.09, 1e-9);
  EXPECT_NEAR(crank_deg, 0.54 * 180.0 / std::numbers::pi, 1e-3);
  EXPECT_EQ(std::ranges::count(read_file(folder / "sure.csv"), '\n'), 11);
}

TEST_F(SolveCommand, agrees_with_open_sim_through_the_program) {
  const auto markers = test::find_recording("nimblephysics/subject4/MarkerData/walking1.trc");
  const auto model = test::find_recording("nimblephysics/subject4/Models/manually_scaled.osim");
  const auto tasks = test::find_recording("opensim-reference/walking1/setup_acc1e-9.xml");
  if (!markers || !model || !tasks) GTEST_SKIP() << test::NoRecordings;
  const auto done = solve(markers->string() + " -o " + path("walking.mot") + " --model " + model->string() +
                          " --tasks " + tasks->string() + " --json");
  ASSERT_EQ(done.status, 0) << done.err;
  const auto solved = protocol::parse_json<protocol::SolvedFiles>(done.out);
  ASSERT_TRUE(solved.has_value());
  // OpenSim's own, over its 131 frames: 0.557934 m² in all.
  EXPECT_NEAR(solved->solved[0].total_squared_m2 * 131.0, 0.557934, 1e-5);
}

}  // namespace
}  // namespace endrange
