// A journal that the real program cannot use: one clear error, and every byte and every entry stays.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/mount.h>

#include "adapters/protocol/api.h"
#include "adapters/protocol/json.h"
#include "tests/apps/program.h"
#include "tests/support/unprivileged.h"

namespace endrange {
namespace {

using test::write_file;
using ::testing::AllOf;
using ::testing::HasSubstr;

std::string make_note(int number, std::size_t bytes = 10) {
  return make_event(number,
                    R"({"withdrawn":{"entry":"none","reason":")" + std::string(bytes, 'x') + R"("}})");
}

/// A journal of `count` entries, closed.
std::filesystem::path make_journal(const DataFolder& folder, int count) {
  const Serving serving(folder);
  for (int number = 1; number <= count; ++number)
    EXPECT_TRUE(serving.ask("POST", "/api/events", make_note(number, 200)).starts_with("{\"ids\""));
  return folder.data() / "journal.sqlite";
}

/// Every command that opens the journal by itself.
const std::vector<std::string> Commands = {"today", "export /dev/null", "run --no-open --no-desktop"};

std::int64_t count_entries(const Serving& serving) {
  return protocol::parse_json<protocol::Journal>(serving.ask("GET", "/api/journal")).value().total;
}

/// Another program that has the file open.
class OtherProgram {
 public:
  explicit OtherProgram(const std::filesystem::path& file) {
    EXPECT_EQ(sqlite3_open(file.c_str(), &handle_), SQLITE_OK);
  }
  OtherProgram(const OtherProgram&) = delete;
  OtherProgram& operator=(const OtherProgram&) = delete;
  ~OtherProgram() { sqlite3_close(handle_); }
  void execute(const char* statement) {
    EXPECT_EQ(sqlite3_exec(handle_, statement, nullptr, nullptr, nullptr), SQLITE_OK)
        << sqlite3_errmsg(handle_);
  }

 private:
  sqlite3* handle_ = nullptr;
};

TEST(JournalRefusal, locked_by_another_program_at_the_start) {
  const DataFolder folder;
  const auto file = make_journal(folder, 3);
  {
    OtherProgram other(file);
    other.execute("PRAGMA locking_mode = EXCLUSIVE");
    other.execute("BEGIN EXCLUSIVE");
    for (const auto& command : Commands)
      EXPECT_THAT(find_one_error(run(folder, command)),
                  AllOf(HasSubstr(file.string()), HasSubstr("locked by another program"), HasSubstr("close")))
          << command;
    other.execute("ROLLBACK");
  }
  EXPECT_EQ(count_entries(Serving(folder)), 3);
}

TEST(JournalRefusal, locked_while_it_serves) {
  const DataFolder folder;
  const auto file = make_journal(folder, 3);
  const Serving serving(folder);
  OtherProgram other(file);
  other.execute("BEGIN IMMEDIATE");
  EXPECT_THAT(serving.ask("POST", "/api/events", make_note(4)),
              AllOf(HasSubstr("problem: "), HasSubstr("locked by another program")));
  other.execute("ROLLBACK");
  EXPECT_TRUE(serving.ask("POST", "/api/events", make_note(4)).starts_with("{\"ids\"")) << "usable again";
  EXPECT_EQ(count_entries(serving), 4);
}

TEST(JournalRefusal, read_only_for_the_person) {
  const Installed installed;
  for (const bool is_folder : {false, true}) {
    const DataFolder folder;
    const auto file = make_journal(folder, 3);
    const auto before = read_file(file);
    const auto told = test::run_unprivileged(folder.path(), [&] {
      std::filesystem::permissions(is_folder ? folder.data() : file,
                                   std::filesystem::perms(is_folder ? 0500 : 0400));
      std::string all;
      for (const auto& command : Commands)
        all += find_one_error(run(folder, command, {}, installed.program()));
      return all;
    });
    EXPECT_EQ(std::count(told.begin(), told.end(), '\n'), std::ssize(Commands)) << told;
    EXPECT_THAT(told, AllOf(HasSubstr("write access"), HasSubstr(folder.data().string())));
    EXPECT_EQ(told.find("it went well"), std::string::npos) << told;
    EXPECT_EQ(told.find("not one line"), std::string::npos) << told;
    EXPECT_EQ(read_file(file), before);
  }
}

TEST(JournalRefusal, written_by_a_newer_program) {
  const DataFolder folder;
  const auto file = make_journal(folder, 3);
  OtherProgram(file).execute("PRAGMA user_version = 4711");
  const auto before = read_file(file);
  for (const auto& command : Commands)
    EXPECT_THAT(find_one_error(run(folder, command)),
                AllOf(HasSubstr(file.string()), HasSubstr("newer Endrange"), HasSubstr("update Endrange")))
        << command;
  EXPECT_EQ(read_file(file), before);
}

TEST(JournalRefusal, damaged_is_kept_as_it_is) {
  const DataFolder whole;
  const auto good = read_file(make_journal(whole, 40));
  ASSERT_GT(good.size(), 8192U);
  for (const auto& damaged : {std::string(), std::string(8192, 'x'), good.substr(0, good.size() / 2),
                              good.substr(0, 4096) + std::string(good.size() - 4096, '?')}) {
    const DataFolder folder;
    std::filesystem::create_directories(folder.data());
    const auto file = folder.data() / "journal.sqlite";
    write_file(file, damaged);
    for (const auto& command : Commands)
      EXPECT_THAT(find_one_error(run(folder, command)),
                  AllOf(HasSubstr(file.string()), HasSubstr("kept as it is"), HasSubstr("export")))
          << command;
    EXPECT_TRUE(read_file(file) == damaged) << "changed, of " << damaged.size() << " bytes";
  }
}

/// A file system of its own, too small for what comes.
class SmallDisk {
 public:
  explicit SmallDisk(const std::filesystem::path& folder) : folder_(folder) {
    std::filesystem::create_directories(folder);
    std::filesystem::permissions(folder, std::filesystem::perms::owner_all);
    is_mounted_ = ::mount("endrange-test", folder.c_str(), "tmpfs", 0, "size=2m,mode=0700") == 0;
  }
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;
  ~SmallDisk() {
    if (is_mounted_) ::umount2(folder_.c_str(), MNT_DETACH);
  }
  [[nodiscard]] bool is_mounted() const { return is_mounted_; }

