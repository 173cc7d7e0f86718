// Real parts: a PipeWire server and WirePlumber of the test's own, a null source as the microphone, pw-record
// as the program in a call. The picture streams are real ones too, of processes that the test starts, with
// grey pictures in place of a screen and a camera.
#include "adapters/desktop/pipewire_watch.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/adapters/desktop/picture_stream.h"
#include "tests/adapters/desktop/signals.h"

namespace endrange::desktop {
namespace {

using namespace std::chrono_literals;
using test::Environment;
using test::Heard;
using test::Program;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::StartsWith;
using workday::Signal;
using Words = std::vector<std::string>;

class PipeWireWatchTest : public ::testing::Test {
 protected:
  void SetUp() override {
    NEEDS_PROGRAMS("pipewire", "wireplumber", "pw-cat", "pw-record", "pw-cli", "pw-link", "dbus-daemon")
    std::filesystem::permissions(folder_.path(), std::filesystem::perms::owner_all);
    start_server();
  }

  void start_server() {
    server_.emplace(Words{"pipewire"});
    const auto socket = folder_ / "pipewire-0";
    for (int i = 0; i < 300 && !std::filesystem::exists(socket); ++i) std::this_thread::sleep_for(100ms);
    manager_.emplace(Words{"wireplumber"});
  }
  void stop_server() {
    manager_->stop();
    server_->stop();
    // A server that was killed leaves its door behind.
    std::filesystem::remove(folder_ / "pipewire-0");
  }

  /// A microphone that hears nothing, kept by a program that stays.
  std::unique_ptr<Program> add_microphone() const {
    auto kept = std::make_unique<Program>(
        Words{"pw-loopback", "--capture-props", "media.class=Audio/Sink node.name=silence",
              "--playback-props", "media.class=Audio/Source node.name=microphone"});
    EXPECT_TRUE(test::comes_to_have_outputs("microphone"));
    return kept;
  }
  std::unique_ptr<Program> record(const Words& more = {}) const {
    Words words = {"pw-record", "--target", "microphone"};
    words.insert(words.end(), more.begin(), more.end());
    words.push_back((folder_ / "sound.wav").string());
    return std::make_unique<Program>(words);
  }

  static std::unique_ptr<PipeWireWatch> make_watch() {
    auto watch = PipeWireWatch::connect();
    EXPECT_TRUE(watch) << watch.error().text();
    return std::move(*watch);
  }

  test::TemporaryFolder folder_;
  test::SessionBus bus_;
  Environment runtime_{"XDG_RUNTIME_DIR", folder_.path().string()};
  Environment home_{"HOME", folder_.path().string()};
  Environment config_{"XDG_CONFIG_HOME", std::nullopt};
  Environment state_{"XDG_STATE_HOME", std::nullopt};
  Environment address_{"DBUS_SESSION_BUS_ADDRESS", bus_.address()};
  std::optional<Program> server_ = {};
  std::optional<Program> manager_ = {};
};

TEST_F(PipeWireWatchTest, names_who_records_and_hears_the_end) {
  const auto watch = make_watch();
  Heard heard(*watch);
  const auto microphone = add_microphone();
  for (int round = 0; round < 2; ++round) {
    const auto recording = record();
    ASSERT_TRUE(heard.comes_to(Signal::Microphone, true)) << "round " << round;
    EXPECT_THAT(*heard.now(Signal::Microphone), StartsWith("microphone in use by "));
    EXPECT_THAT(*heard.now(Signal::Microphone), HasSubstr("pw-"));
    EXPECT_FALSE(heard.now(Signal::Camera));
    EXPECT_FALSE(heard.now(Signal::Screencast));
    recording->stop();
    EXPECT_TRUE(heard.comes_to(Signal::Microphone, false)) << "round " << round;
  }
}

TEST_F(PipeWireWatchTest, sees_who_recorded_before_it_looked) {
  const auto microphone = add_microphone();
  const auto recording = record();
  const auto first = make_watch();
  ASSERT_TRUE(Heard(*first).comes_to(Signal::Microphone, true));
  const auto second = make_watch();
  EXPECT_TRUE(Heard(*second).comes_to(Signal::Microphone, true));
}

TEST_F(PipeWireWatchTest, takes_a_meter_and_what_the_loudspeakers_play_for_no_call) {
  const auto watch = make_watch();
  Heard heard(*watch);
  const auto microphone = add_microphone();
  const auto meter = record({"-P", "{ stream.monitor = true }"});
  const auto loudspeakers = record({"-P", "{ stream.capture.sink = true }"});
  EXPECT_TRUE(heard.stays_off(Signal::Microphone, 3s));
  const auto call = record();
  EXPECT_TRUE(heard.comes_to(Signal::Microphone, true));
}

TEST_F(PipeWireWatchTest, loses_a_server_that_ends_and_finds_the_next) {
  auto watch = make_watch();
  stop_server();
  EXPECT_FALSE(test::wait_until(*watch, [] { return false; }, 10s));
  EXPECT_FALSE(watch->on_ready());
  watch.reset();
  const auto none = PipeWireWatch::connect();
  ASSERT_FALSE(none);
  EXPECT_THAT(none.error().text(), HasSubstr("PipeWire"));
  start_server();
  watch = make_watch();
  Heard heard(*watch);
  const auto microphone = add_microphone();
  const auto recording = record();
  EXPECT_TRUE(heard.comes_to(Signal::Microphone, true));
}

TEST_F(PipeWireWatchTest, tells_a_shared_screen_from_a_camera) {
  const auto watch = make_watch();
  Heard heard(*watch);
  struct Case {
    Signal signal;
    Words source;
    const char* words;
  };
  for (const auto& [signal, source, words] : {
           Case{Signal::Screencast, {"media.class", "Stream/Output/Video"}, "the screen is shared by "},
           Case{Signal::Camera, {"media.class", "Video/Source", "media.role", "Camera"}, "camera in use by "},
       }) {
    auto named_source = source;
    named_source.insert(named_source.end(), {"node.name", "picture"});
    const test::PictureStream shows(test::PictureStream::Direction::Out, named_source);
    const test::PictureStream watches(test::PictureStream::Direction::In, {"node.name", "viewer"});
    EXPECT_TRUE(test::wait_until(
        *watch,
        [&] {
          if (heard.now(signal)) return true;
          test::run({"pw-link", "picture", "viewer"});
          return false;
        },
        30s))
        << words;
    EXPECT_EQ(heard.now(signal).value_or("off"),
              words + std::to_string(watches.process()) + " " + test::PictureStream::name());
    EXPECT_FALSE(heard.now(Signal::Microphone));
  }
}

}  // namespace
}  // namespace endrange::desktop
