// Every written day goes as written. Oracle: the files themselves, each written by hand beforehand.
#include "core/workday/written_day.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

namespace endrange::workday {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> list_days() {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(fs::path(ENDRANGE_SOURCE_DIR) / "tests/core/workday/days"))
    if (entry.path().extension() == ".txt") files.push_back(entry.path());
  std::ranges::sort(files);
  return files;
}

std::string read(const fs::path& file) {
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

TEST(WrittenDays, go_as_written) {
  const auto files = list_days();
  ASSERT_GE(files.size(), 60U);
  for (const auto& file : files) {
    const auto day = parse_written_day(read(file), "days/" + file.filename().string());
    ASSERT_TRUE(day) << day.error().text();
    for (const auto& failure : play(*day).failures) ADD_FAILURE() << failure;
  }
}

// What users of other break programs ask for and complain about, in the clusters of research; each has its
// day.
TEST(WrittenDays, there_is_one_for_every_complaint_about_other_programs) {
  constexpr int Clusters = 17;
  std::set<int> found;
  for (const auto& file : list_days()) {
    const auto name = file.filename().string();
    if (!name.starts_with("asked_")) continue;
    EXPECT_NE(read(file).find("# Threads: "), std::string::npos) << name << " names no thread";
    found.insert(std::stoi(name.substr(6, 2)));
  }
  for (int cluster = 1; cluster <= Clusters; ++cluster) EXPECT_TRUE(found.contains(cluster)) << cluster;
}

std::string find_error(const std::string& text) {
  const auto day = parse_written_day(text, "day.txt");
  return day ? "" : day.error().where + ": " + day.error().message;
}

TEST(WrittenDays, say_in_which_line_they_are_wrong) {
  EXPECT_EQ(find_error(""), "");
  EXPECT_EQ(find_error("# nothing\n\n"), "");
  EXPECT_EQ(find_error("09:00 active\n9:30 idle\n"),
            "day.txt:2: expected a time such as 09:30, found \"9:30\"");
  EXPECT_EQ(find_error("09:00 dance"),
            "day.txt:1: expected something that happens, or \"expect\", found \"dance\"");
  EXPECT_EQ(find_error("09:00 active\n\n09:10 call stops"),
            "day.txt:3: expected \"starts\" or \"ends\", found \"stops\"");
  EXPECT_EQ(find_error("09:00 put off 0"),
            "day.txt:1: expected minutes, or \"until call ends\", 1 to 1440, found \"0\"");
  EXPECT_EQ(find_error("09:00 active now"), "day.txt:1: expected the end of the line, found \"now\"");
  EXPECT_EQ(find_error("short every 30"), "day.txt:1: expected \"for\", found nothing");
  EXPECT_EQ(find_error("work mon-fro 09:00-17:00"),
            "day.txt:1: expected weekdays such as mon-fri, found \"mon-fro\"");
  EXPECT_EQ(
      find_error("24:30 active"),
      "day.txt:1: expected short, long, work, quiet, breaks, date, zone, sensing, or a time such as 09:30, "
      "found \"24:30\"");
  EXPECT_EQ(find_error("09:00 expect phase working2"), "day.txt:1: expected a phase, found \"working2\"");
  EXPECT_EQ(
      find_error("09:00 active\n09:00 expect"),
      "day.txt:2: expected prelude, offer, prompt, no prompt, phase, why, presence, wrote or wakeups, found "
      "nothing");
}

TEST(WrittenDays, say_what_went_otherwise) {
  const auto day = parse_written_day("09:00 active\n09:10 expect prompt\n09:05 idle\n", "day.txt");
  ASSERT_TRUE(day);
  const auto played = play(*day);
  ASSERT_EQ(played.failures.size(), 2U);
  EXPECT_EQ(played.failures[0],
            "day.txt:2: expected a prompt, found none: At work; a short break is due at 09:30.");
  EXPECT_EQ(played.failures[1], "day.txt:3: expected a time later than the one above, found an earlier one");
}

}  // namespace
}  // namespace endrange::workday
