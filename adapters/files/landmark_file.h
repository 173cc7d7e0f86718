#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/motion/landmark_recording.h"

/// Our own landmark streams, `.landmarks.ndjson`: a header line, then one line a picture.
///
///     {"format":"endrange-landmarks","version":1,"protocol":"shoulder.abduction","method":"video",
///      "model":"full","width":640,"height":480}                                     (on one line)
///     {"t_ms":0,"image":[[x,y,z,visibility],… 33],"world":[[x,y,z],… 33]}
///     {"t_ms":33.4,"image":[],"world":[]}                                           (nobody was seen)
namespace endrange::files {

/// The most pictures that are read at once: four hours at 30 a second, and 0.8 GB.
inline constexpr std::size_t MostPictures = 432'000;

/// Reads a recording from its text. Strict: the first thing that is wrong ends it with `name:line`.
[[nodiscard]] Result<motion::LandmarkRecording> parse_landmarks(std::string_view text,
                                                                const std::string& name);

/// Reads a recording from its text, line by line: an hour takes no more room than a picture.
class LandmarkLines {
 public:
  explicit LandmarkLines(std::string name);

  /// Takes the next line, the header first, without its end. Gives the frame it holds; none for the header.
  /// After an error nothing more may be given. Errors name `name:line`.
  /// @param is_cut_off  whether the file ended before the line did
  [[nodiscard]] Result<std::optional<motion::LandmarkFrame>> take(std::string_view line, bool is_cut_off);

  /// What the header said, without frames.
  [[nodiscard]] const motion::LandmarkRecording& header() const { return header_; }
  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] bool has_header() const { return number_ > 0; }

 private:
  std::string name_;
  std::size_t number_ = 0;
  motion::LandmarkRecording header_;
  std::optional<double> last_time_s_;
};

/// Reads a file picture by picture, however long it is; packed by gzip too.
class LandmarkFileReader {
 public:
  /// Opens a file and reads its header.
  [[nodiscard]] static Result<LandmarkFileReader> open(const std::filesystem::path& path);
  LandmarkFileReader(LandmarkFileReader&&) noexcept;
  LandmarkFileReader& operator=(LandmarkFileReader&&) noexcept;
  ~LandmarkFileReader();

  /// What the header said, without frames.
  [[nodiscard]] const motion::LandmarkRecording& header() const { return lines_.header(); }
  /// The next picture; empty after the last. After an error nothing more may be asked.
  [[nodiscard]] Result<std::optional<motion::LandmarkFrame>> next();

 private:
  class Source;
  LandmarkFileReader(std::unique_ptr<Source> source, LandmarkLines lines);
  std::unique_ptr<Source> source_;
  LandmarkLines lines_;
};

/// The same as `parse_landmarks` from a file of at most 512 MB, or from one packed by gzip. At most
/// `MostPictures`: longer ones are for the `LandmarkFileReader`.
[[nodiscard]] Result<motion::LandmarkRecording> load_landmarks(const std::filesystem::path& path);

/// The text of a recording; `parse_landmarks` gives back the same recording.
[[nodiscard]] std::string format_landmarks(const motion::LandmarkRecording& recording);

/// Writes a recording whole or not at all: beside the file first, then in its place.
[[nodiscard]] Status save_landmarks(const motion::LandmarkRecording& recording,
                                    const std::filesystem::path& path);

}  // namespace endrange::files
