#include "adapters/files/openpose.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "tests/adapters/files/gzip.h"
#include "tests/support/folder.h"

namespace endrange::files {
namespace {

std::string make_person(double x, double confidence = 0.5) {
  std::string numbers;
  for (std::size_t i = 0; i < Body25Count; ++i)
    numbers += fmt::format("{}{},{},{}", i == 0 ? "" : ",", x + double(i), 100.0, i == 4 ? 0.0 : confidence);
  return R"({"person_id":[-1],"pose_keypoints_2d":[)" + numbers + R"(],"face_keypoints_2d":[]})";
}

std::string make_picture(const std::string& people) {
  return R"({"version":1.3,"people":[)" + people + "]}";
}

std::string error_of(const std::string& text) {
  const auto parsed = parse_openpose_picture(text, "p.json");
  return parsed ? "no error" : parsed.error().text();
}

TEST(OpenPose, reads_a_picture_with_missing_points_missing) {
  const auto people = parse_openpose_picture(make_picture(make_person(10.0)), "p.json");
  ASSERT_TRUE(people.has_value()) << people.error().text();
  ASSERT_EQ(people->size(), 1U);
  EXPECT_EQ((*people)[0][2]->x, 12.0);
  EXPECT_EQ((*people)[0][2]->confidence, 0.5);
  EXPECT_FALSE((*people)[0][4]);
  EXPECT_EQ(body_25_name(24), "right_heel");
  EXPECT_TRUE(parse_openpose_picture(make_picture(""), "p.json")->empty());
}

TEST(OpenPose, follows_one_person_through_a_folder_with_gaps) {
  const test::TemporaryFolder folder;
  const auto write = [&](int number, const std::string& people) {
    test::write_file(folder / fmt::format("walk_{:012}_keypoints.json", number), make_picture(people));
  };
  write(8, make_person(900.0, 0.2) + "," + make_person(100.0, 0.9));
  write(9, make_person(105.0, 0.3) + "," + make_person(880.0, 0.9));
  write(10, "");
  write(14, make_person(860.0, 0.9) + "," + make_person(120.0, 0.3));
  const auto read = load_openpose(folder.path(), 25.0);
  ASSERT_TRUE(read.has_value()) << read.error().text();
  EXPECT_EQ(read->space(), motion::PointSpace::Picture);
  ASSERT_EQ(read->frame_count(), 4U);
  EXPECT_NEAR(read->time_s()[3], 0.24, 1e-12);
  EXPECT_EQ(read->find(0, 0)->x(), 100.0);
  EXPECT_EQ(read->find(1, 0)->x(), 105.0);
  EXPECT_FALSE(read->find(2, 0));
  EXPECT_EQ(read->find(3, 0)->x(), 120.0);
  EXPECT_FALSE(read->find(3, 4));
  EXPECT_NEAR(read->confidence(3, 0), 0.3, 1e-7);
  ASSERT_EQ(read->source.notes.size(), 2U);
}

TEST(OpenPose, reads_packed_pictures_beside_plain_ones) {
  const test::TemporaryFolder folder;
  test::write_file(folder / "walk_000_keypoints.json.gz", test::pack(make_picture(make_person(100.0))));
  test::write_file(folder / "walk_001_keypoints.json", make_picture(make_person(110.0)));
  test::write_file(folder / "walk_002_keypoints.json.gz", test::pack(make_picture(make_person(120.0))));
  test::write_file(folder / "notes.gz", test::pack("none of them"));
  const auto read = load_openpose(folder.path(), 25.0);
  ASSERT_TRUE(read.has_value()) << read.error().text();
  ASSERT_EQ(read->frame_count(), 3U);
  for (std::size_t frame = 0; frame < 3; ++frame) {
    EXPECT_NEAR(read->time_s()[frame], 0.04 * double(frame), 1e-12);
    EXPECT_EQ(read->find(frame, 0)->x(), 100.0 + 10.0 * double(frame));
  }
  test::write_file(folder / "walk_003_keypoints.json.gz", test::pack(make_picture("")).substr(0, 30));
  EXPECT_NE(load_openpose(folder.path()).error().text().find("walk_003_keypoints.json.gz"),
            std::string::npos);
}

TEST(OpenPose, ends_bad_input_with_one_clear_error) {
  EXPECT_NE(error_of("").find("found an empty file"), std::string::npos);
  EXPECT_NE(error_of("{}").find("p.json: expected a list of \"people\", found none"), std::string::npos);
  EXPECT_NE(error_of("{\n\"people\":[}").find("p.json:2: expected JSON"), std::string::npos);
  EXPECT_NE(error_of(make_picture("{}")).find("expected \"pose_keypoints_2d\""), std::string::npos);
  EXPECT_NE(error_of(make_picture(R"({"pose_keypoints_2d":[1,2,3]})"))
                .find("expected 75 numbers for BODY_25, found 3"),
            std::string::npos);
  std::string bad = make_person(10.0);
  bad.replace(bad.find("10,"), 2, "{}");
  EXPECT_NE(error_of(make_picture(bad)).find("expected numbers for nose"), std::string::npos);
  EXPECT_NE(error_of(make_picture(make_person(1e7))).find("expected a place in the picture"),
            std::string::npos);
  EXPECT_NE(error_of(make_picture("") + make_picture("")).find("expected one picture in a file"),
            std::string::npos);
}

TEST(OpenPose, refuses_folders_that_are_no_recording) {
  const test::TemporaryFolder folder;
  const auto error = [&] { return load_openpose(folder.path()).error().text(); };
  EXPECT_NE(load_openpose(folder / "none").error().text().find("found no such folder"), std::string::npos);
  EXPECT_NE(error().find("expected files that end in .json or .json.gz, found none"), std::string::npos);
  test::write_file(folder / "a_1_keypoints.json", make_picture(""));
  EXPECT_NE(error().find("found nobody in 1 pictures"), std::string::npos);
  test::write_file(folder / "b_2_keypoints.json", make_picture(make_person(1.0)));
  EXPECT_NE(error().find("expected the numbered pictures of one video"), std::string::npos);
}

}  // namespace
}  // namespace endrange::files
