// Oracle: the optical markers of the same repetitions of UI-PRMD, measured by the same rules on a body of
// their own. Limits: three people; markers err too, by the 4 degrees that
// content/measurement/plug_in_gait.toml states; the cuts of some recordings differ between the devices; holds
// are made up of a frame of the recording and jitter.
//
// ENDRANGE_LONG=1 takes all movements, ENDRANGE_WRITE_DOCS=1 writes docs/agreement.md.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "adapters/content/hand_tools.h"
#include "adapters/content/joint_motions.h"
#include "adapters/content/protocols.h"
#include "core/measure/statistics.h"
#include "tests/agreement/document.h"
#include "tests/agreement/sight.h"
#include "tests/support/recordings.h"

namespace endrange {
namespace {

using measure::SideTrial;
using test::Disturbance;
using test::Movement;
using test::Movements;
using test::Sight;

measure::Protocols load_protocols() {
  const auto content = std::filesystem::path(ENDRANGE_SOURCE_DIR) / "content";
  Diagnostics diagnostics;
  const auto motions =
      content::read_joint_motions(*content::TomlFile::load(content / "joint_motions.toml"), diagnostics);
  const auto tools = content::read_hand_tools(
      *content::TomlFile::load(content / "measurement/hand_tools.toml"), diagnostics);
  auto protocols = content::load_protocols(content / "protocols", {motions, tools}, diagnostics);
  EXPECT_FALSE(diagnostics.has_errors()) << diagnostics.text();
  return protocols;
}

// One side of a recording by both, as `endrange measure` has it.
struct Pair {
  SideTrial camera;
  SideTrial markers;
};

std::vector<Pair> measure_by_both(const test::SeenByBoth& seen, const Movement& movement,
                                  const std::string& subject, const measure::Protocols& protocols) {
  const auto* protocol = protocols.find(ProtocolId(movement.protocol));
  EXPECT_NE(protocol, nullptr) << movement.protocol;
  std::vector<Pair> pairs;
  for (const Side side : LeftAndRight) {
    if (!test::is_on_both_sides(movement.name) && side != test::find_active_side(movement.name, subject))
      continue;
    pairs.push_back({measure_side(*protocol, read_evidence(seen.camera, *protocol, side)),
                     measure_side(*protocol, read_evidence(seen.markers, *protocol, side))});
  }
  return pairs;
}

constexpr double Normal95 = 1.96;

// Figures of a camera beside those of markers [degrees].
struct Tally {
  int asked = 0;    // markers have a figure
  int refused = 0;  // of those, the camera has none
  std::vector<double> errors = {};
  std::vector<double> half_widths = {};

  void add(const std::optional<Estimate>& camera, const std::optional<Estimate>& markers) {
    if (!markers) return;
    ++asked;
    if (!camera) {
      ++refused;
      return;
    }
    errors.push_back((camera->mean - markers->mean).degrees());
    half_widths.push_back(Normal95 * camera->standard_error.degrees());
  }
  void add(const Tally& more) {
    asked += more.asked;
    refused += more.refused;
    errors.insert(errors.end(), more.errors.begin(), more.errors.end());
    half_widths.insert(half_widths.end(), more.half_widths.begin(), more.half_widths.end());
  }
  [[nodiscard]] double mean(const auto& of) const {
    double sum = 0.0;
    for (std::size_t i = 0; i < errors.size(); ++i) sum += of(errors[i], half_widths[i]);
    return errors.empty() ? 0.0 : sum / double(errors.size());
  }
  [[nodiscard]] double covered() const {
    return mean([](double error, double half) { return std::abs(error) <= half ? 1.0 : 0.0; });
  }
  // Width, and a fine for what lies outside: 2 over the share that may.
  [[nodiscard]] double score() const {
    constexpr double Fine = 2.0 / 0.05;
    return mean(
        [](double error, double half) { return 2.0 * half + Fine * std::max(0.0, std::abs(error) - half); });
  }
  [[nodiscard]] std::string text() const {
    if (errors.empty()) return fmt::format(" {} | {} | | | | | |", asked, refused);
    return fmt::format(" {} | {} | {:.1f} | {:+.1f} | {:.0f} % | {:.1f} | {:.1f} |", asked, refused,
                       mean([](double error, double) { return std::abs(error); }),
                       mean([](double error, double) { return error; }), 100.0 * covered(),
                       measure::compute_median(half_widths), score());
  }
};

// Spread of the peaks of ten repetitions: mean squares of people and sides.
struct Spread {
  double camera = 0.0;
  double markers = 0.0;
  int count = 0;

