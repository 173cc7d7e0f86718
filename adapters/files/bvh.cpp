#include "adapters/files/bvh.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "adapters/files/cells.h"
#include "adapters/files/point_rows.h"
#include "adapters/files/text_source.h"

namespace endrange::files {
namespace {

using motion::Vector3;

constexpr std::size_t MostJoints = 10'000;
// In any unit: a number beyond is no place on a stage, nor an angle.
constexpr double LargestNumber = 1e7;
constexpr double LongestFrameTime = 3600.0;
constexpr double ShortestFrameTime = 1e-6;

constexpr std::array<std::pair<std::string_view, BvhChannel>, 6> ChannelNames = {
    {{"xposition", BvhChannel::XPosition},
     {"yposition", BvhChannel::YPosition},
     {"zposition", BvhChannel::ZPosition},
     {"xrotation", BvhChannel::XRotation},
     {"yrotation", BvhChannel::YRotation},
     {"zrotation", BvhChannel::ZRotation}}};

class BvhReader {
 public:
  BvhReader(std::string_view text, const std::string& name) : lines_(text, name) {}

  Result<BvhRecording> parse() {
    TRY_STATUS(parse_hierarchy());
    TRY_STATUS(parse_motion());
    find_replaced_offsets();
    return std::move(bvh_);
  }

 private:
  std::unexpected<Error> wrong(std::string message) const {
    return fail(std::move(message), lines_.place(), "export the motion again as BVH");
  }

  // The words of the next line that has some; none at the end. A bracket at the end of a line is one of its
  // own.
  bool next() {
    if (has_bracket_) {
      has_bracket_ = false;
      words_.assign(1, "{");
      return true;
    }
    const auto line = lines_.next_filled();
    if (!line) {
      words_.clear();
      return false;
    }
    split_filled_into(*line, ' ', words_);
    if (words_.size() > 1 && words_.back() == "{") {
      words_.pop_back();
      has_bracket_ = true;
    }
    return !words_.empty();
  }

  [[nodiscard]] std::string found() const {
    return words_.empty() ? "the end of the file" : quote(words_.front());
  }

  Status expect(std::string_view word) {
    if (next() && to_lower(words_.front()) == word) return {};
    return wrong(fmt::format("expected {}, found {}", word, found()));
  }

  Status parse_hierarchy() {
    TRY_STATUS(expect("hierarchy"));
    std::vector<std::size_t> open;  // joints whose bracket is not closed yet
    for (;;) {
      if (!next()) return wrong("expected MOTION after the joints, found the end of the file");
      const std::string word = to_lower(words_.front());
      const bool is_joint = word == "joint" || word == "end";
      if (open.empty() && word == "motion" && !bvh_.joints.empty()) return {};
      if (open.empty() != (word == "root") ||
          (!is_joint && word != "root" && word != "}" && word != "offset" && word != "channels")) {
        return wrong(fmt::format("expected {}, found {}",
                                 open.empty() ? "ROOT or MOTION" : "OFFSET, CHANNELS, JOINT, End Site or }",
                                 found()));
      }
      if (word == "}") {
        open.pop_back();
      } else if (word == "offset") {
        TRY_STATUS(parse_offset(bvh_.joints[open.back()]));
      } else if (word == "channels") {
        TRY_STATUS(parse_channels(bvh_.joints[open.back()]));
      } else {
        if (word == "root" && !bvh_.joints.empty()) return wrong("expected one ROOT, found a second");
        TRY_STATUS(open_joint(word == "end", open));
      }
    }
  }

  Status open_joint(bool is_end, std::vector<std::size_t>& open) {
    if (bvh_.joints.size() == MostJoints)
      return wrong(fmt::format("expected at most {} joints, found more", MostJoints));
    BvhJoint joint;
    if (!open.empty()) joint.parent = open.back();
    for (std::size_t i = 1; i < words_.size() && !is_end; ++i)
      joint.name += (i > 1 ? " " : "") + std::string(words_[i]);
    if (is_end) joint.name = bvh_.joints[open.back()].name + "_end";
    joint.first_channel = bvh_.channel_count;
    open.push_back(bvh_.joints.size());
    bvh_.joints.push_back(std::move(joint));
    return expect("{");
  }

  Status parse_offset(BvhJoint& joint) {
    if (words_.size() != 4)
      return wrong(fmt::format("expected three numbers for OFFSET, found {}", words_.size() - 1));
    for (std::size_t axis = 0; axis < 3; ++axis) {
      TRY(joint.offset[static_cast<Eigen::Index>(axis)], parse_number(words_[axis + 1]));
    }
    return {};
  }

