#pragma once

#include <boost/json/value.hpp>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace endrange::files {

/// Goes through the values of a JSON text of another program, one at a time: the elements where the text is
/// one list, else documents that follow each other, such as lines. Only one of them stands in memory.
class JsonValues {
 public:
  JsonValues(std::string_view text, std::string name);

  /// The next value; empty after the last. Each has at most 1 MB and 16 levels.
  [[nodiscard]] Result<std::optional<boost::json::value>> next();
  /// `name:line`, where the value last given begins.
  [[nodiscard]] std::string place() const;

 private:
  void skip_blanks();
  void go_to(std::size_t place);
  [[nodiscard]] std::unexpected<Error> wrong(std::string message);

  std::string_view text_;
  std::string name_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
  std::size_t value_line_ = 1;
  bool is_list_ = false;
  bool is_first_ = true;
  bool is_over_ = false;
};

/// A member of an object; empty where the value is no object or has no such member.
[[nodiscard]] const boost::json::value* find_member(const boost::json::value& value, std::string_view key);
/// A finite number, whole or not.
[[nodiscard]] std::optional<double> find_number(const boost::json::value& value);

}  // namespace endrange::files
