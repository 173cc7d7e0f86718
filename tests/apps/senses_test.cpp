// The real program among real parts: two dbus-daemons, PipeWire with WirePlumber and a null source, pw-record
// as the call, Xvfb with xdotool as the hands. logind is python-dbusmock's stand-in.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "adapters/protocol/api.h"
#include "adapters/protocol/json.h"
#include "tests/adapters/desktop/kwin.h"
#include "tests/apps/program.h"

namespace endrange {
namespace {

using namespace std::chrono_literals;
using test::Environment;
using test::MockedService;
using test::Program;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using Words = std::vector<std::string>;

constexpr const char* LoginSession = "/org/freedesktop/login1/session/c7";

/// Waits generously: a slow machine is no failure.
template <typename Condition>
[[nodiscard]] bool comes_true(Condition condition) {
  for (int attempt = 0; attempt < 300; ++attempt) {
    if (condition()) return true;
    std::this_thread::sleep_for(200ms);
  }
  return false;
}

/// Someone's session, at work all day and every day. Its environment is the test's, too.
class Session {
 public:
  Session() {
    std::filesystem::permissions(folder_.path(), std::filesystem::perms::owner_all);
    start_logind();
    start_pipewire();
    const auto settings = folder_ / "settings.ndjson";
    test::write_file(settings,
                     R"({"id":"s","device":"d","sequence":1,"at":"2026-03-02T09:00:00.000Z","offset_min":0,)"
                     R"("event":{"settings_changed":)" +
                         settings_with("") + "}}\n");
    EXPECT_EQ(run(folder_, "import " + settings.string()).status, 0);
    serving_.emplace(folder_, Serving::Desktop::Used);
  }

  void start_logind() {
    logind_.emplace(MockedService::Which::System, "org.freedesktop.login1", Words{"--template", "logind"});
    test::add_login_session(*logind_, "c7");
  }
  void lock(bool is_locked) const {
    logind_->call(LoginSession, "org.freedesktop.login1.Session.SetLockedHint",
                  {is_locked ? "true" : "false"});
  }

  void start_pipewire() {
    std::filesystem::remove(folder_ / "pipewire-0");
    pipewire_.emplace(Words{"pipewire"});
    EXPECT_TRUE(comes_true([&] { return std::filesystem::exists(folder_ / "pipewire-0"); }));
    manager_.emplace(Words{"wireplumber"});
    microphone_.emplace(Words{"pw-loopback", "--capture-props", "media.class=Audio/Sink node.name=silence",
                              "--playback-props", "media.class=Audio/Source node.name=microphone"});
    EXPECT_TRUE(test::comes_to_have_outputs("microphone"));
  }
  void stop_pipewire() {
    microphone_.reset();
    manager_.reset();
    pipewire_.reset();
  }
  [[nodiscard]] std::unique_ptr<Program> call() const {
    return std::make_unique<Program>(
        Words{"pw-record", "--target", "microphone", (folder_ / "sound.wav").string()});
  }

  /// The latest settings count, so each is a day later.
  void leave_out(const std::string& signals) const {
    const auto number = std::to_string(++changes_);
    EXPECT_THAT(serving_->ask("POST", "/api/events",
                              R"({"events":[{"id":"0190b3d2-7e5a-4000-8000-00000000000)" + number +
                                  R"(","at":"2026-03-1)" + number +
                                  R"(T09:00:00.000Z","offset_min":0,"event":{"settings_changed":)" +
                                  settings_with(signals) + "}}]}"),
                HasSubstr("ids"));
  }

  [[nodiscard]] std::string status() const { return run(folder_, "status").out; }
  [[nodiscard]] std::string doctor() const { return run(folder_, "doctor").out; }
  [[nodiscard]] std::string why() const { return run(folder_, "why").out; }
  [[nodiscard]] std::string journal() const {
    EXPECT_EQ(run(folder_, "export " + (folder_ / "export").string()).status, 0);
    return read_file(folder_ / "export");
  }
  /// Everything that the program has written, one file after the other.
  [[nodiscard]] std::string everything_stored() const {
    std::string all;
    for (const auto& file : std::filesystem::recursive_directory_iterator(folder_.data()))
      if (file.is_regular_file()) all += read_file(file.path());
    return all;
  }
  [[nodiscard]] protocol::SignalState signal(protocol::SignalName name) const {
    const auto all = protocol::parse_json<protocol::Signals>(serving_->ask("GET", "/api/signals"));
    for (const auto& signal : all.value_or(protocol::Signals{}).signals)
      if (signal.signal == name) return signal;
    return {};
  }
  [[nodiscard]] bool comes_to_say(const std::string& words) const {
    return comes_true([&] { return status().find(words) != std::string::npos; });
  }

