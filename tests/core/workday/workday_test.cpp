// Written days, one test for all of them, and laws on random days.
#include "core/workday/workday.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "core/journal/check.h"
#include "core/workday/schedule.h"
#include "tests/core/workday/written_day.h"

namespace endrange::workday {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

TEST(WrittenDays, go_as_written) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(fs::path(ENDRANGE_SOURCE_DIR) / "tests/core/workday/days"))
    if (entry.path().extension() == ".txt") files.push_back(entry.path());
  std::ranges::sort(files);
  ASSERT_GE(files.size(), 20U);
  for (const auto& file : files) {
    const auto complaints = play_day(file);
    ASSERT_TRUE(complaints) << complaints.error().text();
    for (const auto& complaint : *complaints) ADD_FAILURE() << complaint;
  }
}

constexpr Moment Monday = std::chrono::sys_days{std::chrono::year{2026} / 11 / 23};

// A random day: inputs at random times, the machine called whenever it asked to be, clocks set now and then.
class RandomDay {
 public:
  explicit RandomDay(Sensing sensing) : state_(make_state(Rhythm{.rest = 3min})) {
    send(SensingChanged{sensing});
  }

  void live(int steps) {
    for (int i = 0; i < steps; ++i) {
      const auto until = boot_ + std::chrono::seconds(*rc::gen::inRange(1, 3600));
      while (next_wakeup_ < until) {
        pass(next_wakeup_ - boot_);
        send(Tick{});
      }
      pass(until - boot_);
      if (*rc::gen::inRange(0, 20) == 0) wall_ += std::chrono::minutes(*rc::gen::inRange(-600, 600));
      send(*make_input());
    }
  }

 private:
  [[nodiscard]] Now now() const { return {{Monday + 8h + wall_, 0min}, boot_}; }

  void pass(BootTime length) {
    boot_ += length;
    wall_ += length;
  }

  static rc::Gen<Input> make_input() {
    const auto always = [](Input input) { return rc::gen::just(std::move(input)); };
    return rc::gen::oneOf(
        always(Activity{true, {}}), always(Activity{true, {}}), always(Activity{false, 30s}), always(Tick{}),
        always(FellAsleep{}), always(WokeUp{}), always(StartBreak{}), always(EndBreak{}), always(SkipBreak{}),
        always(PutOffBreak{7min}), always(Pause{std::chrono::minutes(20)}), always(Resume{}));
  }

  void send(const Input& input) {
    const auto before = now();
    auto advanced = advance(state_, input, before);
    const auto again = advance(state_, input, before);
    RC_ASSERT(advanced.effects == again.effects);  // the same input gives the same effects
    state_ = std::move(advanced.state);
    next_wakeup_ = advanced.next_wakeup;
    RC_ASSERT(next_wakeup_ > boot_);
    if (std::holds_alternative<PutOffBreak>(input)) quiet_until_ = boot_ + 7min;
    for (const auto& effect : advanced.effects) look_at(effect);
    RC_ASSERT(prompts_ == (state_.prompt_since ? 1 : 0));
    if (std::holds_alternative<PutOffBreak>(input)) RC_ASSERT(prompts_ == 0);
    RC_ASSERT(!why(state_, before).empty());
    if (prompts_ == 1) RC_ASSERT(compute_phase(state_, before) == Phase::Prompting);
  }

  void look_at(const Effect& effect) {
    if (std::holds_alternative<HidePrompt>(effect)) --prompts_;
    if (std::holds_alternative<ShowPrompt>(effect)) {
      ++prompts_;
      RC_ASSERT(find_current_hours(state_.rhythm, now().wall.local()).has_value());
      RC_ASSERT(!state_.pause && !state_.is_asleep && !state_.break_start && state_.is_active);
      RC_ASSERT(boot_ >= quiet_until_);  // putting off holds
      RC_ASSERT(!state_.quiet_until || boot_ >= *state_.quiet_until);
    }
    RC_ASSERT(prompts_ == 0 || prompts_ == 1);
    if (const auto* record = std::get_if<Record>(&effect)) {
      const auto status = journal::check_event(record->event);
      RC_ASSERT(status.has_value());
      if (const auto* worked = std::get_if<journal::Worked>(&record->event)) {
        seconds_worked_ += worked->seconds;
        RC_ASSERT(seconds_worked_ <=
                  std::chrono::duration<double>(boot_ - 1000h).count());  // none counted twice
      }
    }
  }

  State state_;
  BootTime boot_ = 1000h;
  BootTime wall_{};
  BootTime next_wakeup_ = 1000h;
  BootTime quiet_until_{};
  int prompts_ = 0;
  double seconds_worked_ = 0.0;
};

RC_GTEST_PROP(RandomDays, keep_every_promise_with_a_display, ()) {
  RandomDay(Sensing::Display).live(60);
}
RC_GTEST_PROP(RandomDays, keep_every_promise_without_one, ()) {
  RandomDay(Sensing::Guess).live(60);
}

}  // namespace
}  // namespace endrange::workday
