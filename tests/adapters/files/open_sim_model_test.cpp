#include "adapters/files/open_sim_model.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "core/body/kinematics.h"
#include "core/solve/marker_fit.h"
#include "tests/adapters/files/open_sim_text.h"

namespace endrange::files {
namespace {

using namespace test_text;
using body::Vector3;
using testing::HasSubstr;

std::string error_of(const std::string& text) {
  const auto parsed = parse_open_sim_model(text, "m.osim");
  return parsed ? "no error" : parsed.error().text();
}

std::string pin(const std::string& name, const std::string& parent, const std::string& child,
                const std::string& inside = "") {
  return joint("PinJoint", name, parent, child,
               "<coordinates>" + coordinate("q_" + name, inside) + "</coordinates>");
}

std::string replace(std::string text, const std::string& what, const std::string& with) {
  const auto at = text.find(what);
  EXPECT_NE(at, std::string::npos) << what;
  return at == std::string::npos ? text : text.replace(at, what.size(), with);
}

// A thigh that hangs on a pelvis, as version 3 writes it.
const std::string OldModel = R"(<?xml version="1.0" encoding="UTF-8"?>
<OpenSimDocument Version="30000"><Model name="old"><BodySet><objects>
<Body name="ground"><mass>0</mass><Joint/></Body>
<Body name="pelvis"><mass>3</mass><mass_center>-0.1 0 0</mass_center><Joint><FreeJoint name="root">
  <parent_body> ground </parent_body><reverse>false</reverse></FreeJoint></Joint></Body>
<Body name="femur_r"><mass>1</mass><Joint><PinJoint name="hip_r"><parent_body>pelvis</parent_body>
  <location_in_parent>0 0 0.1</location_in_parent><orientation_in_parent>0 0 0.5</orientation_in_parent>
  <location>0 0.2 0</location><orientation>0 0 0</orientation>
  <CoordinateSet><objects><Coordinate name="hip"><motion_type>rotational</motion_type></Coordinate></objects>
  </CoordinateSet></PinJoint></Joint></Body>
</objects></BodySet>
<ForceSet><objects><Unheard name="of"/></objects></ForceSet>
<MarkerSet><objects>
<Marker name="knee"><body>femur_r</body><location>0.01 0.02 0.03</location></Marker>
<Marker name="floor"><body>ground</body></Marker>
</objects></MarkerSet></Model></OpenSimDocument>
)";

TEST(OpenSimModel, reads_bodies_that_hold_their_joints) {
  const auto model = parse_open_sim_model(OldModel, "old.osim");
  ASSERT_TRUE(model.has_value()) << model.error().text();
  EXPECT_EQ(model->name, "old");
  ASSERT_EQ(model->body.segment_count(), 2U);
  const body::Segment& pelvis = model->body.segments()[0];
  EXPECT_EQ(pelvis.part, body::Part::Pelvis);
  EXPECT_EQ(pelvis.mass_fraction, 0.75);
  EXPECT_EQ(pelvis.centre_of_mass_S, Vector3(-0.1, 0, 0));
  EXPECT_EQ(pelvis.p_SE_S, Vector3(0, 0, 0.1));
  EXPECT_EQ(model->body.segments()[1].part, body::Part::Thigh);
  EXPECT_EQ(model->body.segments()[1].side, Side::Right);
  ASSERT_EQ(model->body.coordinate_count(), 7U);
  EXPECT_EQ(model->body.coordinates()[6].name, "hip");
  const auto frames = compute_segment_frames(model->body, model->body.neutral_pose());
  const Vector3 p = frames[body::SegmentIndex{1}].p_GS;
  EXPECT_NEAR(p.x(), 0.2 * std::sin(0.5), 1e-12);
  EXPECT_NEAR(p.y(), -0.2 * std::cos(0.5), 1e-12);
  EXPECT_NEAR(p.z(), 0.1, 1e-12);
  ASSERT_EQ(model->markers.size(), 1U);
  EXPECT_EQ(model->markers[0].p_SM_S, Vector3(0.01, 0.02, 0.03));
  ASSERT_EQ(model->notes.size(), 1U);
  EXPECT_EQ(model->notes[0], "old.osim:15: marker floor stands on the ground and is left out");
}

TEST(OpenSimModel, puts_parents_before_children_and_keeps_several_roots) {
  const auto model = parse_open_sim_model(
      test_text::model(body("hand") + body("arm") + body("ball"),
                       pin("wrist", "/bodyset/arm", "hand") + pin("free", "/ground", "/bodyset/ball") +
                           pin("shoulder", "ground", "/bodyset/arm")),
      "m.osim");
  ASSERT_TRUE(model.has_value()) << model.error().text();
  const auto name = [&](std::size_t i) { return model->body.segments()[i].name; };
  EXPECT_EQ(name(0), "ball");
  EXPECT_EQ(name(1), "arm");
  EXPECT_EQ(name(2), "hand");
  EXPECT_FALSE(model->body.segments()[1].parent);
  EXPECT_EQ(model->body.segments()[2].parent, body::SegmentIndex{1});
}

TEST(OpenSimModel, finds_frames_wherever_they_are_held) {
  const std::string held =
      "<Body name=\"a\"><mass>1</mass><components><PhysicalOffsetFrame "
      "name=\"f\"><socket_parent>..</socket_parent>"
      "<translation>0 1 0</translation><orientation>0 0 1.5707963267948966</orientation><components>"
      "<PhysicalOffsetFrame name=\"g\"><socket_parent>..</socket_parent><translation>2 0 0</translation>"
      "</PhysicalOffsetFrame></components></PhysicalOffsetFrame></components></Body>\n";
  for (const char* name : {"/bodyset/a/f/g", "../../bodyset/a/f/g", "/jointset/../bodyset/./a/f/g"}) {
    const auto model = parse_open_sim_model(
        test_text::model(
            held, pin("j", "/ground", "/bodyset/a"),
            "<MarkerSet name=\"markerset\"><objects><Marker name=\"m\"><socket_parent_frame>" +
                std::string(name) +
                "</socket_parent_frame><location>1 0 0</location></Marker></objects></MarkerSet>"),
        "m.osim");
    ASSERT_TRUE(model.has_value()) << model.error().text();
    EXPECT_TRUE(model->markers[0].p_SM_S.isApprox(Vector3(0, 4, 0), 1e-12)) << model->markers[0].p_SM_S;
  }
}

const std::string TwoPins = pin("j", "/ground", "/bodyset/a") + pin("k", "/bodyset/a", "/bodyset/b");

TEST(OpenSimModel, reads_couplings_and_ties_and_notes_what_is_switched_off) {
  const auto model = parse_open_sim_model(
      test_text::model(
          body("a") + body("b"), TwoPins,
          "<ConstraintSet><objects>\n"
          "<CoordinateCouplerConstraint "
          "name=\"c\"><isEnforced>true</isEnforced><coupled_coordinates_function>"
          "<LinearFunction><coefficients>2 0.5</coefficients></LinearFunction></coupled_coordinates_function>"
          "<independent_coordinate_names>q_j</independent_coordinate_names>"
          "<dependent_coordinate_name>q_k</dependent_coordinate_name><scale_factor>3</scale_factor>"
          "</CoordinateCouplerConstraint>\n"
          "<PointConstraint "
          "name=\"t\"><socket_body_1>/bodyset/a</socket_body_1><socket_body_2>/jointset/k/c</socket_body_2>"
          "<location_body_1>1 2 3</location_body_1><location_body_2>4 5 "
          "6</location_body_2></PointConstraint>\n"
          "<WeldConstraint "
          "name=\"w\"><isEnforced>false</isEnforced></WeldConstraint>\n</objects></ConstraintSet>"),
      "m.osim");
  ASSERT_TRUE(model.has_value()) << model.error().text();
  const body::Constraints& constraints = model->body.constraints();
  ASSERT_EQ(constraints.couplings.size(), 1U);
  EXPECT_EQ(constraints.couplings[0].dependent, body::CoordinateIndex{1});
  EXPECT_NEAR(constraints.couplings[0].function.evaluate(1.0).value, 7.5, 1e-12);
  ASSERT_EQ(constraints.point_ties.size(), 1U);
  EXPECT_EQ(constraints.point_ties[0].second, body::SegmentIndex{1});
  EXPECT_EQ(constraints.point_ties[0].p_SB_S, Vector3(4, 5, 6));
  ASSERT_EQ(model->notes.size(), 1U);
  EXPECT_THAT(model->notes[0], HasSubstr("constraint w is not enforced"));
}

TEST(OpenSimModel, refuses_what_it_does_not_understand_at_its_line) {
  const auto with_joint = [](const std::string& kind, const std::string& inside) {
    return error_of(test_text::model(body("a"), joint(kind, "j", "/ground", "/bodyset/a", inside)));
  };
  const auto with_axis = [&](const std::string& axes, const std::string& names = coordinate("q")) {
    return with_joint("CustomJoint", "<coordinates>" + names + "</coordinates>\n<SpatialTransform>\n" + axes +
                                         "</SpatialTransform>");
  };
  EXPECT_THAT(with_joint("ScrewJoint", ""),
              HasSubstr("m.osim:7: expected a joint that Endrange knows, found <ScrewJoint>"));
  EXPECT_THAT(with_joint("PinJoint", "<coordinates>" + coordinate("a") + coordinate("b") + "</coordinates>"),
              HasSubstr("m.osim:7: expected 1 coordinates in <PinJoint>, found 2"));
  EXPECT_THAT(with_joint("PinJoint", "<reverse>true</reverse>"), HasSubstr("reversed"));
  EXPECT_THAT(
      with_joint("PinJoint", "<coordinates>\n" +
                                 coordinate("q",
                                            "<prescribed>true</prescribed><prescribed_function><Constant/>"
                                            "</prescribed_function>") +
                                 "</coordinates>"),
      HasSubstr("m.osim:9: expected coordinate q to be free"));
  EXPECT_THAT(
      with_joint("PinJoint", "<coordinates>" + coordinate("q", "<range>1 -1</range>") + "</coordinates>"),
      HasSubstr("a range that rises"));
  EXPECT_THAT(with_axis(axis("rotation1", "q", "1 0 0", "<GCVSpline/>")),
              HasSubstr("m.osim:11: expected a function"));
  EXPECT_THAT(with_axis(axis("rotation1", "q", "0 0 0", "<Constant/>")),
              HasSubstr("an axis with a direction"));
  EXPECT_THAT(with_axis(axis("rotation4", "q", "0 0 1", "<Constant/>")), HasSubstr("rotation1 to 3"));
  EXPECT_THAT(with_axis(axis("rotation1", "q r", "0 0 1", "<Constant/>")),
              HasSubstr("one coordinate, found one of 2"));
  EXPECT_THAT(with_axis(axis("rotation1", "r", "0 0 1", "<Constant/>")), HasSubstr("found the name r"));
  EXPECT_THAT(with_axis(axis("rotation1", "q", "0 0 1", "")),
              HasSubstr("expected a function of q, found none"));
  EXPECT_THAT(with_axis(axis("rotation1", "", "0 0 1", "<Constant/>")),
              HasSubstr("axes that use all 1 coordinates"));
  EXPECT_THAT(with_axis(axis("rotation1", "q", "0 0 1",
                             "<LinearFunction><coefficients>1 2 3</coefficients></LinearFunction>")),
              HasSubstr("a function of one coordinate, with two coefficients, found 3"));
  EXPECT_THAT(with_axis(axis("rotation1", "q", "0 0 1", "<SimmSpline><x>0 1 1</x><y>0 1 2</y></SimmSpline>")),
              HasSubstr("x that rises"));
  EXPECT_THAT(with_axis(axis("rotation1", "q", "0 0 1", "<SimmSpline><x>0</x><y>0</y></SimmSpline>")),
              HasSubstr("at least two"));
}

TEST(OpenSimModel, refuses_trees_and_sets_that_do_not_hold_together) {
  const auto with = [](const std::string& joints, const std::string& rest = "") {
    return error_of(test_text::model(body("a") + body("b"), joints, rest));
  };
  EXPECT_THAT(with(pin("j", "/ground", "/bodyset/a")),
              HasSubstr("m.osim:5: expected body b to hang on the ground"));
  EXPECT_THAT(with(pin("j", "b", "a") + pin("k", "a", "b")),
              HasSubstr("expected body a to hang on the ground"));
  EXPECT_THAT(with(TwoPins + pin("l", "/ground", "b")), HasSubstr("loops of joints are not supported"));
  EXPECT_THAT(with(pin("j", "a", "/ground")), HasSubstr("found the ground as its child"));
  EXPECT_THAT(with(pin("j", "/ground", "/bodyset/z")), HasSubstr("found \"/bodyset/z\""));
  EXPECT_THAT(with(TwoPins + TwoPins), HasSubstr("expected each frame once"));
  EXPECT_THAT(with(TwoPins, "<ComponentSet><objects><PinJoint/></objects></ComponentSet>"),
              HasSubstr("among other"));
  EXPECT_THAT(with(TwoPins, "<MarkerSet file=\"x.xml\"/>"), HasSubstr("found a reference to another one"));
  EXPECT_THAT(with(TwoPins, "<MarkerSet><objects><Marker name=\"m\"/></objects></MarkerSet>"),
              HasSubstr("expected the body of marker m"));
  EXPECT_THAT(error_of(test_text::model(body("a") + body("a"), TwoPins)), HasSubstr("each body once"));
  EXPECT_THAT(error_of(replace(OldModel, "<parent_body>pelvis", "<parent_body>hips")),
              HasSubstr("m.osim:6: expected"));
  EXPECT_THAT(error_of(replace(OldModel, "<mass>3</mass>", "<mass>-3</mass>")),
              HasSubstr("no mass below zero"));
  EXPECT_THAT(error_of(replace(OldModel, "<mass>3</mass>", "<mass>three</mass>")),
              HasSubstr("expected numbers in <mass>, found \"three\""));
  // Frames that stand on each other.
  EXPECT_THAT(error_of(replace(test_text::model(body("a"), pin("j", "/ground", "a")),
                               "<socket_parent>a</socket_parent>", "<socket_parent>../c</socket_parent>")),
              HasSubstr("frames that stand on each other"));
}

TEST(OpenSimModel, refuses_constraints_it_cannot_keep) {
  const auto coupling = [](const std::string& from, const std::string& to) {
    return "<CoordinateCouplerConstraint><coupled_coordinates_function><Constant/></"
           "coupled_coordinates_function>"
           "<independent_coordinate_names>" +
           from + "</independent_coordinate_names><dependent_coordinate_name>" + to +
           "</dependent_coordinate_name></CoordinateCouplerConstraint>\n";
  };
  const auto with = [](const std::string& constraint) {
    return error_of(
        test_text::model(body("a") + body("b"), TwoPins,
                         "<ConstraintSet><objects>\n" + constraint + "</objects></ConstraintSet>"));
  };
  EXPECT_EQ(with(coupling("q_j", "q_k")), "no error");
  EXPECT_THAT(with("<WeldConstraint/>"),
              HasSubstr("expected a constraint that Endrange knows, found <WeldConstraint>"));
  EXPECT_THAT(with(coupling("q_j q_k", "q_k")), HasSubstr("a coupling to one other coordinate, found 2"));
  EXPECT_THAT(with(coupling("q_z", "q_k")), HasSubstr("found the name \"q_z\""));
  EXPECT_THAT(with(coupling("q_j", "q_k") + coupling("q_j", "q_k")), HasSubstr("found a second"));
  EXPECT_THAT(with(coupling("q_j", "q_k") + coupling("q_k", "q_j")),
              HasSubstr("found one that itself follows"));
  EXPECT_THAT(with(coupling("q_j", "q_j")), HasSubstr("found one that itself follows"));
  EXPECT_THAT(with("<PointConstraint><body_1>a</body_1><body_2>ground</body_2></PointConstraint>"),
              HasSubstr("found one on the ground"));
  EXPECT_THAT(with("<PointConstraint><body_1>a</body_1></PointConstraint>"), HasSubstr("two bodies"));
}

// Bodies `b0`, `b1` … of which each hangs on the one before by a joint of six coordinates.
std::string make_chain(int count) {
  std::string bodies;
  std::string joints;
  for (int i = 0; i < count; ++i) {
    const std::string number = std::to_string(i);
    bodies += body("b" + number);
    joints +=
        joint("FreeJoint", "j" + number, i == 0 ? "/ground" : "b" + std::to_string(i - 1), "b" + number, "");
  }
  return test_text::model(bodies, joints);
}

TEST(OpenSimModel, refuses_more_coordinates_than_can_be_solved) {
  const auto large = parse_open_sim_model(make_chain(166), "m.osim");
  ASSERT_TRUE(large.has_value()) << large.error().text();
  EXPECT_EQ(large->body.coordinate_count(), 996U);
  // 1,002 of them. A body is one line, a joint three, and the bodies begin in line 4.
  EXPECT_THAT(error_of(make_chain(167)),
              HasSubstr("m.osim:671: expected at most 1,000 coordinates, found more with joint j166"));
}

// 264 coordinates that all meet each other, in a chain and under constraints that draw.
TEST(OpenSimModel, is_solved_where_it_is_large) {
  const auto large = parse_open_sim_model(make_chain(44), "m.osim");
  ASSERT_TRUE(large.has_value()) << large.error().text();
  motion::PointRecording recording({"tip"});
  recording.append_frame(0.0);
  recording.place(0, 0, {0.3, 0.2, 0.1});
  solve::MarkerTasks tasks;
  tasks.markers.push_back({"tip", 0, {body::SegmentIndex{43}, {0.0, 0.0, 0.1}}});
  solve::MarkerFollower follower(large->body, tasks);
  EXPECT_LT(follower.advance(recording, 0).errors.largest, 1e-6);
  EXPECT_TRUE(follower.compute_uncertainty(0.01).covariance.allFinite());
}

TEST(OpenSimModel, refuses_more_ties_than_can_be_kept) {
  const auto with_ties = [](int count) {
    std::string ties;
    for (int i = 0; i < count; ++i)
      ties += "<PointConstraint name=\"t" + std::to_string(i) +
              "\"><body_1>a</body_1><body_2>b</body_2></PointConstraint>\n";
    return test_text::model(body("a") + body("b"), TwoPins,
                            "<ConstraintSet><objects>\n" + ties + "</objects></ConstraintSet>");
  };
  const auto held = parse_open_sim_model(with_ties(333), "m.osim");
  ASSERT_TRUE(held.has_value()) << held.error().text();
  motion::PointRecording recording({"tip"});
  recording.append_frame(0.0);
  recording.place(0, 0, {0.0, 0.1, 0.0});
  solve::MarkerTasks tasks;
  tasks.markers.push_back({"tip", 0, {body::SegmentIndex{0}, {0.1, 0.0, 0.0}}});
  solve::MarkerFollower follower(held->body, tasks);
  EXPECT_LT(follower.advance(recording, 0).errors.largest, 1e-6);
  EXPECT_THAT(error_of(with_ties(334)),
              HasSubstr("m.osim:351: expected at most 333 <PointConstraint>s, found more with t333"));
}

TEST(OpenSimModel, ends_hostile_files_with_one_clear_error) {
  EXPECT_THAT(error_of(""), HasSubstr("m.osim:1: expected XML"));
  EXPECT_THAT(error_of("PathFileType\t4"), HasSubstr("expected XML"));
  EXPECT_THAT(error_of("<a>\n<b>\n</a>"), HasSubstr("m.osim:3: expected XML"));
  EXPECT_THAT(error_of("<IKTaskSet/>"),
              HasSubstr("expected an OpenSim document with a model, found <IKTaskSet>"));
  for (const char* version : {"10904", "30512", "50000", "new"}) {
    EXPECT_THAT(error_of(replace(OldModel, "30000", version)),
                HasSubstr("m.osim:2: expected a document of version"));
  }
  std::string deep;
  for (int i = 0; i < 100; ++i) deep += "<a>\n";
  for (int i = 0; i < 100; ++i) deep += "</a>";
  EXPECT_THAT(error_of(deep), HasSubstr("at most 64 levels"));
  std::string many = "<a>";
  for (int i = 0; i < 2'000'001; ++i) many += "<b/>";
  EXPECT_THAT(error_of(many + "</a>"), HasSubstr("at most a million elements"));
  EXPECT_THAT(error_of(replace(OldModel, "\"knee\"", '"' + std::string(2000, 'k') + '"')),
              HasSubstr("names of at most 1,000 letters"));
  EXPECT_THAT(error_of(replace(OldModel, "<mass>3</mass>", "<mass>" + std::string(40'000, '1') + "</mass>")),
              HasSubstr("expected numbers in <mass>"));
  std::string numbers;
  for (int i = 0; i < 10'001; ++i) numbers += "1 ";
  EXPECT_THAT(error_of(replace(OldModel, "-0.1 0 0", numbers)), HasSubstr("at most 10,000 numbers"));
  // Lines are told beyond the first block of the text too.
  EXPECT_THAT(error_of(replace(OldModel, "<ForceSet>",
                               std::string(100'000, '\n') + "<MarkerSet file=\"x\"/><ForceSet>")),
              HasSubstr("m.osim:100012: expected <MarkerSet> in the file"));
  // Entities of its own stay text, and no file is opened for them.
  const std::string entity =
      "<!DOCTYPE a [<!ENTITY x SYSTEM \"/etc/passwd\">]>\n" + OldModel.substr(OldModel.find("<Open"));
  EXPECT_THAT(error_of(replace(entity, "0.01 0.02 0.03", "&x;")), HasSubstr("found \"&x;\""));
}

TEST(OpenSimModel, is_loaded_from_a_file_and_says_where_there_is_none) {
  const auto path =
      std::filesystem::temp_directory_path() / ("endrange-" + std::to_string(getpid()) + ".osim");
  std::ofstream(path) << OldModel;
  EXPECT_TRUE(load_open_sim_model(path).has_value());
  std::filesystem::remove(path);
  const auto missing = load_open_sim_model(path);
  ASSERT_FALSE(missing.has_value());
  EXPECT_THAT(missing.error().text(), HasSubstr(path.string()));
}

}  // namespace
}  // namespace endrange::files
