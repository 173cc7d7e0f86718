// How long a routine takes to plan from 200 exercises for fifteen minutes, and what of it is the choice.
#include <cstdio>
#include <string>
#include <vector>

#include "bench/timing.h"
#include "tests/core/plan/random_world.h"

namespace {

using namespace endrange;
using bench::find_quantile;
using bench::measure;

constexpr std::size_t Exercises = 200;
constexpr int Minutes = 15;
constexpr int Worlds = 300;

void report(const std::string& what, const std::vector<double>& times) {
  std::printf("| %s | %.2f | %.2f | %.2f |\n", what.c_str(), find_quantile(times, 0.5),
              find_quantile(times, 0.99), find_quantile(times, 1.0));
}

// Ten years of a person who moves and measures: a step, a measurement now and then.
std::vector<journal::Entry> make_ten_years() {
  constexpr int Events = 50'000;
  constexpr int Days = 3650;
  const auto& world = plan::load_world();
  const auto& exercises = world.catalogue.exercises();
  std::vector<journal::Entry> entries;
  for (std::uint64_t i = 0; i < Events; ++i) {
    const auto day = static_cast<int>(i * Days / Events);
    const auto at = plan::make_moment(day, std::chrono::minutes(480 + static_cast<int>(i % 14) * 30));
    const Side side = i % 2 == 0 ? Side::Left : Side::Right;
    journal::Event event = journal::StepDone{
        .routine = "r", .exercise = exercises[i * 7 % exercises.size()].id, .side = side, .seconds = 60.0};
    if (i % 20 == 0) {
      journal::Measured measured;
      measured.joint_motion = JointMotionId("shoulder.abduction");
      measured.protocol = ProtocolId("shoulder.abduction");
      measured.side = side;
      measured.set_up = "standing/front";
      measured.grade = journal::Grade::Measured;
      measured.usable =
          Estimate{Angle::from_degrees(150.0 + static_cast<double>(i % 7)), Angle::from_degrees(5.0)};
      event = measured;
    }
    entries.push_back({EntryId("e" + std::to_string(i)), DeviceId("d"), i + 1, at, std::move(event)});
  }
  return entries;
}

void report_ten_years() {
  const auto& world = plan::load_world();
  const auto entries = make_ten_years();
  const auto now = plan::make_moment(3651, std::chrono::hours(12));
  progress::BeliefFilter filter(world.trained, world.motions, world.planner.belief,
                                journal::Audience::DeskWorker);
  const double whole_ms = measure([&] {
    for (const auto& entry : entries) filter.advance(entry);
  });
  std::size_t count = 0;
  const double look_ms = measure([&] { count = filter.compute(now).all().size(); });
  const double one_ms = measure([&] {
    filter.advance(entries.back());
    count += filter.compute(now).all().size();
  });
  std::printf(
      "\nTen years, %zu events, into %zu beliefs: %.0f ms; looked at in %.2f ms; one more event and a look: "
      "%.2f ms.\n",
      entries.size(), count / 2, whole_ms, look_ms, one_ms);
}

}  // namespace

int main() {
  std::vector<double> choices;
  std::vector<double> routines;
  double value = 0.0;
  for (unsigned seed = 1; seed <= Worlds; ++seed) {
    const auto world = plan::make_random_world(seed, Exercises, Minutes);
    const auto problem = plan::make_choosing(world.planning());
    choices.push_back(measure([&] { value += plan::choose(problem).value; }));
    routines.push_back(measure([&] { value += plan::plan_routine(world.planning()).total_s; }));
  }
  std::printf(
      "\nRoutines of %d minutes from %zu exercises, %d catalogues and people drawn by chance (%.0f):\n\n",
      Minutes, Exercises, Worlds, value);
  std::puts("| | median, ms | p99, ms | longest, ms |");
  std::puts("|---|---|---|---|");
  report("the choice alone", choices);
  report("the whole routine, reasons included", routines);
  report_ten_years();
}
