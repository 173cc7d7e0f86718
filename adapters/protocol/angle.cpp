#include "adapters/protocol/angle.h"

#include <charconv>
#include <cmath>
#include <limits>

namespace endrange::protocol {
namespace {

double round_to_digits(double value, int significant) {
  char digits[64];
  const auto written =
      std::to_chars(digits, digits + sizeof digits, value, std::chars_format::general, significant);
  double rounded = value;
  std::from_chars(digits, written.ptr, rounded);
  return rounded;
}

}  // namespace

double write_degrees(Angle angle) {
  const double nearest = angle.degrees();
  // 15 digits hold every decimal that a person or a program writes short; 17 hold every double.
  for (int significant = 15; significant <= 17; ++significant) {
    const double rounded = round_to_digits(nearest, significant);
    if (Angle::from_degrees(rounded) == angle) return rounded;
  }
  // The two conversions round three times between them, so the figure lies within a few steps.
  double below = nearest;
  double above = nearest;
  for (int step = 0; step < 4; ++step) {
    below = std::nextafter(below, -std::numeric_limits<double>::infinity());
    above = std::nextafter(above, std::numeric_limits<double>::infinity());
    if (Angle::from_degrees(below) == angle) return below;
    if (Angle::from_degrees(above) == angle) return above;
  }
  return nearest;
}

}  // namespace endrange::protocol
