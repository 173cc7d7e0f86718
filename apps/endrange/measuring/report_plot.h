#pragma once

#include <string>

#include "core/measure/circle.h"
#include "core/measure/trial.h"

namespace endrange::app {

/// The angle over time as SVG: the curve with its 95 % band, repetitions shaded, what was held as black
/// lines, the interval of what was reached at the right edge, and where a compensation began as a dashed
/// line. Empty where there is no curve.
[[nodiscard]] std::string draw_plot(const measure::SideTrial& side, const std::string& title);

/// The way that a joint circle went, as SVG: a map about its middle with a ring each 30°, eighths without
/// reach shaded.
[[nodiscard]] std::string draw_circle(const measure::Circle& circle, const std::string& title);

}  // namespace endrange::app
