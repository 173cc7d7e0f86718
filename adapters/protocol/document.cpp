#include "adapters/protocol/document.h"

#include <fmt/format.h>

#include <array>
#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/value_stack.hpp>
#include <charconv>
#include <cmath>
#include <string>

#include "adapters/protocol/json.h"

namespace endrange::protocol {
namespace {

namespace json = boost::json;
using json::error_code;
using json::string_view;

/// Builds the value. Boost.JSON 1.81 scales decimal digits in floating point and may miss by the last bit, so
/// numbers with a fraction or an exponent are read again from their own characters.
class Builder {
 public:
  static constexpr std::size_t max_object_size = MaxMembers;
  static constexpr std::size_t max_array_size = MaxListLength;
  static constexpr std::size_t max_key_size = 128;
  static constexpr std::size_t max_string_size = MaxStringLength;

  [[nodiscard]] json::value release() { return stack_.release(); }
  [[nodiscard]] bool found_unrepresentable() const { return found_unrepresentable_; }

  bool on_document_begin(error_code&) { return stack_.reset(), true; }
  bool on_document_end(error_code&) { return true; }
  bool on_object_begin(error_code&) { return true; }
  bool on_object_end(std::size_t n, error_code&) { return stack_.push_object(n), true; }
  bool on_array_begin(error_code&) { return true; }
  bool on_array_end(std::size_t n, error_code&) { return stack_.push_array(n), true; }
  bool on_key_part(string_view s, std::size_t, error_code&) { return stack_.push_chars(s), true; }
  bool on_key(string_view s, std::size_t, error_code&) { return stack_.push_key(s), true; }
  bool on_string_part(string_view s, std::size_t, error_code&) { return stack_.push_chars(s), true; }
  bool on_string(string_view s, std::size_t, error_code&) { return stack_.push_string(s), true; }
  bool on_number_part(string_view s, error_code&) { return number_.append(s.data(), s.size()), true; }
  bool on_int64(std::int64_t i, string_view, error_code&) {
    number_.clear();
    return stack_.push_int64(i), true;
  }
  bool on_uint64(std::uint64_t u, string_view, error_code&) {
    number_.clear();
    return stack_.push_uint64(u), true;
  }
  bool on_double(double, string_view s, error_code& error) {
    number_.append(s.data(), s.size());
    double exact = 0.0;
    const auto [end, status] = std::from_chars(number_.data(), number_.data() + number_.size(), exact);
    if (status != std::errc{} || !std::isfinite(exact)) {
      found_unrepresentable_ = true;
      error = json::error::exponent_overflow;
      return false;
    }
    number_.clear();
    return stack_.push_double(exact), true;
  }
  bool on_bool(bool b, error_code&) { return stack_.push_bool(b), true; }
  bool on_null(error_code&) { return stack_.push_null(), true; }
  bool on_comment_part(string_view, error_code&) { return true; }
  bool on_comment(string_view, error_code&) { return true; }

 private:
  // Most texts are one event of the journal, which this holds without asking for memory.
  std::array<unsigned char, 2048> first_bytes_;
  json::value_stack stack_{{}, first_bytes_.data(), first_bytes_.size()};
  std::string number_;
  bool found_unrepresentable_ = false;
};

json::parse_options make_options() {
  json::parse_options options;
  options.max_depth = MaxDepth;
  return options;
}

}  // namespace

Result<json::value> parse_document(std::string_view text) {
  if (text.empty()) return fail("expected JSON, found nothing");
  json::basic_parser<Builder> parser(make_options());
  error_code error;
  const auto read = parser.write_some(false, text.data(), text.size(), error);
  if (error == json::error::incomplete || (!error && !parser.done()))
    return fail("expected JSON, found a text that breaks off", fmt::format("character {}", text.size()));
  if (parser.handler().found_unrepresentable())
    return fail("expected a number that fits, found one too large or too small",
                fmt::format("character {}", read));
  if (error)
    return fail(fmt::format("expected JSON, found {}", error.message()), fmt::format("character {}", read));
  if (read != text.size())
    return fail("expected one JSON value, found more after it", fmt::format("character {}", read));
  return parser.handler().release();
}

}  // namespace endrange::protocol
