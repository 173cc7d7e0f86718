// Laws of the breaks on random days. Oracle: a world that knows who is there and what is on, and holds each
// prompt and each second against that (random_days.h); and days that differ in one thing and must not differ
// in another.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <chrono>
#include <limits>

#include "core/workday/presence.h"
#include "tests/core/workday/random_days.h"
#include "tests/support/property.h"

namespace endrange::workday {
namespace {

using namespace std::chrono_literals;

constexpr int Days = 100'000;
constexpr int FewDays = 500;

template <typename Property>
void check_days(Property property, int few = FewDays) {
  endrange::test::hold_on_random_cases(property, few, Days);
}

/// Days in such weather. Says how many breaks were offered on them: a law that nothing tries holds nothing.
void live_days(const test::Weather& weather) {
  std::int64_t offers = 0;
  check_days([&] {
    test::RandomDay day(weather);
    day.live(60);
    offers += day.offers();
  });
  std::printf("             %lld breaks were offered\n", static_cast<long long>(offers));
  EXPECT_GT(offers, FewDays);
}

TEST(RandomDays, keep_every_promise) {
  live_days({});
}

TEST(RandomDays, without_calls_nobody_waits_longer_than_rhythm_and_grace) {
  live_days({.calls = false, .quiet = false, .clocks = false, .late = false});
}

// Someone who works without leaving, all day and every day; an oracle so plain that it can be added up by
// hand.
class SteadyDay {
 public:
  explicit SteadyDay(Rhythm rhythm) : state_(make_state(std::move(rhythm))) {
    send(SensingChanged{Sensing::Display});
    send(Activity{true, {}});
    shown_.clear();
  }

  /// Until so much time went by, or so many prompts were shown.
  void wait(BootTime length, std::size_t prompts = std::numeric_limits<std::size_t>::max()) {
    for (const auto until = boot_ + length; boot_ < until && shown_.size() < prompts;) {
      const auto next = std::min(until, next_wakeup_);
      wall_ += next - boot_;
      boot_ = next;
      send(Tick{});
    }
  }
  void send(const Input& input) {
    const Now now{{Moment(std::chrono::sys_days{std::chrono::year{2026} / 11 / 23}) + wall_, 0min}, boot_};
    auto advanced = advance(std::move(state_), input, now);
    state_ = std::move(advanced.state);
    next_wakeup_ = advanced.next_wakeup;
    for (const auto& effect : advanced.effects)
      if (const auto* prompt = std::get_if<ShowPrompt>(&effect)) shown_.emplace_back(boot_, *prompt);
  }
  void set_clock(BootTime by) { wall_ += by; }

  [[nodiscard]] BootTime boot() const { return boot_; }
  [[nodiscard]] const std::vector<std::pair<BootTime, ShowPrompt>>& shown() const { return shown_; }

 private:
  State state_;
  BootTime boot_ = 500h;
  BootTime wall_{};
  BootTime next_wakeup_ = 500h;
  std::vector<std::pair<BootTime, ShowPrompt>> shown_ = {};
};

Rhythm make_steady_rhythm() {
  Rhythm rhythm;
  rhythm.work.fill(journal::Hours{0min, 24h});
  rhythm.short_breaks = {true, std::chrono::minutes(*rc::gen::inRange(5, 120)),
                         std::chrono::minutes(*rc::gen::inRange(1, 4)), 1000};
  rhythm.long_breaks = {*rc::gen::arbitrary<bool>(), std::chrono::minutes(*rc::gen::inRange(5, 240)),
                        std::chrono::minutes(*rc::gen::inRange(5, 16)), 1000};
  return rhythm;
}

TEST(RandomDays, an_offer_comes_after_the_rhythm_and_at_most_the_grace) {
  check_days([] {
    const auto rhythm = make_steady_rhythm();
    SteadyDay day(rhythm);
    auto since = day.boot();
    for (int i = 0; i < 8; ++i) {
      const auto latest = since + rhythm.short_breaks.every + Grace;
      const auto before = day.shown().size();
      day.wait(latest - day.boot(), before + 2);
      RC_ASSERT(day.shown().size() == before + 2);
      RC_ASSERT(day.shown()[before].second.stage == Stage::Prelude);
      RC_ASSERT(day.shown()[before + 1].second.stage == Stage::Offer);
      const auto kind = day.shown()[before + 1].second.kind;
      RC_ASSERT(kind == BreakKind::Long || day.shown()[before].first == since + rhythm.short_breaks.every);
      day.send(StartBreak{});
      day.wait(rhythm.of(kind).length);
      day.send(EndBreak{});
      since = day.boot();
    }
  });
}

TEST(RandomDays, no_more_is_offered_than_the_daily_limit) {
  check_days([] {
    auto rhythm = make_steady_rhythm();
    rhythm.short_breaks.most_a_day = *rc::gen::inRange(1, 20);
    rhythm.long_breaks.most_a_day = *rc::gen::inRange(1, 20);
    SteadyDay day(rhythm);
    day.wait(24h - 1s);  // nobody ever answers
    std::array<int, 2> offers = {};
    for (const auto& [when, prompt] : day.shown())
      if (prompt.stage == Stage::Offer) ++offers.at(static_cast<std::size_t>(prompt.kind));
    RC_ASSERT(offers[0] <= rhythm.short_breaks.most_a_day);
    RC_ASSERT(offers[1] <= rhythm.long_breaks.most_a_day);
  });
}

TEST(RandomDays, putting_off_moves_the_break_to_just_then) {
  check_days([] {
    SteadyDay day(make_steady_rhythm());
    for (int i = 0; i < 6; ++i) {
      day.wait(std::chrono::seconds(*rc::gen::inRange(120, 9000)));
      const std::chrono::minutes by(*rc::gen::inRange(1, 60));
      day.send(PutOffBreak{by});
      const auto before = day.shown().size();
      const auto asked = day.boot();
      day.wait(by + BootTime(PreludeLength));
      RC_ASSERT(day.shown().size() == before + 1);
      RC_ASSERT(day.shown()[before].first == asked + by);
    }
  });
}

// The same day twice, once with the wall clock set again and again: every prompt comes at the same time.
TEST(RandomDays, clock_changes_of_any_size_change_no_length) {
  check_days([] {
    const auto rhythm = make_steady_rhythm();
    SteadyDay usual(rhythm);
    SteadyDay moved(rhythm);
    for (int i = 0; i < 30; ++i) {
      const std::chrono::milliseconds length(*rc::gen::inRange(1, 3'000'000));
      usual.wait(length);
      moved.wait(length);
      moved.set_clock(std::chrono::milliseconds(*rc::gen::inRange(-2'000'000'000, 2'000'000'000)));
      moved.send(Tick{});
    }
    RC_ASSERT(usual.shown() == moved.shown());
  });
}

}  // namespace
}  // namespace endrange::workday
