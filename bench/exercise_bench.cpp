// How long one repetition of one side takes, for each exercise of the library: solved at 30 Hz, and
// everything that `endrange exercise check` proves of a motion proved, between the samples too.
#include <algorithm>
#include <cstdio>
#include <string>
#include <vector>

#include "bench/timing.h"
#include "core/body/built_in_body.h"
#include "core/exercise/compile.h"
#include "tests/core/plan/world.h"

namespace {

using namespace endrange;

constexpr double Rate = 30.0;
constexpr double Height_m = 1.70;
// The shortest of so many, so that what else the machine does counts little.
constexpr int Runs = 3;
constexpr std::size_t Slowest = 5;

struct Taken {
  std::string id = {};
  double repetition_s = 0.0;
  std::size_t frames = 0;
  double compiled_ms = 0.0;
  double checked_ms = 0.0;

  [[nodiscard]] double whole_ms() const { return compiled_ms + checked_ms; }
};

Taken take(const exercise::Exercise& one, const plan::World& world, const exercise::Person& person) {
  const auto& position = *world.catalogue.find_position(one.position);
  const Side side = one.sides == exercise::SideRule::EachSide ? Side::Right : Side::Both;
  Taken best;
  for (int run = 0; run < Runs; ++run) {
    const double start = bench::now_ms();
    const auto compiled = exercise::compile(one, position, side, person, Rate);
    const double between = bench::now_ms();
    if (!compiled) continue;
    Diagnostics diagnostics;
    exercise::check_motion(*compiled, one, person.body, person.joint_motions, diagnostics);
    const double end = bench::now_ms();
    if (run > 0 && end - start >= best.whole_ms()) continue;
    best = {one.id.value(), compiled->duration_s, compiled->frames.size(), between - start, end - between};
  }
  return best;
}

void report(const char* what, const std::vector<Taken>& all, double (*time)(const Taken&)) {
  std::vector<double> times;
  double sum_ms = 0.0;
  for (const auto& one : all) {
    times.push_back(time(one));
    sum_ms += times.back();
  }
  std::printf("| %s | %.1f | %.1f | %.1f | %.2f |\n", what, bench::find_quantile(times, 0.5),
              bench::find_quantile(times, 0.99), bench::find_quantile(times, 1.0), 1e-3 * sum_ms);
}

}  // namespace

int main() {
  const auto& world = plan::load_world();
  const auto body = body::make_built_in_body(body::compute_segment_lengths(Height_m));
  const exercise::PersonalRanges ranges;
  const exercise::Person person{body, world.motions, ranges};
  std::vector<Taken> all;
  for (const auto& one : world.catalogue.exercises()) all.push_back(take(one, world, person));

  std::printf("\nOne repetition of one side at %.0f Hz, %zu exercises:\n\n", Rate, all.size());
  std::puts("| | median, ms | p99, ms | longest, ms | the whole library, s |");
  std::puts("|---|---|---|---|---|");
  report("compiled", all, [](const Taken& one) { return one.compiled_ms; });
  report("checked", all, [](const Taken& one) { return one.checked_ms; });
  report("both", all, [](const Taken& one) { return one.whole_ms(); });

  std::ranges::sort(all, std::greater(), &Taken::whole_ms);
  std::puts(
      "\nThe slowest:\n\n| exercise | a repetition, s | frames | compiled, ms | checked, ms "
      "|\n|---|---|---|---|---|");
  for (std::size_t i = 0; i < std::min(Slowest, all.size()); ++i)
    std::printf("| `%s` | %.0f | %zu | %.1f | %.1f |\n", all[i].id.c_str(), all[i].repetition_s,
                all[i].frames, all[i].compiled_ms, all[i].checked_ms);
}
