#pragma once

#include "adapters/files/xml_source.h"
#include "core/body/scalar_function.h"

namespace endrange::files {

/// A function of one coordinate, as an OpenSim model writes it.
struct OpenSimFunction {
  body::ScalarFunction function = {};
  /// Whether it is linear with a slope of 1 or -1 and nothing around it: OpenSim then calls its coordinate an
  /// angle or a translation, and otherwise *coupled*.
  bool is_pure = false;
};

/// Reads a function element: Constant, LinearFunction, PolynomialFunction, Sine, PiecewiseLinearFunction,
/// SimmSpline (in older files NaturalCubicSpline) and MultiplierFunction. Any other is an error at its line.
[[nodiscard]] Result<OpenSimFunction> parse_function(const XmlSource& source, pugi::xml_node element);

}  // namespace endrange::files
