// What is no recording, or none to measure: one clear error for a file, and for a stream as it comes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/apps/page.h"
#include "tests/apps/program.h"

namespace endrange {
namespace {

using test::write_file;
using ::testing::AllOf;
using ::testing::HasSubstr;

const std::string Header =
    R"({"format":"endrange-landmarks","version":1,"protocol":"shoulder.abduction","method":"video","model":"full","width":640,"height":480})";

std::string make_frame(const std::string& t_ms, const std::string& points = "[]") {
  return "\n{\"t_ms\":" + t_ms + ",\"image\":" + points + ",\"world\":" + points + "}";
}

TEST(MeasureCommand, says_one_clear_error_for_what_is_no_recording) {
  const DataFolder folder;
  const auto file = folder / "bad.landmarks.ndjson";
  const std::string first = make_frame("0");
  auto newer = Header;
  newer.replace(newer.find("\"version\":1"), 11, "\"version\":9");
  struct Bad {
    std::string what;
    std::string content;
    std::vector<std::string> words;
  };
  const std::vector<Bad> all = {
      {"empty", "", {"empty file", "record again"}},
      {"binary",
       std::string("\x7f"
                   "ELF\x01\x02",
                   6),
       {"binary data", "give a .landmarks.ndjson file"}},
      {"a video",
       std::string("\0\0\0\x18"
                   "ftypmp42",
                   12),
       {"binary data", "a video goes on the page"}},
      {"a table", "a,b,c\n1,2,3\n", {":1", "another file", "endrange kept"}},
      {"another program's JSON", "{\"format\":\"poses\"}\n", {":1", "landmarks", "export"}},
      {"a newer format", newer + "\n", {":1", "version 1, found 9", "update"}},
      {"a header cut off", Header.substr(0, 40), {":1"}},
      {"a frame cut off",
       Header + first + "\n{\"t_ms\":40,\"image\":[[1,2",
       {":3", "cut off", "delete its last line"}},
      {"NaN for a time", Header + make_frame("NaN") + "\n", {":2"}},
      {"NaN for a point", Header + make_frame("0", "[[NaN,0,0,1]]") + "\n", {":2"}},
      {"too few points", Header + make_frame("0", "[[0,0,0,1]]") + "\n", {":2", "33 landmarks"}},
      {"a time twice", Header + first + first + "\n", {":3", "times that rise"}},
      {"a time that goes back",
       Header + make_frame("10") + make_frame("5") + "\n",
       {":3", "times that rise"}},
      {"nobody", Header + first + make_frame("40") + "\n", {"nobody in 2 pictures", "whole body"}}};
  for (const auto& bad : all) {
    write_file(file, bad.content);
    const auto outcome = run(folder, "measure " + file.string());
    EXPECT_EQ(outcome.status, 1) << bad.what;
    const auto error = find_one_error(outcome);
    EXPECT_THAT(error, HasSubstr(file.string())) << bad.what;
    for (const auto& words : bad.words) EXPECT_THAT(error, HasSubstr(words)) << bad.what;
    EXPECT_TRUE(read_file(file) == bad.content) << bad.what;
  }
  EXPECT_THAT(find_one_error(run(folder, "measure " + (folder / "absent").string())), HasSubstr("absent"));
  EXPECT_THAT(find_one_error(run(folder, "measure " + folder.path().string())),
              HasSubstr(folder.path().string()));
}

TEST(LiveMeasuring, answers_each_bad_message_with_one_problem_and_goes_on) {
  const DataFolder folder;
  const Serving serving(folder);
  Page page(serving, serving.token());
  ASSERT_TRUE(page.is_open()) << page.arrived();
  const auto problem_of = [&](const std::string& message) {
    page.send(message);
    const auto answer = page.receive();
    return answer.problem ? answer.problem->where + ": " + answer.problem->message : "no problem";
  };
  const auto frame = [](const std::string& t_ms, const std::string& points = "[]") {
    return R"({"frame":{"t_ms":)" + t_ms + R"(,"image":)" + points + R"(,"world":)" + points + "}}";
  };
  page.send(
      R"({"start":{"protocol":"shoulder.abduction","method":"camera","width":640,"height":480,"model":"lite"}})");
  EXPECT_EQ(problem_of(frame("100")), "no problem");
  EXPECT_THAT(problem_of(frame("100")), HasSubstr("times that rise"));
  EXPECT_THAT(problem_of(frame("50")), HasSubstr("times that rise"));
  for (const std::string number : {"NaN", "Infinity", "1e999", "\"soon\"", "null"})
    EXPECT_NE(problem_of(frame(number)), "no problem") << number;
  std::string points = "[";
  for (int i = 0; i < 33; ++i) points += i == 0 ? "[0.5,null,0,1]" : ",[0.5,0.5,0,1]";
  EXPECT_NE(problem_of(frame("150", points + "]")), "no problem") << "a point without a number";
  for (const std::string message : {"not JSON", "", "[]", "{}", R"({"dance":{}})"})
    EXPECT_NE(problem_of(message), "no problem") << message;
  EXPECT_EQ(problem_of(frame("200")), "no problem") << "the trial goes on";
}

}  // namespace
}  // namespace endrange
