#include "core/body/built_in_body.h"

#include <limits>
#include <numbers>
#include <string>
#include <utility>

#include "core/base/contracts.h"

namespace endrange::body {
namespace {

constexpr double radians(double degrees) {
  return degrees * std::numbers::pi / 180.0;
}

/// Fractions of stature and of body mass for one of the two tables, or their mean.
struct Anthropometry {
  // Between joint centres, as fractions of stature.
  double pelvis, torso, thigh, shank;  // hip line to L5/S1; L5/S1 to C7 [Dumas2007 table 1]
  double upper_arm, forearm;           // [deLeva1996 table 4]
  double hip_width;                    // [Rajagopal2016], the female pelvis a little wider for its stature
  double shoulder_width;               // biacromial [Gordon1989] less 17 mm a side to the joint centre
  // Fractions of body mass, and where the centre lies from the proximal joint [deLeva1996 table 4].
  double head_mass, thorax_mass, lumbar_mass, pelvis_mass;
  double upper_arm_mass, forearm_mass, hand_mass, thigh_mass, shank_mass, foot_mass;
  double upper_arm_centre, forearm_centre, hand_centre, thigh_centre, shank_centre, foot_centre;
  // Heights of the centres of the three parts of the trunk, as fractions of hip line to shoulder line.
  double thorax_centre, lumbar_centre, pelvis_centre;
};

constexpr Anthropometry Female = {.pelvis = 0.0665,
                                  .torso = 0.2665,
                                  .thigh = 0.2354,
                                  .shank = 0.2410,
                                  .upper_arm = 0.1586,
                                  .forearm = 0.1523,
                                  .hip_width = 0.098,
                                  .shoulder_width = 0.202,
                                  .head_mass = 0.0668,
                                  .thorax_mass = 0.1545,
                                  .lumbar_mass = 0.1465,
                                  .pelvis_mass = 0.1247,
                                  .upper_arm_mass = 0.0255,
                                  .forearm_mass = 0.0138,
                                  .hand_mass = 0.0056,
                                  .thigh_mass = 0.1478,
                                  .shank_mass = 0.0481,
                                  .foot_mass = 0.0129,
                                  .upper_arm_centre = 0.5754,
                                  .forearm_centre = 0.4559,
                                  .hand_centre = 0.3427,
                                  .thigh_centre = 0.3612,
                                  .shank_centre = 0.4416,
                                  .foot_centre = 0.4014,
                                  .thorax_centre = 0.944,
                                  .lumbar_centre = 0.556,
                                  .pelvis_centre = 0.174};

constexpr Anthropometry Male = {.pelvis = 0.0531,
                                .torso = 0.2695,
                                .thigh = 0.2441,
                                .shank = 0.2446,
                                .upper_arm = 0.1618,
                                .forearm = 0.1545,
                                .hip_width = 0.091,
                                .shoulder_width = 0.207,
                                .head_mass = 0.0694,
                                .thorax_mass = 0.1596,
                                .lumbar_mass = 0.1633,
                                .pelvis_mass = 0.1117,
                                .upper_arm_mass = 0.0271,
                                .forearm_mass = 0.0162,
                                .hand_mass = 0.0061,
                                .thigh_mass = 0.1416,
                                .shank_mass = 0.0433,
                                .foot_mass = 0.0137,
                                .upper_arm_centre = 0.5772,
                                .forearm_centre = 0.4574,
                                .hand_centre = 0.3624,
                                .thigh_centre = 0.4095,
                                .shank_centre = 0.4459,
                                .foot_centre = 0.4415,
                                .thorax_centre = 0.904,
                                .lumbar_centre = 0.496,
                                .pelvis_centre = 0.107};

// The figure's own layout, as fractions of stature [Winter2009 fig. 4.1]: ankle height, hand, foot, shoulder
// below C7.
constexpr double AnkleHeight = 0.039;
constexpr double HandLength = 0.108;
constexpr double FootLength = 0.152;
constexpr double ShoulderBelowC7 = 0.032;

// Inside the trunk, as fractions of hip line to shoulder line: the mean of both tables of [Dumas2007]; the
// lumbar spine is 18 of the 46 cm of thoracic and lumbar spine [WhitePanjabi1990].
constexpr double LumbarJointHeight = 0.202;
constexpr double ThoraxJointHeight = 0.555;
constexpr double NeckJointHeight = 1.108;
// Depths that put ear, shoulder, hip and ankle on one plumb line in the anatomical position.
constexpr double SpineBehindHip = 0.03;
constexpr double NeckBehindHip = 0.10;
constexpr double SternumBeforeHip = 0.10;
// Half the distance between the sternoclavicular joints, as a fraction of the shoulder width.
constexpr double SternoclavicularHalfWidth = 0.06;
// The head turns at the height of the ears' lower edge: share of C7 to the top of the head.
constexpr double NeckShare = 0.38;
// Along the foot from the heel: the ankle and the ball of the foot [Winter2009], and the ankle's height.
constexpr double AnkleFromHeel = 0.27;
constexpr double BallFromHeel = 0.73;
constexpr double AnkleHeightInFeet = AnkleHeight / FootLength;

Anthropometry mean(const Anthropometry& a, const Anthropometry& b) {
  constexpr double Anthropometry::* Members[] = {&Anthropometry::pelvis,
                                                 &Anthropometry::torso,
                                                 &Anthropometry::thigh,
                                                 &Anthropometry::shank,
                                                 &Anthropometry::upper_arm,
                                                 &Anthropometry::forearm,
                                                 &Anthropometry::hip_width,
                                                 &Anthropometry::shoulder_width,
                                                 &Anthropometry::head_mass,
                                                 &Anthropometry::thorax_mass,
                                                 &Anthropometry::lumbar_mass,
                                                 &Anthropometry::pelvis_mass,
                                                 &Anthropometry::upper_arm_mass,
                                                 &Anthropometry::forearm_mass,
                                                 &Anthropometry::hand_mass,
                                                 &Anthropometry::thigh_mass,
                                                 &Anthropometry::shank_mass,
                                                 &Anthropometry::foot_mass,
                                                 &Anthropometry::upper_arm_centre,
                                                 &Anthropometry::forearm_centre,
                                                 &Anthropometry::hand_centre,
                                                 &Anthropometry::thigh_centre,
                                                 &Anthropometry::shank_centre,
                                                 &Anthropometry::foot_centre,
                                                 &Anthropometry::thorax_centre,
                                                 &Anthropometry::lumbar_centre,
                                                 &Anthropometry::pelvis_centre};
  Anthropometry result = a;
  for (const auto member : Members) result.*member = 0.5 * (a.*member + b.*member);
  return result;
}

Anthropometry find_anthropometry(Proportions proportions) {
  switch (proportions) {
    case Proportions::FemaleAverage:
      return Female;
    case Proportions::MaleAverage:
      return Male;
    case Proportions::Average:
      return mean(Female, Male);
  }
  return mean(Female, Male);
}

const Vector3 X = Vector3::UnitX();
const Vector3 Y = Vector3::UnitY();
const Vector3 Z = Vector3::UnitZ();

/// Collects the branches; right-hand descriptions are mirrored for the left.
class Builder {
 public:
  Builder(const SegmentLengths& lengths, const Anthropometry& table) : lengths_(lengths), table_(table) {}

