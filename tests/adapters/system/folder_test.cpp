#include "adapters/system/folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>

#include "adapters/system/devices.h"
#include "adapters/system/instance.h"
#include "adapters/system/secret.h"
#include "tests/support/environment.h"
#include "tests/support/folder.h"
#include "tests/support/unprivileged.h"

namespace endrange::system {
namespace {

using test::Environment;
using test::TemporaryFolder;
using ::testing::HasSubstr;
using ::testing::MatchesRegex;

TEST(DataFolder, follows_the_desktops_rule) {
  const Environment home("HOME", "/home/someone");
  {
    const Environment data("XDG_DATA_HOME", "/elsewhere");
    EXPECT_EQ(*find_default_data_folder(), "/elsewhere/endrange");
  }
  {
    const Environment data("XDG_DATA_HOME", "relative/is/ignored");
    EXPECT_EQ(*find_default_data_folder(), "/home/someone/.local/share/endrange");
  }
  const Environment data("XDG_DATA_HOME", std::nullopt);
  EXPECT_EQ(*find_default_data_folder(), "/home/someone/.local/share/endrange");
  const Environment homeless("HOME", std::nullopt);
  EXPECT_THAT(find_default_data_folder()->string(), MatchesRegex("/.*/.local/share/endrange"))
      << "from the user list";
}

TEST(DataFolder, is_closed_to_others_even_if_it_was_open) {
  const TemporaryFolder folder;
  const auto made = create_data_folder(folder.path() / "a" / "b" / ".." / "data");
  ASSERT_TRUE(made) << made.error().text();
  EXPECT_EQ(*made, folder.path() / "a" / "data");
  EXPECT_EQ(test::mode_of(*made), 0700U);
  ::chmod(made->c_str(), 0755);
  ASSERT_TRUE(create_data_folder(*made));
  EXPECT_EQ(test::mode_of(*made), 0700U);
}

TEST(DataFolder, refuses_what_it_cannot_use) {
  const TemporaryFolder folder;
  std::ofstream(folder.path() / "file") << "mine";
  EXPECT_THAT(create_data_folder(folder.path() / "file").error().text(), HasSubstr("found a file"));
  EXPECT_FALSE(create_data_folder(folder.path() / "file" / "data"));
  EXPECT_EQ(test::read_file(folder.path() / "file"), "mine");
  const auto told = test::run_unprivileged(folder.path(), [&] {
    ::chmod(folder.path().c_str(), 0500);
    const auto made = create_data_folder(folder.path() / "data");
    return made ? "made" : made.error().text();
  });
  EXPECT_THAT(told, HasSubstr("--data"));
}

TEST(DataFolder, of_another_user_is_refused) {
  if (::getuid() != 0) GTEST_SKIP() << "giving a folder to another user needs root";
  const TemporaryFolder folder;
  std::filesystem::create_directory(folder.path() / "theirs");
  ASSERT_EQ(::chown((folder.path() / "theirs").c_str(), 65534, 65534), 0);
  EXPECT_THAT(create_data_folder(folder.path() / "theirs").error().text(),
              HasSubstr("belongs to another user"));
}

TEST(SmallFile, is_written_whole_for_its_owner_alone) {
  const TemporaryFolder folder;
  const auto file = folder.path() / "file";
  ASSERT_TRUE(write_private_file(file, "first\n"));
  ASSERT_TRUE(write_private_file(file, "second\n"));
  EXPECT_EQ(*load_small_file(file), "second");
  EXPECT_EQ(test::mode_of(file), 0600U);
  EXPECT_FALSE(load_small_file(folder.path() / "absent"));
  std::ofstream(folder.path() / "large") << std::string(70'000, 'x');
  EXPECT_THAT(load_small_file(folder.path() / "large").error().text(), HasSubstr("larger"));
}

TEST(Instance, is_one_per_folder_and_says_where_it_is) {
  const TemporaryFolder folder;
  EXPECT_EQ(*find_running_instance(folder.path()), std::nullopt);
  {
    auto first = claim_folder(folder.path());
    ASSERT_TRUE(first) << first.error().text();
    auto& lock = std::get<InstanceLock>(*first);
    EXPECT_EQ(std::get<RunningInstance>(*claim_folder(folder.path())),
              (RunningInstance{::getpid(), std::nullopt}));
    ASSERT_TRUE(lock.announce_port(7340));
    const RunningInstance expected = {::getpid(), 7340};
    EXPECT_EQ(std::get<RunningInstance>(*claim_folder(folder.path())), expected);
    EXPECT_EQ(*find_running_instance(folder.path()), expected);
    EXPECT_EQ(test::mode_of(folder.path() / "lock"), 0600U);
    const TemporaryFolder other;
    EXPECT_TRUE(std::holds_alternative<InstanceLock>(*claim_folder(other.path())));
  }
  EXPECT_EQ(*find_running_instance(folder.path()), std::nullopt);
  EXPECT_TRUE(std::holds_alternative<InstanceLock>(*claim_folder(folder.path())));
}

TEST(Instance, gives_the_folder_free_when_it_is_killed) {
  const TemporaryFolder folder;
  int ready[2] = {};
  ASSERT_EQ(::pipe(ready), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    auto claimed = claim_folder(folder.path());
    if (!claimed || !std::get<InstanceLock>(*claimed).announce_port(7333)) ::_exit(1);
    if (::write(ready[1], "x", 1) != 1) ::_exit(1);
    for (;;) ::pause();
  }
  char byte = 0;
  ASSERT_EQ(::read(ready[0], &byte, 1), 1);
  EXPECT_EQ(*find_running_instance(folder.path()), (RunningInstance{child, 7333}));
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  ::close(ready[0]);
  ::close(ready[1]);
  EXPECT_EQ(*find_running_instance(folder.path()), std::nullopt);
  EXPECT_TRUE(std::holds_alternative<InstanceLock>(*claim_folder(folder.path())));
}

TEST(Port, is_remembered_and_nonsense_is_forgotten) {
  const TemporaryFolder folder;
  EXPECT_EQ(find_remembered_port(folder.path()), std::nullopt);
  ASSERT_TRUE(remember_port(folder.path(), 7341));
  EXPECT_EQ(find_remembered_port(folder.path()), 7341);
  for (const auto* text : {"", "abc", "0", "-1", "65536", "99999999999999"}) {
    std::ofstream(folder.path() / "port") << text;
    EXPECT_EQ(find_remembered_port(folder.path()), std::nullopt) << text;
  }
}

TEST(Secret, tokens_and_uuids_are_random_and_well_formed) {
  EXPECT_THAT(make_random_hex(16), MatchesRegex("[0-9a-f]{32}"));
  EXPECT_NE(make_random_hex(16), make_random_hex(16));
  EXPECT_THAT(make_uuid(),
              MatchesRegex("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"));
  EXPECT_NE(make_uuid(), make_uuid());
  EXPECT_TRUE(is_same_secret("abc", "abc"));
  EXPECT_FALSE(is_same_secret("abc", "abd"));
  EXPECT_FALSE(is_same_secret("abc", "ab"));
  EXPECT_FALSE(is_same_secret("", "a"));
}

TEST(Secret, the_lasting_token_is_kept_until_others_could_have_read_it) {
  const TemporaryFolder folder;
  const auto token = load_or_create_token(folder.path());
  ASSERT_TRUE(token) << token.error().text();
  EXPECT_THAT(*token, MatchesRegex("[0-9a-f]{64}"));
  EXPECT_EQ(test::mode_of(folder.path() / "token"), 0600U);
  EXPECT_EQ(load_or_create_token(folder.path()), token);
  ::chmod((folder.path() / "token").c_str(), 0644);
  const auto renewed = load_or_create_token(folder.path());
  EXPECT_NE(renewed, token);
  EXPECT_EQ(test::mode_of(folder.path() / "token"), 0600U);
  std::ofstream(folder.path() / "token") << "short";
  EXPECT_THAT(*load_or_create_token(folder.path()), MatchesRegex("[0-9a-f]{64}"));
}

TEST(Cameras, are_the_numbered_video_devices_in_order) {
  const TemporaryFolder folder;
  for (const auto* name : {"video10", "video2", "video", "videox", "audio0"})
    std::ofstream(folder.path() / name) << "";
  const auto cameras = find_cameras(folder.path());
  ASSERT_EQ(cameras.size(), 2U);
  EXPECT_EQ(cameras[0].path.filename(), "video2");
  EXPECT_EQ(cameras[1].path.filename(), "video10");
  EXPECT_TRUE(cameras[0].readable);
  EXPECT_TRUE(find_cameras(folder.path() / "absent").empty());
  const auto told = test::run_unprivileged(folder.path(), [&] {
    ::chmod((folder / "video2").c_str(), 0);
    const auto found = find_cameras(folder.path());
    return std::string(found.size() == 2 && !found[0].readable ? "closed" : "open");
  });
  EXPECT_EQ(told, "closed") << "a device of another group is there, but not ours to open";
}

}  // namespace
}  // namespace endrange::system
