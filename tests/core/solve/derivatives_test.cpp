// Oracle: central differences of the cost itself. Limit: the curvature that NormalEquations knows is that of
// points on bodies whose coordinates each make one even turn or slide; where a function of a coordinate bends
// or a coordinate makes several moves, their second derivative is left out, so curvature is compared on even
// bodies only.
#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <string>
#include <utility>
#include <vector>

#include "core/body/built_in_body.h"
#include "core/solve/normal_equations.h"
#include "core/solve/terms.h"
#include "tests/core/body/mixed_body.h"
#include "tests/core/body/poses.h"
#include "tests/support/counts.h"

namespace endrange::solve {
namespace {

using body::Part;

Eigen::Index count_of(const Body& body) {
  return static_cast<Eigen::Index>(body.coordinate_count());
}

double cost_at(const Body& body, std::span<const Term> terms, const Pose& pose) {
  Kinematics kinematics(body);
  kinematics.update(body, pose);
  double cost = 0.0;
  for (const Term& term : terms) cost += compute_cost(term, {body, pose, kinematics});
  return cost;
}

NormalEquations make_normal(const Body& body, std::span<const Term> terms, const Pose& pose,
                            NormalEquations::Reach reach = NormalEquations::Reach::Everything) {
  Kinematics kinematics(body);
  kinematics.update(body, pose);
  NormalEquations normal(body);
  normal.clear(reach);
  for (const Term& term : terms) {
    if (const auto* target = std::get_if<PointTarget>(&term)) {
      const Vector3 p = kinematics.frame(target->segment).place(target->p_SQ_S);
      normal.add_point(target->segment, p, compute_residual(*target, p));
    } else {
      linearise(term, {body, pose, kinematics}, normal);
    }
  }
  normal.gather_points(body, kinematics);
  return normal;
}

Tangent unit(const Body& body, Eigen::Index i, double size) {
  Tangent step = Tangent::Zero(count_of(body));
  step[i] = size;
  return step;
}

// Largest error of the gradient, relative to its largest element and the cost.
double compute_gradient_error(const Body& body, std::span<const Term> terms, const Pose& pose) {
  const NormalEquations normal = make_normal(body, terms, pose);
  constexpr double H = 1e-6;
  const double scale = normal.gradient().lpNorm<Eigen::Infinity>() + cost_at(body, terms, pose) + 1e-3;
  double worst = 0.0;
  for (Eigen::Index i = 0; i < count_of(body); ++i) {
    const double slope = (cost_at(body, terms, retract(body, pose, unit(body, i, H))) -
                          cost_at(body, terms, retract(body, pose, unit(body, i, -H)))) /
                         (2.0 * H);
    worst = std::max(worst, std::abs(slope - normal.gradient()[i]) / scale);
  }
  return worst;
}

Vector3 random_vector(body::Numbers& numbers, double size) {
  return {numbers.uniform(-size, size), numbers.uniform(-size, size), numbers.uniform(-size, size)};
}

std::vector<Term> make_points(const Body& body, const Pose& pose, body::Numbers& numbers, double off) {
  const body::SegmentFrames frames = compute_segment_frames(body, pose);
  std::vector<Term> terms;
  for (std::size_t s = 0; s < body.segment_count(); ++s) {
    for (int k = 0; k < 3; ++k) {
      const Vector3 p = random_vector(numbers, 0.2);
      terms.emplace_back(PointTarget{SegmentIndex{s},
                                     p,
                                     frames[SegmentIndex{s}].place(p) + random_vector(numbers, off),
                                     {numbers.uniform(0.01, 0.05), k == 0 ? Unknown : 0.02, 0.03}});
    }
  }
  return terms;
}

// One of each kind of term, somewhere near enough to pull and far enough to matter.
std::vector<std::pair<std::string, Term>> make_every_term(const Body& body, const Pose& pose,
                                                          body::Numbers& numbers) {
  const body::SegmentFrames frames = compute_segment_frames(body, pose);
  const auto find = [&](Part part, Side side = Side::Both) { return body.find_segment(part, side).value(); };
  const SegmentIndex arm = find(Part::Humerus, Side::Right);
  const SegmentIndex shank = find(Part::Shank, Side::Right);
  const SegmentIndex thorax = find(Part::Thorax);
  const Vector3 p = random_vector(numbers, 0.2);
  const Vector3 q = random_vector(numbers, 0.2);
  const auto away = [&](SegmentIndex segment, const Vector3& point) {
    return Vector3(frames[segment].place(point) + random_vector(numbers, 0.2));
  };
  const Pose other = body::make_random_pose(body, 1000 + static_cast<std::uint64_t>(numbers.uniform(0, 1e6)));
  Tangent spread = Tangent::Constant(count_of(body), 0.3);
  spread[2] = Unknown;
  const auto direction = [&] { return Vector3(random_vector(numbers, 1.0).normalized()); };
  const Vector3 support[] = {{-0.1, -1.0, 0.1}, {-0.3, -1.0, 0.1}, {-0.2, -1.0, -0.1}};
  const CoordinateIndex knee =
      body.find_segment(Part::Shank, Side::Left).has_value()
          ? CoordinateIndex{body.joint(find(Part::Shank, Side::Left)).first_coordinate}
          : CoordinateIndex{6};
  const CoordinateIndex hinge{body.joint(thorax).first_coordinate};
  const auto bent = body::mixed::make_natural(0.5);
  using body::Reference;
  return {
      {"point", PointTarget{arm, p, away(arm, p), {0.02, Unknown, 0.05}}},
      {"robust point", PointTarget{shank, q, away(shank, q), {0.02, 0.03, 0.05}, Loss::Robust}},
      {"redescending point", PointTarget{shank, q, away(shank, q), {0.05, 0.06, 0.09}, Loss::Redescending}},
      {"pair", PointPair{arm, p, shank, q, 0.05}},
      {"pair on one chain", PointPair{arm, p, thorax, q, 0.05}},
      {"following", FollowingCoordinate{{hinge, knee, bent}, 0.1}},
      {"plane", PlaneContact{shank, q, direction(), 0.1, 0.05}},
      {"hinge", CoordinateTarget{knee, 0.9, 0.1}},
      {"translation", CoordinateTarget{CoordinateIndex{4}, 2.0, 0.1}},
      {"angle", AngleTarget{JointMotionId("hip.flexion"), Side::Right, Angle::from_degrees(100.0)}},
      {"torsion",
       AngleTarget{JointMotionId("shoulder.internal_rotation"), Side::Left, Angle::from_degrees(130.0)}},
      {"angle against the trunk",
       AngleTarget{JointMotionId("shoulder.flexion"), Side::Right, Angle::from_degrees(150.0),
                   Angle::from_degrees(2.0), Reference::Trunk}},
      {"orientation",
       OrientationTarget{arm, body::compute_rotation(random_vector(numbers, 1.0)), {0.1, 0.2, Unknown}}},
      {"direction", DirectionTarget{shank, direction(), direction(), 0.1}},
      {"gaze", GazeTarget{thorax, p, direction(), {-3.0, 1.0, 2.0}, 0.1}},
      {"balance", make_centre_of_mass_over(support, 0.02, 0.02)},
      {"prior", PosePrior{other, spread}},
  };
}

// Central differences of step 1e-6 on a cost c are good to 1e-16 c / 1e-6, and to 1e-12 / 6 times a third
// derivative that terms of spreads of centimetres raise to 1e4 costs. Near 90° of abduction a clinical angle
// is about to be undetermined, and its third derivative larger yet.
constexpr double AllowedSlope = 1e-7;

void expect_terms_pull_as_their_cost_falls(const Body& body, int count) {
  double worst = 0.0;
  std::string at;
  for (int i = 1; i <= count; ++i) {
    body::Numbers numbers(static_cast<std::uint64_t>(i));
    const Pose pose = body::make_random_pose(body, static_cast<std::uint64_t>(i), 0.7);
    for (const auto& [name, term] : make_every_term(body, pose, numbers)) {
      const double error = compute_gradient_error(body, std::span(&term, 1), pose);
      if (error > worst) {
        worst = error;
        at = name + ", seed " + std::to_string(i);
      }
    }
  }
  std::printf("             worst share of a slope %.1e at %s\n", worst, at.c_str());
  EXPECT_LT(worst, AllowedSlope) << at;
}

TEST(Derivatives, of_every_term_are_the_slopes_of_its_cost_on_every_kind_of_joint) {
  expect_terms_pull_as_their_cost_falls(body::make_mixed_body(), test::choose_count(10, 500));
}

TEST(Derivatives, of_every_term_are_the_slopes_of_its_cost_on_the_built_in_body) {
  expect_terms_pull_as_their_cost_falls(body::make_built_in_body(body::compute_segment_lengths(1.75)),
                                        test::choose_count(3, 200));
}

// Information and gradient, row after row.
class DenseRows final : public Rows {
 public:
  explicit DenseRows(Eigen::Index count)
      : information(Eigen::MatrixXd::Zero(count, count)), gradient(Tangent::Zero(count)) {}
  void add(double residual, std::span<const CoordinateIndex> coordinates,
           std::span<const double> coefficients) override {
    Tangent whole = Tangent::Zero(gradient.size());
    for (std::size_t i = 0; i < coordinates.size(); ++i) whole[row(coordinates[i])] = coefficients[i];
    information += whole * whole.transpose();
    gradient += residual * whole;
  }
  void add_one_sided(double, std::span<const CoordinateIndex>, std::span<const double>) override {}
  Eigen::MatrixXd information;
  Tangent gradient;
};

void expect_gathers_what_the_rows_say(const Body& body, NormalEquations::Reach reach, int count) {
  double worst = 0.0;
  for (int i = 1; i <= count; ++i) {
    body::Numbers numbers(static_cast<std::uint64_t>(i));
    const Pose pose = body::make_random_pose(body, static_cast<std::uint64_t>(i), 0.9);
    auto terms = make_points(body, pose, numbers, 0.05);
    Tangent spread = Tangent::LinSpaced(count_of(body), 0.005, 0.02);
    spread[1] = Unknown;
    terms.emplace_back(
        PosePrior{body::make_random_pose(body, static_cast<std::uint64_t>(i) + 100, 0.9), spread});
    const NormalEquations normal = make_normal(body, terms, pose, reach);
    Kinematics kinematics(body);
    kinematics.update(body, pose);
    DenseRows rows(count_of(body));
    for (const Term& term : terms) linearise(term, {body, pose, kinematics}, rows);
    worst = std::max(worst, (normal.information().to_dense() - rows.information).lpNorm<Eigen::Infinity>() /
                                rows.information.lpNorm<Eigen::Infinity>());
    worst = std::max(worst, (normal.gradient() - rows.gradient).lpNorm<Eigen::Infinity>() /
                                rows.gradient.lpNorm<Eigen::Infinity>());
    ASSERT_LT(worst, 1e-12) << "seed " << i;
  }
  std::printf("             worst share %.1e\n", worst);
}

// Information of points and of a prior is what their rows give one by one.
TEST(NormalEquations, gather_what_the_rows_say_one_by_one) {
  const int count = test::choose_count(10, 500);
  for (const auto reach : {NormalEquations::Reach::Everything, NormalEquations::Reach::Paths}) {
    expect_gathers_what_the_rows_say(body::make_mixed_body(), reach, count);
    expect_gathers_what_the_rows_say(body::make_built_in_body(body::compute_segment_lengths(1.75)), reach,
                                     count);
  }
}

// Information and curvature together are the second derivative of the cost of points.
void expect_curvature_is_exact(const Body& body, int count) {
  constexpr double H = 1e-4;
  double worst = 0.0;
  for (int i = 1; i <= count; ++i) {
    body::Numbers numbers(static_cast<std::uint64_t>(i));
    const Pose pose = body::make_random_pose(body, static_cast<std::uint64_t>(i), 0.9);
    const auto terms = make_points(body, pose, numbers, 0.1);
    const NormalEquations normal = make_normal(body, terms, pose);
    const double scale = normal.information().to_dense().lpNorm<Eigen::Infinity>();
    const auto cost = [&](Eigen::Index a, double step_a, Eigen::Index b, double step_b) {
      Tangent step = unit(body, a, step_a);
      step[b] += step_b;
      return cost_at(body, terms, retract(body, pose, step));
    };
    for (Eigen::Index a = 0; a < count_of(body); ++a) {
      for (Eigen::Index b = 0; b <= a; ++b) {
        const double slope =
            (cost(a, H, b, H) - cost(a, H, b, -H) - cost(a, -H, b, H) + cost(a, -H, b, -H)) / (4.0 * H * H);
        const double stated = normal.information().find(a, b) + normal.curvature().find(a, b);
        const double error = std::abs(stated - slope) / scale;
        worst = std::max(worst, error);
        ASSERT_LT(error, 1e-7) << "seed " << i << ", coordinates " << a << " and " << b << ": " << stated
                               << " against " << slope;
      }
    }
  }
  std::printf("             worst share %.1e\n", worst);
}

TEST(NormalEquations, know_the_curvature_of_points_on_hinges_balls_and_even_moves) {
  expect_curvature_is_exact(body::make_mixed_body(body::Functions::Linear), test::choose_count(2, 50));
}

TEST(NormalEquations, know_the_curvature_of_points_on_the_built_in_body) {
  expect_curvature_is_exact(body::make_built_in_body(body::compute_segment_lengths(1.75)),
                            test::choose_count(1, 20));
}

}  // namespace
}  // namespace endrange::solve
