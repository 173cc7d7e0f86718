#include "adapters/files/landmark_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>
#include <iterator>
#include <optional>
#include <span>
#include <system_error>

#include "adapters/files/json_line.h"
#include "adapters/files/length_unit.h"
#include "adapters/files/save_text.h"
#include "adapters/files/text_source.h"

namespace endrange::files {
namespace {

constexpr std::string_view FormatName = "endrange-landmarks";
constexpr int FormatVersion = 1;
// 33 landmarks of 7 numbers at 25 characters are under 6 kB.
constexpr std::size_t MostLineBytes = 64U << 10U;
constexpr int MostPixels = 100000;

Error wrong(std::string message, std::string remedy = {}) {
  return Error{std::move(message), {}, std::move(remedy)};
}

// An object with exactly these keys.
Status check_keys(const JsonObject& object, std::span<const std::string_view> keys) {
  for (const auto& [key, value] : object) {
    if (std::ranges::find(keys, key) == keys.end()) {
      return fail(wrong(fmt::format("expected no key \"{}\", found one", key)));
    }
  }
  for (const std::string_view key : keys) {
    if (!object.contains(key)) return fail(wrong(fmt::format("expected a key \"{}\", found none", key)));
  }
  return {};
}

template <typename T>
Result<T> parse_as(const JsonValue& value, std::string_view kind, std::string_view what) {
  const T* found = std::get_if<T>(&value.value);
  if (found == nullptr)
    return fail(wrong(fmt::format("expected {} for \"{}\", found another kind", kind, what)));
  return *found;
}

Result<std::string> parse_text(const JsonObject& object, std::string_view key) {
  return parse_as<std::string>(object.find(key)->second, "text", key);
}

Result<int> parse_pixels(const JsonObject& object, std::string_view key) {
  TRY(const double number, parse_as<double>(object.find(key)->second, "a number", key));
  if (!(number >= 0.0 && number <= MostPixels && number == std::floor(number))) {
    return fail(wrong(fmt::format("expected a size in pixels for \"{}\", found {}", key, number)));
  }
  return static_cast<int>(number);
}

Result<motion::LandmarkRecording> parse_header(std::string_view line) {
  const auto object = parse_json_line(line);
  const auto format = object ? object->find("format") : JsonObject::const_iterator{};
  const auto* name =
      object && format != object->end() ? std::get_if<std::string>(&format->second.value) : nullptr;
  if (name == nullptr || *name != FormatName) {
    return fail(wrong(fmt::format("expected a header with \"format\":\"{}\", found another file", FormatName),
                      "give a .landmarks.ndjson file that endrange kept"));
  }
  constexpr std::array<std::string_view, 7> Keys = {"format", "version", "protocol", "method",
                                                    "model",  "width",   "height"};
  TRY_STATUS(check_keys(*object, Keys));
  TRY(const double version, parse_as<double>(object->find("version")->second, "a number", "version"));
  if (version != FormatVersion) {
    return fail(wrong(fmt::format("expected version {}, found {}", FormatVersion, version),
                      "update endrange, which may know it"));
  }
  motion::LandmarkRecording recording;
  TRY(const std::string protocol, parse_text(*object, "protocol"));
  recording.protocol = ProtocolId(protocol);
  TRY(recording.method, parse_text(*object, "method"));
  TRY(recording.model, parse_text(*object, "model"));
  TRY(recording.width, parse_pixels(*object, "width"));
  TRY(recording.height, parse_pixels(*object, "height"));
  return recording;
}

using Row = std::array<double, 4>;

// From `least` to four numbers: a world row may repeat the visibility, which the image row gives.
Result<Row> parse_row(const JsonValue& value, std::size_t least, std::string_view what) {
  const auto* list = std::get_if<JsonList>(&value.value);
  if (list == nullptr || list->size() < least || list->size() > Row{}.size()) {
    return fail(wrong(
        fmt::format("expected {} numbers for each landmark of \"{}\", found another count", least, what)));
  }
  Row row = {};
  for (std::size_t i = 0; i < list->size(); ++i) {
    TRY(row[i], parse_as<double>((*list)[i], "numbers", what));
  }
  return row;
}

Result<motion::LandmarkFrame> parse_frame(std::string_view line) {
  TRY(const JsonObject object, parse_json_line(line));
  constexpr std::array<std::string_view, 3> Keys = {"t_ms", "image", "world"};
  TRY_STATUS(check_keys(object, Keys));
  motion::LandmarkFrame frame;
  TRY(const double t_ms, parse_as<double>(object.find("t_ms")->second, "a number", "t_ms"));
  frame.time_s = t_ms / 1000.0;
  TRY(const JsonList image, parse_as<JsonList>(object.find("image")->second, "a list", "image"));
  TRY(const JsonList world, parse_as<JsonList>(object.find("world")->second, "a list", "world"));
  if (image.empty() && world.empty()) return frame;
  if (image.size() != body::LandmarkCount || world.size() != body::LandmarkCount) {
    return fail(
        wrong(fmt::format("expected {0} landmarks in \"image\" and {0} in \"world\", found {1} and {2}",
                          body::LandmarkCount, image.size(), world.size())));
  }
  frame.landmarks.emplace();
  for (std::size_t i = 0; i < body::LandmarkCount; ++i) {
    TRY(const Row seen, parse_row(image[i], 4, "image"));
    TRY(const Row placed, parse_row(world[i], 3, "world"));
    (*frame.landmarks)[i] = {.image = {seen[0], seen[1], seen[2]},
                             .world = {placed[0], placed[1], placed[2]},
                             .visibility = seen[3]};
  }
  return frame;
}

bool is_binary(std::string_view text) {
  return std::ranges::any_of(text.substr(0, 4096), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 && c != '\n' && c != '\r' && c != '\t';
  });
}

}  // namespace

