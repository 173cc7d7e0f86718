#pragma once

#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "core/progress/training.h"

/// Virtual bodies, whose growth, forgetting and errors are written apart from `progress` and never read by
/// it. What they show is a simulation, and no evidence that training works.
namespace endrange::plan {

/// By which law ranges grow and go.
enum class Law {
  Decaying,   ///< a week's minutes fill what it can use; gains go by halves: the law that the filter assumes
  Sessions,   ///< each session adds less the nearer the ceiling is; what rests longer than a few days goes
              ///< evenly
  TwoStores,  ///< a quick gain that is gone in days, and a slow one that is forgotten ever more slowly
  Still,      ///< nothing ever changes
};

/// Random numbers, alike on every machine.
class Dice {
 public:
  explicit Dice(unsigned seed) : engine_(seed) {}
  double uniform() { return (static_cast<double>(engine_()) + 0.5) / 4294967296.0; }
  double normal();
  std::size_t below(std::size_t count) {
    return static_cast<std::size_t>(uniform() * static_cast<double>(count));
  }

 private:
  std::mt19937 engine_;
};

/// The true range of one joint motion on one side, in degrees, day by day.
class VirtualRange {
 public:
  virtual ~VirtualRange() = default;
  /// One day later, with so many seconds trained on it.
  virtual void live(double seconds, Dice& dice) = 0;
  [[nodiscard]] double usable_deg() const { return lasting_deg() + wander_deg_; }
  /// Without better and worse days.
  [[nodiscard]] virtual double lasting_deg() const = 0;
  /// What the body would allow: lasting range hardly passes it.
  [[nodiscard]] double ceiling_deg() const { return ceiling_deg_; }

 protected:
  double ceiling_deg_ = 0.0;
  double wander_deg_ = 0.0;  // what today is better or worse
};

/// @param human_deg  the whole human range of the joint motion
[[nodiscard]] std::unique_ptr<VirtualRange> make_virtual_range(Law law, double human_deg, Dice& dice);

}  // namespace endrange::plan
