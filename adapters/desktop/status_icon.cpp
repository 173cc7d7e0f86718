#include "adapters/desktop/status_icon.h"

#include <array>
#include <cmath>
#include <cstddef>
#include <numbers>

namespace endrange::desktop {
namespace {

struct Colour {
  double red, green, blue;  // 0 to 255
};
/// Seen on a light panel and on a dark one.
constexpr Colour Grey{150, 150, 146};
constexpr Colour Accent{232, 119, 34};

constexpr double Outer = 0.46;  // of the size
constexpr double Inner = 0.28;
/// The arc is open below, as a dial is: from 225° over the top to -45°.
constexpr double FromDeg = 225.0;
constexpr double SweepDeg = 270.0;
constexpr double UsableShare = 0.6;
constexpr double KnobRadius = 0.11;
/// Each pixel is looked at in so many places a side, so that edges are soft.
constexpr int Samples = 4;

enum class Part { Nothing, Track, Usable };

Part part_at(double x, double y, double usable_share) {
  const double radius = std::hypot(x, y);
  if (radius < KnobRadius) return Part::Usable;
  if (radius < Inner || radius > Outer) return Part::Nothing;
  const double degrees = std::atan2(y, x) * 180.0 / std::numbers::pi;
  const double along = std::fmod(FromDeg - degrees + 720.0, 360.0);
  if (along > SweepDeg) return Part::Nothing;
  return along <= usable_share * SweepDeg ? Part::Usable : Part::Track;
}

}  // namespace

IconPixels draw_status_icon(int size_px, bool needs_attention) {
  IconPixels icon{size_px, {}};
  icon.argb.reserve(static_cast<std::size_t>(size_px) * static_cast<std::size_t>(size_px) * 4);
  const double share = needs_attention ? 1.0 : UsableShare;
  const auto centred = [&](int pixel, int sample) {
    return (pixel + (sample + 0.5) / Samples) / size_px - 0.5;
  };
  for (int row = 0; row < size_px; ++row)
    for (int column = 0; column < size_px; ++column) {
      std::array<int, 3> hits{};
      for (int sample = 0; sample < Samples * Samples; ++sample) {
        const double x = centred(column, sample % Samples);
        const double y = -centred(row, sample / Samples);
        ++hits.at(static_cast<std::size_t>(part_at(x, y, share)));
      }
      const int drawn = hits[1] + hits[2];
      const double usable = drawn == 0 ? 0.0 : static_cast<double>(hits[2]) / drawn;
      const auto mix = [&](double track, double over) {
        return static_cast<std::uint8_t>(std::lround(track + usable * (over - track)));
      };
      icon.argb.push_back(static_cast<std::uint8_t>(255 * drawn / (Samples * Samples)));
      icon.argb.push_back(mix(Grey.red, Accent.red));
      icon.argb.push_back(mix(Grey.green, Accent.green));
      icon.argb.push_back(mix(Grey.blue, Accent.blue));
    }
  return icon;
}

}  // namespace endrange::desktop
