#include "core/plan/choice.h"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <functional>
#include <map>
#include <numeric>
#include <utility>

#include "core/base/contracts.h"

namespace endrange::plan {

namespace {

using Table = std::vector<double>;  // best value for each length of time, from 0 to the budget
using Postures = std::uint32_t;     // a set, one bit each

constexpr std::size_t MostPostureBits = 16;

// The same while only some of the rates may be given out: one table for each set of them, by its bits.
using RatedTables = std::vector<Table>;

// A stretch of time over which each unit adds as much.
struct Slope {
  double rise = 0.0;
  std::size_t units = 0;
};

// The best that a joint gives for each length of time.
struct Returns {
  RatedTables tables = {};
  std::vector<Slope> slopes = {};  // of the least concave curve above the table of all rates, falling
};

class Chooser {
 public:
  explicit Chooser(const Choosing& problem)
      : problem_(problem),
        length_(static_cast<std::size_t>(problem.budget) + 1),
        all_rates_((std::size_t{1} << problem.rates.size()) - 1) {
    for (std::size_t i = 0; i < problem.candidates.size(); ++i) {
      const auto& candidate = problem.candidates[i];
      expects(candidate.posture < MostPostureBits, "posture in range");
      if (candidate.joint >= by_joint_.size()) by_joint_.resize(candidate.joint + 1);
      by_joint_[candidate.joint].push_back(i);
      worthwhile_.push_back(find_worthwhile(candidate.options));
      all_ |= bit(i);
    }
    joint_postures_.resize(by_joint_.size());
    for (std::size_t joint = 0; joint < by_joint_.size(); ++joint) {
      // One posture after the other, so that a set of postures goes on from a smaller one.
      std::ranges::stable_sort(by_joint_[joint], {}, [&](std::size_t i) { return bit(i); });
      for (const auto i : by_joint_[joint]) joint_postures_[joint] |= bit(i);
    }
  }

  Choice run() {
    double best = 0.0;
    Postures best_postures = 0;
    // A tie is no reason to take more: rounding must not decide.
    constexpr double Rounding = 1e-9;
    // The most promising set first; once its bound is no better than what is held, neither is the rest.
    for (const auto& [bound, postures] : find_promising()) {
      if (bound <= best + Rounding) break;
      if (compute_bound(postures) <= best + Rounding) continue;
      const double value = join(postures, find_budget(postures)) - find_cost(postures);
      if (value <= best + Rounding) continue;
      best = value;
      best_postures = postures;
    }
    Choice choice{std::vector<std::optional<std::size_t>>(problem_.candidates.size()), best};
    if (best_postures != 0) trace(best_postures, choice);
    return choice;
  }

 private:
  // The options that fit and give more than every shorter one, the shortest first.
  [[nodiscard]] std::vector<std::size_t> find_worthwhile(const std::vector<Option>& options) const {
    std::vector<std::size_t> order(options.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) {
      return std::pair(options[a].units, -options[a].value) < std::pair(options[b].units, -options[b].value);
    });
    double most = 0.0;
    std::erase_if(order, [&](std::size_t o) {
      if (options[o].units > problem_.budget || options[o].value <= most) return true;
      most = options[o].value;
      return false;
    });
    return order;
  }

  [[nodiscard]] Postures bit(std::size_t candidate) const {
    return Postures{1} << problem_.candidates[candidate].posture;
  }
  [[nodiscard]] int find_budget(Postures postures) const {
    return problem_.budget - problem_.posture_gap * (std::popcount(postures) - 1);
  }
  [[nodiscard]] double find_cost(Postures postures) const {
    return problem_.posture_cost * (std::popcount(postures) - 1);
  }

  [[nodiscard]] std::vector<std::pair<double, Postures>> find_promising() {
    std::vector<std::pair<double, Postures>> promising;
    for (Postures postures = 1; postures <= all_; ++postures) {
      if ((postures & ~all_) != 0 || std::popcount(postures) > problem_.most_postures) continue;
      if (find_budget(postures) >= 0) promising.emplace_back(compute_loose_bound(postures), postures);
    }
    std::ranges::stable_sort(promising, std::greater{}, &std::pair<double, Postures>::first);
    return promising;
  }

