// What a person sees when a content file is wrong: the file, the line, what was found and what to do.
#include "adapters/content/toml_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

namespace endrange::content {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

TomlFile parse(std::string_view text) {
  auto file = TomlFile::parse(text, "some.toml");
  EXPECT_TRUE(file.has_value()) << file.error().text();
  return std::move(file).value();
}

std::string only_finding(const Diagnostics& diagnostics) {
  EXPECT_THAT(diagnostics.findings(), SizeIs(1)) << diagnostics.text();
  return diagnostics.findings().empty() ? std::string{} : diagnostics.findings().front().text();
}

enum class Colour { Red, Green };

TEST(TableReader, reads_every_kind_of_value) {
  const auto file = parse(
      "name = \"a\"\nhold_s = 2.5\nsets = 3\ngentle = true\ncues = [\"x\", \"y\"]\ncolour = \"green\"\n"
      "at = [1, 2.5, 3]\n[dose]\nsets = 1\n[[phase]]\nt = 1\n[[phase]]\nt = 2\n");
  Diagnostics diagnostics;
  {
    auto reader = file.read(diagnostics);
    EXPECT_EQ(reader.require_text("name"), "a");
    EXPECT_EQ(reader.require_number("hold_s", {0, 10}), 2.5);
    EXPECT_EQ(reader.require_integer("sets"), 3);
    EXPECT_EQ(reader.find_flag("gentle"), true);
    EXPECT_THAT(reader.require_texts("cues"), ElementsAre("x", "y"));
    EXPECT_EQ(reader.require_word<Colour>("colour", {{"red", Colour::Red}, {"green", Colour::Green}}),
              Colour::Green);
    EXPECT_THAT(*reader.find_numbers("at", 3), ElementsAre(1, 2.5, 3));
    EXPECT_EQ(reader.find_table("dose")->require_integer("sets"), 1);
    auto phases = reader.require_tables("phase");
    ASSERT_THAT(phases, SizeIs(2));
    EXPECT_EQ(phases[0].require_integer("t"), 1);
    EXPECT_EQ(phases[1].require_integer("t"), 2);
    EXPECT_EQ(reader.find_number("absent"), std::nullopt);
  }
  EXPECT_THAT(diagnostics.findings(), IsEmpty()) << diagnostics.text();
}

TEST(TableReader, names_line_and_nearest_word_of_an_unknown_key) {
  const auto file = parse("name = \"a\"\n\nhold_s = 2\nholds_s = 3\n");
  Diagnostics diagnostics;
  {
    auto reader = file.read(diagnostics);
    EXPECT_EQ(reader.require_text("name"), "a");
    EXPECT_EQ(reader.require_number("hold_s"), 2);
  }
  EXPECT_THAT(only_finding(diagnostics),
              AllOf(HasSubstr("some.toml:4:1"), HasSubstr("`holds_s`"), HasSubstr("did you mean `hold_s`")));
}

TEST(TableReader, tells_a_misspelt_key_once_and_where_it_stands) {
  const auto file = parse("name = \"a\"\nhold_ss = 2\n");
  Diagnostics diagnostics;
  {
    auto reader = file.read(diagnostics);
    EXPECT_EQ(reader.require_text("name"), "a");
    EXPECT_EQ(reader.require_number("hold_s"), 0.0);
  }
  EXPECT_THAT(only_finding(diagnostics),
              AllOf(HasSubstr("some.toml:2:1"), HasSubstr("did you mean `hold_s`")));
}

TEST(TableReader, reports_an_unknown_key_once_however_often_the_reader_moves) {
  const auto file = parse("[[phase]]\nx = 1\n[[phase]]\n[[phase]]\n");
  Diagnostics diagnostics;
  {
    const auto phases = file.read(diagnostics).find_tables("phase");
  }
  EXPECT_THAT(only_finding(diagnostics), HasSubstr("some.toml:2:1"));
}

TEST(TableReader, says_what_was_expected_and_what_was_found) {
  struct Case {
    std::string text;
    void (*read)(TableReader&);
    std::string says;
  };
  const std::vector<Case> cases = {
      {"other = 1\n", [](TableReader& r) { (void)r.require_text("name"), (void)r.find_number("other"); },
       "some.toml:1:1: the key `name` is missing"},
      {"\nname = 3\n", [](TableReader& r) { (void)r.require_text("name"); },
       "some.toml:2:8: `name` is a number, expected a text"},
      {"name = \"\"\n", [](TableReader& r) { (void)r.require_text("name"); }, "`name` is empty"},
      {"sets = 2.5\n", [](TableReader& r) { (void)r.require_integer("sets"); }, "expected a whole number"},
      {"sets = 9\n", [](TableReader& r) { (void)r.require_integer("sets", {1, 5}); },
       "is 9, expected 1 to 5"},
      {"sets = -1\n", [](TableReader& r) { (void)r.require_number("sets", {0}); },
       "is -1, expected at least 0"},
      {"sets = nan\n", [](TableReader& r) { (void)r.find_number("sets"); }, "expected a finite number"},
      {"sets = 99999999999\n", [](TableReader& r) { (void)r.find_integer("sets"); }, "expected -2147483648"},
      {"cues = []\n", [](TableReader& r) { (void)r.require_texts("cues"); }, "`cues` is empty"},
      {"cues = [1]\n", [](TableReader& r) { (void)r.find_texts("cues"); }, "only texts in the list"},
      {"colour = \"rde\"\n",
       [](TableReader& r) {
         (void)r.require_word<Colour>("colour", {{"red", Colour::Red}, {"green", Colour::Green}});
       },
       "write one of: red, green"},
      {"at = [1, 2]\n", [](TableReader& r) { (void)r.find_numbers("at", 3); }, "a list of 3 numbers"},
      {"gentle = \"yes\"\n", [](TableReader& r) { (void)r.find_flag("gentle"); }, "expected true or false"},
      {"phase = 1\n", [](TableReader& r) { (void)r.find_tables("phase"); }, "beginning with [[phase]]"},
  };
  for (const auto& [text, read, says] : cases) {
    const auto file = parse(text);
    Diagnostics diagnostics;
    {
      auto reader = file.read(diagnostics);
      read(reader);
    }
    EXPECT_THAT(only_finding(diagnostics), HasSubstr(says)) << text;
  }
}

TEST(TomlFile, names_the_place_of_what_is_not_toml) {
  const auto file = TomlFile::parse("name = \"a\"\nhold_s = = 2\n", "some.toml");
  ASSERT_FALSE(file.has_value());
  EXPECT_THAT(file.error().text(), AllOf(HasSubstr("some.toml:2:"), HasSubstr("not TOML")));
}

TEST(TomlFile, refuses_what_cannot_be_read) {
  EXPECT_FALSE(TomlFile::load("/nowhere/at/all.toml").has_value());
  EXPECT_FALSE(TomlFile::load(ENDRANGE_SOURCE_DIR).has_value());
}

TEST(TomlFile, refuses_binary) {
  const std::string bytes("\x7f\x45\x4c\x46\x00\x01\xff\xfe", 8);
  EXPECT_FALSE(TomlFile::parse(bytes, "binary.toml").has_value());
}

}  // namespace
}  // namespace endrange::content