  test::SessionBus session_bus = {};
  test::SessionBus system_bus = {};
  test::Screen screen = {};

 private:
  static std::string settings_with(const std::string& left_out) {
    return R"({"breaks_on":true,"work_minutes":50,"break_minutes":1,"day_starts_min":0,"day_ends_min":1440,)"
           R"("work_days":[1,2,3,4,5,6,7],"voice":true,"theme":"system","figure":"motion")" +
           (left_out.empty() ? "" : R"(,"left_out":{"signals":[)" + left_out + "]}") + "}";
  }

  DataFolder folder_;
  Environment session_address_{"DBUS_SESSION_BUS_ADDRESS", session_bus.address()};
  Environment system_address_{"DBUS_SYSTEM_BUS_ADDRESS", system_bus.address()};
  Environment display_{"DISPLAY", screen.name()};
  Environment wayland_{"WAYLAND_DISPLAY", std::nullopt};
  Environment type_{"XDG_SESSION_TYPE", "x11"};
  Environment login_{"XDG_SESSION_ID", std::nullopt};
  Environment runtime_{"XDG_RUNTIME_DIR", folder_.path().string()};
  Environment home_{"HOME", folder_.path().string()};
  Environment config_{"XDG_CONFIG_HOME", std::nullopt};
  std::optional<MockedService> logind_ = {};
  std::optional<Program> pipewire_ = {};
  std::optional<Program> manager_ = {};
  std::optional<Program> microphone_ = {};
  std::optional<Serving> serving_ = {};
  mutable int changes_ = 0;
};

class SensesOfProgram : public testing::Test {
 protected:
  void SetUp() override {
    NEEDS_PROGRAMS("dbus-daemon", "gdbus", "Xvfb", "xdotool", "pipewire", "wireplumber", "pw-record",
                   "pw-loopback")
  }
};

TEST_F(SensesOfProgram, names_who_is_in_a_call_on_the_screen_and_stores_only_the_span) {
  using protocol::SignalName;
  const Session session;
  EXPECT_TRUE(session.comes_to_say("activity: display")) << session.status();
  auto call = session.call();
  ASSERT_TRUE(session.comes_to_say("on: microphone in use by ")) << session.status();
  EXPECT_THAT(session.why(), AllOf(HasSubstr("microphone in use by "), HasSubstr("pw-")));
  // A span of a minute is written down; one that is shorter is not.
  std::this_thread::sleep_for(65s);
  call.reset();
  EXPECT_TRUE(comes_true([&] { return !session.signal(SignalName::Microphone).is_on; }));
  EXPECT_TRUE(comes_true([&] { return session.journal().find(R"("on":"call")") != std::string::npos; }))
      << session.journal();
  EXPECT_THAT(session.everything_stored(), AllOf(Not(HasSubstr("pw-record")), Not(HasSubstr("pw-cat"))));

  session.leave_out(R"("microphone")");
  EXPECT_TRUE(session.comes_to_say("switched off: microphone")) << session.status();
  EXPECT_THAT(session.doctor(), HasSubstr("switched off in Settings"));
  call = session.call();
  session.lock(true);
  EXPECT_TRUE(comes_true([&] { return session.signal(SignalName::Locked).is_on; })) << session.status();
  session.lock(false);
  EXPECT_FALSE(session.signal(SignalName::Microphone).is_on) << "nobody asks who is in a call any more";
  session.leave_out("");
  EXPECT_TRUE(comes_true([&] { return session.signal(SignalName::Microphone).is_on; })) << session.status();
}

TEST_F(SensesOfProgram, loses_and_finds_each_source_and_goes_on) {
  using protocol::SignalName;
  Session session;
  ASSERT_TRUE(session.comes_to_say("activity: display")) << session.status();
  ASSERT_TRUE(comes_true([&] { return !session.signal(SignalName::Locked).origins.empty(); }));

  session.lock(true);
  EXPECT_TRUE(comes_true([&] { return session.signal(SignalName::Locked).is_on; }));
  session.system_bus.stop();
  EXPECT_TRUE(session.comes_to_say("lost the system bus")) << session.status();
  EXPECT_FALSE(session.signal(SignalName::Locked).is_on) << "nobody would say when it ends";
  session.system_bus.start();
  EXPECT_TRUE(session.comes_to_say("found the system bus")) << session.status();
  session.start_logind();
  session.lock(true);
  EXPECT_TRUE(comes_true([&] { return session.signal(SignalName::Locked).is_on; })) << session.status();
  session.lock(false);

  session.stop_pipewire();
  EXPECT_TRUE(session.comes_to_say("lost PipeWire")) << session.status();
  session.start_pipewire();
  EXPECT_TRUE(session.comes_to_say("found PipeWire")) << session.status();
  const auto call = session.call();
  EXPECT_TRUE(session.comes_to_say("on: microphone in use by ")) << session.status();

  session.session_bus.stop();
  EXPECT_TRUE(session.comes_to_say("lost the session bus")) << session.status();
  session.session_bus.start();
  EXPECT_TRUE(session.comes_to_say("found the session bus")) << session.status();

  session.screen.stop();
  EXPECT_TRUE(session.comes_to_say("activity: page")) << session.status();
  EXPECT_THAT(session.status(),
              AllOf(HasSubstr("lost keyboard and pointer"), HasSubstr("lost the X display")));
  session.screen.start();
  EXPECT_TRUE(session.comes_to_say("activity: display")) << session.status();
  EXPECT_THAT(
      session.everything_stored(),
      AllOf(HasSubstr("lost PipeWire"), HasSubstr("found PipeWire"), HasSubstr("lost the session bus"),
            HasSubstr("lost the system bus"), HasSubstr("found keyboard and pointer")))
      << "the log says it, too";
}

// With Debian's kwin_wayland, which knows nothing of windows that fill the screen for others to hear.
TEST(SensesOnWayland, lose_and_find_the_compositor_and_go_on) {
  NEEDS_PROGRAMS("dbus-daemon", "gdbus", "kwin_wayland")
  const DataFolder folder;
  std::filesystem::permissions(folder.path(), std::filesystem::perms::owner_all);
  test::SessionBus bus;
  const Environment address("DBUS_SESSION_BUS_ADDRESS", bus.address());
  const Environment no_system("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nowhere/bus");
  const Environment runtime("XDG_RUNTIME_DIR", folder.path().string());
  const Environment home("HOME", folder.path().string());
  const Environment config("XDG_CONFIG_HOME", std::nullopt);
  const Environment display("DISPLAY", std::nullopt);
  const Environment type("XDG_SESSION_TYPE", "wayland");
  const Environment software("LIBGL_ALWAYS_SOFTWARE", "1");
  test::Kwin kwin(folder.path());
  const Environment wayland("WAYLAND_DISPLAY", test::Kwin::Socket);
  const Serving serving(folder, Serving::Desktop::Used);
  const auto comes_to_say = [&](const std::string& words) {
    return comes_true([&] { return run(folder, "status").out.find(words) != std::string::npos; });
  };
  EXPECT_TRUE(comes_to_say("activity: display")) << run(folder, "status").out;
  EXPECT_THAT(run(folder, "doctor").out, HasSubstr("does not tell which window fills the screen"));
  kwin.stop();
  EXPECT_TRUE(comes_to_say("lost keyboard and pointer")) << run(folder, "status").out;
  EXPECT_TRUE(comes_to_say("activity: page"));
  kwin.start();
  EXPECT_TRUE(comes_to_say("found the Wayland compositor")) << run(folder, "status").out;
  EXPECT_TRUE(comes_to_say("activity: display"));
}

}  // namespace
}  // namespace endrange