  // No choice with these postures is worth more: each joint's returns are replaced by the least concave curve
  // above them, and of concave curves the steepest units of time, wherever they are, make the best split.
  double compute_bound(Postures postures) {
    std::vector<Slope> slopes;
    for (std::size_t joint = 0; joint < by_joint_.size(); ++joint) add_slopes(joint, postures, slopes);
    return sum_steepest(slopes, postures);
  }

  // The same as if the exercises of each posture had rates of their own: less work, and never less.
  double compute_loose_bound(Postures postures) {
    std::vector<Slope> slopes;
    for (Postures left = postures; left != 0; left &= left - 1)
      for (std::size_t joint = 0; joint < by_joint_.size(); ++joint)
        add_slopes(joint, left & (~left + 1), slopes);
    return sum_steepest(slopes, postures);
  }

  void add_slopes(std::size_t joint, Postures postures, std::vector<Slope>& slopes) {
    if ((joint_postures_[joint] & postures) == 0) return;
    const auto& of_joint = find_returns(joint, postures).slopes;
    slopes.insert(slopes.end(), of_joint.begin(), of_joint.end());
  }

  [[nodiscard]] double sum_steepest(std::vector<Slope>& slopes, Postures postures) const {
    std::ranges::sort(slopes, std::greater{}, &Slope::rise);
    auto left = static_cast<std::size_t>(find_budget(postures));
    double sum = -find_cost(postures);
    for (const auto& slope : slopes) {
      const auto units = std::min(left, slope.units);
      sum += slope.rise * static_cast<double>(units);
      left -= units;
    }
    return sum;
  }

  // The rise of the least concave curve above a table; stretches without any rise are left out.
  static std::vector<Slope> compute_slopes(const Table& table) {
    std::vector<std::size_t> corners{0};
    const auto slope = [&](std::size_t from, std::size_t to) {
      return (table[to] - table[from]) / static_cast<double>(to - from);
    };
    for (std::size_t t = 1; t < table.size(); ++t) {
      while (corners.size() > 1 &&
             slope(corners[corners.size() - 2], corners.back()) <= slope(corners.back(), t))
        corners.pop_back();
      corners.push_back(t);
    }
    std::vector<Slope> slopes;
    for (std::size_t i = 1; i < corners.size(); ++i) {
      const double rise = slope(corners[i - 1], corners[i]);
      if (rise > 0.0) slopes.push_back({rise, corners[i] - corners[i - 1]});
    }
    return slopes;
  }

  // Adds the candidates of these postures, one by one; `keep` sees the tables before each.
  template <typename Keep>
  void fill(std::size_t joint, Postures postures, RatedTables& tables, Keep keep) const {
    RatedTables before;
    for (const auto i : by_joint_[joint]) {
      if ((bit(i) & postures) == 0) continue;
      before = tables;
      keep(i, before);
      for (std::size_t rates = 1; rates <= all_rates_; ++rates)
        for (const auto o : worthwhile_[i])
          for (std::size_t r = 0; r < problem_.rates.size(); ++r)
            if (has_rate(rates, r))
              take(tables[rates], before[without_rate(rates, r)], problem_.candidates[i].options[o], r);
    }
  }

  [[nodiscard]] RatedTables make_empty_tables() const {
    return RatedTables(all_rates_ + 1, Table(length_, 0.0));
  }

  static bool has_rate(std::size_t rates, std::size_t rate) { return ((rates >> rate) & 1U) != 0; }
  static std::size_t without_rate(std::size_t rates, std::size_t rate) {
    return rates & ~(std::size_t{1} << rate);
  }

  void take(Table& table, const Table& before, const Option& option, std::size_t rate) const {
    const double value = problem_.rates[rate] * option.value;
    const auto units = static_cast<std::size_t>(option.units);
    for (std::size_t t = units; t < length_; ++t) table[t] = std::max(table[t], before[t - units] + value);
  }

  // The returns of each joint are the same for all sets of postures that agree on this joint, and those of a
  // set go on from those of the set without its last posture.
  const Returns& find_returns(std::size_t joint, Postures postures) {
    const auto key = std::pair(joint, postures & joint_postures_[joint]);
    const auto found = returns_.find(key);
    if (found != returns_.end()) return found->second;
    const Postures last = std::bit_floor(key.second);
    Returns returns{key.second == last ? make_empty_tables() : find_returns(joint, key.second ^ last).tables,
                    {}};
    fill(joint, last, returns.tables, [](std::size_t, const RatedTables&) {});
    returns.slopes = compute_slopes(returns.tables.back());
    return returns_.emplace(key, std::move(returns)).first->second;
  }