  std::vector<Body::Branch> build() {
    add_trunk();
    for (const Side side : {Side::Right, Side::Left}) {
      add_arm(side);
      add_leg(side);
    }
    return std::move(branches_);
  }

 private:
  struct Named {
    std::string name = {};
    std::string meaning = {};
    double lower_deg = 0.0;
    double upper_deg = 0.0;
  };

  struct Shape {
    Vector3 joint = Vector3::Zero();  // in the parent
    Vector3 end = Vector3::Zero();
    double mass = 0.0;
    Vector3 centre = Vector3::Zero();
  };

  SegmentIndex add(Part part, Side side, const std::string& name, std::optional<SegmentIndex> parent,
                   const Shape& shape, JointKind kind, std::vector<Vector3> axes,
                   const std::vector<Named>& named, std::optional<BallLimits> ball_limits = {}) {
    const bool is_left = side == Side::Left;
    const std::string suffix = side == Side::Both ? "" : is_left ? "_l" : "_r";
    const auto across = [&](const Vector3& v) { return is_left ? Vector3(v.x(), v.y(), -v.z()) : v; };
    if (is_left) {
      // A turn seen in a mirror: its axis keeps the part across and turns the rest round.
      for (Vector3& axis : axes) axis = Vector3(-axis.x(), -axis.y(), axis.z());
    }
    std::vector<Coordinate> coordinates;
    for (const Named& one : named) {
      coordinates.push_back({.name = one.name + suffix,
                             .meaning = one.meaning,
                             .lower = radians(one.lower_deg),
                             .upper = radians(one.upper_deg)});
    }
    branches_.push_back({.segment = {.name = name + suffix,
                                     .part = part,
                                     .side = side,
                                     .parent = parent,
                                     .p_SE_S = across(shape.end),
                                     .mass_fraction = shape.mass,
                                     .centre_of_mass_S = across(shape.centre)},
                         .joint = {.name = name + suffix,
                                   .kind = kind,
                                   .p_PJ_P = across(shape.joint),
                                   .axes = std::move(axes),
                                   .is_mirrored = is_left,
                                   .ball_limits = ball_limits},
                         .coordinates = std::move(coordinates)});
    return SegmentIndex{branches_.size() - 1};
  }

