#include "adapters/files/openpose.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/array.hpp>
#include <cctype>
#include <cmath>
#include <limits>
#include <system_error>
#include <tuple>
#include <utility>

#include "adapters/files/cells.h"
#include "adapters/files/json_values.h"
#include "adapters/files/landmark_file.h"
#include "adapters/files/text_source.h"

namespace endrange::files {
namespace {

namespace json = boost::json;

constexpr std::array<std::string_view, Body25Count> Names = {
    "nose",           "neck",        "right_shoulder", "right_elbow",     "right_wrist",
    "left_shoulder",  "left_elbow",  "left_wrist",     "mid_hip",         "right_hip",
    "right_knee",     "right_ankle", "left_hip",       "left_knee",       "left_ankle",
    "right_eye",      "left_eye",    "right_ear",      "left_ear",        "left_big_toe",
    "left_small_toe", "left_heel",   "right_big_toe",  "right_small_toe", "right_heel"};

constexpr std::size_t MostPictureBytes = 4U << 20U;
constexpr double FurthestPixel = 1e6;

Result<PicturePerson> parse_person(const json::value& value, const std::string& place) {
  const auto wrong = [&](std::string message) {
    return fail(std::move(message), place, "write the files with OpenPose's BODY_25 model");
  };
  const json::value* points = find_member(value, "pose_keypoints_2d");
  const json::array* numbers = points == nullptr ? nullptr : points->if_array();
  if (numbers == nullptr) return wrong("expected \"pose_keypoints_2d\" for each person, found none");
  if (numbers->size() != 3 * Body25Count) {
    return wrong(fmt::format("expected {} numbers for BODY_25, found {}", 3 * Body25Count, numbers->size()));
  }
  PicturePerson person;
  for (std::size_t i = 0; i < Body25Count; ++i) {
    std::array<double, 3> triple = {};
    for (std::size_t k = 0; k < 3; ++k) {
      const json::value& one = (*numbers)[3 * i + k];
      const auto number = find_number(one);
      if (!number && !one.is_null())
        return wrong(fmt::format("expected numbers for {}, found others", Names[i]));
      triple[k] = number.value_or(0.0);
    }
    const auto [x, y, confidence] = triple;
    if (std::abs(x) > FurthestPixel || std::abs(y) > FurthestPixel || confidence < 0.0) {
      return wrong(fmt::format("expected a place in the picture and a confidence for {}, found {}, {}, {}",
                               Names[i], x, y, confidence));
    }
    if (confidence == 0.0 || (x == 0.0 && y == 0.0)) continue;
    // Some networks tell slightly more than one.
    person[i] = PicturePoint{x, y, std::min(confidence, 1.0)};
  }
  return person;
}

struct Picture {
  std::filesystem::path path = {};
  std::string video = {};  // the name in front of the number
  std::optional<double> number = {};
};

bool is_picture(const std::filesystem::path& path) {
  const std::string name = path.filename().string();
  return name.ends_with(".json") || name.ends_with(".json.gz");
}

Picture read_name(const std::filesystem::path& path) {
  std::string stem = path.filename().string();
  stem.resize(stem.rfind(".json"));
  if (stem.ends_with("_keypoints")) stem.resize(stem.size() - std::string_view("_keypoints").size());
  const auto is_digit = [](unsigned char c) { return std::isdigit(c) != 0; };
  const auto first = std::find_if_not(stem.rbegin(), stem.rend(), is_digit).base();
  const std::string_view digits(first, stem.end());
  // More than 15 digits are no count of pictures, nor exact.
  if (digits.empty() || digits.size() > 15) return {path, stem, std::nullopt};
  return {path, std::string(stem.begin(), first), find_number(digits)};
}

Result<std::vector<Picture>> find_pictures(const std::filesystem::path& folder) {
  std::error_code error;
  if (!std::filesystem::is_directory(folder, error)) {
    return fail("expected a folder of OpenPose's files, found no such folder", folder.string(),
                "check the name");
  }
  std::vector<Picture> pictures;
  std::filesystem::directory_iterator entry(folder, error);
  for (; !error && entry != std::filesystem::directory_iterator(); entry.increment(error)) {
    if (!is_picture(entry->path())) continue;
    if (pictures.size() == MostPictures) {
      return fail(fmt::format("expected at most {} pictures, found more", MostPictures), folder.string(),
                  "split the recording");
    }
    pictures.push_back(read_name(entry->path()));
  }
  if (error) {
    return fail("expected to read the folder, could not: " + error.message(), folder.string(),
                "check that you may read it");
  }
  if (pictures.empty()) {
    return fail("expected files that end in .json or .json.gz, found none", folder.string(),
                "name the folder that OpenPose wrote with --write_json");
  }
  std::ranges::sort(pictures, [](const Picture& a, const Picture& b) {
    return std::tie(a.video, a.number, a.path) < std::tie(b.video, b.number, b.path);
  });
  for (std::size_t i = 1; i < pictures.size(); ++i) {
    const bool is_one_video =
        pictures[i].video == pictures[0].video && pictures[i].number && pictures[0].number;
    if (!is_one_video || pictures[i].number == pictures[i - 1].number) {
      return fail("expected the numbered pictures of one video, found another beside them",
                  pictures[i].path.string(), "keep one video's files in a folder of their own");
    }
  }
  return pictures;
}

}  // namespace

std::string_view body_25_name(std::size_t point) {
  return Names.at(point);
}

Result<std::vector<PicturePerson>> parse_openpose_picture(std::string_view text, const std::string& name) {
  TRY_STATUS(check_text(text, name, "a picture's points in JSON"));
  JsonValues values(text, name);
  TRY(const auto value, values.next());
  const json::value* list = value ? find_member(*value, "people") : nullptr;
  const json::array* people = list == nullptr ? nullptr : list->if_array();
  if (people == nullptr) {
    return fail("expected a list of \"people\", found none", name, "give the folder that OpenPose wrote");
  }
  TRY(const auto more, values.next());
  if (more)
    return fail("expected one picture in a file, found more", values.place(), "give OpenPose's own files");
  std::vector<PicturePerson> persons;
  for (const json::value& one : *people) {
    TRY(const PicturePerson person, parse_person(one, name));
    persons.push_back(person);
  }
  return persons;
}

std::optional<std::size_t> find_same_person(const std::vector<PicturePerson>& people,
                                            const std::optional<PicturePerson>& before) {
  std::optional<std::size_t> nearest;
  std::optional<std::size_t> best;
  double least_distance = std::numeric_limits<double>::infinity();
  double most_confidence = 0.0;
  for (std::size_t i = 0; i < people.size(); ++i) {
    double confidence = 0.0;
    double distance = 0.0;
    double shared = 0.0;
    for (std::size_t k = 0; k < Body25Count; ++k) {
      const auto& now = people[i][k];
      if (!now) continue;
      confidence += now->confidence;
      if (!before || !(*before)[k]) continue;
      distance += std::hypot(now->x - (*before)[k]->x, now->y - (*before)[k]->y);
      shared += 1.0;
    }
    if (shared > 0.0 && distance / shared < least_distance) {
      least_distance = distance / shared;
      nearest = i;
    }
    if (confidence > most_confidence) {
      most_confidence = confidence;
      best = i;
    }
  }
  return nearest ? nearest : best;
}

Result<motion::PointRecording> load_openpose(const std::filesystem::path& folder, double rate_hz) {
  TRY(const std::vector<Picture> pictures, find_pictures(folder));
  motion::PointRecording recording({Names.begin(), Names.end()}, motion::PointSpace::Picture);
  recording.source = {.format = "OpenPose", .unit = "px", .rate_hz = 0.0, .notes = {}};
  recording.source.notes.push_back(
      fmt::format("OpenPose states no rate: {:.6g} pictures a second were taken.", rate_hz));
  std::optional<PicturePerson> before;
  std::size_t most_people = 0;
  for (const Picture& picture : pictures) {
    TRY(const std::string text, load_bytes(picture.path, MostPictureBytes));
    TRY(const auto people, parse_openpose_picture(text, picture.path.string()));
    most_people = std::max(most_people, people.size());
    const double number = picture.number.value_or(0.0) - pictures.front().number.value_or(0.0);
    recording.append_frame(number / rate_hz);
    const auto person = find_same_person(people, before);
    if (!person) continue;
    before = people[*person];
    for (std::size_t i = 0; i < Body25Count; ++i) {
      const auto& point = people[*person][i];
      if (point)
        recording.place(recording.frame_count() - 1, i, {point->x, point->y, 0.0}, point->confidence);
    }
  }
  if (!before) {
    return fail(
        fmt::format("expected a person in the recording, found nobody in {} pictures", pictures.size()),
        folder.string(), "record again with the whole body in the picture");
  }
  if (most_people > 1) {
    recording.source.notes.push_back(
        fmt::format("Up to {} people stand in a picture: one was followed.", most_people));
  }
  return recording;
}

}  // namespace endrange::files
