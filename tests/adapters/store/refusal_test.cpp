// A journal that cannot be used: one clear error each, and the file is byte for byte what it was.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/mount.h>

#include <random>

#include "adapters/store/journal.h"
#include "tests/support/folder.h"
#include "tests/support/unprivileged.h"

namespace endrange::store {
namespace {

using test::TemporaryFolder;
using ::testing::AllOf;
using ::testing::HasSubstr;

NewEntry make_entry(int number, std::size_t bytes = 10) {
  return {"id-" + std::to_string(number), number, 0, "measured", "\"" + std::string(bytes, 'x') + "\""};
}

/// A closed journal of `count` entries.
std::filesystem::path make_journal(const std::filesystem::path& folder, int count = 200) {
  auto journal = Journal::open(folder);
  std::vector<NewEntry> entries;
  entries.reserve(static_cast<std::size_t>(count));
  for (int number = 1; number <= count; ++number) entries.push_back(make_entry(number, 300));
  if (!journal || !journal->append(entries)) std::abort();
  return folder / "journal.sqlite";
}

std::string open_and_tell(const std::filesystem::path& folder) {
  const auto journal = Journal::open(folder);
  return journal ? "opened" : journal.error().text();
}

void execute_raw(sqlite3* handle, const char* statement) {
  ASSERT_EQ(sqlite3_exec(handle, statement, nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(handle);
}

TEST(JournalRefusal, locked_by_another_program) {
  const TemporaryFolder folder;
  const auto file = make_journal(folder.path());
  sqlite3* other = nullptr;
  ASSERT_EQ(sqlite3_open(file.c_str(), &other), SQLITE_OK);
  {
    auto journal = Journal::open(folder.path());
    ASSERT_TRUE(journal) << journal.error().text();
    execute_raw(other, "BEGIN IMMEDIATE");
    const auto refused = journal->append({make_entry(900)});
    ASSERT_FALSE(refused);
    EXPECT_THAT(refused.error().text(),
                AllOf(HasSubstr("locked by another program"), HasSubstr("close the other")));
    execute_raw(other, "ROLLBACK");
    EXPECT_EQ(journal->append({make_entry(900)})->front().sequence, 201)
        << "usable again, nothing lost, no gap";
  }
  execute_raw(other, "PRAGMA locking_mode = EXCLUSIVE");
  execute_raw(other, "BEGIN EXCLUSIVE");
  EXPECT_THAT(open_and_tell(folder.path()), HasSubstr("locked by another program"));
  execute_raw(other, "ROLLBACK");
  sqlite3_close(other);
  EXPECT_EQ(Journal::open(folder.path())->count(), 201U);
}

TEST(JournalRefusal, read_only_file) {
  const TemporaryFolder folder;
  const auto file = make_journal(folder.path());
  const auto before = test::read_file(file);
  const auto told = test::run_unprivileged(folder.path(), [&] {
    std::filesystem::permissions(file, std::filesystem::perms::owner_read);
    return open_and_tell(folder.path());
  });
  EXPECT_THAT(told, AllOf(HasSubstr("read-only"), HasSubstr("write access"), HasSubstr(file.string())));
  EXPECT_EQ(test::read_file(file), before);
}

TEST(JournalRefusal, read_only_folder) {
  const TemporaryFolder folder;
  const auto file = make_journal(folder.path());
  const auto before = test::read_file(file);
  const auto told = test::run_unprivileged(folder.path(), [&] {
    ::chmod(folder.path().c_str(), 0500);
    return open_and_tell(folder.path());
  });
  EXPECT_THAT(told, AllOf(HasSubstr("read-only"), HasSubstr("write access")));
  EXPECT_EQ(test::read_file(file), before);
}

TEST(JournalRefusal, folder_that_cannot_be_made_or_written) {
  const TemporaryFolder folder;
  const auto told = test::run_unprivileged(folder.path(), [&] {
    ::chmod(folder.path().c_str(), 0500);
    return open_and_tell(folder.path()) + "\n" + open_and_tell(folder.path() / "data");
  });
  EXPECT_THAT(told, AllOf(HasSubstr("cannot begin a journal"), HasSubstr("cannot make the folder"),
                          HasSubstr("choose another folder with --data")));
}

TEST(JournalRefusal, written_by_a_newer_program) {
  const TemporaryFolder folder;
  const auto file = make_journal(folder.path());
  sqlite3* other = nullptr;
  ASSERT_EQ(sqlite3_open(file.c_str(), &other), SQLITE_OK);
  execute_raw(other, "PRAGMA user_version = 4711");
  sqlite3_close(other);
  const auto before = test::read_file(file);
  EXPECT_THAT(open_and_tell(folder.path()),
              AllOf(HasSubstr("newer Endrange"), HasSubstr("4711"), HasSubstr("update Endrange")));
  EXPECT_EQ(test::read_file(file), before);
}

TEST(JournalRefusal, database_of_another_program) {
  const TemporaryFolder folder;
  const auto file = folder.path() / "journal.sqlite";
  sqlite3* other = nullptr;
  ASSERT_EQ(sqlite3_open(file.c_str(), &other), SQLITE_OK);
  execute_raw(other, "CREATE TABLE photos (id)");
  sqlite3_close(other);
  const auto before = test::read_file(file);
  EXPECT_THAT(open_and_tell(folder.path()), HasSubstr("another program's database"));
  EXPECT_EQ(test::read_file(file), before);
}

TEST(JournalRefusal, damaged_in_many_ways) {
  const TemporaryFolder whole;
  const auto good = test::read_file(make_journal(whole.path()));
  ASSERT_GT(good.size(), 40'000U);
  std::vector<std::pair<std::string, std::string>> damaged = {
      {"empty", ""},
      {"text",
       "this is no database at all, but it is long enough to have a header of a hundred bytes, which it has "
       "not"},
      {"header", "X" + good.substr(1)},
      {"cut off", good.substr(0, good.size() / 2)},
      {"cut off inside a page", good.substr(0, good.size() - 1000)},
      {"first page only", good.substr(0, 4096)},
      {"short", good.substr(0, 60)},
      {"cut off inside the first page", good.substr(0, 1000)},
  };
  std::mt19937 random(7);  // NOLINT: the same damage each time
  for (int i = 0; i < 20; ++i) {
    auto bytes = good;
    const auto page = 1 + random() % (bytes.size() / 4096 - 1);
    for (std::size_t k = 0; k < 4096; ++k) bytes[page * 4096 + k] = static_cast<char>(random());
    damaged.emplace_back("page " + std::to_string(page), bytes);
  }
  for (const auto& [how, bytes] : damaged) {
    const TemporaryFolder folder;
    const auto file = folder.path() / "journal.sqlite";
    test::write_file(file, bytes);
    EXPECT_THAT(open_and_tell(folder.path()), AllOf(HasSubstr("expected a whole journal"),
                                                    HasSubstr("kept as it is"), HasSubstr("last export")))
        << how;
    EXPECT_TRUE(test::read_file(file) == bytes) << how << ": the damaged file was changed";
  }
}

TEST(JournalRefusal, damaged_with_a_log_beside_it_keeps_both) {
  const TemporaryFolder live;
  const TemporaryFolder folder;
  std::string log;
  {
    auto journal = Journal::open(live.path());
    ASSERT_TRUE(journal->append({make_entry(1)}));
    log = test::read_file(live.path() / "journal.sqlite-wal");
  }
  ASSERT_GT(log.size(), 4096U);
  const std::string garbage(8192, '?');
  test::write_file(folder.path() / "journal.sqlite", garbage);
  test::write_file(folder.path() / "journal.sqlite-wal", log);
  EXPECT_THAT(open_and_tell(folder.path()), HasSubstr("expected a whole journal"));
  EXPECT_TRUE(test::read_file(folder.path() / "journal.sqlite") == garbage);
  EXPECT_TRUE(test::read_file(folder.path() / "journal.sqlite-wal") == log);
}

TEST(JournalRefusal, log_without_its_journal) {
  const TemporaryFolder folder;
  test::write_file(folder.path() / "journal.sqlite-wal", "what was not yet moved over");
  EXPECT_THAT(open_and_tell(folder.path()), AllOf(HasSubstr("missing"), HasSubstr("put")));
  EXPECT_EQ(test::read_file(folder.path() / "journal.sqlite-wal"), "what was not yet moved over");
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "journal.sqlite"));
}

TEST(JournalRefusal, something_else_under_its_name) {
  const TemporaryFolder folder;
  std::filesystem::create_directory(folder.path() / "journal.sqlite");
  EXPECT_THAT(open_and_tell(folder.path()), HasSubstr("found something else"));
  test::write_file(folder.path() / "file", "mine");
  EXPECT_THAT(open_and_tell(folder.path() / "file"), HasSubstr("expected a folder"));
  EXPECT_EQ(test::read_file(folder.path() / "file"), "mine");
}

// A real full disk: a file system of 1 MB. Needs the right to mount, as root has.
TEST(JournalRefusal, full_disk_loses_nothing_and_is_usable_once_there_is_room) {
  const TemporaryFolder folder;
  if (::mount("endrange-test", folder.path().c_str(), "tmpfs", 0, "size=1m") != 0)
    GTEST_SKIP()
        << "mounting a small file system needs root; power_loss_test.cpp answers \"full\" everywhere";
  struct Unmount {
    const std::filesystem::path& path;
    ~Unmount() { ::umount2(path.c_str(), MNT_DETACH); }
  } const unmount = {folder.path()};

  std::int64_t acknowledged = 0;
  {
    auto journal = Journal::open(folder.path());
    ASSERT_TRUE(journal) << journal.error().text();
    const auto ballast = folder.path() / "ballast";
    test::write_file(ballast, std::string(300'000, 'b'));
    Error refusal;
    for (int number = 1; number < 100 && refusal.message.empty(); ++number) {
      const auto stored = journal->append({make_entry(number, 20'000)});
      if (stored) acknowledged = stored->front().sequence;
      if (!stored) refusal = stored.error();
    }
    EXPECT_THAT(refusal.text(), AllOf(HasSubstr("the disk is full"), HasSubstr("make room")));
    EXPECT_GT(acknowledged, 3);
    EXPECT_EQ(journal->count(), static_cast<std::size_t>(acknowledged));
    std::filesystem::remove(ballast);
    const auto stored = journal->append({make_entry(1000, 20'000)});
    ASSERT_TRUE(stored) << stored.error().text();
    EXPECT_EQ(stored->front().sequence, acknowledged + 1);
  }
  const auto journal = Journal::open(folder.path());
  ASSERT_TRUE(journal) << journal.error().text();
  EXPECT_EQ(journal->count(), static_cast<std::size_t>(acknowledged + 1));
}

}  // namespace
}  // namespace endrange::store
