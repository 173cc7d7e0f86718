#include "adapters/files/text_source.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include "adapters/files/cells.h"
#include "tests/adapters/files/gzip.h"
#include "tests/support/folder.h"

namespace endrange::files {
namespace {

TEST(TextSource, unpacks_gzip_whatever_its_name_is) {
  const std::string text = std::string(300'000, 'a') + "end\n";
  const test::TemporaryFolder folder;
  test::write_file(folder / "walk.trc", test::pack(text));
  const auto loaded = load_bytes(folder / "walk.trc");
  ASSERT_TRUE(loaded.has_value()) << loaded.error().text();
  EXPECT_TRUE(*loaded == text);
  EXPECT_EQ(parse_gzip(test::pack("one ") + test::pack("two"), "x"), "one two");
  EXPECT_EQ(parse_gzip(test::pack(""), "x"), "");
  EXPECT_EQ(plain_name("/a/b/M01.TRC.gz"), "m01.trc");
}

TEST(TextSource, tells_damaged_cut_off_and_too_large_files) {
  const std::string packed = test::pack(std::string(200'000, 'b') + "c");
  const auto cut = parse_gzip(packed.substr(0, packed.size() / 2), "w.gz");
  ASSERT_FALSE(cut.has_value());
  EXPECT_NE(cut.error().text().find("expected whole gzip data, found its end too early"), std::string::npos)
      << cut.error().text();
  std::string damaged = packed;
  damaged[packed.size() / 2] = static_cast<char>(~damaged[packed.size() / 2]);
  EXPECT_FALSE(parse_gzip(damaged, "w.gz").has_value());
  const auto large = parse_gzip(packed, "w.gz", 100'000);
  ASSERT_FALSE(large.has_value());
  EXPECT_NE(large.error().text().find("w.gz: expected at most"), std::string::npos);
  const test::TemporaryFolder folder;
  EXPECT_NE(load_bytes(folder.path()).error().text().find("found a folder"), std::string::npos);
  EXPECT_NE(load_bytes(folder / "none").error().text().find("no such file"), std::string::npos);
  test::write_file(folder / "big", std::string(2'000'000, 'x'));
  EXPECT_FALSE(load_bytes(folder / "big", 1'000'000).has_value());
}

TEST(LineReader, knows_the_ends_of_line_of_every_system) {
  LineReader lines(
      "\xef\xbb\xbf"
      "a\nb\r\n\rc\r\n \t,\nd",
      "x");
  EXPECT_EQ(lines.next(), "a");
  EXPECT_EQ(lines.next(), "b");
  EXPECT_EQ(lines.next(), "");
  EXPECT_FALSE(lines.is_cut_off());
  EXPECT_EQ(lines.next(), "c");
  EXPECT_EQ(lines.next_filled(), "d");
  EXPECT_TRUE(lines.is_cut_off());
  EXPECT_EQ(lines.place(3), "x:6:3");
  EXPECT_FALSE(lines.next());
}

TEST(Cells, know_numbers_and_what_is_none) {
  EXPECT_EQ(find_number(" +1.5E-03 "), 0.0015);
  EXPECT_EQ(find_number("1."), 1.0);
  EXPECT_EQ(find_number("-.5"), -0.5);
  for (const char* other : {"", "+", "++1", "1,5", "0x10", "inf", "nan", "1e999", "1 2", "-"})
    EXPECT_FALSE(find_number(other)) << other;
  for (const char* missing : {"", "  ", "nan", "NaN", "-NAN", "nan(ind)", "1.#QNAN", "-1.#IND00"})
    EXPECT_TRUE(is_missing(missing)) << missing;
  for (const char* present : {"0", "none", "nano", "-"}) EXPECT_FALSE(is_missing(present)) << present;
  EXPECT_EQ(find_count("12", 100), 12U);
  EXPECT_FALSE(find_count("1.5", 100));
  EXPECT_FALSE(find_count("-1", 100));
  EXPECT_FALSE(find_count("101", 100));
  EXPECT_EQ(quote("a\x01z"), "\"a?z\"");
}

}  // namespace
}  // namespace endrange::files
