#include "adapters/files/json_line.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <utility>

namespace endrange::files {
namespace {

constexpr int MostLevels = 4;

class Scanner {
 public:
  explicit Scanner(std::string_view line) : line_(line) {}

  Result<JsonValue> parse_value(int level) {
    if (level > MostLevels) return expected("at most four levels of lists and objects");
    switch (peek()) {
      case '{':
        return parse_object(level);
      case '[':
        return parse_list(level);
      case '"': {
        TRY(std::string text, parse_text());
        return JsonValue{std::move(text)};
      }
      default:
        return parse_number();
    }
  }

  [[nodiscard]] bool is_at_end() {
    skip_blanks();
    return at_ == line_.size();
  }

  [[nodiscard]] std::unexpected<Error> expected(std::string_view what) const {
    std::string found = "the end of the line";
    if (at_ < line_.size()) {
      std::size_t end = at_;
      while (end < line_.size() && end - at_ < 12 &&
             std::isalnum(static_cast<unsigned char>(line_[end])) != 0)
        ++end;
      const std::string_view word = line_.substr(at_, std::max<std::size_t>(end - at_, 1));
      const bool is_printable = std::isprint(static_cast<unsigned char>(word.front())) != 0;
      found = is_printable ? std::string(word) : "an unreadable character";
    }
    return fail(fmt::format("expected {}, found {}", what, found), fmt::format("{}", at_ + 1));
  }

 private:
  void skip_blanks() {
    while (at_ < line_.size() && (line_[at_] == ' ' || line_[at_] == '\t')) ++at_;
  }

  // The next character that is no blank; 0 at the end.
  char peek() {
    skip_blanks();
    return at_ < line_.size() ? line_[at_] : '\0';
  }

  bool take(char c) {
    if (peek() != c) return false;
    ++at_;
    return true;
  }

  Result<JsonValue> parse_number() {
    // JSON knows no leading plus, and no nan or inf, which from_chars would take.
    const bool is_number = at_ < line_.size() &&
                           (line_[at_] == '-' || std::isdigit(static_cast<unsigned char>(line_[at_])) != 0);
    double number = 0.0;
    const auto [end, error] = std::from_chars(line_.data() + at_, line_.data() + line_.size(), number);
    const bool is_finite_text =
        is_number && error == std::errc{} && line_.substr(at_, 2) != "-i" && line_.substr(at_, 2) != "-n";
    if (!is_finite_text) return expected("a number");
    at_ = static_cast<std::size_t>(end - line_.data());
    return JsonValue{number};
  }

  Result<std::string> parse_text() {
    if (!take('"')) return expected("text in quotes");
    std::string text;
    while (at_ < line_.size() && line_[at_] != '"') {
      if (line_[at_] == '\\') {
        ++at_;
        if (at_ == line_.size() || (line_[at_] != '"' && line_[at_] != '\\')) return expected("\\\" or \\\\");
      }
      text += line_[at_++];
    }
    if (!take('"')) return expected("a closing quote");
    return text;
  }

  Result<JsonValue> parse_list(int level) {
    JsonList list;
    take('[');
    if (take(']')) return JsonValue{std::move(list)};
    do {
      TRY(JsonValue value, parse_value(level + 1));
      list.push_back(std::move(value));
    } while (take(','));
    if (!take(']')) return expected("a comma or the end of the list");
    return JsonValue{std::move(list)};
  }

  Result<JsonValue> parse_object(int level) {
    JsonObject object;
    take('{');
    if (take('}')) return JsonValue{std::move(object)};
    do {
      TRY(std::string key, parse_text());
      if (!take(':')) return expected("a colon");
      TRY(JsonValue value, parse_value(level + 1));
      if (!object.emplace(std::move(key), std::move(value)).second) return expected("each key once");
    } while (take(','));
    if (!take('}')) return expected("a comma or the end of the object");
    return JsonValue{std::move(object)};
  }

  std::string_view line_;
  std::size_t at_ = 0;
};

}  // namespace

Result<JsonObject> parse_json_line(std::string_view line) {
  Scanner scanner(line);
  TRY(JsonValue value, scanner.parse_value(1));
  if (!scanner.is_at_end()) return scanner.expected("the end of the line");
  auto* object = std::get_if<JsonObject>(&value.value);
  if (object == nullptr) return fail("expected an object in braces, found another value", "1");
  return std::move(*object);
}

}  // namespace endrange::files
