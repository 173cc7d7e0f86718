#include "adapters/files/landmark_file.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cmath>
#include <filesystem>
#include <fstream>

#include "tests/adapters/files/gzip.h"
#include "tests/support/folder.h"

namespace endrange::files {
namespace {

motion::LandmarkRecording make_sample() {
  motion::LandmarkRecording recording{.protocol = ProtocolId("shoulder.abduction"),
                                      .method = "video",
                                      .model = "full",
                                      .width = 640,
                                      .height = 360,
                                      .frames = {}};
  for (int i = 0; i < 3; ++i) {
    motion::LandmarkFrame frame{.time_s = i * 33.4 / 1000.0, .landmarks = {}};
    if (i != 1) {
      frame.landmarks.emplace();
      for (std::size_t k = 0; k < body::LandmarkCount; ++k) {
        const double x = 1.0 / (3.0 + static_cast<double>(k) + i);
        (*frame.landmarks)[k] = {{x, -x / 7.0, 1e-9 * x}, {x / 3.0, 2.0 * x, -x}, 1.0 - x};
      }
    }
    recording.frames.push_back(frame);
  }
  return recording;
}

std::string error_of(const std::string& text) {
  const auto parsed = parse_landmarks(text, "walk.landmarks.ndjson");
  return parsed ? "no error" : parsed.error().text();
}

std::string replace(std::string text, const std::string& what, const std::string& with) {
  const auto at = text.find(what);
  EXPECT_NE(at, std::string::npos) << what;
  return at == std::string::npos ? text : text.replace(at, what.size(), with);
}

TEST(LandmarkFile, reads_back_what_it_wrote_to_the_last_bit) {
  const auto recording = make_sample();
  const std::string text = format_landmarks(recording);
  const auto parsed = parse_landmarks(text, "sample");
  ASSERT_TRUE(parsed.has_value()) << parsed.error().text();
  EXPECT_TRUE(*parsed == recording);
  EXPECT_TRUE(format_landmarks(*parsed) == text);
}

TEST(LandmarkFile, ends_bad_input_with_one_clear_error) {
  const std::string good = format_landmarks(make_sample());
  const std::string header = good.substr(0, good.find('\n') + 1);
  EXPECT_EQ(error_of(""), "walk.landmarks.ndjson: expected a recording, found an empty file; record again");
  EXPECT_NE(error_of(std::string("\x1f\x8b\x08\x00\x01", 5)).find("found binary data"), std::string::npos);
  EXPECT_NE(error_of("PathFileType\t4\t(X/Y/Z)\n").find("walk.landmarks.ndjson:1: expected a header"),
            std::string::npos);
  EXPECT_NE(error_of(replace(good, "\"version\":1", "\"version\":2")).find(":1: expected version 1, found 2"),
            std::string::npos);
  EXPECT_NE(error_of(replace(good, "\"model\"", "\"engine\"")).find("expected no key \"engine\""),
            std::string::npos);
  EXPECT_NE(error_of(header).find("found nobody in 0 pictures"), std::string::npos);
  EXPECT_NE(error_of(header + "{\"t_ms\":0,\"image\":[],\"world\":[]}\n").find("found nobody in 1 pictures"),
            std::string::npos);
  EXPECT_NE(error_of(good.substr(0, good.size() - 200)).find(":4: expected a whole last line"),
            std::string::npos);
  EXPECT_NE(error_of(replace(good, "\"t_ms\":66.8", "\"t_ms\":33.4")).find(":4: expected times that rise"),
            std::string::npos);
  EXPECT_NE(error_of(replace(good, "\"t_ms\":66.8", "\"t_ms\":10")).find(":4: expected times that rise"),
            std::string::npos);
  EXPECT_NE(
      error_of(replace(good, "[[0.3333333333333333,", "[[NaN,")).find(":2:21: expected a number, found NaN"),
      std::string::npos);
  EXPECT_NE(error_of(replace(good, "[[0.3333333333333333,", "[[1e300,"))
                .find("finite coordinates within 100 for nose"),
            std::string::npos);
  EXPECT_NE(
      error_of(replace(good, "[[0.3333333333333333,", "[[\"a\",")).find("expected numbers for \"image\""),
      std::string::npos);
  EXPECT_NE(error_of(replace(good, "[[0.3333333333333333,", "[[")).find("expected 4 numbers"),
            std::string::npos);
  EXPECT_NE(error_of(header + std::string(70000, ' ') + "\n").find(":2: expected lines of at most 64 kB"),
            std::string::npos);
  EXPECT_NE(error_of(header + std::string(50000, '[') + "\n").find("expected at most four levels"),
            std::string::npos);
}

TEST(LandmarkFile, says_which_unit_numbers_look_like_that_cannot_be) {
  const auto scaled = [](double world, double image) {
    motion::LandmarkRecording recording = make_sample();
    for (auto& frame : recording.frames) {
      if (!frame.landmarks) continue;
      for (auto& landmark : *frame.landmarks) {
        landmark.world *= world;
        landmark.image *= image;
      }
    }
    return error_of(format_landmarks(recording));
  };
  EXPECT_EQ(scaled(1.0, 1.0), "no error");
  EXPECT_EQ(
      scaled(1000.0, 1.0),
      "walk.landmarks.ndjson:2: expected finite coordinates within 100 for nose, found others; the world "
      "landmarks look like millimetres: divide them by 1000");
  EXPECT_NE(scaled(1.0, 1280.0).find("look like pixels"), std::string::npos) << scaled(1.0, 1280.0);
  EXPECT_NE(scaled(1e6, 1.0).find("record again"), std::string::npos) << "no unit of a person's";
}

TEST(LandmarkFile, is_saved_whole_and_private_and_loaded_again) {
  const auto folder = std::filesystem::temp_directory_path() / ("endrange-files-" + std::to_string(getpid()));
  std::filesystem::create_directories(folder);
  const auto path = folder / "kept.landmarks.ndjson";
  ASSERT_TRUE(save_landmarks(make_sample(), path).has_value());
  EXPECT_EQ(std::filesystem::status(path).permissions() & std::filesystem::perms::all,
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  const auto loaded = load_landmarks(path);
  ASSERT_TRUE(loaded.has_value());
  EXPECT_TRUE(*loaded == make_sample());
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder), {}), 1);
  EXPECT_FALSE(load_landmarks(folder / "none").has_value());
  EXPECT_FALSE(load_landmarks(folder).has_value());
  EXPECT_FALSE(save_landmarks(make_sample(), folder / "missing" / "x").has_value());
  std::filesystem::remove_all(folder);
}