 private:
  std::filesystem::path folder_;
  bool is_mounted_ = false;
};

TEST(FullDisk, loses_nothing_that_was_acknowledged_and_goes_on_once_there_is_room) {
  const DataFolder folder;
  const SmallDisk disk(folder.data());
  if (!disk.is_mounted()) {
    ASSERT_EQ(std::getenv("CI"), nullptr) << "mounting a small file system is not allowed here";
    GTEST_SKIP() << "mounting a small file system needs root";
  }
  const auto ballast = folder.data() / "ballast";
  int acknowledged = 0;
  {
    Serving serving(folder);
    ASSERT_GT(serving.port(), 0) << read_file(folder / "serving");
    write_file(ballast, std::string(1'000'000, 'b'));
    std::string answer;
    for (int number = 1; number < 300; ++number) {
      answer = serving.ask("POST", "/api/events", make_note(number, 190));
      if (!answer.starts_with("{\"ids\"")) break;
      acknowledged = number;
    }
    for (int filler = 0; answer.starts_with("{\"ids\"") && filler < 1; ++filler) {
      write_file(folder.data() / "rest", std::string(2'000'000, 'r'));
      answer = serving.ask("POST", "/api/events", make_note(1000, 190));
    }
    EXPECT_THAT(answer, AllOf(HasSubstr("problem: "), HasSubstr("the disk is full"), HasSubstr("make room")));
    EXPECT_EQ(count_entries(serving), acknowledged);
    EXPECT_THAT(find_one_error(run(folder, "export " + (folder.data() / "out").string())),
                HasSubstr("make room"));
    std::filesystem::remove(ballast);
    std::filesystem::remove(folder.data() / "rest");
    EXPECT_TRUE(serving.ask("POST", "/api/events", make_note(1001, 190)).starts_with("{\"ids\""));
    serving.end(SIGKILL);
  }
  EXPECT_EQ(count_entries(Serving(folder)), acknowledged + 1);
}

TEST(FullDisk, at_the_first_start_is_told_in_one_line) {
  const DataFolder folder;
  const SmallDisk disk(folder.data());
  if (!disk.is_mounted()) {
    ASSERT_EQ(std::getenv("CI"), nullptr) << "mounting a small file system is not allowed here";
    GTEST_SKIP() << "mounting a small file system needs root";
  }
  write_file(folder.data() / "ballast", std::string(3'000'000, 'b'));
  for (const auto& command : Commands)
    EXPECT_THAT(find_one_error(run(folder, command)),
                AllOf(HasSubstr(folder.data().string()), HasSubstr("make room")))
        << command;
  std::filesystem::remove(folder.data() / "ballast");
  EXPECT_EQ(run(folder, "today").status, 0);
}

TEST(Export, to_a_full_device_says_so) {
  const DataFolder folder;
  make_journal(folder, 1);
  EXPECT_THAT(find_one_error(run(folder, "export /dev/full")), HasSubstr("/dev/full"));
}

}  // namespace
}  // namespace endrange
