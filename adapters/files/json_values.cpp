#include "adapters/files/json_values.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/error.hpp>
#include <boost/json/object.hpp>
#include <boost/json/stream_parser.hpp>
#include <cmath>
#include <utility>

#include "adapters/files/cells.h"

namespace endrange::files {
namespace {

constexpr std::size_t MostValueBytes = 1U << 20U;
constexpr std::size_t MostLevels = 16;

boost::json::parse_options make_options() {
  boost::json::parse_options options;
  options.max_depth = MostLevels;
  return options;
}

}  // namespace

JsonValues::JsonValues(std::string_view text, std::string name) : text_(text), name_(std::move(name)) {
  constexpr std::string_view ByteOrderMark = "\xef\xbb\xbf";
  if (text_.starts_with(ByteOrderMark)) at_ = ByteOrderMark.size();
  skip_blanks();
  is_list_ = at_ < text_.size() && text_[at_] == '[';
  if (is_list_) ++at_;
}

std::string JsonValues::place() const {
  return fmt::format("{}:{}", name_, value_line_);
}

void JsonValues::go_to(std::size_t place) {
  line_ += static_cast<std::size_t>(std::ranges::count(text_.substr(at_, place - at_), '\n'));
  at_ = place;
}

void JsonValues::skip_blanks() {
  go_to(std::min(text_.find_first_not_of(" \t\r\n", at_), text_.size()));
}

std::unexpected<Error> JsonValues::wrong(std::string message) {
  is_over_ = true;
  return fail(std::move(message), fmt::format("{}:{}", name_, line_), "export the landmarks again as JSON");
}

Result<std::optional<boost::json::value>> JsonValues::next() {
  if (is_over_) return std::nullopt;
  skip_blanks();
  const bool is_at_end = at_ == text_.size();
  if (is_list_) {
    if (is_at_end) return wrong("expected the end of the list, found the end of the file");
    if (text_[at_] == ']') {
      ++at_;
      skip_blanks();
      if (at_ < text_.size()) return wrong("expected nothing after the list, found more");
      is_over_ = true;
      return std::nullopt;
    }
    if (!is_first_) {
      if (text_[at_] != ',')
        return wrong(fmt::format("expected a comma, found {}", quote(text_.substr(at_, 12))));
      ++at_;
      skip_blanks();
    }
    is_first_ = false;
  } else if (is_at_end) {
    is_over_ = true;
    return std::nullopt;
  }
  value_line_ = line_;
  const std::string_view part = text_.substr(at_, MostValueBytes);
  boost::json::stream_parser parser({}, make_options());
  boost::json::error_code error;
  const std::size_t taken = parser.write_some(part.data(), part.size(), error);
  if (!error && !parser.done()) {
    if (part.size() == MostValueBytes && at_ + part.size() < text_.size())
      return wrong("expected at most 1 MB for one picture, found more");
    parser.finish(error);
  }
  if (error) {
    go_to(at_ + std::min(taken, part.size()));
    return wrong(fmt::format("expected JSON, found {} ({})", quote(text_.substr(at_, 12)), error.message()));
  }
  go_to(at_ + taken);
  return parser.release();
}

const boost::json::value* find_member(const boost::json::value& value, std::string_view key) {
  const boost::json::object* object = value.if_object();
  return object == nullptr ? nullptr : object->if_contains(key);
}

std::optional<double> find_number(const boost::json::value& value) {
  boost::json::error_code error;
  const auto number = value.to_number<double>(error);
  if (error || !std::isfinite(number)) return std::nullopt;
  return number;
}

}  // namespace endrange::files
