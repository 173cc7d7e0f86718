#pragma once

#include <optional>
#include <span>
#include <string>

#include "core/base/estimate.h"
#include "core/measure/circle.h"
#include "core/measure/trial.h"

namespace endrange::app {

/// The angle over time as SVG: the curve with its 95 % band, repetitions shaded, what was held as black
/// lines, the interval of what was reached at the right edge, and where a compensation began as a dashed
/// line. Empty where there is no curve.
[[nodiscard]] std::string draw_plot(const measure::SideTrial& side, const std::string& title);

/// What one recording showed of one side, as a row among others.
struct IntervalRow {
  std::string name = {};
  bool is_trend = false;
  std::optional<Estimate> reached = {};
  std::optional<Estimate> usable = {};
};

/// Recordings below each other on one axis of degrees, as SVG: a grey bar is the 95 % interval of what was
/// reached, a green one that of what was held; what is a trend only is hollow.
[[nodiscard]] std::string draw_intervals(std::span<const IntervalRow> rows, const std::string& title);

/// The way that a joint circle went, as SVG: a map about its middle with a ring each 30°, eighths without
/// reach shaded.
[[nodiscard]] std::string draw_circle(const measure::Circle& circle, const std::string& title);

}  // namespace endrange::app
