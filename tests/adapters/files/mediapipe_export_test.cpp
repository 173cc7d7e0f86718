#include "adapters/files/mediapipe_export.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "tests/adapters/files/gzip.h"
#include "tests/support/folder.h"

namespace endrange::files {
namespace {

std::string make_points(double shift, bool has_visibility = true) {
  std::string points;
  for (std::size_t i = 0; i < body::LandmarkCount; ++i) {
    points += fmt::format(R"({}{{"x":{},"y":{},"z":{}{}}})", i == 0 ? "" : ",", shift + double(i) / 64.0, 0.5,
                          -0.25, has_visibility ? R"(,"visibility":0.75,"presence":1)" : "");
  }
  return "[" + points + "]";
}

std::string make_result(double shift, const std::string& more = "") {
  return fmt::format(R"({{"landmarks":[{}],"worldLandmarks":[{}],"segmentationMasks":null{}}})",
                     make_points(0.0), make_points(shift), more);
}

std::string error_of(const std::string& text) {
  const auto parsed = parse_mediapipe_export(text, "e.json");
  return parsed ? "no error" : parsed.error().text();
}

TEST(MediapipeExport, is_read_as_one_document_a_list_and_lines) {
  const std::string first = make_result(0.0, R"(,"timestampMs":0)");
  const std::string second = make_result(1.0, R"(,"timestampMs":40)");
  const auto one = parse_mediapipe_export("\n " + first, "e.json");
  ASSERT_TRUE(one.has_value()) << one.error().text();
  EXPECT_EQ(one->recording.frames.size(), 1U);
  for (const std::string& text :
       {fmt::format("[{},\n{}]\n", first, second), fmt::format("{}\n{}\n", first, second), first + second}) {
    const auto two = parse_mediapipe_export(text, "e.json");
    ASSERT_TRUE(two.has_value()) << two.error().text();
    ASSERT_EQ(two->recording.frames.size(), 2U);
    EXPECT_EQ(two->recording.frames[1].time_s, 0.04);
    const auto& landmark = (*two->recording.frames[1].landmarks)[2];
    EXPECT_EQ(landmark.world, motion::Vector3(1.0 + 2.0 / 64.0, 0.5, -0.25));
    EXPECT_EQ(landmark.image, motion::Vector3(2.0 / 64.0, 0.5, -0.25));
    EXPECT_EQ(landmark.visibility, 0.75);
    EXPECT_TRUE(two->notes.empty());
  }
}

TEST(MediapipeExport, knows_older_names_bare_lists_and_wrapped_results) {
  const std::string bare = fmt::format(R"({{"poseLandmarks":{},"poseWorldLandmarks":{}}})",
                                       make_points(0.0, false), make_points(2.0, false));
  const auto older = parse_mediapipe_export(bare, "e.json");
  ASSERT_TRUE(older.has_value()) << older.error().text();
  EXPECT_EQ((*older->recording.frames[0].landmarks)[0].visibility, 1.0);
  ASSERT_EQ(older->notes.size(), 2U);
  EXPECT_NE(older->notes[0].find("30 pictures a second"), std::string::npos);
  EXPECT_NE(older->notes[1].find("count as seen"), std::string::npos);
  const auto wrapped =
      parse_mediapipe_export(R"({"time_s":1.5,"result":)" + make_result(0.0) + "}", "e.json");
  ASSERT_TRUE(wrapped.has_value()) << wrapped.error().text();
  EXPECT_EQ(wrapped->recording.frames[0].time_s, 1.5);
}

TEST(MediapipeExport, keeps_pictures_without_anybody_and_takes_the_first_of_several) {
  const std::string nobody = R"({"landmarks":[],"worldLandmarks":[]})";
  const std::string two = fmt::format(R"({{"landmarks":[{0},{1}],"worldLandmarks":[{1},{0}]}})",
                                      make_points(0.0), make_points(3.0));
  const auto read = parse_mediapipe_export(nobody + "\n" + two + "\n" + nobody, "e.json");
  ASSERT_TRUE(read.has_value()) << read.error().text();
  ASSERT_EQ(read->recording.frames.size(), 3U);
  EXPECT_FALSE(read->recording.frames[0].landmarks);
  EXPECT_EQ((*read->recording.frames[1].landmarks)[0].world.x(), 3.0);
  EXPECT_NE(read->notes.back().find("Up to 2 people"), std::string::npos);
  EXPECT_NE(error_of(nobody).find("found nobody in 1 pictures"), std::string::npos);
}

TEST(MediapipeExport, ends_bad_input_with_one_clear_error) {
  const std::string good = make_result(0.0, R"(,"timestampMs":0)");
  EXPECT_NE(error_of("").find("found an empty file"), std::string::npos);
  EXPECT_NE(error_of("{").find("e.json:1: expected JSON"), std::string::npos);
  EXPECT_NE(error_of(good + "\n{\"landmarks\":[[}").find("e.json:2: expected JSON, found \"}\""),
            std::string::npos)
      << error_of(good + "\n{\"landmarks\":[[}");
  EXPECT_NE(error_of("[" + good).find("e.json:1: expected the end of the list"), std::string::npos);
  EXPECT_NE(error_of("[" + good + good + "]").find("expected a comma"), std::string::npos);
  EXPECT_NE(error_of("[" + good + "] 7").find("expected nothing after the list"), std::string::npos);
  EXPECT_NE(error_of(good + "\n" + good).find("e.json:2: expected times that rise"), std::string::npos);
  EXPECT_NE(error_of(good + "\n" + make_result(0.0)).find("expected a time in each picture or in none"),
            std::string::npos);
  EXPECT_NE(error_of(make_result(500.0)).find("look like millimetres: divide them by 1000"),
            std::string::npos);
  EXPECT_NE(error_of("[1]").find(
                "e.json:1: expected a result with \"landmarks\" and \"worldLandmarks\", found no object"),
            std::string::npos);
  EXPECT_NE(error_of(R"({"landmarks":[]})").find("found no \"worldLandmarks\""), std::string::npos);
  EXPECT_NE(error_of(R"({"landmarks":[[{"x":1,"y":2,"z":3}]],"worldLandmarks":[]})")
                .find("expected 33 landmarks and 33 world landmarks, found 1 and 0"),
            std::string::npos);
  std::string bad = good;
  bad.replace(bad.find("\"y\":0.5"), 7, "\"y\":\"a\"");
  EXPECT_NE(error_of(bad).find("expected numbers x, y, z of nose"), std::string::npos);
  EXPECT_NE(error_of("{\"a\":\"" + std::string(2U << 20U, 'x') + "\"}").find("expected at most 1 MB"),
            std::string::npos);
  EXPECT_NE(error_of(std::string(100, '[')).find("expected JSON"), std::string::npos);
}

TEST(MediapipeExport, is_read_from_a_packed_file) {
  const test::TemporaryFolder folder;
  test::write_file(folder / "e.json.gz", test::pack(make_result(0.0)));
  EXPECT_TRUE(load_mediapipe_export(folder / "e.json.gz").has_value());
}

}  // namespace
}  // namespace endrange::files
