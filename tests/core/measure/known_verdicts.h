#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/measure/trial.h"
#include "tests/core/measure/known_truth.h"

/// Whether what was measured holds what is true.
namespace endrange::measure::testing {

/// One figure of one case.
struct Verdict {
  /// What was told, and what is true.
  struct Told {
    double truth = 0.0;
    double least = 0.0;  ///< of the stated interval
    double most = 0.0;
    double figure = 0.0;
  };
  std::string figure = {};  ///< its name, after a sign that puts figures in order
  std::string unit = {};
  std::optional<Told> told = {};  ///< nothing where it was refused
};
using Verdicts = std::vector<Verdict>;

[[nodiscard]] Verdicts judge(const KnownTrial& known, const TrialResult& result);
[[nodiscard]] Verdicts judge(const KnownCircle& known, const TrialResult& result);

/// As one line of text, and back.
[[nodiscard]] std::string write_line(const Verdict& verdict);
[[nodiscard]] Verdict read_line(const std::string& line);

/// One figure in many cases: how often it was told, and how often the truth lay within its interval.
struct Score {
  std::string unit = {};
  int count = 0;
  int told = 0;
  int covered = 0;
  std::vector<double> half_widths = {};
  std::vector<double> errors = {};

  [[nodiscard]] double share() const { return told == 0 ? 0.0 : double(covered) / told; }
};
/// By name, in the order of the table.
using Scores = std::map<std::string, Score>;

[[nodiscard]] Scores add_up(const Verdicts& verdicts);
[[nodiscard]] std::string write_table(const Scores& scores);

}  // namespace endrange::measure::testing
