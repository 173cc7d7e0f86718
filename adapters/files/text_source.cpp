#include "adapters/files/text_source.h"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <fstream>
#include <limits>
#include <memory>
#include <system_error>
#include <utility>

namespace endrange::files {
namespace {

constexpr std::size_t MegaByte = 1U << 20U;

std::unexpected<Error> too_large(const std::string& name, std::size_t most_bytes) {
  return fail(
      fmt::format("expected at most {} MB, found more", std::max<std::size_t>(most_bytes / MegaByte, 1)),
      name, "split the recording");
}

// zlib's stream with its end tied to it.
class Inflater {
 public:
  Inflater() {
    // 15 bits of window, and 16 more to ask for gzip's header.
    is_ready_ = inflateInit2(&stream_, 15 + 16) == Z_OK;
  }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;
  ~Inflater() {
    if (is_ready_) inflateEnd(&stream_);
  }
  [[nodiscard]] bool is_ready() const { return is_ready_; }
  [[nodiscard]] z_stream& stream() { return stream_; }

 private:
  z_stream stream_ = {};
  bool is_ready_ = false;
};

}  // namespace

Result<std::string> load_bytes(const std::filesystem::path& path, std::size_t most_bytes) {
  const std::string name = path.string();
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) {
    return fail("expected a recording, found a folder", name, "name one file in it");
  }
  if (!std::filesystem::is_regular_file(path, error)) {
    return fail("expected a recording, found no such file", name, "check the name");
  }
  const auto size = std::filesystem::file_size(path, error);
  if (!error && size > most_bytes) return too_large(name, most_bytes);
  std::ifstream in(path, std::ios::binary);
  std::string bytes(error ? 0 : static_cast<std::size_t>(size), '\0');
  in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  if (!in.is_open() || in.bad() || error) {
    return fail("expected to read the recording, could not", name, "check that you may read it");
  }
  bytes.resize(static_cast<std::size_t>(in.gcount()));
  if (!is_gzip(bytes)) return bytes;
  return parse_gzip(bytes, name, most_bytes);
}

Result<std::string> load_beginning(const std::filesystem::path& path, std::size_t bytes) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error)) {
    return fail("expected a recording, found no such file", path.string(), "check the name");
  }
  const std::unique_ptr<gzFile_s, decltype([](gzFile_s* open) { gzclose(open); })> file(
      gzopen(path.c_str(), "rb"));
  std::string beginning(std::min(bytes, MegaByte), '\0');
  const int count = file ? gzread(file.get(), beginning.data(), static_cast<unsigned>(beginning.size())) : -1;
  if (!file)
    return fail("expected to read the recording, could not", path.string(), "check that you may read it");
  if (count < 0)
    return fail("expected whole gzip data, found a damaged part", path.string(), "copy the file again");
  beginning.resize(static_cast<std::size_t>(count));
  return beginning;
}

bool is_gzip(std::string_view bytes) {
  return bytes.starts_with("\x1f\x8b");
}

Result<std::string> parse_gzip(std::string_view bytes, const std::string& name, std::size_t most_bytes) {
  Inflater inflater;
  if (!inflater.is_ready()) return fail("could not start to unpack", name, {}, Fault::Internal);
  z_stream& stream = inflater.stream();
  const auto wrong = [&](std::string_view found) {
    const std::size_t at = bytes.size() - stream.avail_in;
    return fail(fmt::format("expected whole gzip data, found {}", found), fmt::format("{}:byte {}", name, at),
                "copy the file again");
  };
  std::string text;
  std::array<char, 64U << 10U> chunk = {};
  if (bytes.size() > std::numeric_limits<uInt>::max()) return too_large(name, most_bytes);
  // zlib reads only; its interface is older than const.
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  for (;;) {
    stream.next_out = reinterpret_cast<Bytef*>(chunk.data());
    stream.avail_out = chunk.size();
    const int status = inflate(&stream, Z_NO_FLUSH);
    const std::size_t count = chunk.size() - stream.avail_out;
    if (text.size() + count > most_bytes) return too_large(name, most_bytes);
    text.append(chunk.data(), count);
    if (status == Z_STREAM_END) {
      // Another member may follow; anything else after the last is padding.
      const std::string_view rest = bytes.substr(bytes.size() - stream.avail_in);
      if (!is_gzip(rest)) return text;
      if (inflateReset(&stream) != Z_OK) return wrong("a damaged part");
      continue;
    }
    if (status == Z_BUF_ERROR || (status == Z_OK && stream.avail_in == 0 && count < chunk.size()))
      return wrong("its end too early");
    if (status != Z_OK) return wrong("a damaged part");
  }
}

std::string plain_name(const std::filesystem::path& path) {
  std::string name = path.filename().string();
  std::ranges::transform(name, name.begin(), [](unsigned char c) { return char(std::tolower(c)); });
  if (name.ends_with(".gz")) name.resize(name.size() - 3);
  return name;
}

Status check_text(std::string_view text, const std::string& name, std::string_view what) {
  if (text.empty()) return fail(fmt::format("expected {}, found an empty file", what), name, "record again");
  const auto is_control = [](char c) {
    return static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != '\f';
  };
  const auto found = std::ranges::find_if(text, is_control);
  if (found == text.end()) return {};
  return fail(fmt::format("expected {}, found binary data", what),
              fmt::format("{}:byte {}", name, found - text.begin()),
              "give the file as text, or under the ending of its own format");
}

LineReader::LineReader(std::string_view text, std::string name) : rest_(text), name_(std::move(name)) {
  constexpr std::string_view ByteOrderMark = "\xef\xbb\xbf";
  if (rest_.starts_with(ByteOrderMark)) rest_.remove_prefix(ByteOrderMark.size());
}

std::optional<std::string_view> LineReader::next() {
  if (rest_.empty()) return std::nullopt;
  ++number_;
  const std::size_t end = rest_.find_first_of("\r\n");
  is_cut_off_ = end == std::string_view::npos;
  const std::string_view line = rest_.substr(0, end);
  rest_.remove_prefix(is_cut_off_ ? rest_.size() : end);
  if (rest_.starts_with("\r\n"))
    rest_.remove_prefix(2);
  else if (!is_cut_off_)
    rest_.remove_prefix(1);
  return line;
}

std::optional<std::string_view> LineReader::next_filled() {
  for (;;) {
    const auto line = next();
    if (!line || line->find_first_not_of(" \t,\f") != std::string_view::npos) return line;
  }
}

std::string LineReader::place(std::optional<std::size_t> column) const {
  return column ? fmt::format("{}:{}:{}", name_, number_, *column) : fmt::format("{}:{}", name_, number_);
}

}  // namespace endrange::files
