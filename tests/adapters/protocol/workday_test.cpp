#include "adapters/protocol/workday.h"

#include <gtest/gtest.h>

#include <chrono>

namespace endrange::protocol {
namespace {

using namespace std::chrono_literals;

/// Monday, 2026-11-23, so many minutes after nine, in a zone without offset.
workday::Now at(std::chrono::minutes after_nine) {
  const auto nine = std::chrono::sys_days(std::chrono::year(2026) / 11 / 23) + 9h;
  return {LocalMoment{nine + after_nine, 0min}, 1000h + after_nine};
}

workday::Now at_boot(workday::BootTime boot) {
  const auto nine = at(0min);
  return {LocalMoment{nine.wall.utc + (boot - nine.boot), 0min}, boot};
}

/// Someone whose keyboard is seen, at work since nine.
class AtWork {
 public:
  AtWork() {
    hear(workday::SensingChanged{workday::Sensing::Display}, 0min);
    hear(workday::Activity{true, {}}, 0min);
  }
  /// What happens, with all the calls that the machine asked for before.
  void hear(const workday::Input& input, std::chrono::minutes when) {
    live_until(when);
    advance(input, at(when));
  }
  [[nodiscard]] std::optional<DayMark> open_mark(std::chrono::minutes when) {
    live_until(when);
    return make_open_mark(state_, at(when));
  }

 private:
  void live_until(std::chrono::minutes when) {
    while (next_wakeup_ <= at(when).boot) advance(workday::Tick{}, at_boot(next_wakeup_));
  }
  void advance(const workday::Input& input, const workday::Now& now) {
    auto advanced = workday::advance(std::move(state_), input, now);
    state_ = std::move(advanced.state);
    next_wakeup_ = advanced.next_wakeup;
  }

  workday::BootTime next_wakeup_ = at(0min).boot;
  workday::State state_ = workday::make_state(workday::Rhythm{});
};

constexpr double Nine = 9 * 60.0;

TEST(OpenMark, is_the_span_that_goes_on_up_to_now) {
  AtWork person;
  EXPECT_EQ(person.open_mark(10min), (DayMark{Nine, Nine + 10, "work", "Work"}));
  person.hear(workday::SignalChanged{workday::Signal::Microphone, true, "somebody"}, 12min);
  EXPECT_EQ(person.open_mark(20min), (DayMark{Nine + 12, Nine + 20, "call", "Call"}));
  person.hear(workday::SignalChanged{workday::Signal::Microphone, false, {}}, 25min);
  person.hear(workday::StartBreak{workday::BreakKind::Long}, 26min);
  EXPECT_EQ(person.open_mark(28min), (DayMark{Nine + 26, Nine + 28, "long_break", "Long break"}));
}

TEST(OpenMark, tells_of_a_rest_only_in_the_midst_of_work) {
  AtWork person;
  person.hear(workday::SignalChanged{workday::Signal::Locked, true, {}}, 15min);
  EXPECT_EQ(person.open_mark(20min), (DayMark{Nine + 15, Nine + 20, "rest", "Away"}));
  EXPECT_EQ(person.open_mark(15min + workday::LongestNaturalBreak + 1min), std::nullopt)
      << "the end of a day's work";
  AtWork nobody;
  nobody.hear(workday::RhythmChanged{[] {
                workday::Rhythm off;
                off.is_on = false;
                return off;
              }()},
              5min);
  EXPECT_EQ(nobody.open_mark(10min), std::nullopt) << "breaks are off";
}

TEST(OpenMark, begins_at_midnight_at_the_earliest) {
  AtWork person;
  // A call that goes on all night is written down once an hour.
  person.hear(workday::SignalChanged{workday::Signal::Microphone, true, "somebody"}, 14h + 30min);
  EXPECT_EQ(person.open_mark(15h + 10min), (DayMark{0.0, 10.0, "call", "Call"}));
}

}  // namespace
}  // namespace endrange::protocol
