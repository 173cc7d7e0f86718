#include "adapters/files/mediapipe_export.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <optional>
#include <span>
#include <utility>

#include "adapters/files/json_values.h"
#include "adapters/files/length_unit.h"
#include "adapters/files/text_source.h"

namespace endrange::files {
namespace {

namespace json = boost::json;

constexpr std::array<std::string_view, 3> ImageKeys = {"landmarks", "poseLandmarks", "pose_landmarks"};
constexpr std::array<std::string_view, 3> WorldKeys = {"worldLandmarks", "poseWorldLandmarks",
                                                       "pose_world_landmarks"};
constexpr std::array<std::string_view, 4> MillisecondKeys = {"timestampMs", "timestamp_ms", "timestamp",
                                                             "t_ms"};
constexpr double DefaultRate = 30.0;

const json::value* find_any(const json::value& value, std::span<const std::string_view> keys) {
  for (const std::string_view key : keys)
    if (const json::value* found = find_member(value, key)) return found;
  return nullptr;
}

// One landmark: an object of x, y, z, or a list of them.
struct Point {
  motion::Vector3 place = motion::Vector3::Zero();
  std::optional<double> visibility = {};
};

class ExportReader {
 public:
  ExportReader(std::string_view text, const std::string& name) : values_(text, name), name_(name) {}

  Result<MediapipeExport> parse() {
    read_.recording.method = "video";
    for (;;) {
      TRY(const auto value, values_.next());
      if (!value) break;
      auto frame = parse_result(*value);
      if (!frame) {
        frame.error().where = values_.place();
        return fail(std::move(frame).error());
      }
      if (auto status = check_frame(*frame, last_time_s_); !status) {
        status.error().where = values_.place();
        return fail(explain_unit(std::move(status).error(), *frame));
      }
      last_time_s_ = frame->time_s;
      has_person_ = has_person_ || frame->landmarks.has_value();
      read_.recording.frames.push_back(std::move(*frame));
    }
    if (!has_person_) {
      return fail(fmt::format("expected a person in the export, found nobody in {} pictures",
                              read_.recording.frames.size()),
                  name_, "export the landmarks of a recording with the whole body in the picture");
    }
    add_notes();
    return std::move(read_);
  }

 private:
  Result<motion::LandmarkFrame> parse_result(const json::value& value) {
    if (read_.recording.frames.size() == MostPictures) {
      return fail(fmt::format("expected at most {} pictures, found more", MostPictures), {},
                  "split the recording");
    }
    const json::value* nested = find_member(value, "result");
    const json::value& result = nested != nullptr ? *nested : value;
    const json::value* image = find_any(result, ImageKeys);
    const json::value* world = find_any(result, WorldKeys);
    if (image == nullptr || world == nullptr) {
      return fail(fmt::format("expected a result with \"landmarks\" and \"worldLandmarks\", found {}",
                              !result.is_object() ? "no object"
                              : image == nullptr  ? "no \"landmarks\""
                                                  : "no \"worldLandmarks\""),
                  {}, "export the whole result of each picture");
    }
    motion::LandmarkFrame frame;
    TRY(frame.time_s, parse_time(value, result));
    TRY(const json::array* seen, find_person(*image, "landmarks"));
    TRY(const json::array* placed, find_person(*world, "worldLandmarks"));
    if (seen == nullptr && placed == nullptr) return frame;
    const std::size_t seen_count = seen == nullptr ? 0 : seen->size();
    const std::size_t placed_count = placed == nullptr ? 0 : placed->size();
    if (seen_count != body::LandmarkCount || placed_count != body::LandmarkCount) {
      return fail(fmt::format("expected {0} landmarks and {0} world landmarks, found {1} and {2}",
                              body::LandmarkCount, seen_count, placed_count),
                  {}, "export the landmarks of MediaPipe's pose models");
    }
    frame.landmarks.emplace();
    for (std::size_t i = 0; i < body::LandmarkCount; ++i) {
      TRY(const Point in_picture, parse_point((*seen)[i], i));
      TRY(const Point in_world, parse_point((*placed)[i], i));
      const auto visibility = in_picture.visibility ? in_picture.visibility : in_world.visibility;
      lacks_visibility_ = lacks_visibility_ || !visibility;
      (*frame.landmarks)[i] = {in_picture.place, in_world.place, visibility.value_or(1.0)};
    }
    return frame;
  }

