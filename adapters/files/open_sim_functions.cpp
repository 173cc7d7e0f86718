#include "adapters/files/open_sim_functions.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>

namespace endrange::files {
namespace {

using body::ScalarFunction;

constexpr int MostMultipliers = 16;

struct Points {
  std::vector<double> x;
  std::vector<double> y;
};

Result<Points> parse_points(const XmlSource& source, pugi::xml_node element) {
  Points points;
  TRY(points.x, source.parse_numbers(element.child("x")));
  TRY(points.y, source.parse_numbers(element.child("y")));
  if (points.x.size() != points.y.size() || points.x.size() < 2) {
    return source.refuse(element,
                         fmt::format("expected as many y as x and at least two in <{}>, found {} and {}",
                                     element.name(), points.x.size(), points.y.size()));
  }
  if (std::ranges::adjacent_find(points.x, std::greater_equal<>{}) != points.x.end()) {
    return source.refuse(element,
                         fmt::format("expected x that rises from point to point in <{}>", element.name()));
  }
  return points;
}

Result<OpenSimFunction> parse_plain(const XmlSource& source, pugi::xml_node element) {
  const std::string_view kind = element.name();
  if (kind == "Constant") {
    TRY(const double value, source.parse_number(element, "value", 0.0));
    return OpenSimFunction{ScalarFunction::make_constant(value)};
  }
  if (kind == "LinearFunction") {
    const pugi::xml_node coefficients = element.child("coefficients");
    TRY(const std::vector<double> numbers, source.parse_numbers(coefficients));
    if (numbers.size() != 2) {
      return source.refuse(
          element, fmt::format("expected a function of one coordinate, with two coefficients, found {}",
                               numbers.size()));
    }
    return OpenSimFunction{ScalarFunction::make_linear(numbers[0], numbers[1]), std::abs(numbers[0]) == 1.0};
  }
  if (kind == "PolynomialFunction") {
    TRY(std::vector<double> numbers, source.parse_numbers(element.child("coefficients")));
    if (numbers.empty())
      return source.refuse(element, "expected coefficients in <PolynomialFunction>, found none");
    std::ranges::reverse(numbers);  // OpenSim writes the highest power first
    return OpenSimFunction{ScalarFunction::make_polynomial(std::move(numbers))};
  }
  if (kind == "Sine") {
    TRY(const double amplitude, source.parse_number(element, "amplitude", 1.0));
    TRY(const double frequency, source.parse_number(element, "omega", 1.0));
    TRY(const double phase, source.parse_number(element, "phase", 0.0));
    TRY(const double offset, source.parse_number(element, "offset", 0.0));
    return OpenSimFunction{ScalarFunction::make_sine(amplitude, frequency, phase, offset)};
  }
  if (kind == "PiecewiseLinearFunction") {
    TRY(const Points points, parse_points(source, element));
    return OpenSimFunction{ScalarFunction::make_piecewise_linear(points.x, points.y)};
  }
  // The two older names stand for the same spline, which never was a natural one.
  if (kind == "SimmSpline" || kind == "NaturalCubicSpline" || kind == "natCubicSpline") {
    TRY(const Points points, parse_points(source, element));
    return OpenSimFunction{ScalarFunction::make_simm_spline(points.x, points.y)};
  }
  return source.refuse(element,
                       fmt::format("expected a function that Endrange knows, found <{}>", element.name()),
                       "fit a SimmSpline to it in OpenSim");
}

}  // namespace

Result<OpenSimFunction> parse_function(const XmlSource& source, pugi::xml_node element) {
  double factor = 1.0;
  bool is_multiplied = false;
  for (int level = 0; std::string_view(element.name()) == "MultiplierFunction"; ++level) {
    if (level == MostMultipliers)
      return source.refuse(element, "expected fewer multipliers inside each other");
    TRY(const double scale, source.parse_number(element, "scale", 1.0));
    factor *= scale;
    is_multiplied = true;
    const pugi::xml_node inner = find_object(element, "function");
    if (!inner) return source.refuse(element, "expected a function in <MultiplierFunction>, found none");
    element = inner;
  }
  TRY(OpenSimFunction plain, parse_plain(source, element));
  if (!is_multiplied) return plain;
  return OpenSimFunction{plain.function.times(factor)};
}

}  // namespace endrange::files
