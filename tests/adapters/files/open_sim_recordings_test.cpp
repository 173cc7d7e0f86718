// Oracles: the counts that a plain search of each file gives, and central differences of the segments' own
// places for the velocities that every solver's Jacobian is made of.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <Eigen/Geometry>
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <random>

#include "adapters/files/open_sim_model.h"
#include "core/body/clinical_angles.h"
#include "core/body/kinematics.h"
#include "tests/adapters/files/open_sim_text.h"
#include "tests/support/recordings.h"

namespace endrange::files {
namespace {

using body::CoordinateIndex;
using body::SegmentIndex;
using body::Vector3;

struct Expected {
  std::string path;
  std::size_t segments;
  std::size_t coordinates;
  std::size_t markers;
  std::size_t couplings;
  std::size_t ties;
};

const std::vector<Expected>& models() {
  static const std::vector<Expected> list = {
      {"nimblephysics/ja1/rescaled.osim", 22, 35, 77, 2, 0},
      {"nimblephysics/subject4/Models/manually_scaled.osim", 22, 35, 49, 2, 0},
      {"nimblephysics/subject4/Models/optimized_scale_and_markers.osim", 22, 35, 49, 2, 0},
      {"nimblephysics/subject4/Models/unscaled_generic.osim", 22, 35, 49, 2, 0},
      {"opencap-core/opensimPipeline/Models/LaiUhlrich2022_shoulder.osim", 24, 41, 0, 2, 0},
      {"opencap-processing/Moco/models/LaiArnoldModified2017_contacts.osim", 22, 35, 43, 2, 0},
      {"opencap-processing/OpenSimPipeline/Models/LaiUhlrich2022.osim", 22, 35, 0, 2, 0},
      {"opensim-core/files/ThoracoscapularShoulderModel.osim", 7, 17, 21, 0, 1},
      {"opensim-core/files/gait10dof18musc_subject01.osim", 12, 10, 39, 0, 0},
      {"opensim-core/ik/constraintTest_ikOnly.osim", 25, 58, 57, 8, 0},
      {"opensim-core/ik/subject01_simbody.osim", 12, 23, 39, 0, 0},
      {"opensim-core/ik/subject1_abdbonepin.osim", 7, 17, 11, 0, 1},
      {"opensim-core/scale/gait2354_simbody.osim", 12, 23, 0, 0, 0},
      {"opensim-core/scale/std_subject01_simbody.osim", 12, 23, 39, 0, 0},
      {"opensim-core/scale/std_toyLigamentModelScaled.osim", 2, 7, 0, 0, 0},
      {"opensim-core/scale/toyLigamentModel.osim", 2, 7, 0, 0, 0},
  };
  return list;
}

// Every joint kind in one chain, with offsets on both sides.
std::string make_chain() {
  using namespace test_text;
  const std::string spline = "<SimmSpline><x>-2 -1 0 1 2</x><y>0.1 0.4 -0.2 0.3 0</y></SimmSpline>";
  const std::string sine =
      "<Sine><amplitude>0.7</amplitude><omega>1.3</omega><phase>0.2</phase><offset>0.1</offset></Sine>";
  const std::vector<std::pair<std::string, std::string>> joints = {
      {"FreeJoint", ""},
      {"PinJoint", ""},
      {"WeldJoint", ""},
      {"BallJoint", ""},
      {"UniversalJoint", ""},
      {"SliderJoint", ""},
      {"GimbalJoint", ""},
      {"PlanarJoint", ""},
      {"EllipsoidJoint", "<radii_x_y_z>0.1 0.2 0.3</radii_x_y_z>"},
      {"ScapulothoracicJoint",
       "<thoracic_ellipsoid_radii_x_y_z>0.08 0.17 "
       "0.07</thoracic_ellipsoid_radii_x_y_z><scapula_winging_axis_origin>0.07 "
       "-0.04</scapula_winging_axis_origin><scapula_winging_axis_direction>0.3</"
       "scapula_winging_axis_direction>"},
      {"CustomJoint",
       "<coordinates>" + coordinate("u") + coordinate("v") + "</coordinates><SpatialTransform>" +
           axis("rotation1", "u", "1 2 3", spline) + axis("rotation2", "v", "0 1 0", sine) +
           axis("rotation3", "u", "1 0 -1",
                "<LinearFunction><coefficients>-1 0.2</coefficients></LinearFunction>") +
           axis("translation1", "u", "1 1 0",
                "<PolynomialFunction><coefficients>0.2 0 -0.1 0</coefficients></PolynomialFunction>") +
           axis("translation2", "", "0 1 0", "<Constant><value>0.3</value></Constant>") +
           axis("translation3", "v", "0 0 1", spline) + "</SpatialTransform>"}};
  std::string bodies;
  std::string text;
  std::string parent = "/ground";
  for (const auto& [kind, inside] : joints) {
    const std::string name = "b" + kind;
    bodies += body(name);
    text += joint(kind, "j" + kind, parent, "/bodyset/" + name, inside,
                  "<translation>0.1 -0.2 0.3</translation><orientation>0.3 0.1 -0.7</orientation>",
                  "<translation>0.2 0.1 -0.1</translation><orientation>-0.2 0.5 0.4</orientation>");
    parent = "/bodyset/" + name;
  }
  return model(bodies, text);
}

Vector3 difference_rotation(const body::Matrix3& to, const body::Matrix3& from) {
  return body::compute_rotation_vector(to * from.transpose());
}

// Each coordinate's velocities of each segment, against where the segment goes.
void expect_velocities(const body::Body& body, std::mt19937& random, const std::string& name) {
  constexpr double Step = 1e-5;  // errors of rounding and of the third derivative are then both near 1e-10
  std::uniform_real_distribution<double> any(-1.2, 1.2);
  body::Pose pose = body.neutral_pose();
  for (Eigen::Index i = 0; i < pose.values.size(); ++i) pose.values[i] = any(random);
  const body::Kinematics kinematics = [&] {
    body::Kinematics made(body);
    made.update(body, pose);
    return made;
  }();
  for (std::size_t c = 0; c < body.coordinate_count(); ++c) {
    const CoordinateIndex coordinate{c};
    body::Pose before = pose;
    body::Pose after = pose;
    const double value = compute_coordinate(body, pose, coordinate);
    set_coordinate(body, before, coordinate, value - Step);
    set_coordinate(body, after, coordinate, value + Step);
    const auto from = compute_segment_frames(body, before);
    const auto to = compute_segment_frames(body, after);
    for (std::size_t s = 0; s < body.segment_count(); ++s) {
      const SegmentIndex segment{s};
      const auto moving = body.coordinates_moving(segment);
      const bool moves = std::ranges::binary_search(moving, coordinate);
      const Vector3 p = kinematics.frame(segment).place(Vector3(0.1, 0.2, 0.3));
      const Vector3 velocity = moves ? kinematics.point_velocity(coordinate, p) : Vector3(Vector3::Zero());
      const Vector3 turning = moves ? kinematics.angular_velocity(coordinate) : Vector3(Vector3::Zero());
      const Vector3 p_S(0.1, 0.2, 0.3);
      const Vector3 numeric = (to[segment].place(p_S) - from[segment].place(p_S)) / (2.0 * Step);
      const Vector3 numeric_turning =
          difference_rotation(to[segment].R_GS, from[segment].R_GS) / (2.0 * Step);
      ASSERT_LT((velocity - numeric).norm(), 1e-6 * std::max(1.0, velocity.norm()))
          << name << ": " << body.coordinate(coordinate).name << " moves " << body.segment(segment).name;
      ASSERT_LT((turning - numeric_turning).norm(), 1e-6 * std::max(1.0, turning.norm()))
          << name << ": " << body.coordinate(coordinate).name << " turns " << body.segment(segment).name;
    }
  }
}

TEST(OpenSimRecordings, all_models_are_read_whole) {
  for (const Expected& one : models()) {
    const auto path = test::find_recording(one.path);
    if (!path) GTEST_SKIP() << test::NoRecordings;
    const auto model = load_open_sim_model(*path);
    ASSERT_TRUE(model.has_value()) << model.error().text();
    EXPECT_EQ(model->body.segment_count(), one.segments) << one.path;
    EXPECT_EQ(model->body.coordinate_count(), one.coordinates) << one.path;
    EXPECT_EQ(model->markers.size(), one.markers) << one.path;
    EXPECT_EQ(model->body.constraints().couplings.size(), one.couplings) << one.path;
    EXPECT_EQ(model->body.constraints().point_ties.size(), one.ties) << one.path;
    EXPECT_TRUE(model->notes.empty()) << one.path << ": " << model->notes.front();
  }
}

// A new model in the folder has to be named above.
TEST(OpenSimRecordings, no_model_is_left_out) {
  const auto root = test::find_recording(".");
  if (!root) GTEST_SKIP() << test::NoRecordings;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(*root)) {
    if (entry.path().extension() != ".osim") continue;
    const std::string path = std::filesystem::relative(entry.path(), *root).generic_string();
    EXPECT_NE(std::ranges::find(models(), path, &Expected::path), models().end()) << path;
  }
}

TEST(OpenSimRecordings, clinical_angles_are_read_on_any_of_them) {
  for (const Expected& one : models()) {
    const auto path = test::find_recording(one.path);
    if (!path) GTEST_SKIP() << test::NoRecordings;
    const auto model = load_open_sim_model(*path);
    ASSERT_TRUE(model.has_value()) << model.error().text();
    const body::Body& body = model->body;
    for (const char* name :
         {"knee.flexion", "hip.flexion", "shoulder.abduction", "neck.flexion", "scapula.elevation"}) {
      for (const Side side : {Side::Left, Side::Right, Side::Both}) {
        (void)compute_clinical_angle(body, body.neutral_pose(), JointMotionId(name), side);
      }
    }
    const auto knee = body.find_coordinate("knee_angle_r");
    if (!knee || one.path.find("ubject01") != std::string::npos) continue;
    body::Pose pose = body.neutral_pose();
    set_coordinate(body, pose, *knee, 1.0);
    const auto angle = compute_clinical_angle(body, pose, JointMotionId("knee.flexion"), Side::Right);
    ASSERT_TRUE(angle.has_value()) << one.path;
    // The knee turns about an axis that tilts with it; and older models count flexion as negative.
    EXPECT_NEAR(std::abs(angle->degrees()), 57.3, 3.0) << one.path;
  }
}

TEST(OpenSimRecordings, velocities_are_the_derivatives_of_places) {
  std::mt19937 random(20240607);
  const auto chain = parse_open_sim_model(make_chain(), "chain.osim");
  ASSERT_TRUE(chain.has_value()) << chain.error().text();
  EXPECT_EQ(chain->body.coordinate_count(), 6U + 1 + 0 + 3 + 2 + 1 + 3 + 3 + 3 + 4 + 2);
  for (int i = 0; i < 50; ++i) expect_velocities(chain->body, random, "every joint kind");
  for (const Expected& one : models()) {
    const auto path = test::find_recording(one.path);
    if (!path) GTEST_SKIP() << test::NoRecordings;
    const auto model = load_open_sim_model(*path);
    ASSERT_TRUE(model.has_value()) << model.error().text();
    for (int i = 0; i < 5; ++i) expect_velocities(model->body, random, one.path);
  }
}

}  // namespace
}  // namespace endrange::files
