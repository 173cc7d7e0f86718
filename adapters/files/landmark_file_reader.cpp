// A landmark file as a stream: zlib reads plain files and packed ones alike.
#include <fmt/format.h>
#include <zlib.h>

#include <array>
#include <system_error>
#include <utility>

#include "adapters/files/landmark_file.h"

namespace endrange::files {
namespace {

// As in parse_landmarks, and one byte more to see that a line is longer.
constexpr std::size_t MostLineBytes = 64U << 10U;

constexpr unsigned ChunkBytes = 32U << 10U;

struct Close {
  void operator()(gzFile_s* file) const { gzclose(file); }
};

}  // namespace

// Lines out of a file, of which a chunk at a time stands in memory.
class LandmarkFileReader::Source {
 public:
  explicit Source(gzFile file) : file_(file) {}

  struct Line {
    std::string text = {};
    bool is_cut_off = false;
  };

  // The next line; empty after the last. A line that is too long is given in part.
  Result<std::optional<Line>> next(const std::string& name) {
    Line line;
    for (;;) {
      if (at_ == end_) {
        const int count = gzread(file_.get(), chunk_.data(), ChunkBytes);
        int status = Z_OK;
        gzerror(file_.get(), &status);
        if (count < 0 || status != Z_OK) {
          return fail("expected whole gzip data, found it damaged or cut off", name, "copy the file again");
        }
        at_ = 0;
        end_ = static_cast<std::size_t>(count);
        if (count == 0) {
          if (line.text.empty()) return std::nullopt;
          line.is_cut_off = true;
          return line;
        }
      }
      const std::string_view rest(chunk_.data() + at_, end_ - at_);
      const std::size_t length = rest.find('\n');
      line.text.append(rest.substr(0, length));
      at_ += length == std::string_view::npos ? rest.size() : length + 1;
      if (length != std::string_view::npos || line.text.size() > MostLineBytes) return line;
    }
  }

 private:
  std::unique_ptr<gzFile_s, Close> file_;
  std::array<char, ChunkBytes> chunk_ = {};
  std::size_t at_ = 0;
  std::size_t end_ = 0;
};

LandmarkFileReader::LandmarkFileReader(std::unique_ptr<Source> source, LandmarkLines lines)
    : source_(std::move(source)), lines_(std::move(lines)) {}
LandmarkFileReader::LandmarkFileReader(LandmarkFileReader&&) noexcept = default;
LandmarkFileReader& LandmarkFileReader::operator=(LandmarkFileReader&&) noexcept = default;
LandmarkFileReader::~LandmarkFileReader() = default;

Result<LandmarkFileReader> LandmarkFileReader::open(const std::filesystem::path& path) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error)) {
    return fail("expected a recording, found no such file", path.string(), "check the name");
  }
  gzFile file = gzopen(path.c_str(), "rb");
  if (file == nullptr) {
    return fail("expected to read the recording, could not", path.string(), "check that you may read it");
  }
  LandmarkFileReader reader(std::make_unique<Source>(file), LandmarkLines(path.string()));
  TRY(const auto header, reader.source_->next(path.string()));
  if (!header) return fail("expected a recording, found an empty file", path.string(), "record again");
  TRY(const auto none, reader.lines_.take(header->text, header->is_cut_off));
  static_cast<void>(none);
  return reader;
}

Result<std::optional<motion::LandmarkFrame>> LandmarkFileReader::next() {
  TRY(const auto line, source_->next(lines_.name()));
  if (!line) return std::nullopt;
  return lines_.take(line->text, line->is_cut_off);
}

}  // namespace endrange::files
