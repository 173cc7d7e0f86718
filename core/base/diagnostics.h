#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/base/result.h"

namespace endrange {

/// How much a finding weighs: content with an error does not load, a warning is only told.
enum class Severity { Warning, Error };

/// One thing found while reading or checking content.
struct Finding {
  Severity severity = Severity::Error;
  Error error = {};

  /// On one line: `error: where: message; remedy`.
  [[nodiscard]] std::string text() const;
};

/// Everything found in one go: content is read to its end and every finding is told at once.
class Diagnostics {
 public:
  void report(std::string message, std::string where = {}, std::string remedy = {},
              Severity severity = Severity::Error);
  void append(const Diagnostics& other);

  [[nodiscard]] const std::vector<Finding>& findings() const { return findings_; }
  [[nodiscard]] std::size_t error_count() const;
  [[nodiscard]] bool has_errors() const { return error_count() > 0; }

  /// Success without errors; otherwise the first error, and how many more there are.
  [[nodiscard]] Status status() const;
  /// Every finding, one a line.
  [[nodiscard]] std::string text() const;

 private:
  std::vector<Finding> findings_;
};

}  // namespace endrange
