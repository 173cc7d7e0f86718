#include "adapters/protocol/json.h"

#include <gtest/gtest.h>

#include <rapidcheck/gtest.h>
#include <limits>
#include <string>

#include "adapters/protocol/api.h"
#include "core/journal/check.h"

namespace endrange::protocol {
namespace {

std::string error_of(const auto& result) {
  return result ? "no error" : result.error().text();
}

TEST(Json, reads_a_described_type) {
  const auto command = parse_json<BreakCommand>(R"({"action":"put_off","minutes":10,"until":null})");
  ASSERT_TRUE(command.has_value()) << error_of(command);
  EXPECT_EQ(*command, (BreakCommand{BreakAction::PutOff, 10.0, std::nullopt, std::nullopt}));
}

TEST(Json, takes_an_absent_optional_as_none) {
  const auto command = parse_json<BreakCommand>(R"({"action":"now"})");
  ASSERT_TRUE(command.has_value()) << error_of(command);
  EXPECT_FALSE(command->minutes.has_value());
}

TEST(Json, names_the_path_and_what_was_expected_and_found) {
  const std::string event =
      R"({"events":[{"id":"a","at":"x","offset_min":0,"event":{"step_done":{"routine":"r","exercise":"e",)"
      R"("side":"left","seconds":"ten","complete":true,"eased":false}}}]})";
  EXPECT_EQ(error_of(parse_json<NewEvents>(event)),
            "events[0].event.step_done.seconds: expected a number, found text");
}

TEST(Json, refuses_what_the_schema_does_not_have) {
  EXPECT_EQ(error_of(parse_json<Speech>(R"({"text":"hello","voice":"x"})")),
            "voice: expected only members that the schema has, found another");
  EXPECT_EQ(error_of(parse_json<Speech>("{}")), "text: expected this member, found none");
  EXPECT_EQ(error_of(parse_json<Speech>("[]")), "expected an object, found a list");
  EXPECT_EQ(error_of(parse_json<BreakCommand>(R"({"action":"dance"})")),
            "action: expected one of now, skip, put_off, done, pause, resume, put_off_until_call_ends, found "
            "\"dance\"");
  EXPECT_EQ(error_of(parse_json<ImportAnswer>(R"({"added":1.5,"already_there":1})")),
            "added: expected a whole number, found a number");
}

TEST(Json, refuses_what_is_not_json) {
  for (const std::string text :
       {"", "{", R"({"text":)", R"({"text":"a"} x)", R"({"text":NaN})", R"({"text":Infinity})",
        "{\"text\":\"\xff\"}", R"({'text':'a'})", R"({"text":"a",})", "// a\n{\"text\":\"a\"}"})
    EXPECT_FALSE(parse_json<Speech>(text).has_value()) << text;
  EXPECT_FALSE(parse_json<Activity>(R"({"idle_s":1e999})").has_value());
  EXPECT_FALSE(parse_json<Activity>(R"({"idle_s":-1e999})").has_value());
}

TEST(Json, bounds_depth_lengths_and_lists) {
  EXPECT_FALSE(parse_json<Speech>(std::string(100, '[') + std::string(100, ']')).has_value());
  const auto speech = [](std::size_t length) { return R"({"text":")" + std::string(length, 'a') + R"("})"; };
  EXPECT_TRUE(parse_json<Speech>(speech(MaxStringLength)).has_value());
  EXPECT_FALSE(parse_json<Speech>(speech(MaxStringLength + 1)).has_value());
  std::string list = R"({"ids":["")";
  for (std::size_t i = 0; i < MaxListLength; ++i) list += R"(,"")";
  EXPECT_FALSE(parse_json<Accepted>(list + "]}").has_value());
}

// What the journal takes it has to give back: the longest file, of what is written longest.
TEST(Json, reads_back_the_longest_exercise_that_a_journal_takes) {
  static_assert(journal::LongestExercise <= MaxStringLength);
  std::string text;
  while (text.size() + 4 <= journal::LongestExercise) text += "\"\\\n\x01";
  text.resize(journal::LongestExercise, '\n');
  const auto read = parse_json<Speech>(write_json(Speech{text}));
  ASSERT_TRUE(read.has_value()) << error_of(read);
  EXPECT_EQ(read->text, text);
}

TEST(Json, writes_text_so_that_it_can_be_read) {
  const Speech speech{"a \"quoted\" line\nand ü, \x01, \\"};
  EXPECT_EQ(*parse_json<Speech>(write_json(speech)), speech);
}

TEST(Json, writes_null_except_in_a_choice) {
  EXPECT_EQ(write_json(BreakCommand{BreakAction::Now, {}, {}, {}}),
            R"({"action":"now","minutes":null,"until":null,"kind":null})");
  EventBody body;
  body.recording_kept = RecordingKept{"r"};
  EXPECT_EQ(write_json(body), R"({"recording_kept":{"recording":"r"}})");
}

// Boost.JSON 1.81 alone fails this: it scales digits in floating point.
RC_GTEST_PROP(JsonNumber, is_read_back_to_the_last_bit, ()) {
  const auto bits = *rc::gen::arbitrary<std::uint64_t>();
  const auto value = std::bit_cast<double>(bits);
  RC_PRE(std::isfinite(value));
  const auto read = parse_json<Activity>(write_json(Activity{value}));
  RC_ASSERT(read.has_value());
  RC_ASSERT(read->idle_s == value);
}

// Any cut of a valid message is refused, never half read.
TEST(Json, refuses_every_truncation) {
  const std::string whole =
      write_json(BreakCommand{BreakAction::PutOff, 10.25, "2026-03-29T06:15:00.000Z", {}});
  for (std::size_t length = 0; length < whole.size(); ++length)
    EXPECT_FALSE(parse_json<BreakCommand>(whole.substr(0, length)).has_value()) << length;
}

}  // namespace
}  // namespace endrange::protocol
