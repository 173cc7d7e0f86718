// A dbus-daemon of the test's own; gdbus is the other program, which knows nothing of this one but what it
// tells about itself.
#include "adapters/desktop/control_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>
#include <set>
#include <sstream>

#include "tests/adapters/desktop/session.h"

namespace endrange::desktop {
namespace {

using test::Environment;
using test::Program;
using test::wait_until;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class ControlServiceTest : public ::testing::Test {
 protected:
  void SetUp() override {
    for (const auto* program : {"dbus-daemon", "gdbus"}) {
      const bool required = std::getenv("CI") != nullptr;
      ASSERT_TRUE(!required || test::is_installed(program)) << program << " is not installed";
      if (!test::is_installed(program)) GTEST_SKIP() << program << " is not installed";
    }
  }

  [[nodiscard]] Result<ControlService> connect() {
    return ControlService::connect([this](const ControlRequest& request) -> Status {
      asked_.push_back(request);
      if (refuses_) return fail("expected 1 to 1440 minutes", "minutes");
      return {};
    });
  }

  /// What gdbus prints, while the service answers.
  static std::string call(ControlService& service, std::vector<std::string> words) {
    const std::vector<std::string> shell = {"sh", "-c", "\"$@\" 2>&1 | tr '\\n' ' '; echo", "sh", "gdbus"};
    words.insert(words.begin(), shell.begin(), shell.end());
    Program gdbus(words);
    pollfd ends = {gdbus.output(), POLLIN, 0};
    EXPECT_TRUE(wait_until(service, [&] { return ::poll(&ends, 1, 0) > 0; }));
    return gdbus.read_line();
  }
  static std::string ask(ControlService& service, const std::string& method,
                         std::vector<std::string> with = {}) {
    std::vector<std::string> words = {"call",          "--session",
                                      "--dest",        "org.endrange.Endrange1",
                                      "--object-path", "/org/endrange/Endrange1",
                                      "--method",      method};
    words.insert(words.end(), with.begin(), with.end());
    return call(service, words);
  }

  test::SessionBus bus_;
  Environment address_{"DBUS_SESSION_BUS_ADDRESS", bus_.address()};
  std::vector<ControlRequest> asked_ = {};
  bool refuses_ = false;
};

/// The names of one kind of element in an introspection.
std::set<std::string> find_names(const std::string& xml, const std::string& element) {
  const auto ours = xml.substr(xml.find("<interface name=\"org.endrange.Endrange1\">"));
  const auto interface = ours.substr(0, ours.find("</interface>"));
  const std::regex pattern("<" + element + R"re( [^>]*?name="(\w+)")re");
  std::set<std::string> names;
  for (std::sregex_iterator it(interface.begin(), interface.end(), pattern), end; it != end; ++it)
    names.insert((*it)[1]);
  return names;
}

TEST_F(ControlServiceTest, tells_about_itself_what_the_shipped_description_says) {
  auto service = connect();
  ASSERT_TRUE(service) << service.error().text();
  const auto told = call(*service, {"introspect", "--session", "--xml", "--dest", "org.endrange.Endrange1",
                                    "--object-path", "/org/endrange/Endrange1"});
  std::ifstream file(ENDRANGE_SOURCE_DIR "/packaging/dbus/org.endrange.Endrange1.xml");
  std::stringstream shipped;
  shipped << file.rdbuf();
  for (const auto* const element : {"method", "property", "signal", "arg"}) {
    EXPECT_THAT(find_names(told, element), Not(IsEmpty())) << element;
    EXPECT_EQ(find_names(told, element), find_names(shipped.str(), element)) << element;
  }
}

TEST_F(ControlServiceTest, passes_on_each_wish) {
  using Action = ControlRequest::Action;
  auto service = connect();
  ASSERT_TRUE(service) << service.error().text();
  EXPECT_EQ(ask(*service, "org.endrange.Endrange1.StartBreak", {"long"}), "() ");
  EXPECT_EQ(ask(*service, "org.endrange.Endrange1.PutOff", {"5"}), "() ");
  EXPECT_EQ(ask(*service, "org.endrange.Endrange1.Pause", {"3600"}), "() ");
  for (const auto* const plain : {"EndBreak", "PutOffUntilCallEnds", "Skip", "Resume"})
    EXPECT_EQ(ask(*service, std::string("org.endrange.Endrange1.") + plain), "() ");
  ASSERT_EQ(asked_.size(), 7U);
  EXPECT_EQ(asked_[0].action, Action::StartBreak);
  EXPECT_EQ(asked_[0].kind, "long");
  EXPECT_EQ(asked_[1].action, Action::PutOff);
  EXPECT_EQ(asked_[1].minutes, 5U);
  EXPECT_EQ(asked_[2].action, Action::Pause);
  EXPECT_EQ(asked_[2].seconds, 3600U);
  EXPECT_EQ(asked_[3].action, Action::EndBreak);
  EXPECT_EQ(asked_[4].action, Action::PutOffUntilCallEnds);
  EXPECT_EQ(asked_[5].action, Action::Skip);
  EXPECT_EQ(asked_[6].action, Action::Resume);
}

TEST_F(ControlServiceTest, tells_the_caller_why_it_refuses) {
  refuses_ = true;
  auto service = connect();
  ASSERT_TRUE(service) << service.error().text();
  EXPECT_THAT(ask(*service, "org.endrange.Endrange1.PutOff", {"5000"}),
              AllOf(HasSubstr("org.endrange.Endrange1.Refused"), HasSubstr("expected 1 to 1440 minutes")));
  EXPECT_THAT(ask(*service, "org.endrange.Endrange1.PutOff", {"soon"}), HasSubstr("rror"));
  EXPECT_EQ(asked_.size(), 1U);
}

TEST_F(ControlServiceTest, shows_its_status_and_tells_of_changes_and_turns) {
  auto service = connect();
  ASSERT_TRUE(service) << service.error().text();
  const ControlStatus working{"working", "At work; a short break is due at 10:40.", "short", 1'770'000'000, 0,
                              false};
  ASSERT_TRUE(service->tell(working));
  EXPECT_THAT(ask(*service, "org.endrange.Endrange1.Status"),
              AllOf(HasSubstr("'Phase': <'working'>"), HasSubstr("'NextBreak': <int64 1770000000>"),
                    HasSubstr("'Prompting': <false>")));
  EXPECT_THAT(ask(*service, "org.freedesktop.DBus.Properties.Get", {"org.endrange.Endrange1", "Why"}),
              HasSubstr("a short break is due at 10:40"));

  const Program monitor({"gdbus", "monitor", "--session", "--dest", "org.endrange.Endrange1"});
  const auto next_line = [&] {
    pollfd ends = {monitor.output(), POLLIN, 0};
    EXPECT_TRUE(wait_until(*service, [&] { return ::poll(&ends, 1, 0) > 0; }));
    return monitor.read_line();
  };
  EXPECT_THAT(next_line(), HasSubstr("Monitoring signals"));
  EXPECT_THAT(next_line(), HasSubstr("is owned by"));
  auto on_break = working;
  on_break.phase = "on_break";
  ASSERT_TRUE(service->tell(on_break));
  ASSERT_TRUE(service->announce({BreakTurn::What::Started, "short", 120}));
  ASSERT_TRUE(service->tell(on_break)) << "the same once more changes nothing";
  ASSERT_TRUE(service->announce({BreakTurn::What::Ended, "short", 95}));
  EXPECT_THAT(next_line(),
              AllOf(HasSubstr("PropertiesChanged"), HasSubstr("'on_break'"), Not(HasSubstr("NextBreak"))));
  EXPECT_THAT(next_line(), AllOf(HasSubstr("BreakStarted"), HasSubstr("'short'"), HasSubstr("120")));
  EXPECT_THAT(next_line(), AllOf(HasSubstr("BreakEnded"), HasSubstr("95")));
}

TEST_F(ControlServiceTest, leaves_the_name_to_whoever_has_it) {
  const auto first = connect();
  ASSERT_TRUE(first) << first.error().text();
  EXPECT_FALSE(connect());
}

TEST_F(ControlServiceTest, says_when_the_bus_is_gone) {
  auto service = connect();
  ASSERT_TRUE(service) << service.error().text();
  bus_.stop();
  EXPECT_TRUE(wait_until(*service, [&] { return !service->on_ready(); }));
  EXPECT_FALSE(connect());
}

}  // namespace
}  // namespace endrange::desktop