  Status parse_channels(BvhJoint& joint) {
    const auto count = words_.size() < 2 ? std::nullopt : find_count(words_[1], 6);
    if (!count || words_.size() != 2 + *count)
      return wrong("expected up to six channels and their number, found others");
    if (!joint.channels.empty()) return wrong("expected the channels of a joint once, found them twice");
    joint.first_channel = bvh_.channel_count;
    for (std::size_t i = 2; i < words_.size(); ++i) {
      const auto* const known = std::ranges::find(ChannelNames, to_lower(words_[i]),
                                                  &std::pair<std::string_view, BvhChannel>::first);
      if (known == ChannelNames.end())
        return wrong(fmt::format("expected a channel such as Xrotation, found {}", quote(words_[i])));
      joint.channels.push_back(known->second);
    }
    bvh_.channel_count += joint.channels.size();
    return {};
  }

  Result<double> parse_number(std::string_view word) const {
    const auto number = find_number(word);
    if (number && std::abs(*number) <= LargestNumber) return *number;
    return wrong(fmt::format("expected a number, found {}", quote(word)));
  }

  // `Frames: 524` and `Frame Time: .0083333`, with or without a blank in front of the number.
  Result<double> parse_header_number(std::string_view key) {
    const auto line = lines_.next_filled();
    if (!line) return wrong(fmt::format("expected {}, found the end of the file", key));
    const std::string lower = to_lower(trim(*line));
    const std::size_t colon = lower.find(':');
    const bool is_key = colon != std::string::npos && trim(std::string_view(lower).substr(0, colon)) == key;
    const auto number = is_key ? find_number(std::string_view(lower).substr(colon + 1)) : std::nullopt;
    if (!number) return wrong(fmt::format("expected {}: and a number, found {}", key, quote(*line)));
    return *number;
  }

  Status parse_motion() {
    if (bvh_.channel_count == 0) return wrong("expected a channel in the joints, found none");
    TRY(const double frames, parse_header_number("frames"));
    TRY(bvh_.frame_time_s, parse_header_number("frame time"));
    const bool is_time = bvh_.frame_time_s >= ShortestFrameTime && bvh_.frame_time_s <= LongestFrameTime;
    if (!is_time && frames > 1.0)
      return wrong(
          fmt::format("expected a frame time from a microsecond to an hour, found {} s", bvh_.frame_time_s));
    if (!is_time) bvh_.frame_time_s = 1.0;
    while (next()) {
      if (words_.size() != bvh_.channel_count) {
        const bool is_cut = lines_.is_cut_off() && words_.size() < bvh_.channel_count;
        return wrong(fmt::format("expected {} numbers, one for each channel, found {}{}", bvh_.channel_count,
                                 words_.size(), is_cut ? " in a row that is cut off" : ""));
      }
      if (bvh_.values.size() + bvh_.channel_count > 3 * MostPlaces ||
          (bvh_.frame_count() + 1) * bvh_.joints.size() > MostPlaces) {
        return wrong(fmt::format("expected at most {} joints in all frames, found more", MostPlaces));
      }
      for (const std::string_view word : words_) {
        TRY(const double number, parse_number(word));
        bvh_.values.push_back(number);
      }
    }
    if (frames != static_cast<double>(bvh_.frame_count())) {
      bvh_.notes.push_back(fmt::format("The header says {} frames, the file has {}: those were read.", frames,
                                       bvh_.frame_count()));
    }
    if (bvh_.frame_count() > 1 && !is_time) return wrong("expected a frame time above zero, found none");
    return {};
  }

  // Some programs give every joint positions that hold the whole offset, others add to it: told by the first
  // frame.
  void find_replaced_offsets() {
    if (bvh_.frame_count() == 0) return;
    for (BvhJoint& joint : bvh_.joints) {
      if (!joint.parent || joint.offset.isZero(0.0)) continue;
      Vector3 position = Vector3::Zero();
      std::size_t count = 0;
      for (std::size_t i = 0; i < joint.channels.size(); ++i) {
        const auto axis = static_cast<Eigen::Index>(joint.channels[i]);
        if (axis > 2) continue;
        position[axis] = bvh_.values[joint.first_channel + i];
        ++count;
      }
      joint.replaces_offset = count == 3 && (position - joint.offset).norm() < 0.5 * joint.offset.norm();
    }
  }

  LineReader lines_;
  std::vector<std::string_view> words_;
  bool has_bracket_ = false;
  BvhRecording bvh_;
};

}  // namespace

Result<BvhRecording> parse_bvh(std::string_view text, const std::string& name) {
  TRY_STATUS(check_text(text, name, "a BVH file"));
  return BvhReader(text, name).parse();
}

Result<motion::PointRecording> load_bvh(const std::filesystem::path& path) {
  TRY(const std::string text, load_bytes(path));
  TRY(const BvhRecording bvh, parse_bvh(text, path.string()));
  return make_point_recording(bvh);
}

}  // namespace endrange::files
