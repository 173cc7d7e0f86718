// Oracle: what exercises write, and the poses from which the landmarks were made. Limits: the camera is
// simulated, and errs as tests/support/landmark_mistakes.h says; the body that sees has the structure of the
// body that was seen, though not its lengths.
#include "tests/exercises/round_trip.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include "core/measure/statistics.h"
#include "tests/agreement/document.h"
#include "tests/exercises/library.h"
#include "tests/support/counts.h"

namespace endrange::test {
namespace {

// Two ways to read a range that differ by less than this read the same: a named joint's standard spread is
// half of it.
constexpr Angle SameRange = Angle::from_degrees(3.0);

bool is_within(const RoundTrip& trip, Angle truth) {
  return abs(trip.reached->mean - truth) <= TwoSided95 * trip.reached->standard_error;
}

// Within the interval that a person is shown.
bool is_within_stated(const RoundTrip& trip, Angle truth) {
  return abs(trip.reached->mean - truth) <= TwoSided95 * trip.stated_error;
}

// The test reads the number that is written, or something else here: a thigh against a trunk that bends
// along, an arm out to the side that is also raised forward.
bool is_read_as_written(const WrittenRange& range) {
  return abs(range.as_test_reads - range.done) <= SameRange && abs(range.posed - range.written) <= SameRange;
}

// It went further than what came back is sure.
bool is_larger_than_its_interval(const RoundTrip& trip) {
  return trip.range.written - trip.range.rest > TwoSided95 * trip.reached->standard_error;
}

struct Score {
  int written = 0;
  int told = 0;
  int written_within = 0;
  int moved_within = 0;
  int stated_within = 0;
  std::vector<double> errors = {};  // against the compiled motion [deg]
  std::vector<double> half_widths = {};

  void add(const RoundTrip& trip) {
    ++written;
    if (!trip.reached) return;
    ++told;
    written_within += is_within(trip, trip.range.written) ? 1 : 0;
    moved_within += is_within(trip, trip.range.as_test_reads) ? 1 : 0;
    stated_within += is_within_stated(trip, trip.range.written) ? 1 : 0;
    errors.push_back((trip.reached->mean - trip.range.as_test_reads).degrees());
    half_widths.push_back(TwoSided95 * trip.reached->standard_error.degrees());
  }
};

std::string format(const char* pattern, double value) {
  std::array<char, 32> text = {};
  std::snprintf(text.data(), text.size(), pattern, value);
  return text.data();
}

std::string write_row(const std::string& name, const Score& score) {
  const auto share = [&](int count) {
    return score.told == 0 ? std::string("–") : format("%.0f %%", 100.0 * count / score.told);
  };
  std::vector<double> sizes;
  for (const double error : score.errors) sizes.push_back(std::abs(error));
  const auto median = [&](std::vector<double> values, const char* pattern) {
    return values.empty() ? std::string("–") : format(pattern, measure::compute_median(std::move(values)));
  };
  return "| " + name + " | " + std::to_string(score.written) + " | " + std::to_string(score.told) + " | " +
         share(score.written_within) + " | " + share(score.moved_within) + " | " +
         share(score.stated_within) + " | " + median(score.half_widths, "%.1f") + " | " +
         median(sizes, "%.1f") + " | " + median(score.errors, "%+.1f") + " |\n";
}

const std::string Heading =
    "| joint motion | written | told | written within | compiled within | written within, as stated | "
    "half-width | error | bias |\n|---|--:|--:|--:|--:|--:|--:|--:|--:|\n";

// Whether landmarks can show a written range, by the program's own rules.
enum class Shown {
  NotTested,      // the program has no test of this angle that a camera can show
  NotTold,        // measured, and refused
  ReadOtherwise,  // the test reads it against the trunk, which bends here, or the joint goes two ways at once
  TooSmall,       // it went no further than the figure's interval is wide
  Yes,
};
constexpr std::array ShownWords = {"no test of this angle that a camera can show",
                                   "not told by the test, which says why",
                                   "the trunk bends along, or the joint goes two ways at once",
                                   "no larger than its own interval", "landmarks can show it"};

Shown find_shown(const RoundTrip& trip) {
  if (!trip.range.is_tested) return Shown::NotTested;
  if (!trip.reached) return Shown::NotTold;
  if (!is_read_as_written(trip.range)) return Shown::ReadOtherwise;
  return is_larger_than_its_interval(trip) ? Shown::Yes : Shown::TooSmall;
}

// Of what an exercise trains and landmarks can show.
struct CameBack {
  int of = 0;
  int within = 0;
  int stated_within = 0;
};

struct Scores {
  std::map<Shown, Score> by_shown = {};
  Score shown_trained = {};
  std::map<std::string, Score> by_motion = {};                     // of what can be shown
  std::map<std::string, Score> untested = {};                      // likewise
  std::map<std::string, std::map<std::string, int>> refused = {};  // reason, then joint motion
  std::map<std::string, Shown> best_of_exercise = {};              // of what it trains
  std::map<std::string, CameBack> came_back_of_exercise = {};

