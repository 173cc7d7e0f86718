// Real parts: Xvfb as the display, xdotool as the hands (through the XTEST extension).
#include "adapters/desktop/idle_watch.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <thread>

#include "tests/adapters/desktop/session.h"

namespace endrange::desktop {
namespace {

using namespace std::chrono_literals;
using test::Environment;
using test::wait_until;
using ::testing::HasSubstr;

class IdleWatchTest : public ::testing::Test {
 protected:
  void SetUp() override {
    for (const auto* program : {"Xvfb", "xdotool"}) {
      const bool required = std::getenv("CI") != nullptr;
      ASSERT_TRUE(!required || test::is_installed(program)) << program << " is not installed";
      if (!test::is_installed(program)) GTEST_SKIP() << program << " is not installed";
    }
  }

  static void type() { test::run({"xdotool", "key", "a"}); }
  static void move_pointer() { test::run({"xdotool", "mousemove_relative", "3", "3"}); }

  /// The next `count` changes, in order. More may have come at once (a slow machine lets the next threshold
  /// pass before anyone looks): those wait for the next call.
  std::vector<IdleChange> wait_for_changes(IdleWatch& watch, std::size_t count) {
    wait_until(
        watch,
        [&] {
          for (const auto& change : watch.take_changes()) waiting_.push_back(change);
          return waiting_.size() >= count;
        },
        10s);
    const auto end = waiting_.begin() + static_cast<std::ptrdiff_t>(std::min(count, waiting_.size()));
    const std::vector<IdleChange> changes(waiting_.begin(), end);
    waiting_.erase(waiting_.begin(), end);
    return changes;
  }

  /// The crossings of all thresholds, in order. An X server that is kept from running may step over one of
  /// them (seen once in some hundred rounds on a loaded machine): then the person types, and waits again.
  std::vector<IdleChange> wait_for_crossings(IdleWatch& watch, std::size_t count) {
    for (int attempt = 0; attempt < 3; ++attempt) {
      auto passed = wait_for_changes(watch, count);
      if (passed.size() == count) return passed;
      type();
      EXPECT_EQ(wait_for_changes(watch, 1).size(), 1U) << "someone came back";
    }
    return {};
  }

  test::Screen screen_;
  Environment display_{"DISPLAY", screen_.name()};
  Environment wayland_{"WAYLAND_DISPLAY", ""};
  Environment session_{"XDG_SESSION_TYPE", "x11"};
  std::vector<IdleChange> waiting_;
};

TEST_F(IdleWatchTest, tells_each_threshold_and_the_return_again_and_again) {
  type();
  auto watch = IdleWatch::connect({400ms, 900ms});
  ASSERT_TRUE(watch) << watch.error().text();
  const auto begun = watch->take_changes();
  ASSERT_EQ(begun.size(), 1U);
  EXPECT_FALSE(begun[0].is_idle) << "someone who types on from the beginning crosses no threshold";
  for (int round = 0; round < 3; ++round) {
    const auto passed = wait_for_crossings(*watch, 2);
    ASSERT_EQ(passed.size(), 2U) << "round " << round;
    EXPECT_TRUE(passed[0].is_idle);
    EXPECT_GE(passed[0].idle_for, 400ms);
    EXPECT_TRUE(passed[1].is_idle);
    EXPECT_GE(passed[1].idle_for, 900ms);
    round % 2 == 0 ? type() : move_pointer();
    const auto back = wait_for_changes(*watch, 1);
    ASSERT_EQ(back.size(), 1U) << "round " << round;
    EXPECT_FALSE(back[0].is_idle);
    EXPECT_LE(back[0].idle_for, 400ms) << "the counter began again";
  }
}

TEST_F(IdleWatchTest, is_silent_while_the_person_types) {
  type();
  auto watch = IdleWatch::connect({60s});
  ASSERT_TRUE(watch) << watch.error().text();
  static_cast<void>(watch->take_changes());
  int wakeups = 0;
  const auto end = std::chrono::steady_clock::now() + 1s;
  while (std::chrono::steady_clock::now() < end) {
    type();
    const auto wakeup = watch->wakeup();
    pollfd wait = {wakeup.fd, wakeup.events, 0};
    if (::poll(&wait, 1, 50) > 0) ++wakeups;
    ASSERT_TRUE(watch->on_ready());
  }
  EXPECT_EQ(wakeups, 0) << "no wake-up for a key or a moment without one";
  EXPECT_TRUE(watch->take_changes().empty());
}

TEST_F(IdleWatchTest, knows_who_was_idle_before_it_looked) {
  type();
  std::this_thread::sleep_for(1s);
  auto watch = IdleWatch::connect({200ms});
  ASSERT_TRUE(watch) << watch.error().text();
  EXPECT_EQ(watch->wakeup().timeout, 0ms);
  const auto changes = watch->take_changes();
  ASSERT_EQ(changes.size(), 1U);
  EXPECT_TRUE(changes[0].is_idle);
  EXPECT_GE(changes[0].idle_for, 900ms);
  EXPECT_GE(*watch->load_idle_time(), changes[0].idle_for);
  type();
  EXPECT_LT(*watch->load_idle_time(), changes[0].idle_for);
  const auto back = wait_for_changes(*watch, 1);
  ASSERT_EQ(back.size(), 1U);
  EXPECT_FALSE(back[0].is_idle);
}

TEST_F(IdleWatchTest, fails_and_nothing_else_when_the_display_is_gone) {
  auto watch = IdleWatch::connect({60s});
  ASSERT_TRUE(watch) << watch.error().text();
  static_cast<void>(watch->take_changes());
  screen_.stop();
  EXPECT_FALSE(wait_until(*watch, [] { return false; }, 5s));
  EXPECT_FALSE(watch->on_ready());
  EXPECT_FALSE(watch->load_idle_time());
  EXPECT_THAT(IdleWatch::connect({60s}).error().text(), HasSubstr(screen_.name()));
}

TEST_F(IdleWatchTest, does_not_trust_an_x_display_under_wayland) {
  const Environment session("XDG_SESSION_TYPE", "wayland");
  EXPECT_THAT(IdleWatch::connect({60s}).error().text(), HasSubstr("Wayland"));
}

TEST_F(IdleWatchTest, says_what_is_used_instead_without_a_display) {
  const Environment none("DISPLAY", "");
  const auto watch = IdleWatch::connect({60s});
  ASSERT_FALSE(watch);
  EXPECT_THAT(watch.error().text(), HasSubstr("the page's own activity"));
}

}  // namespace
}  // namespace endrange::desktop