  void add(const Pair& pair) {
    const auto compute_variance = [](const SideTrial& trial) {
      std::vector<double> peaks;
      for (const auto& repetition : trial.measured.repetitions) peaks.push_back(repetition.reached.degrees());
      return std::pow(measure::compute_deviation(peaks), 2);
    };
    constexpr std::size_t Whole = 10;
    if (pair.camera.measured.repetitions.size() != Whole || pair.markers.measured.repetitions.size() != Whole)
      return;
    camera += compute_variance(pair.camera);
    markers += compute_variance(pair.markers);
    ++count;
  }
  [[nodiscard]] double ratio() const { return std::sqrt(camera / markers); }
};

struct Findings {
  Tally peaks = {};
  Tally holds = {};
  Spread spread = {};
};

Findings compare(const Sight& camera, const Sight& markers, const Movement& movement,
                 const std::vector<std::string>& subjects, const measure::Protocols& protocols) {
  Findings findings;
  for (const std::string& subject : subjects) {
    for (const bool is_correct : {true, false}) {
      const auto seen = test::see_by_both(camera, markers, {movement.name, subject, is_correct});
      EXPECT_TRUE(seen.has_value());
      if (!seen) continue;
      for (const Pair& pair : measure_by_both(*seen, movement, subject, protocols)) {
        findings.peaks.add(pair.camera.measured.reached, pair.markers.measured.reached);
        findings.spread.add(pair);
        fmt::print("  {} {} {}: {} {} {}\n", movement.name, subject, is_correct,
                   pair.camera.measured.reached ? pair.camera.measured.reached->mean.degrees() : 0.0,
                   pair.markers.measured.reached ? pair.markers.measured.reached->mean.degrees() : 0.0,
                   pair.camera.measured.reached ? "" : pair.camera.measured.grade_reason);
      }
    }
    const auto held =
        test::see_by_both(camera, markers, {movement.name, subject, true, Disturbance::Holds, 1, 3});
    EXPECT_TRUE(held.has_value());
    if (!held) continue;
    for (const Pair& pair : measure_by_both(*held, movement, subject, protocols))
      findings.holds.add(pair.camera.measured.usable, pair.markers.measured.usable);
  }
  return findings;
}

constexpr auto Intro =
    R"(Reached and usable range as `endrange measure` tells them of the depth camera's recordings, beside what it tells of
the optical markers of the same repetitions: UI-PRMD, three people, correct and incorrect executions, ten repetitions a
recording or the two that markers have; of squats and standing up both sides, else the side that works. Holds are made up
(4 s of one frame with sway and jitter, at the furthest place of three repetitions). "Covered" counts how often the
camera's 95 % interval holds the markers' figure, which errs by some degrees of its own; an interval's score is its width
and a fine for missing. "Repeats" are standard deviations of ten peaks, camera's over markers', with how many sides.

)";

TEST(TrialsOfUiPrmd, agree_in_a_sample) {
  const auto folder = test::find_recording("ui-prmd");
  if (!folder) GTEST_SKIP() << test::NoRecordings;
  const Sight camera(*folder, false);
  const Sight markers(*folder, true);
  const Findings findings = compare(camera, markers, Movements[6], {"s02"}, load_protocols());
  EXPECT_EQ(findings.peaks.refused, 0);
  EXPECT_EQ(findings.peaks.covered(), 1.0);
}

TEST(TrialsOfUiPrmd, agree_with_those_of_markers) {
  if (!test::is_long()) GTEST_SKIP() << "long: set ENDRANGE_LONG=1";
  const auto folder = test::find_recording("ui-prmd");
  if (!folder) GTEST_SKIP() << test::NoRecordings;
  const Sight camera(*folder, false);
  const Sight markers(*folder, true);
  const measure::Protocols protocols = load_protocols();
  Tally peaks;
  Tally holds;
  std::string peak_rows;
  std::string hold_rows;
  for (const Movement& movement : Movements) {
    const Findings findings = compare(camera, markers, movement, test::Subjects, protocols);
    peaks.add(findings.peaks);
    holds.add(findings.holds);
    const std::string repeats =
        findings.spread.count == 0
            ? ""
            : fmt::format("{:.2f} ({})", findings.spread.ratio(), findings.spread.count);
    peak_rows +=
        fmt::format("| {}, {} |{} {} |\n", movement.name, movement.words, findings.peaks.text(), repeats);
    hold_rows += fmt::format("| {}, {} |{}\n", movement.name, movement.words, findings.holds.text());
  }
  const std::string columns =
      "| figures | refused | mean absolute error | bias | covered | median ± | score |";
  std::string page = Intro;
  page += "| reached " + columns + " repeats |\n|---|--:|--:|--:|--:|--:|--:|--:|--:|\n" + peak_rows;
  page += "| all |" + peaks.text() + " |\n\n";
  page += "| usable, three holds " + columns + "\n|---|--:|--:|--:|--:|--:|--:|--:|\n" + hold_rows;
  page += "| all |" + holds.text() + "\n";
  fmt::print("{}", page);
  if (!test::is_set("ENDRANGE_WRITE_DOCS")) return;
  test::write_section(std::filesystem::path(ENDRANGE_SOURCE_DIR) / "docs/agreement.md",
                      "Trials of the depth camera", page);
}

}  // namespace
}  // namespace endrange
