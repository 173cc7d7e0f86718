#include "adapters/store/recordings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "adapters/store/erase.h"
#include "adapters/store/journal.h"
#include "tests/support/folder.h"
#include "tests/support/unprivileged.h"

namespace endrange::store {
namespace {

using test::TemporaryFolder;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(Recordings, keeps_lists_loads_and_deletes) {
  const TemporaryFolder folder;
  const auto recordings = Recordings::open(folder.path());
  ASSERT_TRUE(recordings) << recordings.error().text();
  const std::string content("landmarks\0and more", 18);
  const auto kept = recordings->save("b.landmarks.json", content);
  ASSERT_TRUE(kept) << kept.error().text();
  ASSERT_TRUE(recordings->save("a.landmarks.json", "x"));
  EXPECT_EQ(*recordings->load("b.landmarks.json"), content);
  const auto list = recordings->list();
  ASSERT_EQ(list->size(), 2U);
  EXPECT_EQ(list->at(0).name, "a.landmarks.json");
  EXPECT_EQ(list->at(1).bytes, 18U);
  EXPECT_EQ(list->at(1), *kept);
  ASSERT_TRUE(recordings->remove("b.landmarks.json"));
  EXPECT_EQ(recordings->list()->size(), 1U);
  EXPECT_THAT(recordings->remove("b.landmarks.json").error().text(), HasSubstr("no such recording"));
  EXPECT_THAT(recordings->load("b.landmarks.json").error().text(), HasSubstr("no such recording"));
}

TEST(Recordings, are_their_owners_alone) {
  const TemporaryFolder folder;
  ASSERT_TRUE(Recordings::open(folder.path())->save("one", "x"));
  EXPECT_EQ(test::mode_of(folder.path() / "recordings"), 0700U);
  EXPECT_EQ(test::mode_of(folder.path() / "recordings" / "one"), 0600U);
}

TEST(Recordings, refuse_every_name_that_leads_elsewhere) {
  const TemporaryFolder folder;
  test::write_file(folder.path() / "secret", "mine");
  const auto recordings = Recordings::open(folder.path());
  for (const std::string name : {"", ".", "..", "../secret", "/etc/passwd", "a/b", "a\\b", ".hidden", "-rf",
                                 "a b", "a\nb", "ä", "..%2fsecret"}) {
    EXPECT_FALSE(recordings->save(name, "x")) << name;
    EXPECT_FALSE(recordings->load(name)) << name;
    EXPECT_FALSE(recordings->remove(name)) << name;
  }
  EXPECT_FALSE(recordings->save(std::string("a\0b", 3), "x"));
  EXPECT_FALSE(recordings->save(std::string(121, 'a'), "x"));
  EXPECT_TRUE(recordings->save(std::string(120, 'a'), "x"));
  EXPECT_EQ(test::read_file(folder.path() / "secret"), "mine");
}

TEST(Recordings, follow_no_link_and_list_only_recordings) {
  const TemporaryFolder folder;
  test::write_file(folder.path() / "secret", "mine");
  const auto recordings = Recordings::open(folder.path());
  std::filesystem::create_symlink(folder.path() / "secret", folder.path() / "recordings" / "link");
  std::filesystem::create_directory(folder.path() / "recordings" / "folder");
  test::write_file(folder.path() / "recordings" / ".unfinished", "half");
  EXPECT_FALSE(recordings->load("link"));
  EXPECT_FALSE(recordings->remove("link"));
  EXPECT_FALSE(recordings->load("folder"));
  EXPECT_EQ(recordings->list()->size(), 0U);
  EXPECT_TRUE(recordings->save("whole", "x")) << "a half one from a cut-off save is no hindrance";
}

TEST(Recordings, never_replace_one_that_is_there) {
  const TemporaryFolder folder;
  const auto recordings = Recordings::open(folder.path());
  ASSERT_TRUE(recordings->save("one", "first"));
  EXPECT_THAT(recordings->save("one", "second").error().text(), HasSubstr("already a recording"));
  EXPECT_EQ(*recordings->load("one"), "first");
}

TEST(Recordings, say_so_when_the_folder_is_read_only) {
  const TemporaryFolder folder;
  const auto recordings = Recordings::open(folder.path());
  const auto told = test::run_unprivileged(folder.path(), [&] {
    ::chmod((folder.path() / "recordings").c_str(), 0500);
    return recordings->save("one", "x").error().text();
  });
  EXPECT_THAT(told, HasSubstr("write access"));
}

TEST(Erase, removes_what_is_the_persons_and_nothing_else) {
  const TemporaryFolder folder;
  const TemporaryFolder elsewhere;
  test::write_file(elsewhere.path() / "kept", "mine");
  std::string device;
  {
    auto journal = Journal::open(folder.path());
    ASSERT_TRUE(journal->append({{"id", 1, 0, "measured", "{}"}}));
    device = journal->device();
  }
  ASSERT_TRUE(Recordings::open(folder.path())->save("one", "x"));
  for (const auto* name : {"exports", "logs"}) {
    std::filesystem::create_directory(folder.path() / name);
    test::write_file(folder.path() / name / "file", "x");
  }
  std::filesystem::create_directory_symlink(elsewhere.path(), folder.path() / "logs" / "link");
  test::write_file(folder.path() / "journal.sqlite.damaged", "an old copy");
  test::write_file(folder.path() / "proved", "0.1.0\n");
  test::write_file(folder.path() / "token", "t");
  test::write_file(folder.path() / "lock", "");
  EXPECT_THAT(
      *list_erasable(folder.path()),
      ElementsAre("recordings", "proved", "logs", "journal.sqlite.damaged", "journal.sqlite", "exports"));
  const auto erased = erase(folder.path());
  ASSERT_TRUE(erased) << erased.error().text();
  std::vector<std::string> left;
  for (const auto& entry : std::filesystem::directory_iterator(folder.path()))
    left.push_back(entry.path().filename());
  EXPECT_THAT(left, ::testing::UnorderedElementsAre("lock", "token"));
  EXPECT_EQ(test::read_file(elsewhere.path() / "kept"), "mine") << "a link is removed, not followed";
  ASSERT_TRUE(erase(folder.path())) << "twice is no error";
  const auto journal = Journal::open(folder.path());
  EXPECT_EQ(journal->count(), 0U);
  EXPECT_NE(journal->device(), device);
}

}  // namespace
}  // namespace endrange::store
