// Oracle: GNOME's own gsettings and dconf-service, which write the database.
#include "adapters/desktop/dconf_file.h"

#include <gtest/gtest.h>

#include "tests/adapters/desktop/signals.h"

namespace endrange::desktop {
namespace {

using test::Environment;

constexpr const char* Banners = "/org/gnome/desktop/notifications/show-banners";

class DconfFile : public ::testing::Test {
 protected:
  void SetUp() override {
    NEEDS_PROGRAMS("dbus-daemon", "gsettings")
    if (!std::filesystem::exists("/usr/libexec/dconf-service"))
      GTEST_SKIP() << "dconf-service is not installed";
  }

  /// The database after these settings, in turn.
  [[nodiscard]] std::string write_settings(const std::vector<std::vector<std::string>>& settings) const {
    const test::SessionBus bus;
    const Environment address("DBUS_SESSION_BUS_ADDRESS", bus.address());
    const Environment home("HOME", folder_.path().string());
    const Environment config("XDG_CONFIG_HOME", (folder_ / "config").string());
    const Environment runtime("XDG_RUNTIME_DIR", folder_.path().string());
    const test::Program service({"/usr/libexec/dconf-service"});
    while (test::call_on("--session", "org.freedesktop.DBus", "/org/freedesktop/DBus",
                         "org.freedesktop.DBus.NameHasOwner", {"'ca.desrt.dconf'"}) != "(true,)")
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    for (auto words : settings) {
      words.insert(words.begin(), {"gsettings", "set"});
      test::run(words);
    }
    return test::read_file(folder_ / "config/dconf/user");
  }

  test::TemporaryFolder folder_;
};

TEST_F(DconfFile, finds_the_switch_among_others) {
  const auto database = write_settings({{"org.gnome.desktop.notifications", "show-in-lock-screen", "true"},
                                        {"org.gnome.desktop.notifications", "show-banners", "false"},
                                        {"org.gnome.desktop.interface", "font-name", "'show-banners 11'"}});
  ASSERT_FALSE(database.empty());
  EXPECT_EQ(find_dconf_flag(database, Banners), false);
  EXPECT_EQ(find_dconf_flag(database, "/org/gnome/desktop/notifications/show-in-lock-screen"), true);
  EXPECT_EQ(find_dconf_flag(database, "/org/gnome/desktop/interface/font-name"), std::nullopt) << "no flag";
  EXPECT_EQ(find_dconf_flag(database, "/org/gnome/desktop/show-banners"), std::nullopt);
  EXPECT_EQ(find_dconf_flag(database, "show-banners"), std::nullopt) << "a part of a path is none";
}

TEST_F(DconfFile, survives_a_damaged_file) {
  const auto database = write_settings({{"org.gnome.desktop.notifications", "show-banners", "false"}});
  ASSERT_FALSE(database.empty());
  for (std::size_t length = 0; length < database.size(); ++length)
    static_cast<void>(find_dconf_flag(std::string(database, 0, length), Banners));
  for (std::size_t at = 0; at < database.size(); ++at)
    for (const char byte : {'\0', '\x01', '\x7f', '\xff'}) {
      auto damaged = database;
      damaged[at] = byte;
      static_cast<void>(find_dconf_flag(damaged, Banners));
    }
  EXPECT_EQ(find_dconf_flag("", Banners), std::nullopt);
  EXPECT_EQ(find_dconf_flag("GVariant", Banners), std::nullopt);
}

}  // namespace
}  // namespace endrange::desktop
