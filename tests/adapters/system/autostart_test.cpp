#include "adapters/system/autostart.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/environment.h"
#include "tests/support/folder.h"

namespace endrange::system {
namespace {

using test::Environment;
using test::TemporaryFolder;
using ::testing::HasSubstr;

TEST(Autostart, is_one_file_that_comes_and_goes) {
  const TemporaryFolder folder;
  const Environment config("XDG_CONFIG_HOME", folder.path().string());
  EXPECT_EQ(*find_autostart_file(), folder / "autostart/endrange.desktop");
  EXPECT_FALSE(*find_autostart());
  ASSERT_TRUE(set_autostart(true, "/usr/bin/endrange"));
  EXPECT_TRUE(*find_autostart());
  EXPECT_EQ(test::read_file(*find_autostart_file()), write_autostart_entry("/usr/bin/endrange"));
  ASSERT_TRUE(set_autostart(false, "/usr/bin/endrange"));
  EXPECT_FALSE(*find_autostart());
  ASSERT_TRUE(set_autostart(false, "/usr/bin/endrange")) << "nothing is there to take away";
}

TEST(Autostart, lies_in_the_home_folder_when_nothing_else_is_said) {
  const TemporaryFolder folder;
  const Environment config("XDG_CONFIG_HOME", "relative");
  const Environment home("HOME", folder.path().string());
  EXPECT_EQ(*find_autostart_file(), folder / ".config/autostart/endrange.desktop");
}

// The rules of the Desktop Entry Specification, by hand: no folder's name becomes another word or command.
TEST(Autostart, quotes_whatever_the_folder_is_called) {
  EXPECT_THAT(write_autostart_entry("/opt/my tools/endrange"),
              HasSubstr("Exec=\"/opt/my tools/endrange\" run --no-open\n"));
  EXPECT_THAT(write_autostart_entry("/a\"b`c$d/e"), HasSubstr(R"(Exec="/a\\"b\\`c\\$d/e" run)"));
  EXPECT_THAT(write_autostart_entry("/50%/a\\b"), HasSubstr(R"(Exec="/50%%/a\\\\b" run)"));
}

TEST(Autostart, is_shipped_as_the_program_writes_it) {
  EXPECT_EQ(test::read_file(ENDRANGE_SOURCE_DIR "/packaging/autostart/endrange.desktop"),
            write_autostart_entry("/usr/bin/endrange"));
}

}  // namespace
}  // namespace endrange::system
