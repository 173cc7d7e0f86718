#include "core/body/scalar_function.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/base/contracts.h"

namespace endrange::body {
namespace {

void expect_points(std::span<const double> x, std::span<const double> y) {
  expects(x.size() == y.size() && x.size() >= 2, "a function through points has at least two");
  expects(std::ranges::adjacent_find(x, std::greater_equal<>{}) == x.end(), "x rises from point to point");
}

double slope(std::span<const double> x, std::span<const double> y, std::size_t i) {
  return (y[i + 1] - y[i]) / (x[i + 1] - x[i]);
}

// The third derivative of the cubic through four points from `first` on.
double compute_third_derivative(std::span<const double> x, std::span<const double> y, std::size_t first) {
  const auto second = [&](std::size_t i) {
    return (slope(x, y, i + 1) - slope(x, y, i)) / (x[i + 2] - x[i]);
  };
  return 6.0 * (second(first + 1) - second(first)) / (x[first + 3] - x[first]);
}

// Second derivatives at the knots: continuity of the first derivative inside, and at each end a given third
// derivative, or a vanishing second one.
std::vector<double> solve_curvatures(std::span<const double> x, std::span<const double> y, bool is_natural) {
  const std::size_t n = x.size();
  std::vector<double> diagonal(n, 1.0);
  std::vector<double> above(n, 0.0);
  std::vector<double> below(n, 0.0);
  std::vector<double> right(n, 0.0);
  for (std::size_t i = 1; i + 1 < n; ++i) {
    const double before = x[i] - x[i - 1];
    const double after = x[i + 1] - x[i];
    below[i] = before;
    diagonal[i] = 2.0 * (before + after);
    above[i] = after;
    right[i] = 6.0 * (slope(x, y, i) - slope(x, y, i - 1));
  }
  if (!is_natural) {
    // On an interval the third derivative is the rise of the second over its length.
    const bool has_four = n >= 4;
    above[0] = -1.0;
    right[0] = has_four ? -compute_third_derivative(x, y, 0) * (x[1] - x[0]) : 0.0;
    below[n - 1] = -1.0;
    right[n - 1] = has_four ? compute_third_derivative(x, y, n - 4) * (x[n - 1] - x[n - 2]) : 0.0;
  }
  for (std::size_t i = 1; i < n; ++i) {
    const double share = below[i] / diagonal[i - 1];
    diagonal[i] -= share * above[i - 1];
    right[i] -= share * right[i - 1];
  }
  std::vector<double> curvature(n);
  curvature[n - 1] = right[n - 1] / diagonal[n - 1];
  for (std::size_t i = n - 1; i-- > 0;) curvature[i] = (right[i] - above[i] * curvature[i + 1]) / diagonal[i];
  return curvature;
}

}  // namespace

ScalarFunction ScalarFunction::make_constant(double value) {
  return ScalarFunction(Polynomial{{value}});
}

ScalarFunction ScalarFunction::make_linear(double slope, double intercept) {
  return ScalarFunction(Polynomial{{intercept, slope}});
}

ScalarFunction ScalarFunction::make_polynomial(std::vector<double> coefficients) {
  expects(!coefficients.empty(), "a polynomial has at least one coefficient");
  return ScalarFunction(Polynomial{std::move(coefficients)});
}

ScalarFunction ScalarFunction::make_sine(double amplitude, double frequency, double phase, double offset) {
  return ScalarFunction(Sine{amplitude, frequency, phase, offset});
}

ScalarFunction::Spline ScalarFunction::make_spline(std::span<const double> x, std::span<const double> y,
                                                   std::span<const double> curvature) {
  Spline spline{{x.begin(), x.end()}, {}};
  for (std::size_t i = 0; i + 1 < x.size(); ++i) {
    const double length = x[i + 1] - x[i];
    spline.pieces.push_back({.a = y[i],
                             .b = slope(x, y, i) - length * (2.0 * curvature[i] + curvature[i + 1]) / 6.0,
                             .c = 0.5 * curvature[i],
                             .d = (curvature[i + 1] - curvature[i]) / (6.0 * length)});
  }
  const Cubic& last = spline.pieces.back();
  const double length = x.back() - x[x.size() - 2];
  spline.pieces.push_back(
      {.a = y.back(), .b = last.b + length * (2.0 * last.c + 3.0 * length * last.d), .c = 0.0, .d = 0.0});
  return spline;
}

ScalarFunction ScalarFunction::make_piecewise_linear(std::span<const double> x, std::span<const double> y) {
  expect_points(x, y);
  return ScalarFunction(make_spline(x, y, std::vector<double>(x.size(), 0.0)));
}

ScalarFunction ScalarFunction::make_simm_spline(std::span<const double> x, std::span<const double> y) {
  expect_points(x, y);
  if (x.size() == 2) return make_piecewise_linear(x, y);
  return ScalarFunction(make_spline(x, y, solve_curvatures(x, y, /*is_natural=*/false)));
}

ScalarFunction ScalarFunction::make_natural_spline(std::span<const double> x, std::span<const double> y) {
  expect_points(x, y);
  return ScalarFunction(make_spline(x, y, solve_curvatures(x, y, /*is_natural=*/true)));
}

ScalarFunction ScalarFunction::times(double factor) const {
  ScalarFunction scaled = *this;
  if (auto* polynomial = std::get_if<Polynomial>(&scaled.form_)) {
    for (double& coefficient : polynomial->coefficients) coefficient *= factor;
  } else if (auto* sine = std::get_if<Sine>(&scaled.form_)) {
    sine->amplitude *= factor;
    sine->offset *= factor;
  } else {
    for (Cubic& piece : std::get<Spline>(scaled.form_).pieces) {
      piece = {piece.a * factor, piece.b * factor, piece.c * factor, piece.d * factor};
    }
  }
  return scaled;
}

ScalarFunction::Value ScalarFunction::evaluate(double x) const {
  if (const auto* polynomial = std::get_if<Polynomial>(&form_)) {
    Value result;
    for (std::size_t i = polynomial->coefficients.size(); i-- > 0;) {
      result.rate = result.rate * x + result.value;
      result.value = result.value * x + polynomial->coefficients[i];
    }
    return result;
  }
  if (const auto* sine = std::get_if<Sine>(&form_)) {
    const double angle = sine->frequency * x + sine->phase;
    return {sine->amplitude * std::sin(angle) + sine->offset,
            sine->amplitude * sine->frequency * std::cos(angle)};
  }
  const Spline& spline = std::get<Spline>(form_);
  if (x < spline.knots.front()) {
    const Cubic& first = spline.pieces.front();
    return {first.a + first.b * (x - spline.knots.front()), first.b};
  }
  const auto after = std::ranges::upper_bound(spline.knots, x);
  const auto i = static_cast<std::size_t>(after - spline.knots.begin()) - 1;
  const Cubic& piece = spline.pieces[i];
  const double h = x - spline.knots[i];
  return {((piece.d * h + piece.c) * h + piece.b) * h + piece.a,
          (3.0 * piece.d * h + 2.0 * piece.c) * h + piece.b};
}

bool ScalarFunction::is_constant() const {
  if (const auto* polynomial = std::get_if<Polynomial>(&form_)) {
    return std::ranges::all_of(polynomial->coefficients.begin() + 1, polynomial->coefficients.end(),
                               [](double coefficient) { return coefficient == 0.0; });
  }
  if (const auto* sine = std::get_if<Sine>(&form_)) return sine->amplitude == 0.0 || sine->frequency == 0.0;
  const Spline& spline = std::get<Spline>(form_);
  return std::ranges::all_of(spline.pieces, [&](const Cubic& piece) {
    return piece.a == spline.pieces.front().a && piece.b == 0.0 && piece.c == 0.0 && piece.d == 0.0;
  });
}

}  // namespace endrange::body