  void add_trunk() {
    const double trunk = lengths_.trunk;
    const double infinite = std::numeric_limits<double>::infinity();
    const Vector3 lumbar_joint(-SpineBehindHip * trunk, LumbarJointHeight * trunk, 0.0);
    const Vector3 thorax_joint(-SpineBehindHip * trunk, ThoraxJointHeight * trunk, 0.0);
    const Vector3 neck_joint(-NeckBehindHip * trunk, NeckJointHeight * trunk, 0.0);
    const SegmentIndex pelvis =
        add(Part::Pelvis, Side::Both, "pelvis", {},
            {.end = lumbar_joint, .mass = table_.pelvis_mass, .centre = Y * table_.pelvis_centre * trunk},
            JointKind::Free, {Z, X, Y},
            {{"pelvis_tilt", "pelvis leans back", -infinite, infinite},
             {"pelvis_list", "right hip drops", -infinite, infinite},
             {"pelvis_rotation", "pelvis turns to the left", -infinite, infinite},
             {"pelvis_tx", "pelvis moves forward", -infinite, infinite},
             {"pelvis_ty", "pelvis moves up", -infinite, infinite},
             {"pelvis_tz", "pelvis moves to the right", -infinite, infinite}});
    for (auto& coordinate : branches_.back().coordinates) {
      const auto& name = coordinate.name;
      if (name == "pelvis_tx" || name == "pelvis_ty" || name == "pelvis_tz") coordinate.unit = Unit::Metre;
    }
    const SegmentIndex lumbar = add(Part::Lumbar, Side::Both, "lumbar", pelvis,
                                    {.joint = lumbar_joint,
                                     .end = thorax_joint - lumbar_joint,
                                     .mass = table_.lumbar_mass,
                                     .centre = Y * (table_.lumbar_centre - LumbarJointHeight) * trunk},
                                    JointKind::Hinges, {Z, X, Y},
                                    {{"lumbar_extension", "lower back arches", -70.0, 35.0},
                                     {"lumbar_bending", "trunk bends to the right", -35.0, 35.0},
                                     {"lumbar_rotation", "trunk turns to the left", -20.0, 20.0}});
    thorax_ = add(Part::Thorax, Side::Both, "thorax", lumbar,
                  {.joint = thorax_joint - lumbar_joint,
                   .end = neck_joint - thorax_joint,
                   .mass = table_.thorax_mass,
                   .centre = Y * (table_.thorax_centre - ThoraxJointHeight) * trunk},
                  JointKind::Hinges, {Z, X, Y},
                  {{"thorax_extension", "chest lifts", -45.0, 35.0},
                   {"thorax_bending", "chest bends to the right", -40.0, 40.0},
                   {"thorax_rotation", "chest turns to the left", -55.0, 55.0}});
    // The neck rises forward, so that the ears stand above the shoulders.
    const Vector3 neck(NeckBehindHip * trunk, NeckShare * lengths_.head, 0.0);
    const SegmentIndex neck_segment =
        add(Part::Neck, Side::Both, "neck", thorax_, {.joint = neck_joint - thorax_joint, .end = neck},
            JointKind::Hinges, {Z, X, Y},
            {{"neck_extension", "face turns up", -70.0, 90.0},
             {"neck_bending", "right ear goes to the right shoulder", -55.0, 55.0},
             {"neck_rotation", "face turns to the left", -95.0, 95.0}});
    // [deLeva1996] counts the neck to the head; their centre lies halfway from C7 to the top.
    add(Part::Head, Side::Both, "head", neck_segment,
        {.joint = neck,
         .end = Y * (1.0 - NeckShare) * lengths_.head,
         .mass = table_.head_mass,
         .centre = Y * (0.5 - NeckShare) * lengths_.head},
        JointKind::Weld, {}, {});
    pelvis_ = pelvis;
  }

