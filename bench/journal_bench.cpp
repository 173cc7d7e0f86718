// How long the trainer takes with ten years of events: to open them, to plan, and to take one more.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>

#include "apps/endrange/trainer/trainer.h"
#include "tests/support/folder.h"

namespace {

using namespace endrange;
using Clock = std::chrono::steady_clock;

constexpr int Events = 50'000;
constexpr int Days = 3650;

template <typename Work>
double measure_ms(Work work) {
  const auto start = Clock::now();
  work();
  return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

LocalMoment make_moment(int day, std::chrono::minutes time_of_day) {
  const auto at =
      std::chrono::sys_days{std::chrono::year{2016} / 11 / 23} + std::chrono::days(day) + time_of_day;
  return {at, std::chrono::minutes(0)};
}

// A person who moves and measures: a routine of four steps, a measurement now and then.
journal::Event make_event(int number, const exercise::Catalogue& catalogue) {
  const auto& exercises = catalogue.exercises();
  const Side side = number % 2 == 0 ? Side::Left : Side::Right;
  const auto routine = "r" + std::to_string(number / 5);
  if (number % 20 == 0) {
    journal::Measured measured;
    measured.joint_motion = JointMotionId("shoulder.abduction");
    measured.protocol = ProtocolId("shoulder_abduction");
    measured.side = side;
    measured.set_up = "standing/front";
    measured.grade = journal::Grade::Measured;
    measured.usable = Estimate{Angle::from_degrees(150.0 + number % 7), Angle::from_degrees(5.0)};
    return measured;
  }
  if (number % 5 == 4) return journal::RoutineFinished{routine, number % 9};
  const auto chosen = static_cast<std::size_t>(number) * 7 % exercises.size();
  return journal::StepDone{
      .routine = routine, .exercise = exercises[chosen].id, .side = side, .seconds = 60.0};
}

template <typename Value>
Value require(Result<Value> result) {
  if (result) return std::move(*result);
  std::fprintf(stderr, "%s\n", result.error().text().c_str());
  std::exit(1);
}

void fill(const std::filesystem::path& folder, const exercise::Catalogue& catalogue) {
  auto book = require(app::Book::open(folder));
  std::vector<app::Book::NewEntry> entries;
  entries.push_back({EntryId("profile"), make_moment(0, std::chrono::hours(7)), journal::ProfileChanged{}});
  for (int i = 1; i < Events; ++i)
    entries.push_back({EntryId("e" + std::to_string(i)),
                       make_moment(static_cast<int>(std::int64_t{i} * Days / Events),
                                   std::chrono::minutes(480 + i % 14 * 30)),
                       make_event(i, catalogue)});
  book.rest();
  if (const auto status = book.append(entries); !status) std::exit(1);
}

}  // namespace

int main() {
  const auto content = require(app::load_content(std::filesystem::path(ENDRANGE_SOURCE_DIR) / "content"));
  const test::TemporaryFolder folder;
  fill(folder.path(), content.catalogue);
  auto now = make_moment(Days, std::chrono::hours(12));

  std::optional<app::Trainer> trainer;
  const double open_ms = measure_ms(
      [&] { trainer.emplace(require(app::Trainer::open(folder.path(), content, [&] { return now; }))); });
  double steps = 0.0;
  const auto look = [&] {
    steps += static_cast<double>(require(trainer->compute_today({.minutes = 5})).steps.size());
  };
  const double first_ms = measure_ms(look);
  const double again_ms = measure_ms(look);
  app::Following following;
  std::size_t known = 0;
  const auto know = [&] {
    const auto& book = trainer->book();
    known += following.compute(book.standing(), book.generation(), content, now).beliefs.all().size();
  };
  const double know_ms = measure_ms(know);
  constexpr int More = 50;
  double record_ms = 0.0;
  double beliefs_ms = 0.0;
  double today_ms = 0.0;
  for (int i = 1; i <= More; ++i) {
    now.utc += std::chrono::minutes(1);
    record_ms += measure_ms([&] { (void)trainer->record(make_event(Events + i, content.catalogue)); });
    beliefs_ms += measure_ms(know);
    today_ms += measure_ms(look);
  }
  std::printf(
      "\nThe trainer with %d events of ten years (%.0f steps planned): opened in %.0f ms, beliefs and levels "
      "in "
      "%.0f ms, first routine in %.0f ms, another in %.1f ms. One more event: on disk in %.2f ms, in beliefs "
      "and levels in %.2f ms, in a new routine in "
      "%.1f ms (means of %d).\n",
      Events, steps, open_ms, know_ms, first_ms, again_ms, record_ms / More, beliefs_ms / More,
      today_ms / More, More);
}