TEST(LandmarkFileReader, gives_the_same_pictures_one_by_one_plain_and_packed) {
  const test::TemporaryFolder folder;
  const std::string text = format_landmarks(make_sample());
  test::write_file(folder / "plain.landmarks.ndjson", text);
  test::write_file(folder / "packed.landmarks.ndjson.gz", test::pack(text));
  for (const char* name : {"plain.landmarks.ndjson", "packed.landmarks.ndjson.gz"}) {
    auto reader = LandmarkFileReader::open(folder / name);
    ASSERT_TRUE(reader.has_value()) << reader.error().text();
    motion::LandmarkRecording recording = reader->header();
    EXPECT_EQ(recording.width, 640);
    for (;;) {
      auto frame = reader->next();
      ASSERT_TRUE(frame.has_value()) << frame.error().text();
      if (!*frame) break;
      recording.frames.push_back(std::move(**frame));
    }
    EXPECT_TRUE(recording == make_sample()) << name;
    const auto loaded = load_landmarks(folder / name);
    ASSERT_TRUE(loaded.has_value()) << loaded.error().text();
    EXPECT_TRUE(*loaded == make_sample()) << name;
  }
}

TEST(LandmarkFileReader, ends_bad_input_with_one_clear_error) {
  const test::TemporaryFolder folder;
  const auto error_in = [&](const std::string& bytes) -> std::string {
    test::write_file(folder / "x", bytes);
    auto reader = LandmarkFileReader::open(folder / "x");
    if (!reader) return reader.error().text();
    for (;;) {
      const auto frame = reader->next();
      if (!frame) return frame.error().text();
      if (!*frame) return "no error";
    }
  };
  const std::string good = format_landmarks(make_sample());
  EXPECT_EQ(error_in(good), "no error");
  EXPECT_NE(error_in("").find("found an empty file"), std::string::npos);
  EXPECT_NE(error_in("x\n").find(":1: expected a header"), std::string::npos);
  EXPECT_NE(error_in(good.substr(0, good.size() - 20)).find(":4: expected a whole last line"),
            std::string::npos);
  EXPECT_NE(error_in(good + std::string(200'000, ' ')).find(":5: expected lines of at most 64 kB"),
            std::string::npos);
  const std::string packed = test::pack(good);
  EXPECT_NE(error_in(packed.substr(0, packed.size() - 12)).find("damaged or cut off"), std::string::npos);
  EXPECT_FALSE(LandmarkFileReader::open(folder / "none").has_value());
}

}  // namespace
}  // namespace endrange::files
