// Oracle: CBC (Debian's coinor-cbc), a mixed-integer solver that knows nothing of how `choose` works, on the
// same problem written down as an integer programme. Its limit: twenty seconds each; what it cannot close by
// then is judged by the bound and the gap that it had reached.
#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <regex>
#include <sstream>

#include "core/plan/choice.h"
#include "tests/core/plan/random_world.h"
#include "tests/core/plan/worth.h"
#include "tests/support/counts.h"
#include "tests/support/folder.h"

namespace endrange::plan {
namespace {

// Of sums of some dozens of doubles, written with fifteen figures and read back.
constexpr double Rounding = 1e-6;

/// A linear programme in CPLEX's text format, as CBC reads it.
class Programme {
 public:
  explicit Programme(const Choosing& problem) : problem_(problem) {
    for (std::size_t i = 0; i < problem.candidates.size(); ++i) add_candidate(i);
  }

  void write(const std::filesystem::path& file) const {
    std::ofstream out(file);
    out.precision(15);
    // The least of the negative, so that the sign of what CBC prints leaves no doubt.
    out << "Minimize\n obj: 0 zero" << gain_.str() << " + " << problem_.posture_cost
        << " further\nSubject To\n";
    int number = 0;
    for (const auto& [name, sum] : at_most_one_) out << " c" << ++number << ":" << sum << " <= 1\n";
    std::string postures;
    for (const auto& [posture, sums] : at_posture_) {
      for (const auto& sum : sums) out << " c" << ++number << ":" << sum << " - z" << posture << " <= 0\n";
      postures += " + z" + std::to_string(posture);
    }
    if (!postures.empty()) {
      out << " further:" << postures << " - further <= 1\n";
      out << " postures:" << postures << " <= " << problem_.most_postures << "\n";
    }
    out << " time: 0 zero" << time_.str() << " + " << problem_.posture_gap
        << " further <= " << problem_.budget << "\n";
    out << " none: zero = 0\nBinary\n" << binaries_.str();
    for (const auto& [posture, sums] : at_posture_) out << " z" << posture << "\n";
    out << "End\n";
  }

 private:
  void add_candidate(std::size_t i) {
    const auto& candidate = problem_.candidates[i];
    std::string all;
    for (std::size_t o = 0; o < candidate.options.size(); ++o)
      for (std::size_t r = 0; r < problem_.rates.size(); ++r) {
        const std::string name = "w" + std::to_string(i) + "_" + std::to_string(o) + "_" + std::to_string(r);
        const auto& option = candidate.options[o];
        write_term(gain_, -problem_.rates[r] * option.value, name);
        write_term(time_, option.units, name);
        binaries_ << " " << name << "\n";
        at_most_one_["joint" + std::to_string(candidate.joint) + "rate" + std::to_string(r)] += " + " + name;
        all += " + " + name;
      }
    at_most_one_["candidate" + std::to_string(i)] = all;
    at_posture_[candidate.posture].push_back(all);
  }

  static void write_term(std::ostringstream& out, double factor, const std::string& name) {
    out.precision(15);
    out << (factor < 0.0 ? " - " : " + ") << std::abs(factor) << " " << name << "\n";
  }

  const Choosing& problem_;
  std::ostringstream gain_;
  std::ostringstream time_;
  std::ostringstream binaries_;
  std::map<std::string, std::string> at_most_one_;
  std::map<std::size_t, std::vector<std::string>> at_posture_;
};

struct Verdict {
  bool is_closed = false;
  double value = 0.0;  ///< the best it found
  double bound = 0.0;  ///< nothing is better than that
};

Verdict ask_cbc(const Choosing& problem, const std::filesystem::path& folder) {
  const auto model = folder / "problem.lp";
  const auto log = folder / "log.txt";
  Programme(problem).write(model);
  const std::string command = "cbc " + model.string() +
                              " seconds 20 timeMode elapsed ratioGap 0 allowableGap 0 integerTolerance 1e-9 "
                              "primalTolerance 1e-9 solve quit > " +
                              log.string() + " 2>&1";
  EXPECT_EQ(std::system(command.c_str()), 0) << test::read_file(log);
  const std::string text = test::read_file(log);
  const auto find = [&](const char* pattern) -> std::optional<double> {
    std::smatch found;
    if (!std::regex_search(text, found, std::regex(pattern))) return std::nullopt;
    return std::stod(found[1]);
  };
  // What presolving alone answers is told in other words.
  const auto at_once = find(R"(Optimal - objective value (\S+))");
  const auto searched = find(R"(Objective value:\s+(\S+))");
  const auto value = searched ? searched : at_once;
  Verdict verdict;
  verdict.is_closed =
      text.find("Result - Optimal solution found") != std::string::npos || (at_once && !searched);
  EXPECT_TRUE(value.has_value()) << text;
  if (!value) return verdict;
  verdict.value = -*value;
  const auto bound = verdict.is_closed ? value : find(R"(Lower bound:\s+(\S+))");
  EXPECT_TRUE(bound.has_value()) << text;
  verdict.bound = bound ? -*bound : verdict.value;
  return verdict;
}

bool has_cbc() {
  return std::system("command -v cbc > /dev/null 2>&1") == 0;
}

TEST(ChoiceOracle, agrees_with_a_mixed_integer_optimum) {
  if (!has_cbc()) {
    ASSERT_EQ(std::getenv("CI"), nullptr) << "cbc is not installed (Debian: coinor-cbc)";
    GTEST_SKIP() << "cbc is not installed (Debian: coinor-cbc)";
  }
  const int count = test::choose_count(50, 1000);
  const test::TemporaryFolder folder;
  int closed = 0;
  int mistaken = 0;
  int candidates = 0;
  for (int seed = 1; seed <= count; ++seed) {
    // From a handful of exercises to two hundred, from one minute to fifteen.
    const auto exercises = static_cast<std::size_t>(1 + (seed * 37) % 200);
    const auto world = make_random_world(static_cast<unsigned>(seed), exercises, 1 + seed % 15);
    const auto problem = make_choosing(world.planning());
    const auto choice = choose(problem);
    const auto worth = value_of(problem, choice.options);
    ASSERT_TRUE(worth.has_value()) << "seed " << seed << ": it does not fit";
    const double ours = *worth;
    EXPECT_NEAR(choice.value, ours, Rounding) << "seed " << seed;
    const auto verdict = ask_cbc(problem, folder.path());
    candidates += static_cast<int>(problem.candidates.size());
    closed += verdict.is_closed ? 1 : 0;
    EXPECT_GE(ours, verdict.value - Rounding) << "seed " << seed;
    // What fits and is worth more than anything can be is the oracle's own mistake, of which there are few.
    if (ours > verdict.bound + Rounding)
      std::printf("             seed %d: CBC errs, %d\n", seed, ++mistaken);
  }
  EXPECT_LE(mistaken, count / 100);
  std::printf("             %d exercises, %d of %d closed within twenty seconds\n", candidates, closed,
              count);
}

}  // namespace
}  // namespace endrange::plan