  void add(const RoundTrip& trip) {
    const Shown shown = find_shown(trip);
    by_shown[shown].add(trip);
    if (shown == Shown::Yes) by_motion[trip.range.joint_motion.value()].add(trip);
    if (shown == Shown::NotTested) untested[trip.range.joint_motion.value()].add(trip);
    if (shown == Shown::NotTold) add_reason(trip);
    if (!trip.range.is_trained) return;
    auto& best = best_of_exercise[trip.exercise.value()];
    best = std::max(best, shown);
    if (shown != Shown::Yes) return;
    shown_trained.add(trip);
    auto& came_back = came_back_of_exercise[trip.exercise.value()];
    ++came_back.of;
    came_back.within += is_within(trip, trip.range.written) ? 1 : 0;
    came_back.stated_within += is_within_stated(trip, trip.range.written) ? 1 : 0;
  }

  void add_reason(const RoundTrip& trip) {
    std::string reason = trip.reason;
    for (const char* side : {"left ", "right "})
      if (const auto at = reason.find(side); at != std::string::npos)
        reason.erase(at, std::string(side).size());
    ++refused[reason][trip.range.joint_motion.value()];
  }
};

void print_trip(const RoundTrip& trip) {
  std::printf("%-34s %-28s %-5s %s%s rest %6.1f written %6.1f posed %6.1f done %6.1f read %6.1f ",
              trip.exercise.value().c_str(), trip.range.joint_motion.value().c_str(),
              std::string(word(trip.range.side)).c_str(), trip.range.is_trained ? "T" : "-",
              trip.range.is_tested ? "P" : "-", trip.range.rest.degrees(), trip.range.written.degrees(),
              trip.range.posed.degrees(), trip.range.done.degrees(), trip.range.as_test_reads.degrees());
  if (trip.reached)
    std::printf("told %6.1f ± %5.1f %s %s\n", trip.reached->mean.degrees(),
                TwoSided95 * trip.reached->standard_error.degrees(),
                is_within(trip, trip.range.written) ? "w" : "-",
                is_within(trip, trip.range.as_test_reads) ? "m" : "-");
  else
    std::printf("%s\n", trip.reason.c_str());
  std::fflush(stdout);
}

// The same for an exercise whatever else is in the catalogue (FNV-1a).
std::uint64_t make_seed(const ExerciseId& exercise, int doer) {
  std::uint64_t seed = 0xcbf29ce484222325U + static_cast<std::uint64_t>(doer);
  for (const char letter : exercise.value()) {
    seed ^= static_cast<unsigned char>(letter);
    seed *= 0x100000001b3U;
  }
  return seed;
}

// One exercise done by one doer: of the first nothing is known, the others are of any size and suppleness.
std::vector<RoundTrip> go_there_and_back(const exercise::Exercise& one, int doer) {
  const std::uint64_t seed = make_seed(one.id, doer);
  const bool is_together = one.sides == exercise::SideRule::Together;
  const Side side = is_together ? Side::Both : doer % 2 == 0 ? Side::Right : Side::Left;
  return make_round_trips(one, side, doer == 0 ? make_average_doer() : make_random_doer(seed), seed);
}

Scores go_round(const std::vector<const exercise::Exercise*>& exercises, int doers) {
  std::vector<std::vector<RoundTrip>> trips(exercises.size() * static_cast<std::size_t>(doers));
  std::atomic<std::size_t> next = 0;
  const auto work = [&] {
    for (std::size_t i = next++; i < trips.size(); i = next++)
      trips[i] = go_there_and_back(*exercises[i % exercises.size()], static_cast<int>(i / exercises.size()));
  };
  std::vector<std::jthread> threads;
  for (unsigned core = 1; core < std::thread::hardware_concurrency(); ++core) threads.emplace_back(work);
  work();
  threads.clear();
  Scores scores;
  for (const auto& of_one : trips)
    for (const RoundTrip& trip : of_one) {
      scores.add(trip);
      print_trip(trip);
    }
  return scores;
}

std::vector<std::string> list_missed(const Scores& scores, int CameBack::* within) {
  std::vector<std::string> missed;
  for (const auto& [id, came] : scores.came_back_of_exercise)
    if (came.*within < came.of)
      missed.push_back("`" + id + "` " + std::to_string(came.*within) + " of " + std::to_string(came.of));
  return missed;
}

std::string join(const std::vector<std::string>& words) {
  std::string all;
  for (const auto& word : words) all += (all.empty() ? "" : ", ") + word;
  return all.empty() ? "none" : all;
}

std::string write_exercises(const Scores& scores) {
  std::map<Shown, int> counts;
  for (const auto& [id, shown] : scores.best_of_exercise) ++counts[shown];
  std::string text = "\n| exercises, by the best of what they train | |\n|---|--:|\n";
  for (const auto& [shown, count] : counts)
    text += "| " + std::string(ShownWords[static_cast<std::size_t>(shown)]) + " | " + std::to_string(count) +
            " |\n";
  const auto of_recording = list_missed(scores, &CameBack::within);
  const auto as_stated = list_missed(scores, &CameBack::stated_within);
  const auto count = [&](const std::vector<std::string>& missed) {
    return std::to_string(scores.came_back_of_exercise.size() - missed.size());
  };
  return text + "| … every range of which came back, as stated | " + count(as_stated) +
         " |\n| … and within the narrower interval of the recording alone | " + count(of_recording) +
         " |\n\nNot every one, as stated: " + join(as_stated) + ".\n\nNot every one within the interval of " +
         "the recording: " + join(of_recording) + ".\n";
}

std::string write_tables(const Scores& scores) {
  std::string text = Heading;
  for (const auto& [shown, score] : scores.by_shown)
    text += write_row(ShownWords[static_cast<std::size_t>(shown)], score);
  text += write_row("… and the exercise trains it", scores.shown_trained);
  for (const auto& [name, score] : scores.by_motion) text += write_row("`" + name + "`", score);
  for (const auto& [name, score] : scores.untested) text += write_row("untested: `" + name + "`", score);
  text += "\n| not told, in the program's words | ranges | of |\n|---|--:|---|\n";
  for (const auto& [reason, motions] : scores.refused) {
    int count = 0;
    std::string of;
    for (const auto& [motion, times] : motions) {
      count += times;
      of += (of.empty() ? "`" : ", `") + motion + "` " + std::to_string(times);
    }
    text.append("| ").append(reason).append(" | ").append(std::to_string(count));
    text.append(" | ").append(of).append(" |\n");
  }
  return text + write_exercises(scores);
}

const std::string Method = R"(
Every exercise is compiled for an average body of whom nothing is known, right side working, and for somebody of random
size (1.50 to 1.95 m, three sets of proportions) who has 45 to 95 % of every human range, left side working. It is done
twice before a simulated camera, holds cut to four seconds: 8 to 15 pictures a second, up to 15 degrees off the view that
the test of the joint motion asks for, errors of `tests/support/landmark_mistakes.h`, which are 30 to 56 mm in space, 5 %
of landmarks astray, limbs hidden, frames lost. The 33 landmarks are fitted and measured as `endrange measure` does; what
a test forbids is not watched, because exercises move other joints on purpose. "Written" is every number or word that a
phase asks of a joint beyond the base position; "within" says how often it, or what the compiled motion does, lies in the
95 % interval of what was reached. That interval is of this recording alone: noise, what lasts through it, view. "As
stated" has what the test's sources add. "Error" and "bias" are medians against the compiled motion, in degrees.

Which written ranges landmarks can show is not a list: there has to be a test of the joint's angle that a camera can show
(`docs/protocols.md`), the test must not refuse, it must read what is written (thigh against trunk is the hip's angle only
while the trunk does not bend; an arm that goes two ways at once has other clinical angles than its numbers), and the
movement has to be larger than the interval of its figure. Made by `exercises_test` with ENDRANGE_LONG=1 and
ENDRANGE_WRITE_DOCS=1.

)";

const std::string Missed = R"(
An interval of 95 % leaves one range in twenty out, and most of what did not come back is that. The others are: the figure
four and the deep squats, where contacts have the last word and the compiled motion stands several degrees from a number
that is written (in the figure four the knee has to come up to 150 degrees for the ankle to reach the other one, because
the outward turn of the hip goes no further); and landmarks that are astray or a limb that is half hidden for a second,
which make a repetition that never was, of which the highest is then told. A neck that is bent back, and few others, read
too high by half of their interval. A range that is no larger than the interval of its figure still reads two or three
degrees too high, for a straight limb can only seem bent; where it is not surely away from where it began it is refused.
Where the program has no test of an angle, above all at the elbow, an interval made in the same way is too narrow; these
are read in the recordings that the tests ask for. Many ranges are not told, nearly always because the limb was hidden
at the top of both repetitions.
)";