Result<motion::LandmarkRecording> parse_landmarks(std::string_view text, const std::string& name) {
  if (text.empty()) return fail("expected a recording, found an empty file", name, "record again");
  if (is_binary(text)) {
    return fail("expected lines of text, found binary data", name,
                "give a .landmarks.ndjson file; a video goes on the page");
  }
  LandmarkLines lines(name);
  std::vector<motion::LandmarkFrame> frames;
  bool has_person = false;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    const bool is_cut_off = end == std::string_view::npos;
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(is_cut_off ? text.size() : end + 1);
    if (frames.size() == MostPictures) {
      return fail(fmt::format("expected at most {} pictures, found more", MostPictures), name,
                  "split the recording");
    }
    TRY(auto frame, lines.take(line, is_cut_off));
    if (!frame) continue;
    has_person = has_person || frame->landmarks.has_value();
    frames.push_back(std::move(*frame));
  }
  if (!has_person) {
    return fail(fmt::format("expected a person in the recording, found nobody in {} pictures", frames.size()),
                name, "record again with the whole body in the picture");
  }
  motion::LandmarkRecording recording = lines.header();
  recording.frames = std::move(frames);
  return recording;
}

LandmarkLines::LandmarkLines(std::string name) : name_(std::move(name)) {}

Result<std::optional<motion::LandmarkFrame>> LandmarkLines::take(std::string_view line, bool is_cut_off) {
  ++number_;
  const auto place = [&](Error error) {
    error.where = fmt::format("{}:{}{}{}", name_, number_, error.where.empty() ? "" : ":", error.where);
    return fail(std::move(error));
  };
  if (line.size() > MostLineBytes) return place(wrong("expected lines of at most 64 kB, found a longer one"));
  if (line.ends_with('\r')) line.remove_suffix(1);
  if (number_ == 1) {
    auto header = parse_header(line);
    if (!header) return place(std::move(header).error());
    header_ = std::move(*header);
    return std::nullopt;
  }
  auto frame = parse_frame(line);
  if (!frame && is_cut_off) {
    return place(wrong("expected a whole last line, found one that is cut off",
                       "copy the file again, or delete its last line"));
  }
  if (!frame) return place(std::move(frame).error());
  if (auto status = check_frame(*frame, last_time_s_); !status)
    return place(explain_unit(std::move(status).error(), *frame));
  last_time_s_ = frame->time_s;
  return std::move(*frame);
}

Result<motion::LandmarkRecording> load_landmarks(const std::filesystem::path& path) {
  TRY(const std::string text, load_bytes(path));
  return parse_landmarks(text, path.string());
}

std::string format_landmarks(const motion::LandmarkRecording& recording) {
  const auto quote = [](const std::string& text) {
    std::string quoted = "\"";
    for (const char c : text) {
      if (c == '"' || c == '\\') quoted += '\\';
      if (c != '\n' && c != '\r') quoted += c;
    }
    return quoted + '"';
  };
  std::string out = fmt::format(
      R"({{"format":"{}","version":{},"protocol":{},"method":{},"model":{},"width":{},"height":{}}})",
      FormatName, FormatVersion, quote(recording.protocol.value()), quote(recording.method),
      quote(recording.model), recording.width, recording.height);
  out += '\n';
  auto to = std::back_inserter(out);
  for (const motion::LandmarkFrame& frame : recording.frames) {
    // To the nanosecond, so that milliseconds read from a file are written as they were.
    fmt::format_to(to, R"({{"t_ms":{},"image":[)", std::round(frame.time_s * 1e9) / 1e6);
    const std::size_t count = frame.landmarks ? body::LandmarkCount : 0;
    for (std::size_t i = 0; i < count; ++i) {
      const motion::RawLandmark& one = (*frame.landmarks)[i];
      fmt::format_to(to, "{}[{},{},{},{}]", i == 0 ? "" : ",", one.image.x(), one.image.y(), one.image.z(),
                     one.visibility);
    }
    out += R"(],"world":[)";
    for (std::size_t i = 0; i < count; ++i) {
      const motion::RawLandmark& one = (*frame.landmarks)[i];
      fmt::format_to(to, "{}[{},{},{}]", i == 0 ? "" : ",", one.world.x(), one.world.y(), one.world.z());
    }
    out += "]}\n";
  }
  return out;
}

Status save_landmarks(const motion::LandmarkRecording& recording, const std::filesystem::path& path) {
  return save_text(format_landmarks(recording), path,
                   std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

}  // namespace endrange::files
