// How long a routine takes to plan from 200 exercises for fifteen minutes, and what of it is the choice.
#include <algorithm>
#include <cstdio>
#include <string>
#include <vector>

#include <ctime>
#include "tests/core/plan/random_world.h"

namespace {

using namespace endrange;

constexpr std::size_t Exercises = 200;
constexpr int Minutes = 15;
constexpr int Worlds = 300;

// What this thread spent on a core, so that others at work do not count.
double now_ms() {
  timespec time{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return 1e3 * static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_nsec);
}

template <typename Work>
double measure(Work work) {
  const double start = now_ms();
  work();
  return now_ms() - start;
}

double find_quantile(std::vector<double> times, double share) {
  const auto place =
      times.begin() + static_cast<std::ptrdiff_t>(share * static_cast<double>(times.size() - 1));
  std::ranges::nth_element(times, place);
  return *place;
}

void report(const std::string& what, const std::vector<double>& times) {
  std::printf("| %s | %.2f | %.2f | %.2f |\n", what.c_str(), find_quantile(times, 0.5),
              find_quantile(times, 0.99), find_quantile(times, 1.0));
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
}
