#pragma once

#include <span>
#include <variant>
#include <vector>

namespace endrange::body {

/// A smooth number that depends on one other: how far a knee slides as it bends, or how one coordinate
/// follows another. Immutable and cheap to evaluate; allocates nothing when evaluated.
class ScalarFunction {
 public:
  struct Value {
    double value = 0.0;
    double rate = 0.0;  ///< its derivative
  };

  /// The coordinate itself.
  ScalarFunction() : ScalarFunction(Polynomial{{0.0, 1.0}}) {}

  [[nodiscard]] static ScalarFunction make_constant(double value);
  [[nodiscard]] static ScalarFunction make_linear(double slope, double intercept);
  /// @param coefficients  of rising powers
  [[nodiscard]] static ScalarFunction make_polynomial(std::vector<double> coefficients);
  /// amplitude × sin(frequency × x + phase) + offset
  [[nodiscard]] static ScalarFunction make_sine(double amplitude, double frequency, double phase,
                                                double offset);
  /// Straight from point to point, and on beyond the ends. Expects at least two, x rising.
  [[nodiscard]] static ScalarFunction make_piecewise_linear(std::span<const double> x,
                                                            std::span<const double> y);
  /// The cubic spline of SIMM and OpenSim: second derivative continuous, third derivatives at the ends those
  /// of the cubics through the first and the last four points; straight on beyond the ends. Expects at least
  /// two points, x rising. Source: [Forsythe1977 §4.4].
  [[nodiscard]] static ScalarFunction make_simm_spline(std::span<const double> x, std::span<const double> y);
  /// The cubic spline whose second derivative vanishes at both ends; straight on beyond them.
  [[nodiscard]] static ScalarFunction make_natural_spline(std::span<const double> x,
                                                          std::span<const double> y);
  /// The same, multiplied.
  [[nodiscard]] ScalarFunction times(double factor) const;

  [[nodiscard]] Value evaluate(double x) const;
  /// Whether it is one number everywhere.
  [[nodiscard]] bool is_constant() const;

 private:
  struct Polynomial {
    std::vector<double> coefficients;
  };
  struct Sine {
    double amplitude, frequency, phase, offset;
  };
  /// Piece i from knot i on: ((d h + c) h + b) h + a with h counted from the knot. The first piece before the
  /// first knot and the piece after the last are straight.
  struct Cubic {
    double a, b, c, d;
  };
  struct Spline {
    std::vector<double> knots;
    std::vector<Cubic> pieces;  ///< one more than there are intervals: the last begins at the last knot
  };
  using Form = std::variant<Polynomial, Sine, Spline>;

  explicit ScalarFunction(Form form) : form_(std::move(form)) {}
  static Spline make_spline(std::span<const double> x, std::span<const double> y,
                            std::span<const double> curvature);

  Form form_;
};

}  // namespace endrange::body
