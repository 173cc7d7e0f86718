#include "tests/core/plan/virtual_body.h"

#include <algorithm>
#include <cmath>
#include <deque>
#include <numbers>
#include <numeric>

namespace endrange::plan {

namespace {

// Where people begin. What their joints allow differs little, what they can use of it much: most joints lack
// a few hundredths of the human range, some a fifth or more. Chosen to be uneven as people are, not measured.
constexpr double CeilingShare = 0.85;
constexpr double CeilingSpread = 0.06;
constexpr double MeanLack = 0.12;

class Ranged : public VirtualRange {
 public:
  Ranged(double human_deg, Dice& dice) {
    ceiling_deg_ = (CeilingShare + CeilingSpread * dice.normal()) * human_deg;
    start_deg_ = ceiling_deg_ - std::max(0.02, -MeanLack * std::log(dice.uniform())) * human_deg;
  }

 protected:
  double start_deg_ = 0.0;
};

// Seconds of the last seven days, today the last.
class Week {
 public:
  double add(double seconds) {
    days_.push_back(seconds);
    if (days_.size() > 7) days_.pop_front();
    return std::accumulate(days_.begin(), days_.end(), 0.0);
  }

 private:
  std::deque<double> days_;
};

// Gains of 0.025 of the human range a week at ten minutes (Higgs 2009, Willy 2001), halved in five weeks
// (Konrad 2025), both as uneven between people as the trials are between each other.
class Decaying : public Ranged {
 public:
  Decaying(double human_deg, Dice& dice)
      : Ranged(human_deg, dice),
        growth_(human_deg * (0.025 + 0.02 * dice.normal())),
        decay_(std::numbers::ln2 / (5.0 * std::exp(0.6 * dice.normal()))) {}

  void live(double seconds, Dice& dice) override {
    const double fed = 1.0 - std::exp(-week_.add(seconds) / 240.0);
    gain_ += (growth_ * fed - decay_ * gain_) / 7.0;
    constexpr double Stays = 0.98;  // of a better or worse day until the next
    wander_deg_ = Stays * wander_deg_ + 4.0 * std::sqrt(1.0 - Stays * Stays) * dice.normal();
  }
  [[nodiscard]] double lasting_deg() const override { return start_deg_ + gain_; }

 private:
  double growth_;
  double decay_;
  double gain_ = 0.0;
  Week week_;
};

// Nine degrees in four weeks of three sessions are three quarters of a degree a session at first; four idle
// weeks take all of it (Willy 2001, Nakamura 2021).
class Sessions : public Ranged {
 public:
  Sessions(double human_deg, Dice& dice)
      : Ranged(human_deg, dice),
        step_(0.04 * std::exp(0.5 * dice.normal())),
        loss_deg_(0.3 * std::exp(0.4 * dice.normal())),
        now_deg_(start_deg_) {}

  void live(double seconds, Dice& dice) override {
    idle_days_ = seconds > 0.0 ? 0 : idle_days_ + 1;
    now_deg_ += step_ * (ceiling_deg_ - now_deg_) * std::min(1.0, seconds / 90.0);
    constexpr int Kept = 4;
    if (idle_days_ > Kept) now_deg_ = std::max(std::min(now_deg_, start_deg_), now_deg_ - loss_deg_);
    wander_deg_ = 0.95 * wander_deg_ + 0.7 * dice.normal();
  }
  [[nodiscard]] double lasting_deg() const override { return now_deg_; }

 private:
  double step_;
  double loss_deg_;
  double now_deg_;
  int idle_days_ = 0;
};

class TwoStores : public Ranged {
 public:
  TwoStores(double human_deg, Dice& dice)
      : Ranged(human_deg, dice),
        quick_step_(1.0 + 0.5 * dice.uniform()),
        slow_step_(0.15 + 0.25 * dice.uniform()) {}

  void live(double seconds, Dice& dice) override {
    const double session = std::sqrt(seconds / 90.0);
    quick_deg_ = 0.6 * quick_deg_ + quick_step_ * std::min(session, 1.5);
    slow_deg_ += slow_step_ * std::min(session, 1.5) * (1.0 - slow_deg_ / (ceiling_deg_ - start_deg_));
    // Forgotten ever more slowly: a share that falls with the days since the last session.
    idle_days_ = seconds > 0.0 ? 0.0 : idle_days_ + 1.0;
    slow_deg_ *= 1.0 - 0.03 / (1.0 + 0.1 * idle_days_) * (seconds > 0.0 ? 0.0 : 1.0);
    wander_deg_ = 0.9 * wander_deg_ + 0.4 * dice.normal();
  }
  [[nodiscard]] double lasting_deg() const override { return start_deg_ + quick_deg_ + slow_deg_; }

 private:
  double quick_step_;
  double slow_step_;
  double quick_deg_ = 0.0;
  double slow_deg_ = 0.0;
  double idle_days_ = 0.0;
};

class Still : public Ranged {
 public:
  using Ranged::Ranged;
  void live(double /*seconds*/, Dice& /*dice*/) override {}
  [[nodiscard]] double lasting_deg() const override { return start_deg_; }
};

}  // namespace

double Dice::normal() {
  return std::sqrt(-2.0 * std::log(uniform())) * std::cos(2.0 * std::numbers::pi * uniform());
}

std::unique_ptr<VirtualRange> make_virtual_range(Law law, double human_deg, Dice& dice) {
  switch (law) {
    case Law::Decaying:
      return std::make_unique<Decaying>(human_deg, dice);
    case Law::Sessions:
      return std::make_unique<Sessions>(human_deg, dice);
    case Law::TwoStores:
      return std::make_unique<TwoStores>(human_deg, dice);
    case Law::Still:
      break;
  }
  return std::make_unique<Still>(human_deg, dice);
}

}  // namespace endrange::plan
