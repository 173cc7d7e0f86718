#pragma once

#include <cmath>
#include <compare>
#include <numbers>

namespace endrange {

/// An angle. Radians inside, degrees only at the edges.
class Angle {
 public:
  constexpr Angle() = default;
  [[nodiscard]] static constexpr Angle from_radians(double radians) { return Angle(radians); }
  [[nodiscard]] static constexpr Angle from_degrees(double degrees) {
    return Angle(degrees * std::numbers::pi / 180.0);
  }

  [[nodiscard]] constexpr double radians() const { return radians_; }
  [[nodiscard]] constexpr double degrees() const { return radians_ * 180.0 / std::numbers::pi; }

  friend constexpr auto operator<=>(const Angle&, const Angle&) = default;
  friend constexpr Angle operator-(Angle a) { return Angle(-a.radians_); }
  friend constexpr Angle operator+(Angle a, Angle b) { return Angle(a.radians_ + b.radians_); }
  friend constexpr Angle operator-(Angle a, Angle b) { return Angle(a.radians_ - b.radians_); }
  friend constexpr Angle operator*(Angle a, double s) { return Angle(a.radians_ * s); }
  friend constexpr Angle operator*(double s, Angle a) { return a * s; }
  friend constexpr Angle operator/(Angle a, double s) { return Angle(a.radians_ / s); }
  friend constexpr double operator/(Angle a, Angle b) { return a.radians_ / b.radians_; }
  constexpr Angle& operator+=(Angle b) { return *this = *this + b; }
  constexpr Angle& operator-=(Angle b) { return *this = *this - b; }

 private:
  explicit constexpr Angle(double radians) : radians_(radians) {}
  double radians_ = 0.0;
};

[[nodiscard]] inline Angle abs(Angle a) {
  return Angle::from_radians(std::abs(a.radians()));
}

namespace literals {
constexpr Angle operator""_deg(long double degrees) {
  return Angle::from_degrees(static_cast<double>(degrees));
}
constexpr Angle operator""_deg(unsigned long long degrees) {
  return Angle::from_degrees(static_cast<double>(degrees));
}
}  // namespace literals

}  // namespace endrange