  Result<double> parse_time(const json::value& outer, const json::value& result) {
    double scale = 0.001;
    const json::value* stated = find_any(outer, MillisecondKeys);
    if (stated == nullptr) stated = find_any(result, MillisecondKeys);
    if (stated == nullptr) {
      stated = find_member(outer, "time_s");
      if (stated == nullptr) stated = find_member(result, "time_s");
      scale = 1.0;
    }
    const bool is_first = read_.recording.frames.empty();
    if (is_first) has_times_ = stated != nullptr;
    if (has_times_ != (stated != nullptr)) {
      return fail("expected a time in each picture or in none, found both", {}, "export the recording again");
    }
    if (stated == nullptr) return static_cast<double>(read_.recording.frames.size()) / DefaultRate;
    const auto number = find_number(*stated);
    if (!number)
      return fail("expected a number for the time, found another kind", {}, "export the recording again");
    return *number * scale;
  }

  // The landmarks of the first person; none where nobody was seen.
  Result<const json::array*> find_person(const json::value& people, std::string_view what) {
    const json::array* list = people.if_array();
    if (list == nullptr && !people.is_null()) {
      return fail(fmt::format("expected a list for \"{}\", found another kind", what), {},
                  "export the whole result of each picture");
    }
    if (list == nullptr || list->empty()) return nullptr;
    // The landmarks themselves, or people of whom each has a list of them: a point is no list of lists.
    const json::array* first = list->front().if_array();
    const bool is_list_of_people =
        first != nullptr && (first->empty() || first->front().is_object() || first->front().is_array());
    if (!is_list_of_people) return list;
    most_people_ = std::max(most_people_, list->size());
    return first->empty() ? nullptr : first;
  }

  static Result<Point> parse_point(const json::value& value, std::size_t index) {
    const auto wrong = [&] {
      return fail(fmt::format("expected numbers x, y, z of {}, found others",
                              word(static_cast<body::Landmark>(index))),
                  {}, "export the whole result of each picture");
    };
    constexpr std::array<std::string_view, 4> Keys = {"x", "y", "z", "visibility"};
    const json::array* list = value.if_array();
    Point point;
    for (std::size_t i = 0; i < Keys.size(); ++i) {
      const json::value* one = list != nullptr ? list->if_contains(i) : find_member(value, Keys[i]);
      const auto number = one == nullptr ? std::nullopt : find_number(*one);
      if (!number && (i < 3 || (one != nullptr && !one->is_null()))) return wrong();
      if (i < 3)
        point.place[static_cast<Eigen::Index>(i)] = *number;
      else
        point.visibility = number;
    }
    return point;
  }

  void add_notes() {
    if (!has_times_) {
      read_.notes.push_back(
          fmt::format("The export states no times: {:.0f} pictures a second were taken.", DefaultRate));
    }
    if (lacks_visibility_) read_.notes.emplace_back("Some landmarks have no visibility: they count as seen.");
    if (most_people_ > 1) {
      read_.notes.push_back(
          fmt::format("Up to {} people stand in a picture: the first of each was read.", most_people_));
    }
  }

  JsonValues values_;
  std::string name_;
  MediapipeExport read_;
  std::optional<double> last_time_s_;
  bool has_person_ = false;
  bool has_times_ = false;
  bool lacks_visibility_ = false;
  std::size_t most_people_ = 0;
};

}  // namespace

Result<MediapipeExport> parse_mediapipe_export(std::string_view text, const std::string& name) {
  TRY_STATUS(check_text(text, name, "landmarks in JSON"));
  return ExportReader(text, name).parse();
}

Result<MediapipeExport> load_mediapipe_export(const std::filesystem::path& path) {
  TRY(const std::string text, load_bytes(path));
  return parse_mediapipe_export(text, path.string());
}

}  // namespace endrange::files