/// The share within its interval that must not be fallen under in the full run.
constexpr double LeastMovedWithin = 0.95;
/// Of written numbers: contacts have the last word, and where they differ from what is written by more than
/// an interval the number cannot come back.
constexpr double LeastWrittenWithin = 0.90;

// Three standard errors of a share under it are not chance.
double find_least(double share, int told) {
  return share - 3.0 * std::sqrt(share * (1.0 - share) / std::max(told, 1));
}

TEST(RoundTrip, a_written_range_comes_back_within_its_interval) {
  std::vector<const exercise::Exercise*> exercises;
  if (is_long_run())
    for (const auto& one : load_library().catalogue.exercises()) exercises.push_back(&one);
  else
    for (const char* id : {"hip-abduction-lift-desk", "knee-extension-seated", "march-desk"})
      exercises.push_back(load_library().catalogue.find(ExerciseId(id)));
  const int doers = choose_count(1, 2);
  const Scores scores = go_round(exercises, doers);
  const std::string tables = write_tables(scores);
  std::printf("%s", tables.c_str());
  const auto found = scores.by_shown.find(Shown::Yes);
  ASSERT_NE(found, scores.by_shown.end());
  const Score& shown = found->second;
  ASSERT_GE(shown.told, 3);
  EXPECT_GE(shown.moved_within, find_least(LeastMovedWithin, shown.told) * shown.told) << "of " << shown.told;
  EXPECT_GE(shown.written_within, find_least(LeastWrittenWithin, shown.told) * shown.told)
      << "of " << shown.told;
  if (writes_documents())
    write_section(std::filesystem::path(ENDRANGE_SOURCE_DIR) / "docs/round-trip.md", "Ranges that come back",
                  Method + tables + Missed);
}

}  // namespace
}  // namespace endrange::test