  void add_arm(Side side) {
    const double trunk = lengths_.trunk;
    const double half_width = 0.5 * lengths_.shoulder_width;
    const double sternum = SternoclavicularHalfWidth * lengths_.shoulder_width;
    const Vector3 clavicle_joint((SternumBeforeHip + SpineBehindHip) * trunk,
                                 (1.0 - ThoraxJointHeight) * trunk, sternum);
    const Vector3 clavicle(-SternumBeforeHip * trunk, 0.0, half_width - sternum);
    const SegmentIndex girdle = add(Part::Clavicle, side, "clavicle", thorax_,
                                    {.joint = clavicle_joint, .end = clavicle}, JointKind::Hinges, {Y, -X},
                                    {{"clavicle_protraction", "shoulder goes forward", -35.0, 35.0},
                                     {"clavicle_elevation", "shoulder goes up", -20.0, 45.0}});
    const SegmentIndex humerus = add(Part::Humerus, side, "humerus", girdle,
                                     {.joint = clavicle,
                                      .end = -Y * lengths_.upper_arm,
                                      .mass = table_.upper_arm_mass,
                                      .centre = -Y * table_.upper_arm_centre * lengths_.upper_arm},
                                     JointKind::Ball, {Z, X, Y},
                                     {{"arm_flex", "arm goes forward and up", -90.0, 180.0},
                                      {"arm_add", "arm goes to the midline", -180.0, 90.0},
                                      {"arm_rot", "arm turns inward", -125.0, 125.0}},
                                     BallLimits{.flexion = radians(180.0),
                                                .extension = radians(80.0),
                                                .abduction = radians(180.0),
                                                .adduction = radians(80.0),
                                                .internal_rotation = radians(125.0),
                                                .external_rotation = radians(125.0)});
    const SegmentIndex forearm =
        add(Part::Forearm, side, "forearm", humerus,
            {.joint = -Y * lengths_.upper_arm,
             .end = -Y * lengths_.forearm,
             .mass = table_.forearm_mass,
             .centre = -Y * table_.forearm_centre * lengths_.forearm},
            JointKind::Hinges, {Z, Y},
            {{"elbow_flex", "elbow bends", -15.0, 160.0}, {"pro_sup", "palm turns back", -20.0, 180.0}});
    add(Part::Hand, side, "hand", forearm,
        {.joint = -Y * lengths_.forearm,
         .end = -Y * lengths_.hand,
         .mass = table_.hand_mass,
         .centre = -Y * table_.hand_centre * lengths_.hand},
        JointKind::Hinges, {Z, X},
        {{"wrist_flex", "palm goes towards the forearm", -95.0, 95.0},
         {"wrist_dev", "hand goes to the little-finger side", -35.0, 50.0}});
  }

