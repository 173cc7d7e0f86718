// The whole catalogue, compiled. The laws here hold for every exercise: contacts, tempo, limits, smoothness,
// and left as the mirror of right. Sampled at 5 Hz, which keeps the debug build quick; the laws do not depend
// on the rate.
#include "core/exercise/compile.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "adapters/content/catalogue.h"
#include "adapters/content/contraindications.h"
#include "adapters/content/joint_motions.h"
#include "core/body/built_in_body.h"
#include "core/body/clinical_angles.h"
#include "core/body/kinematics.h"
#include "core/exercise/points.h"
#include "core/exercise/show.h"
#include "core/figure/render.h"

namespace endrange::content {
namespace {

using exercise::CompiledExercise;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr double Rate = 5.0;

// Read once for the whole program: compiling everything for each test would take minutes.
struct World {
  body::JointMotions joint_motions = {};
  exercise::Catalogue catalogue = {};
  body::Body body = body::make_built_in_body(body::compute_segment_lengths(1.72));
  exercise::PersonalRanges ranges = {};

  [[nodiscard]] exercise::Person person() const { return {body, joint_motions, ranges}; }
  [[nodiscard]] Result<CompiledExercise> compile(const std::string& id, Side side) const {
    const auto* one = catalogue.find(ExerciseId(id));
    EXPECT_NE(one, nullptr) << id;
    return exercise::compile(*one, *catalogue.find_position(one->position), side, person(), Rate);
  }
};

const World& world() {
  static const World Loaded = [] {
    const std::filesystem::path content = std::filesystem::path(ENDRANGE_SOURCE_DIR) / "content";
    World made;
    Diagnostics diagnostics;
    made.joint_motions = read_joint_motions(*TomlFile::load(content / "joint_motions.toml"), diagnostics);
    const auto screen = read_safety_screen(*TomlFile::load(content / "contraindications.toml"),
                                           made.joint_motions, diagnostics);
    std::vector<ContraindicationId> tags;
    for (const auto& tag : screen.tags) tags.push_back(tag.id);
    made.catalogue = read_catalogue(content, made.joint_motions, tags, diagnostics);
    EXPECT_THAT(diagnostics.findings(), IsEmpty()) << diagnostics.text();
    return made;
  }();
  return Loaded;
}

std::vector<std::pair<const exercise::Exercise*, CompiledExercise>> compile_each(Side side) {
  std::vector<std::pair<const exercise::Exercise*, CompiledExercise>> all;
  for (const auto& one : world().catalogue.exercises()) {
    const Side with = one.sides == exercise::SideRule::Together ? Side::Both : side;
    auto compiled =
        exercise::compile(one, *world().catalogue.find_position(one.position), with, world().person(), Rate);
    EXPECT_TRUE(compiled.has_value()) << one.id.value() << ": " << compiled.error().text();
    if (compiled) all.emplace_back(&one, std::move(*compiled));
  }
  return all;
}

// The whole catalogue with the right side working, compiled once.
const auto& compile_all() {
  static const auto All = compile_each(Side::Right);
  return All;
}

TEST(Compile, every_exercise_keeps_its_limits_contacts_and_tempo) {
  for (const auto& [one, compiled] : compile_all()) {
    Diagnostics diagnostics;
    exercise::check_motion(compiled, *one, world().body, world().joint_motions, diagnostics);
    EXPECT_THAT(diagnostics.findings(), IsEmpty()) << diagnostics.text();
    EXPECT_NEAR(compiled.duration_s, one->repetition_s(), 1e-9);
    EXPECT_EQ(compiled.frames.front().t_s, 0.0);
    EXPECT_NEAR(compiled.frames.back().t_s, compiled.duration_s, 1e-9);
  }
}

TEST(Compile, a_repetition_ends_where_the_next_one_begins) {
  for (const auto& [one, compiled] : compile_all()) {
    const auto begin =
        std::ranges::lower_bound(compiled.frames, compiled.loop_from_s - 1e-9, {}, &exercise::TimedPose::t_s);
    ASSERT_NE(begin, compiled.frames.end());
    const auto jump = body::compute_difference(world().body, begin->pose, compiled.frames.back().pose)
                          .cwiseAbs()
                          .maxCoeff();
    EXPECT_LT(jump, 1e-3) << one->id.value();  // a twentieth of a degree: nobody sees it
  }
}

// Where a foot is lifted or set down: nothing jumps, at the rate that is shown. A jump of 5 cm from one
// picture to the next would be 11 m/s².
TEST(Compile, carries_the_weight_over_without_a_jump) {
  constexpr double ShownRate = 15.0;
  constexpr double MostChange = 2.0;  // of the pelvis's velocity [m/s²]
  for (const char* id : {"march-desk", "march-reach", "hip-circle-standing", "hip-rotation-standing-free",
                         "one-leg-stand-desk", "hip-abduction-push-pull-free", "single-leg-hinge-free"}) {
    const auto* one = world().catalogue.find(ExerciseId(id));
    ASSERT_NE(one, nullptr) << id;
    const auto compiled = exercise::compile(*one, *world().catalogue.find_position(one->position),
                                            Side::Right, world().person(), ShownRate);
    ASSERT_TRUE(compiled.has_value()) << id;
    const auto place = [&](const exercise::TimedPose& frame) -> body::Vector3 {
      return body::compute_segment_frames(world().body, frame.pose)[body::SegmentIndex{0}].p_GS;
    };
    const auto& frames = compiled->frames;
    double worst = 0.0;
    for (std::size_t i = 2; i < frames.size(); ++i) {
      const double before_s = frames[i - 1].t_s - frames[i - 2].t_s;
      const double after_s = frames[i].t_s - frames[i - 1].t_s;
      const body::Vector3 before = (place(frames[i - 1]) - place(frames[i - 2])) / before_s;
      const body::Vector3 after = (place(frames[i]) - place(frames[i - 1])) / after_s;
      worst = std::max(worst, (after - before).norm() / std::min(before_s, after_s));
    }
    EXPECT_LT(worst, MostChange) << id;
  }
}

TEST(Compile, left_is_the_mirror_of_right) {
  // One of each way to hold: free, on one leg with a hand, on both feet, seated with a hand on the thigh.
  for (const char* id :
       {"neck-turn-seated", "hip-ext-lift-standing", "lunge-rotation-supported", "hip-figure4-seated"}) {
    const auto right = world().compile(id, Side::Right);
    const auto left = world().compile(id, Side::Left);
    ASSERT_TRUE(right && left);
    ASSERT_EQ(right->frames.size(), left->frames.size());
    double worst = 0.0;
    for (std::size_t i = 0; i < right->frames.size(); ++i)
      worst = std::max(
          worst, body::compute_difference(world().body, body::mirror(world().body, left->frames[i].pose),
                                          right->frames[i].pose)
                     .cwiseAbs()
                     .maxCoeff());
    EXPECT_LT(worst, 1e-6) << id;  // what the solver's own last step leaves
  }
}

TEST(Compile, end_means_this_persons_usable_range_and_a_little_more) {
  exercise::PersonalRanges ranges;
  const JointMotionId rotation("hip.internal_rotation");
  ranges.set(rotation, Side::Right, Angle::from_degrees(22));
  const exercise::Person person{world().body, world().joint_motions, ranges};
  const auto* one = world().catalogue.find(ExerciseId("hip-ir-liftoff-seated"));
  const auto compiled =
      exercise::compile(*one, *world().catalogue.find_position(one->position), Side::Right, person, Rate);
  ASSERT_TRUE(compiled);
  double farthest = 0.0;
  for (const auto& frame : compiled->frames)
    farthest = std::max(
        farthest, body::compute_clinical_angle(world().body, frame.pose, rotation, Side::Right)->degrees());
  EXPECT_NEAR(farthest, 25.0, 0.5);  // 22° and 3° more; half a degree for what the contacts of the seat take
  EXPECT_NEAR(compiled->aims.front().own->degrees(), 22.0, 1e-9);
}

TEST(Compile, an_eased_exercise_stays_in_the_comfortable_part) {
  exercise::Person eased{world().body, world().joint_motions, world().ranges, true};
  const exercise::Target end{.joint_motion = JointMotionId("hip.flexion"), .reach = exercise::Reach::End};
  EXPECT_LT(resolve_target(end, Side::Left, eased), resolve_target(end, Side::Left, world().person()));
}

TEST(Compile, nobody_unknown_is_asked_for_the_whole_human_range) {
  for (const auto& motion : world().joint_motions.all()) {
    const exercise::Target end{.joint_motion = motion.id, .reach = exercise::Reach::End};
    EXPECT_LE(resolve_target(end, Side::Left, world().person()).degrees(),
              0.7 * motion.human_range.degrees() + 1e-9);
  }
}

TEST(Compile, feet_stand_on_the_floor_and_the_seat_carries) {
  const auto compiled = world().compile("thoracic-turn-seated", Side::Right);
  ASSERT_TRUE(compiled);
  for (const auto& frame : compiled->frames) {
    const auto frames = body::compute_segment_frames(world().body, frame.pose);
    for (const Side side : LeftAndRight) {
      const auto heel = *exercise::find_point(world().body, "heel", side);
      EXPECT_NEAR(frames[heel.segment].place(heel.p_SQ_S).y(), 0.0, 1e-3);
      const auto bone = *exercise::find_point(world().body, "sit_bone", side);
      EXPECT_NEAR(frames[bone.segment].place(bone.p_SQ_S).y(), compiled->props.front().at.y(), 1e-3);
    }
  }
}

TEST(CheckMotion, finds_a_slipping_contact_and_a_jump) {
  auto compiled = *world().compile("hip-ext-lift-standing", Side::Right);
  const auto* one = world().catalogue.find(ExerciseId("hip-ext-lift-standing"));
  const auto place = body::row(*world().body.find_coordinate("pelvis_tx"));
  body::Tangent step = body::Tangent::Zero(static_cast<Eigen::Index>(world().body.coordinate_count()));
  step[place] = 2.0;
  compiled.frames[3].pose = body::retract(world().body, compiled.frames[3].pose, step);
  Diagnostics diagnostics;
  exercise::check_motion(compiled, *one, world().body, world().joint_motions, diagnostics);
  EXPECT_THAT(diagnostics.text(), HasSubstr("the contact of the left foot slips by"));
  EXPECT_THAT(diagnostics.text(), HasSubstr("exercises/hip-ext-lift-standing.toml:"));
  EXPECT_THAT(diagnostics.text(), HasSubstr("the motion jumps"));
}

TEST(Held, every_exercise_that_needs_a_strap_or_a_stick_shows_it) {
  int straps = 0;
  int sticks = 0;
  for (const auto& [one, compiled] : compile_all()) {
    const auto motion = exercise::show(compiled, *one, world().body, world().joint_motions);
    const auto shown = [&](const std::string& name) {
      return std::ranges::any_of(motion.shapes, [&](const figure::Shape& shape) {
        return motion.is_held(shape) && motion.segments[shape.segment].name == name;
      });
    };
    const auto needs = [&](exercise::Equipment item) {
      return std::ranges::find(one->equipment, item) != one->equipment.end();
    };
    EXPECT_EQ(shown("strap"), needs(exercise::Equipment::Strap)) << one->id.value();
    EXPECT_EQ(shown("stick"), needs(exercise::Equipment::Stick)) << one->id.value();
    straps += shown("strap") ? 1 : 0;
    sticks += shown("stick") ? 1 : 0;
    for (const auto& frame : motion.frames)
      ASSERT_EQ(frame.poses.size(), figure::NumbersPerSegment * motion.segments.size());
  }
  EXPECT_GE(straps, 3);
  EXPECT_GE(sticks, 5);
}

TEST(Held, a_stick_keeps_its_length_and_a_strap_does_not_stretch) {
  for (const auto& [one, compiled] : compile_all())
    for (const auto& held : compiled.held) {
      ASSERT_TRUE(held.kind == exercise::Held::Kind::Stick || held.slack_m.size() == compiled.frames.size());
      for (std::size_t i = 0; i < compiled.frames.size(); ++i) {
        const auto frames = body::compute_segment_frames(world().body, compiled.frames[i].pose);
        const double across = exercise::compute_length(exercise::place_path(held, frames));
        if (held.kind == exercise::Held::Kind::Stick)
          EXPECT_NEAR(across, held.length_m, 1e-3) << one->id.value() << " frame " << i;
        else
          EXPECT_GE(held.slack_m[i], -1e-9) << one->id.value() << " frame " << i;
      }
    }
}

// Oracle: the strap hangs only in the phase that leaves it slack, and by what the hands came nearer.
TEST(Held, a_strap_about_a_foot_is_taut_until_a_phase_leaves_it_slack) {
  const auto compiled = *world().compile("strap-leg-raise-supine", Side::Right);
  const auto& strap = compiled.held.front();
  const auto way = [&](std::size_t i) {
    const auto frames = body::compute_segment_frames(world().body, compiled.frames[i].pose);
    return exercise::compute_length(exercise::place_path(strap, frames));
  };
  std::size_t before = 0;  // the last frame of the second phase
  for (std::size_t i = 0; i < compiled.frames.size(); ++i) {
    const double t_s = compiled.frames[i].t_s;
    if (t_s <= compiled.phases[1].to_s + 1e-9) {
      before = i;
      EXPECT_NEAR(strap.slack_m[i], 0.0, 1e-9) << t_s;
    } else if (t_s <= compiled.phases[2].to_s + 1e-9) {
      EXPECT_NEAR(strap.slack_m[i], std::max(0.0, way(before) - way(i)), 1e-9) << t_s;
    }
  }
  const auto slackest = std::ranges::max_element(strap.slack_m);
  EXPECT_GT(*slackest, 0.05);
  EXPECT_NEAR(strap.slack_m.back(), 0.0, 1e-9);
}

// The dial of a limb lies along it, whichever way it is drawn.
TEST(Show, a_limbs_dial_points_where_the_limb_points) {
  for (const auto& [id, joint] :
       {std::pair{"march-reach", "hip.flexion"}, std::pair{"arm-raise-side-seated", "shoulder.abduction"}}) {
    const auto compiled = *world().compile(id, Side::Right);
    const auto* one = world().catalogue.find(ExerciseId(id));
    const auto motion = exercise::show(compiled, *one, world().body, world().joint_motions);
    const auto arc = std::ranges::find(motion.arcs, JointMotionId(joint), &figure::ArcTrack::joint_motion);
    ASSERT_NE(arc, motion.arcs.end());
    ASSERT_TRUE(arc->plane) << id;
    const auto child = std::ranges::find_if(world().body.segments(), [&](const body::Segment& segment) {
      return segment.parent && *segment.parent == body::SegmentIndex{arc->segment};
    });
    const auto next = body::SegmentIndex{static_cast<std::size_t>(child - world().body.segments().begin())};
    for (std::size_t i = 0; i < compiled.frames.size(); i += 5) {
      const auto frames = body::compute_segment_frames(world().body, compiled.frames[i].pose);
      const body::Vector3 limb =
          (frames[next].p_GS - frames[body::SegmentIndex{arc->segment}].p_GS).normalized();
      const body::Vector3 shown =
          Eigen::AngleAxisd(arc->angles[i].radians(), arc->plane->axis) * arc->plane->zero;
      EXPECT_GT(shown.dot(limb), 0.95) << id << " at " << compiled.frames[i].t_s;
    }
  }
}

TEST(CheckMotion, finds_a_hip_beyond_what_hips_do_and_a_thigh_in_a_desk) {
  auto compiled = *world().compile("march-desk", Side::Right);
  const auto* one = world().catalogue.find(ExerciseId("march-desk"));
  auto narrow = world().joint_motions.all();
  for (auto& motion : narrow)
    if (motion.id == JointMotionId("hip.flexion")) motion.human_range = Angle::from_degrees(30);
  // The desk where the thigh is.
  for (auto& prop : compiled.props)
    if (prop.kind == exercise::Prop::Kind::Desk) prop.at.z() += 0.5;
  Diagnostics diagnostics;
  exercise::check_motion(compiled, *one, world().body, body::JointMotions(narrow), diagnostics);
  EXPECT_THAT(diagnostics.text(), HasSubstr("`hip.flexion` (right) goes to"));
  EXPECT_THAT(diagnostics.text(), HasSubstr("into the furniture"));
}

TEST(CheckMotion, finds_a_stick_that_would_have_to_grow) {
  auto compiled = *world().compile("stick-raise-standing", Side::Both);
  const auto* one = world().catalogue.find(ExerciseId("stick-raise-standing"));
  compiled.held.front().length_m -= 0.02;
  Diagnostics diagnostics;
  exercise::check_motion(compiled, *one, world().body, world().joint_motions, diagnostics);
  EXPECT_THAT(diagnostics.text(), HasSubstr("the stick would have to be 20 mm longer"));
}

// What is written of a sole's turn is what is measured, though it turns about an oblique axis.
TEST(Compile, a_sole_turns_in_and_out_as_far_as_is_written) {
  const auto compiled = *world().compile("ankle-turn-hold-seated", Side::Right);
  for (const auto& aim : compiled.aims) {
    double most = 0.0;
    for (const auto& frame : compiled.frames)
      most = std::max(
          most,
          body::compute_clinical_angle(world().body, frame.pose, aim.joint_motion, aim.side)->degrees());
    EXPECT_NEAR(most, aim.target.degrees(), 0.1) << aim.joint_motion.value();
  }
}

TEST(Show, gives_each_frame_a_pose_for_every_segment_and_colours_what_works) {
  const auto compiled = *world().compile("hip-circle-supported", Side::Left);
  const auto* one = world().catalogue.find(compiled.exercise);
  const auto motion = exercise::show(compiled, *one, world().body, world().joint_motions);
  ASSERT_EQ(motion.frames.size(), compiled.frames.size());
  for (const auto& frame : motion.frames)
    ASSERT_EQ(frame.poses.size(), figure::NumbersPerSegment * motion.segments.size());
  for (const auto& segment : motion.segments)
    EXPECT_EQ(segment.working, segment.name == "thigh_l") << segment.name;
  for (const auto& shape : motion.shapes) EXPECT_LT(shape.segment, motion.segments.size());
  ASSERT_FALSE(motion.arcs.empty());
  EXPECT_EQ(motion.arcs.front().angles.size(), motion.frames.size());
  const auto svg = figure::render_svg(motion, {.t_s = motion.still_s, .view = motion.view});
  EXPECT_THAT(svg, HasSubstr("<polygon"));
  EXPECT_THAT(svg, ::testing::Not(HasSubstr("nan")));

  // The same still as pixels: paper at the corner, the working thigh in the colour of the hips somewhere.
  const auto picture = figure::render_picture(
      motion, {.t_s = motion.still_s, .view = motion.view, .width_px = 96, .height_px = 96});
  ASSERT_EQ(picture.rgb.size(), 96U * 96U * 3U);
  EXPECT_EQ(picture.rgb.front(), figure::Drawing::Paper[0]);
  int orange = 0;
  int wood = 0;
  for (std::size_t at = 0; at < picture.rgb.size(); at += 3) {
    const int red = picture.rgb[at];
    const int blue = picture.rgb[at + 2];
    if (red > 120 && blue < 40) ++orange;
    if (red > 120 && red - blue > 40 && blue > 60) ++wood;
  }
  EXPECT_GT(orange, 20);
  EXPECT_GT(wood, 200);
}

}  // namespace
}  // namespace endrange::content
