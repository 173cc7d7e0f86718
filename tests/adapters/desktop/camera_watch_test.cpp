// Real parts: inotify, and /proc of the machine. A V4L2 device cannot be made without a kernel module, so a
// plain file in a folder of the test stands in for the camera; who holds it is found the same way.
#include "adapters/desktop/camera_watch.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/adapters/desktop/signals.h"
#include "tests/support/unprivileged.h"

namespace endrange::desktop {
namespace {

using namespace std::chrono_literals;
using test::Heard;
using test::Program;
using ::testing::EndsWith;
using ::testing::StartsWith;
using workday::Signal;

class CameraWatchTest : public ::testing::Test {
 protected:
  void SetUp() override { add("video0"); }

  void add(const std::string& name) const { std::ofstream(devices() / name) << "a camera\n"; }
  [[nodiscard]] std::filesystem::path devices() const { return folder_.path(); }

  /// Somebody who holds the device open.
  [[nodiscard]] std::unique_ptr<Program> film(const std::string& name) const {
    return std::make_unique<Program>(std::vector<std::string>{"tail", "-f", (devices() / name).string()});
  }

  [[nodiscard]] std::unique_ptr<CameraWatch> make_watch(const std::string& processes = "/proc") const {
    auto watch = CameraWatch::connect(devices(), processes);
    EXPECT_TRUE(watch) << watch.error().text();
    return std::move(*watch);
  }

  test::TemporaryFolder folder_;
};

TEST_F(CameraWatchTest, names_who_films_and_hears_the_end) {
  const auto watch = make_watch();
  Heard heard(*watch);
  for (int round = 0; round < 2; ++round) {
    const auto filming = film("video0");
    ASSERT_TRUE(heard.comes_to(Signal::Camera, true)) << "round " << round;
    EXPECT_THAT(*heard.now(Signal::Camera), StartsWith("camera in use by "));
    EXPECT_THAT(*heard.now(Signal::Camera), EndsWith(" tail"));
    filming->stop();
    EXPECT_TRUE(heard.comes_to(Signal::Camera, false)) << "round " << round;
  }
}

TEST_F(CameraWatchTest, sees_who_filmed_before_it_looked) {
  const auto filming = film("video0");
  EXPECT_EQ(filming->read_line(), "a camera");
  const auto watch = make_watch();
  EXPECT_EQ(watch->wakeup().timeout, 0ms);
  Heard heard(*watch);
  EXPECT_TRUE(heard.comes_to(Signal::Camera, true));
}

TEST_F(CameraWatchTest, sees_a_camera_that_is_plugged_in) {
  const auto watch = make_watch();
  Heard heard(*watch);
  add("video7");
  EXPECT_TRUE(heard.stays_off(Signal::Camera, 2s)) << "it was opened to be made, and closed";
  const auto filming = film("video7");
  EXPECT_TRUE(heard.comes_to(Signal::Camera, true));
  std::filesystem::remove(devices() / "video7");
  filming->stop();
  EXPECT_TRUE(heard.comes_to(Signal::Camera, false));
}

TEST_F(CameraWatchTest, takes_a_look_at_the_device_for_no_call) {
  const auto watch = make_watch();
  Heard heard(*watch);
  for (int i = 0; i < 3; ++i) test::read_file(devices() / "video0");
  EXPECT_TRUE(heard.stays_off(Signal::Camera, 3s));
}

TEST_F(CameraWatchTest, leaves_our_own_use_out) {
  const auto watch = make_watch();
  Heard heard(*watch);
  const std::ifstream own(devices() / "video0");
  EXPECT_TRUE(heard.stays_off(Signal::Camera, 3s));
}

TEST_F(CameraWatchTest, leaves_out_who_keeps_a_camera_open_for_others) {
  const auto keeper = devices() / "wireplumber";
  std::filesystem::copy_file("/usr/bin/tail", keeper);
  const auto watch = make_watch();
  Heard heard(*watch);
  const Program keeping({keeper.string(), "-f", (devices() / "video0").string()});
  EXPECT_EQ(keeping.read_line(), "a camera");
  EXPECT_TRUE(heard.stays_off(Signal::Camera, 3s));
  const auto filming = film("video0");
  ASSERT_TRUE(heard.comes_to(Signal::Camera, true));
  EXPECT_THAT(*heard.now(Signal::Camera), EndsWith(" tail"));
}

TEST_F(CameraWatchTest, wakes_for_the_devices_alone) {
  const auto watch = make_watch();
  EXPECT_FALSE(watch->wakeup().timeout) << "nothing to wait for";
  std::ofstream(devices() / "ttyS0") << "no camera\n";
  test::read_file(devices() / "ttyS0");
  ASSERT_TRUE(watch->on_ready());
  EXPECT_FALSE(watch->wakeup().timeout) << "a file that is no camera is nothing to look for";
}

// The process of another user is one whose open files the system does not show.
TEST_F(CameraWatchTest, says_that_a_camera_is_in_use_when_it_may_not_see_by_whom) {
  const auto processes = devices() / "processes";
  std::filesystem::create_directories(processes / "4242/fd");
  std::filesystem::permissions(processes / "4242/fd", std::filesystem::perms::none);
  const auto found = test::run_unprivileged(folder_.path(), [&]() -> std::string {
    const auto watch = make_watch(processes.string());
    Heard heard(*watch);
    const auto filming = film("video0");
    if (!heard.comes_to_words(Signal::Camera, "camera in use")) return "not seen";
    filming->stop();
    return heard.comes_to(Signal::Camera, false) ? "seen, and its end" : "its end was not seen";
  });
  EXPECT_EQ(found, "seen, and its end");
}

TEST_F(CameraWatchTest, says_what_is_missing_when_there_is_nothing_to_watch) {
  const auto watch = CameraWatch::connect(devices() / "nowhere");
  ASSERT_FALSE(watch);
  EXPECT_THAT(watch.error().text(), ::testing::HasSubstr("nowhere"));
}

}  // namespace
}  // namespace endrange::desktop
