// Oracles: cubics, which the end conditions of [Forsythe1977 §4.4] make the spline give back exactly; small
// splines solved by hand; central differences.
#include "core/body/scalar_function.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <array>
#include <cmath>
#include <functional>

namespace endrange::body {
namespace {

using Spline = std::function<ScalarFunction(std::span<const double>, std::span<const double>)>;
const std::array<Spline, 3> Splines = {ScalarFunction::make_simm_spline, ScalarFunction::make_natural_spline,
                                       ScalarFunction::make_piecewise_linear};

void expect_value(const ScalarFunction& function, double x, double value, double rate,
                  double within = 1e-12) {
  const auto found = function.evaluate(x);
  EXPECT_NEAR(found.value, value, within) << "at " << x;
  EXPECT_NEAR(found.rate, rate, within) << "at " << x;
}

struct Points {
  std::vector<double> x;
  std::vector<double> y;
};

Points make_points() {
  const int count = *rc::gen::inRange(2, 12);
  Points points;
  double x = 0.01 * *rc::gen::inRange(-300, 300);
  for (int i = 0; i < count; ++i) {
    points.x.push_back(x);
    points.y.push_back(0.01 * *rc::gen::inRange(-200, 200));
    x += 0.01 * *rc::gen::inRange(5, 60);
  }
  return points;
}

TEST(ScalarFunction, is_the_coordinate_itself_by_default) {
  expect_value(ScalarFunction(), 0.7, 0.7, 1.0);
}

TEST(ScalarFunction, knows_constants_lines_polynomials_and_sines) {
  expect_value(ScalarFunction::make_constant(2.5), 9.0, 2.5, 0.0);
  expect_value(ScalarFunction::make_linear(-2.0, 0.5), 3.0, -5.5, -2.0);
  expect_value(ScalarFunction::make_polynomial({1.0, -2.0, 0.0, 3.0}), 2.0, 21.0, 34.0);
  const double angle = 0.5 * 1.2 + 0.3;
  expect_value(ScalarFunction::make_sine(2.0, 0.5, 0.3, -1.0), 1.2, 2.0 * std::sin(angle) - 1.0,
               std::cos(angle));
}

TEST(ScalarFunction, runs_straight_from_point_to_point_and_on) {
  const auto line =
      ScalarFunction::make_piecewise_linear(std::array{0.0, 1.0, 3.0}, std::array{1.0, 3.0, 2.0});
  expect_value(line, -1.0, -1.0, 2.0);
  expect_value(line, 0.5, 2.0, 2.0);
  expect_value(line, 2.0, 2.5, -0.5);
  expect_value(line, 5.0, 1.0, -0.5);
}

// Each of the first and last four points lie on the cubic, so its third derivative is theirs.
TEST(ScalarFunction, simm_spline_gives_back_every_cubic) {
  rc::check("through uneven points", [] {
    std::array<double, 4> c = {};
    for (double& one : c) one = 0.01 * *rc::gen::inRange(-200, 200);
    Points points = make_points();
    while (points.x.size() < 4) points.x.push_back(points.x.back() + 0.3);
    points.y.clear();
    const auto cubic = [&](double x) { return ((c[3] * x + c[2]) * x + c[1]) * x + c[0]; };
    for (const double x : points.x) points.y.push_back(cubic(x));
    const auto spline = ScalarFunction::make_simm_spline(points.x, points.y);
    for (double share = 0.0; share <= 1.0; share += 0.03125) {
      const double x = points.x.front() + share * (points.x.back() - points.x.front());
      const double size = 1.0 + std::abs(c[3] * x * x * x) + std::abs(c[2] * x * x);
      RC_ASSERT(std::abs(spline.evaluate(x).value - cubic(x)) < 1e-10 * size);
      const double rate = (3.0 * c[3] * x + 2.0 * c[2]) * x + c[1];
      RC_ASSERT(std::abs(spline.evaluate(x).rate - rate) < 1e-8 * size);
    }
  });
}

// Three points: with both end conditions the spline's second derivative is one number, so it is the parabola.
TEST(ScalarFunction, simm_spline_of_three_points_is_their_parabola) {
  const auto spline = ScalarFunction::make_simm_spline(std::array{0.0, 1.0, 3.0}, std::array{0.0, 1.0, 9.0});
  for (const double x : {0.0, 0.4, 1.0, 2.2, 3.0}) expect_value(spline, x, x * x, 2.0 * x);
}

// By hand: points (0,0), (1,1), (2,0), (3,1) have second derivatives 0, -4, 4, 0.
TEST(ScalarFunction, natural_spline_vanishes_in_curvature_at_its_ends) {
  const auto spline =
      ScalarFunction::make_natural_spline(std::array{0.0, 1.0, 2.0, 3.0}, std::array{0.0, 1.0, 0.0, 1.0});
  // First piece: (5/3) x - (2/3) x³.
  expect_value(spline, 0.5, 5.0 / 6.0 - 1.0 / 12.0, 5.0 / 3.0 - 0.5);
  expect_value(spline, 1.0, 1.0, -1.0 / 3.0);
  expect_value(spline, 1.5, 0.5, -4.0 / 3.0);
  expect_value(spline, 3.0, 1.0, 5.0 / 3.0);
}

TEST(ScalarFunction, splines_pass_their_points_run_on_straight_and_bend_without_a_break) {
  rc::check("value and rate", [] {
    const Points points = make_points();
    for (const Spline& make : Splines) {
      const auto function = make(points.x, points.y);
      for (std::size_t i = 0; i < points.x.size(); ++i) {
        RC_ASSERT(std::abs(function.evaluate(points.x[i]).value - points.y[i]) < 1e-11);
        if (points.x.size() > 2 && &make != &Splines[2]) {
          const double before = function.evaluate(std::nextafter(points.x[i], -1e9)).rate;
          RC_ASSERT(std::abs(function.evaluate(points.x[i]).rate - before) < 1e-9 * (1.0 + std::abs(before)));
        }
      }
      const auto first = function.evaluate(points.x.front());
      const auto last = function.evaluate(points.x.back());
      RC_ASSERT(std::abs(function.evaluate(points.x.front() - 2.0).value - (first.value - 2.0 * first.rate)) <
                1e-9);
      RC_ASSERT(std::abs(function.evaluate(points.x.back() + 2.0).value - (last.value + 2.0 * last.rate)) <
                1e-9);
    }
  });
}

TEST(ScalarFunction, rate_is_the_derivative_of_the_value) {
  rc::check("against central differences", [] {
    const Points points = make_points();
    const double x = points.x.front() - 0.5 + 0.001 * *rc::gen::inRange(0, 6000);
    constexpr double Step = 1e-6;
    // A step over a knot would see two pieces of which the third derivative differs.
    for (const double knot : points.x) RC_PRE(std::abs(x - knot) > 2.0 * Step);
    std::vector<ScalarFunction> functions = {ScalarFunction::make_polynomial(points.y),
                                             ScalarFunction::make_sine(1.5, 2.0, points.y[0], points.y[1])};
    for (const Spline& make : Splines) functions.push_back(make(points.x, points.y));
    for (const ScalarFunction& function : functions) {
      const double numeric =
          (function.evaluate(x + Step).value - function.evaluate(x - Step).value) / (2.0 * Step);
      const auto found = function.evaluate(x);
      // Rounding of the values over the step, and the third derivative.
      RC_ASSERT(std::abs(numeric - found.rate) <
                1e-9 * (1.0 + std::abs(found.value)) + 1e-6 * std::abs(found.rate));
    }
  });
}

TEST(ScalarFunction, is_multiplied_as_a_whole) {
  const std::array x = {0.0, 0.5, 1.5, 2.0};
  const std::array y = {0.3, -1.0, 0.2, 2.0};
  for (const ScalarFunction& function :
       {ScalarFunction::make_constant(2.0), ScalarFunction::make_polynomial({1.0, 2.0, 3.0}),
        ScalarFunction::make_sine(1.0, 2.0, 0.5, 0.7), ScalarFunction::make_simm_spline(x, y)}) {
    const auto tripled = function.times(-3.0);
    for (const double at : {-1.0, 0.2, 1.1, 2.5}) {
      const auto once = function.evaluate(at);
      expect_value(tripled, at, -3.0 * once.value, -3.0 * once.rate, 1e-11);
    }
  }
}

TEST(ScalarFunction, knows_whether_it_is_constant) {
  const std::array x = {0.0, 1.0, 2.0};
  EXPECT_TRUE(ScalarFunction::make_constant(1.0).is_constant());
  EXPECT_TRUE(ScalarFunction::make_linear(0.0, 3.0).is_constant());
  EXPECT_TRUE(ScalarFunction::make_simm_spline(x, std::array{2.0, 2.0, 2.0}).is_constant());
  EXPECT_TRUE(ScalarFunction().times(0.0).is_constant());
  EXPECT_FALSE(ScalarFunction().is_constant());
  EXPECT_FALSE(ScalarFunction::make_sine(1.0, 1.0, 0.0, 0.0).is_constant());
  EXPECT_FALSE(ScalarFunction::make_simm_spline(x, std::array{2.0, 2.0, 2.1}).is_constant());
}

}  // namespace
}  // namespace endrange::body
