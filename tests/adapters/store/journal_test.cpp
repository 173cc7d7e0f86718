#include "adapters/store/journal.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <regex>
#include <set>

#include "tests/support/folder.h"

namespace endrange::store {
namespace {

using test::TemporaryFolder;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

NewEntry make_entry(int number) {
  return {"id-" + std::to_string(number), 1'000'000 + number, 60, "step_done",
          R"({"seconds":)" + std::to_string(number) + "}"};
}

std::vector<NewEntry> make_entries(int from, int to) {
  std::vector<NewEntry> entries;
  entries.reserve(static_cast<std::size_t>(to) - static_cast<std::size_t>(from) + 1);
  for (int number = from; number <= to; ++number) entries.push_back(make_entry(number));
  return entries;
}

/// What SQLite itself says to a statement, past our code.
std::string execute_raw(const std::filesystem::path& file, const std::string& statement) {
  sqlite3* handle = nullptr;
  if (sqlite3_open_v2(file.c_str(), &handle, SQLITE_OPEN_READWRITE, nullptr) != SQLITE_OK)
    return "cannot open";
  char* message = nullptr;
  sqlite3_exec(handle, statement.c_str(), nullptr, nullptr, &message);
  std::string text = message == nullptr ? "done" : message;
  sqlite3_free(message);
  sqlite3_close(handle);
  return text;
}

TEST(Journal, begins_empty_with_a_random_device_that_it_keeps) {
  const TemporaryFolder one;
  const TemporaryFolder two;
  std::string device;
  {
    const auto journal = Journal::open(one.path() / "data");
    ASSERT_TRUE(journal) << journal.error().text();
    device = journal->device();
    EXPECT_EQ(journal->count(), 0U);
    EXPECT_EQ(journal->read_all()->size(), 0U);
  }
  EXPECT_TRUE(std::regex_match(
      device, std::regex("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")))
      << device;
  EXPECT_EQ(Journal::open(one.path() / "data")->device(), device);
  EXPECT_NE(Journal::open(two.path())->device(), device);
}

TEST(Journal, keeps_folder_and_file_to_their_owner) {
  const TemporaryFolder folder;
  const auto data = folder.path() / "made" / "here";
  const auto journal = Journal::open(data);
  ASSERT_TRUE(journal) << journal.error().text();
  EXPECT_EQ(test::mode_of(data), 0700U);
  for (const auto& entry : std::filesystem::directory_iterator(data))
    EXPECT_EQ(test::mode_of(entry.path()), 0600U) << entry.path();
}

TEST(Journal, works_in_a_folder_of_any_name) {
  const TemporaryFolder folder;
  const auto data = folder.path() / R"(a b  "c" ?d=e&f %41 #é')";
  {
    auto journal = Journal::open(data);
    ASSERT_TRUE(journal) << journal.error().text();
    ASSERT_TRUE(journal->append({make_entry(1)}));
  }
  EXPECT_TRUE(std::filesystem::exists(data / "journal.sqlite"));
  EXPECT_EQ(Journal::open(data)->count(), 1U);
}

TEST(Journal, numbers_a_devices_entries_without_gaps_across_restarts) {
  const TemporaryFolder folder;
  for (int start = 0; start < 4; ++start) {
    auto journal = Journal::open(folder.path());
    ASSERT_TRUE(journal) << journal.error().text();
    const auto stored = journal->append(make_entries(start * 3 + 1, start * 3 + 3));
    ASSERT_TRUE(stored) << stored.error().text();
    for (int i = 0; i < 3; ++i) {
      EXPECT_EQ((*stored)[static_cast<std::size_t>(i)].sequence, start * 3 + i + 1);
      EXPECT_EQ((*stored)[static_cast<std::size_t>(i)].device, journal->device());
    }
  }
}

TEST(Journal, gives_back_exactly_what_it_was_given) {
  const TemporaryFolder folder;
  auto journal = Journal::open(folder.path());
  const NewEntry entry = {
      "b1", -62'135'596'800'000, -570, "measured",
      R"({"note":"'; DROP TABLE entry; -- \"ünï\" \u0000 :x %s","list":[1.5,null,true]})"};
  const auto stored = journal->append({entry});
  ASSERT_TRUE(stored) << stored.error().text();
  const auto all = journal->read_all();
  ASSERT_TRUE(all) << all.error().text();
  ASSERT_EQ(all->size(), 1U);
  const StoredEntry expected = {entry.id,   journal->device(), 1, entry.at_ms, entry.offset_min,
                                entry.kind, entry.body_json};
  EXPECT_EQ(all->front(), expected);
  EXPECT_EQ(stored->front(), expected);
}

TEST(Journal, appends_an_entry_once_however_often_it_is_posted) {
  const TemporaryFolder folder;
  auto journal = Journal::open(folder.path());
  const auto first = journal->append(make_entries(1, 2));
  const auto again = journal->append(make_entries(1, 3));
  ASSERT_TRUE(again) << again.error().text();
  EXPECT_EQ(again->at(0), first->at(0));
  EXPECT_EQ(again->at(2).sequence, 3);
  EXPECT_EQ(journal->count(), 3U);
  EXPECT_EQ(journal->append({make_entry(7), make_entry(7)})->at(1).sequence, 4);
  EXPECT_EQ(journal->count(), 4U);
}

TEST(Journal, refuses_the_whole_batch_when_an_identifier_comes_back_with_other_content) {
  const TemporaryFolder folder;
  auto journal = Journal::open(folder.path());
  ASSERT_TRUE(journal->append({make_entry(1)}));
  auto other = make_entry(1);
  other.body_json = R"({"seconds":99})";
  const auto refused = journal->append({make_entry(2), other, make_entry(3)});
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().text(), HasSubstr("id-1"));
  EXPECT_EQ(journal->count(), 1U);
  EXPECT_EQ(journal->append({make_entry(2)})->front().sequence, 2);
}

TEST(Journal, refuses_what_is_no_entry_and_stays_usable) {
  const TemporaryFolder folder;
  auto journal = Journal::open(folder.path());
  std::vector<NewEntry> wrong(5, make_entry(1));
  wrong[0].id = "";
  wrong[1].kind = "";
  wrong[2].body_json = "{not json";
  wrong[3].offset_min = 5000;
  wrong[4].id = std::string(500, 'x');
  for (const auto& entry : wrong) {
    const auto refused = journal->append({make_entry(2), entry});
    ASSERT_FALSE(refused) << entry.id << " " << entry.body_json;
    EXPECT_EQ(refused.error().fault, Fault::Input);
    EXPECT_EQ(journal->count(), 0U);
  }
  EXPECT_EQ(journal->append({make_entry(2)})->front().sequence, 1);
}

TEST(Journal, goes_on_after_a_rest) {
  const TemporaryFolder folder;
  auto journal = Journal::open(folder.path());
  ASSERT_TRUE(journal->append(make_entries(1, 500)));
  const auto before = journal->read_all();
  journal->rest();
  EXPECT_EQ(*journal->read_all(), *before);
  journal->rest();
  ASSERT_TRUE(journal->append({make_entry(501)}));
  EXPECT_EQ(journal->count(), 501U);
}

TEST(Journal, reads_pages_latest_first) {
  const TemporaryFolder folder;
  auto journal = Journal::open(folder.path());
  ASSERT_TRUE(journal->append(make_entries(1, 10)));
  std::vector<std::string> ids;
  for (std::size_t offset = 0; offset < 12; offset += 4) {
    const auto page = journal->read_page(offset, 4);
    ASSERT_TRUE(page) << page.error().text();
    for (const auto& entry : *page) ids.push_back(entry.id);
  }
  EXPECT_THAT(ids,
              ElementsAre("id-10", "id-9", "id-8", "id-7", "id-6", "id-5", "id-4", "id-3", "id-2", "id-1"));
}

TEST(Journal, agrees_with_another_device_after_exchanging_files_in_any_order_and_twice_over) {
  const TemporaryFolder folders[3];
  std::vector<Journal> journals;
  journals.reserve(3);
  for (int i = 0; i < 3; ++i) {
    journals.push_back(*Journal::open(folders[i].path()));
    std::vector<NewEntry> entries;
    entries.reserve(5);
    for (int k = 0; k < 5; ++k) {
      auto entry = make_entry(100 * i + k);
      entry.at_ms = 1000L * k;  // the three devices' times interleave and coincide
      entries.push_back(entry);
    }
    ASSERT_TRUE(journals.back().append(entries));
  }
  std::vector<std::vector<StoredEntry>> files;
  files.reserve(journals.size());
  for (const auto& journal : journals) files.push_back(*journal.read_all());
  const int orders[3][4] = {{1, 2, 0, 1}, {2, 0, 0, 1}, {0, 1, 2, 1}};
  for (std::size_t i = 0; i < 3; ++i)
    for (const int file : orders[i]) ASSERT_TRUE(journals[i].import(files[static_cast<std::size_t>(file)]));
  EXPECT_EQ(journals[0].count(), 15U);
  EXPECT_EQ(*journals[0].read_all(), *journals[1].read_all());
  EXPECT_EQ(*journals[0].read_all(), *journals[2].read_all());
  const auto twice = journals[0].import(*journals[1].read_all());
  EXPECT_EQ(*twice, (Imported{0, 15}));
}

TEST(Journal, restores_an_export_on_a_new_installation_exactly) {
  const TemporaryFolder old_folder;
  const TemporaryFolder new_folder;
  auto old_journal = Journal::open(old_folder.path());
  ASSERT_TRUE(old_journal->append(make_entries(1, 20)));
  auto new_journal = Journal::open(new_folder.path());
  ASSERT_EQ(*new_journal->import(*old_journal->read_all()), (Imported{20, 0}));
  EXPECT_EQ(*new_journal->read_all(), *old_journal->read_all());
  EXPECT_EQ(new_journal->append({make_entry(21)})->front().sequence, 1) << "its own order begins at 1";
}

TEST(Journal, refuses_a_whole_import_that_contradicts_it) {
  const TemporaryFolder folder;
  auto journal = Journal::open(folder.path());
  ASSERT_TRUE(journal->append(make_entries(1, 2)));
  const StoredEntry good = {"new", "elsewhere", 1, 5, 0, "worked", "{}"};
  auto changed = journal->read_all()->front();
  changed.kind = "worked";
  const auto refused = journal->import({good, changed});
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().text(), HasSubstr("id-1"));
  auto forked = journal->read_all()->front();
  forked.id = "other";
  const auto refused_fork = journal->import({good, forked});
  ASSERT_FALSE(refused_fork);
  EXPECT_THAT(refused_fork.error().text(), HasSubstr("restoring an old copy"));
  EXPECT_EQ(journal->count(), 2U);
}

TEST(Journal, lets_no_statement_change_or_remove_an_entry) {
  const TemporaryFolder folder;
  std::vector<StoredEntry> before;
  {
    auto journal = Journal::open(folder.path());
    ASSERT_TRUE(journal->append(make_entries(1, 3)));
    before = *journal->read_all();
  }
  const auto file = folder.path() / "journal.sqlite";
  EXPECT_THAT(execute_raw(file, "UPDATE entry SET kind = 'x'"), HasSubstr("only appends"));
  EXPECT_THAT(execute_raw(file, "DELETE FROM entry"), HasSubstr("only appends"));
  EXPECT_THAT(execute_raw(file,
                          "PRAGMA recursive_triggers = ON; INSERT OR REPLACE INTO entry "
                          "SELECT id, device, sequence, at_ms, offset_min, 'x', body FROM entry"),
              HasSubstr("only appends"));
  EXPECT_THAT(execute_raw(file, "UPDATE this_device SET id = 'x'"), HasSubstr("keeps its device"));
  EXPECT_THAT(execute_raw(file, "DELETE FROM this_device"), HasSubstr("keeps its device"));
  EXPECT_EQ(*Journal::open(folder.path())->read_all(), before);
}

}  // namespace
}  // namespace endrange::store