  void add_leg(Side side) {
    const SegmentIndex thigh = add(Part::Thigh, side, "thigh", pelvis_,
                                   {.joint = Z * 0.5 * lengths_.hip_width,
                                    .end = -Y * lengths_.thigh,
                                    .mass = table_.thigh_mass,
                                    .centre = -Y * table_.thigh_centre * lengths_.thigh},
                                   JointKind::Ball, {Z, X, Y},
                                   {{"hip_flexion", "thigh goes forward and up", -50.0, 150.0},
                                    {"hip_adduction", "thigh goes to the midline", -90.0, 50.0},
                                    {"hip_rotation", "thigh turns inward", -80.0, 70.0}},
                                   BallLimits{.flexion = radians(150.0),
                                              .extension = radians(50.0),
                                              .abduction = radians(90.0),
                                              .adduction = radians(50.0),
                                              .internal_rotation = radians(70.0),
                                              .external_rotation = radians(80.0)});
    const SegmentIndex shank = add(Part::Shank, side, "shank", thigh,
                                   {.joint = -Y * lengths_.thigh,
                                    .end = -Y * lengths_.shank,
                                    .mass = table_.shank_mass,
                                    .centre = -Y * table_.shank_centre * lengths_.shank},
                                   JointKind::Hinges, {-Z}, {{"knee_angle", "knee bends", -15.0, 165.0}});
    const double foot = lengths_.foot;
    const Vector3 ball((BallFromHeel - AnkleFromHeel) * foot, -AnkleHeightInFeet * foot, 0.0);
    // Mean inclination of the subtalar axis: 42° up, 23° to the midline [Isman1969].
    const Vector3 subtalar_axis =
        Vector3(std::cos(radians(42.0)) * std::cos(radians(23.0)), std::sin(radians(42.0)),
                -std::cos(radians(42.0)) * std::sin(radians(23.0)));
    const SegmentIndex foot_segment = add(
        Part::Foot, side, "foot", shank,
        {.joint = -Y * lengths_.shank,
         .end = ball,
         .mass = table_.foot_mass,
         .centre =
             Vector3((table_.foot_centre - AnkleFromHeel) * foot, -0.5 * AnkleHeightInFeet * foot, 0.0)},
        JointKind::Hinges, {Z, subtalar_axis},
        {{"ankle_angle", "foot goes up", -75.0, 45.0}, {"subtalar_angle", "sole turns inward", -30.0, 45.0}});
    add(Part::Toes, side, "toes", foot_segment, {.joint = ball, .end = X * (1.0 - BallFromHeel) * foot},
        JointKind::Hinges, {Z}, {{"mtp_angle", "toes lift", -60.0, 95.0}});
  }

  SegmentLengths lengths_;
  Anthropometry table_;
  std::vector<Body::Branch> branches_;
  SegmentIndex pelvis_ = {};
  SegmentIndex thorax_ = {};
};

}  // namespace

SegmentLengths compute_segment_lengths(double height_m, Proportions proportions) {
  expects(height_m > 0.0, "stature is positive");
  const Anthropometry table = find_anthropometry(proportions);
  const double neck_base = AnkleHeight + table.shank + table.thigh + table.pelvis + table.torso;
  return {.trunk = (table.pelvis + table.torso - ShoulderBelowC7) * height_m,
          .hip_width = table.hip_width * height_m,
          .shoulder_width = table.shoulder_width * height_m,
          .head = (1.0 - neck_base) * height_m,
          .upper_arm = table.upper_arm * height_m,
          .forearm = table.forearm * height_m,
          .hand = HandLength * height_m,
          .thigh = table.thigh * height_m,
          .shank = table.shank * height_m,
          .foot = FootLength * height_m};
}

Body make_built_in_body(const SegmentLengths& lengths, Proportions proportions) {
  return Body(Builder(lengths, find_anthropometry(proportions)).build());
}

}  // namespace endrange::body
