#pragma once

#include <string>
#include <utility>
#include <vector>

#include "core/body/body.h"
#include "core/body/kinematics.h"

/// A body of every kind of joint, for laws that hold for all of them.
namespace endrange::body {

namespace mixed {

inline Coordinate make_coordinate(std::string name, double lower, double upper, Unit unit = Unit::Radian) {
  return {.name = std::move(name), .unit = unit, .lower = lower, .upper = upper};
}

inline Body::Branch make_branch(std::string name, Part part, Side side, std::optional<std::size_t> parent,
                                Joint joint, std::vector<Coordinate> coordinates) {
  const auto index = parent ? std::optional(SegmentIndex{*parent}) : std::nullopt;
  joint.name = name;
  return {.segment = {.name = std::move(name),
                      .part = part,
                      .side = side,
                      .parent = index,
                      .p_SE_S = {0.02, -0.3, 0.01},
                      .mass_fraction = 0.1,
                      .centre_of_mass_S = {0.01, -0.1, 0.02}},
          .joint = std::move(joint),
          .coordinates = std::move(coordinates)};
}

inline Move turn(const Vector3& axis, std::optional<std::size_t> coordinate, ScalarFunction amount = {},
                 const Vector3& through = Vector3::Zero()) {
  return {Move::Kind::Turn, axis.normalized(), through, coordinate, std::move(amount)};
}
inline Move slide(const Vector3& axis, std::optional<std::size_t> coordinate, ScalarFunction amount = {}) {
  return {Move::Kind::Slide, axis.normalized(), Vector3::Zero(), coordinate, std::move(amount)};
}

// Knots from -1 to 1 with values of about this size.
inline ScalarFunction make_natural(double size) {
  const std::vector<double> x = {-1.0, -0.5, 0.1, 0.6, 1.0};
  const std::vector<double> y = {0.4 * size, -0.2 * size, 0.0, 0.7 * size, 1.0 * size};
  return ScalarFunction::make_natural_spline(x, y);
}
// The same, but rising all the way, so that no two coordinates give one place.
inline ScalarFunction make_rising(double size) {
  const std::vector<double> x = {-1.0, -0.5, 0.1, 0.6, 1.0};
  const std::vector<double> y = {-0.9 * size, -0.6 * size, 0.0, 0.7 * size, 1.0 * size};
  return ScalarFunction::make_natural_spline(x, y);
}
inline ScalarFunction make_simm(double size) {
  const std::vector<double> x = {-1.0, -0.4, 0.0, 0.5, 1.0};
  const std::vector<double> y = {-1.0 * size, -0.3 * size, 0.0, 0.6 * size, 0.8 * size};
  return ScalarFunction::make_simm_spline(x, y);
}

inline Joint make_ball(const Vector3& p_PJ_P) {
  return {.kind = JointKind::Ball,
          .p_PJ_P = p_PJ_P,
          .axes = {Vector3::UnitZ(), Vector3::UnitX(), Vector3::UnitY()}};
}

inline std::vector<Coordinate> make_three(const std::string& name) {
  return {make_coordinate(name + "_1", -1.0, 1.0), make_coordinate(name + "_2", -1.0, 1.0),
          make_coordinate(name + "_3", -1.0, 1.0)};
}

}  // namespace mixed

/// Linear: no function of a coordinate bends, and none moves twice, so that the points' curvature is exact.
enum class Functions { Linear, Bent };
/// Whether a kneecap follows a knee and a collarbone is tied to a shoulder blade.
enum class Held { Nothing, CouplingAndTie };

/// Free, hinges, balls, a weld, and moves: about skew axes through points, linear or bent, over an ellipsoid.
inline Body make_mixed_body(Functions functions = Functions::Bent, Held held = Held::Nothing) {
  using namespace mixed;
  const Vector3 X = Vector3::UnitX();
  const Vector3 Y = Vector3::UnitY();
  const Vector3 Z = Vector3::UnitZ();
  const bool is_bent = functions == Functions::Bent;
  std::vector<Body::Branch> branches;

  auto root = make_three("root_turn");
  for (const char* name : {"root_x", "root_y", "root_z"}) {
    root.push_back(make_coordinate(name, -1.0, 1.0, Unit::Metre));
  }
  branches.push_back(make_branch("pelvis", Part::Pelvis, Side::Both, {},
                                 {.kind = JointKind::Free, .axes = {Z, X, Y}}, std::move(root)));

  Joint lumbar{.kind = JointKind::Moves,
               .p_PJ_P = {-0.03, 0.12, 0.0},
               .R_PJ = compute_rotation({0.3, -0.2, 0.1}),
               .segment_in_joint = {compute_rotation({-0.1, 0.4, 0.2}), {0.02, 0.03, -0.01}}};
  lumbar.moves = {
      turn(Z, 0, is_bent ? make_rising(0.8) : ScalarFunction::make_linear(0.9, 0.1), {0.02, -0.05, 0.01}),
      turn(X + 0.3 * Y, 1, {}, {0.0, 0.04, -0.02}), slide(Y, {}, ScalarFunction::make_constant(0.1)),
      turn(Y, 2)};
  if (is_bent) lumbar.moves.insert(lumbar.moves.begin() + 2, slide(X, 0, make_simm(0.05)));
  branches.push_back(
      make_branch("lumbar", Part::Lumbar, Side::Both, 0, std::move(lumbar), make_three("lumbar")));

  branches.push_back(make_branch("thorax", Part::Thorax, Side::Both, 1,
                                 {.kind = JointKind::Hinges, .p_PJ_P = {0.0, 0.2, 0.0}, .axes = {Z, X, Y}},
                                 make_three("thorax")));

  Joint blade{.kind = JointKind::Moves,
              .p_PJ_P = {-0.02, 0.15, 0.03},
              .R_PJ = compute_rotation({0.1, 0.5, -0.2}),
              .segment_in_joint = {compute_rotation({0.2, 0.1, 0.3}), {0.03, -0.02, 0.05}}};
  blade.moves = {turn(Y, 0), turn(X, 1), slide(Z, 2)};
  if (is_bent) {
    blade.moves = {turn(Y, 0), turn(X, 1, make_simm(1.0)), turn(Z, 2),
                   slide(X + Y, {}, ScalarFunction::make_constant(0.02))};
    blade.ellipsoid = Vector3(0.08, 0.17, 0.09);
  }
  branches.push_back(make_branch("blade", Part::Other, Side::Both, 2, std::move(blade), make_three("blade")));
  branches.push_back(make_branch("humerus_r", Part::Humerus, Side::Right, 3, make_ball({0.0, 0.0, 0.05}),
                                 make_three("arm_r")));
  branches.push_back(make_branch("humerus_l", Part::Humerus, Side::Left, 2, make_ball({0.0, 0.2, -0.17}),
                                 make_three("arm_l")));
  branches.push_back(
      make_branch("thigh_r", Part::Thigh, Side::Right, 0, make_ball({0.0, 0.0, 0.09}), make_three("hip_r")));

  Joint knee{.kind = JointKind::Moves, .p_PJ_P = {0.0, -0.4, 0.0}};
  knee.moves = {turn(-Z, 0)};
  if (is_bent) {
    knee.moves = {slide(X, 0, make_natural(0.02)),
                  slide(Y, 0, ScalarFunction::make_polynomial({0.01, 0.02, -0.01, 0.005})), turn(-Z, 0),
                  turn(X, 0, ScalarFunction::make_sine(0.1, 1.3, 0.2, -0.02))};
  }
  branches.push_back(make_branch("shank_r", Part::Shank, Side::Right, 6, std::move(knee),
                                 {make_coordinate("knee_r", -1.0, 1.0)}));

  Joint left_hip{.kind = JointKind::Moves, .p_PJ_P = {0.0, 0.0, -0.09}};
  left_hip.moves = {turn(Z, 0), turn(-X, 1), turn(-Y, 2)};
  branches.push_back(
      make_branch("thigh_l", Part::Thigh, Side::Left, 0, std::move(left_hip), make_three("hip_l")));
  branches.push_back(make_branch("shank_l", Part::Shank, Side::Left, 8,
                                 {.kind = JointKind::Hinges, .p_PJ_P = {0.0, -0.4, 0.0}, .axes = {-Z}},
                                 {make_coordinate("knee_l", -1.0, 1.0)}));

  Joint kneecap{.kind = JointKind::Moves, .p_PJ_P = {0.04, -0.35, 0.0}};
  kneecap.moves = {turn(-Z, 0)};
  if (is_bent) kneecap.moves.push_back(slide(Y, 0, ScalarFunction::make_linear(0.03, 0.0)));
  branches.push_back(make_branch("patella_r", Part::Other, Side::Right, 6, std::move(kneecap),
                                 {make_coordinate("patella_r", -2.0, 2.0)}));
  branches.push_back(make_branch("foot_r", Part::Foot, Side::Right, 7,
                                 {.kind = JointKind::Weld, .p_PJ_P = {0.0, -0.4, 0.0}}, {}));
  branches.push_back(
      make_branch("collar_r", Part::Clavicle, Side::Right, 2,
                  {.kind = JointKind::Hinges, .p_PJ_P = {0.08, 0.2, 0.02}, .axes = {Y, -X}},
                  {make_coordinate("collar_1", -1.2, 1.2), make_coordinate("collar_2", -1.2, 1.2)}));
  if (held == Held::Nothing) return Body(std::move(branches));

  const Body loose(branches);
  const SegmentIndex collar{branches.size() - 1};
  const SegmentIndex scapula{3};
  const SegmentFrames frames = compute_segment_frames(loose, loose.neutral_pose());
  const Vector3 p_SA_S(-0.02, 0.01, 0.12);
  const Frame& other = frames[scapula];
  const Vector3 p_SB_S = other.R_GS.transpose() * (frames[collar].place(p_SA_S) - other.p_GS);
  Constraints constraints;
  constraints.couplings.push_back(
      {loose.find_coordinate("patella_r").value(), loose.find_coordinate("knee_r").value(), make_simm(0.7)});
  constraints.point_ties.push_back({"shoulder", collar, p_SA_S, scapula, p_SB_S});
  return Body(std::move(branches), std::move(constraints));
}

}  // namespace endrange::body
