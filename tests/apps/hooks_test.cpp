// The part of the program that runs hooks, with a limit that a test can wait for.
#include "apps/endrange/server/hooks.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>

#include "tests/support/folder.h"

namespace endrange::app {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
using ::testing::Not;

class HooksTest : public testing::Test {
 protected:
  void SetUp() override {
    std::filesystem::create_directories(folder_ / "hooks");
    for (const auto& path : {folder_.path(), folder_ / "hooks"})
      std::filesystem::permissions(path, std::filesystem::perms::owner_all);
  }

  /// A hook that writes down its own number and then does `more`.
  void set_hook(const std::string& more) {
    test::write_program(folder_ / "hooks/break-start",
                        "echo $$ > '" + (folder_ / "number").string() + "'\n" + more);
  }
  [[nodiscard]] std::string log_text() const { return test::read_file(folder_ / "logs/endrange.log"); }
  [[nodiscard]] bool is_running() const {
    const auto number = test::read_file(folder_ / "number");
    return !number.empty() && ::kill(std::stoi(number), 0) == 0;
  }
  /// Lets the program go on until it holds, generously.
  template <typename Condition>
  bool comes_true(Condition condition) {
    for (int attempt = 0; attempt < 600 && !condition(); ++attempt) {
      context_.restart();
      context_.run_for(100ms);
    }
    return condition();
  }

  test::TemporaryFolder folder_;
  boost::asio::io_context context_{1};
  system::Log log_ = std::move(*system::Log::open(folder_.path()));
};

TEST_F(HooksTest, ends_one_that_hangs_when_its_time_is_over) {
  set_hook("trap '' TERM\nsleep 600");
  Hooks hooks(context_, folder_.path(), log_, 10s);
  hooks.run({"break-start", "short", 120s});
  EXPECT_TRUE(comes_true([&] { return log_text().find("it ran for too long") != std::string::npos; }))
      << log_text();
  EXPECT_FALSE(test::read_file(folder_ / "number").empty()) << "it did begin";
  EXPECT_TRUE(comes_true([&] { return !is_running(); }));
}

TEST_F(HooksTest, lets_one_that_ends_in_time_be) {
  set_hook("exit 0");
  Hooks hooks(context_, folder_.path(), log_, 600s);
  hooks.run({"break-start", "long", 300s});
  EXPECT_TRUE(comes_true([&] { return !test::read_file(folder_ / "number").empty() && !is_running(); }));
  EXPECT_THAT(log_text(), Not(HasSubstr("hook")));
}

TEST_F(HooksTest, ends_one_that_still_runs_when_the_next_begins) {
  set_hook("sleep 600");
  Hooks hooks(context_, folder_.path(), log_, 600s);
  hooks.run({"break-start", "short", 120s});
  ASSERT_TRUE(comes_true([&] { return is_running(); }));
  const auto first = std::stoi(test::read_file(folder_ / "number"));
  hooks.run({"break-start", "short", 120s});
  EXPECT_TRUE(comes_true([&] { return ::kill(first, 0) != 0; }));
}

}  // namespace
}  // namespace endrange::app