  static void join_joint(Table& total, const Table& returns, std::size_t length) {
    // From the longest time down, so that every joint is joined once; nothing of it is the split at 0.
    for (std::size_t t = length; t-- > 0;) {
      double best = total[t];
      for (std::size_t s = 1; s <= t; ++s) best = std::max(best, total[t - s] + returns[s]);
      total[t] = best;
    }
  }

  double join(Postures postures, int budget) {
    const auto length = static_cast<std::size_t>(budget) + 1;
    Table total(length, 0.0);
    for (std::size_t joint = 0; joint < by_joint_.size(); ++joint)
      if ((joint_postures_[joint] & postures) != 0)
        join_joint(total, find_returns(joint, postures).tables.back(), length);
    return total.back();
  }

  void trace(Postures postures, Choice& choice) {
    const auto length = static_cast<std::size_t>(find_budget(postures)) + 1;
    std::vector<Table> totals{Table(length, 0.0)};
    for (std::size_t joint = 0; joint < by_joint_.size(); ++joint) {
      totals.push_back(totals.back());
      join_joint(totals.back(), find_returns(joint, postures).tables.back(), length);
    }
    std::size_t time = length - 1;
    for (std::size_t joint = by_joint_.size(); joint-- > 0;) {
      const auto& returns = find_returns(joint, postures).tables.back();
      const auto& before = totals[joint];
      std::size_t spent = 0;
      for (std::size_t s = 1; s <= time; ++s)
        if (before[time - s] + returns[s] > before[time - spent] + (spent == 0 ? 0.0 : returns[spent]))
          spent = s;
      trace_joint(joint, postures, spent, choice);
      time -= spent;
    }
  }

  void trace_joint(std::size_t joint, Postures postures, std::size_t time, Choice& choice) const {
    std::vector<std::pair<std::size_t, RatedTables>> layers;
    auto tables = make_empty_tables();
    fill(joint, postures, tables,
         [&](std::size_t candidate, const RatedTables& before) { layers.emplace_back(candidate, before); });
    std::size_t rates = all_rates_;
    for (auto layer = layers.rbegin(); layer != layers.rend(); ++layer) {
      const auto& [candidate, before] = *layer;
      const auto& options = problem_.candidates[candidate].options;
      double best = before[rates][time];
      std::size_t given = problem_.rates.size();
      for (const auto o : worthwhile_[candidate]) {
        const auto units = static_cast<std::size_t>(options[o].units);
        if (units > time) break;
        for (std::size_t r = 0; r < problem_.rates.size(); ++r) {
          if (!has_rate(rates, r)) continue;
          const double value =
              before[without_rate(rates, r)][time - units] + problem_.rates[r] * options[o].value;
          if (value <= best) continue;
          best = value;
          given = r;
          choice.options[candidate] = o;
        }
      }
      if (!choice.options[candidate]) continue;
      rates = without_rate(rates, given);
      time -= static_cast<std::size_t>(options[*choice.options[candidate]].units);
    }
  }

  const Choosing& problem_;
  std::size_t length_;
  std::size_t all_rates_;                             // one bit for each
  std::vector<std::vector<std::size_t>> by_joint_;    // candidates
  std::vector<std::vector<std::size_t>> worthwhile_;  // options of each candidate
  std::vector<Postures> joint_postures_;
  Postures all_ = 0;
  std::map<std::pair<std::size_t, Postures>, Returns> returns_;
};

}  // namespace

Choice choose(const Choosing& problem) {
  expects(problem.budget >= 0 && problem.most_postures >= 1, "a budget and a posture");
  expects(!problem.rates.empty() && problem.rates.back() >= 0.0 &&
              std::ranges::is_sorted(problem.rates, std::greater{}),
          "rates that fall");
  for (const auto& candidate : problem.candidates)
    for (const auto& option : candidate.options)
      expects(option.units >= 1 && option.value >= 0.0, "options take time and do no harm");
  return Chooser(problem).run();
}

}  // namespace endrange::plan
