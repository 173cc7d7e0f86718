#include "core/base/diagnostics.h"

#include <algorithm>
#include <utility>

namespace endrange {

std::string Finding::text() const {
  return (severity == Severity::Error ? "error: " : "warning: ") + error.text();
}

void Diagnostics::report(std::string message, std::string where, std::string remedy, Severity severity) {
  // What a file's author wrote is quoted, and a terminal would obey what cannot be printed.
  constexpr char FirstPrintable = ' ';
  constexpr char Delete = 0x7F;
  for (auto* text : {&message, &where, &remedy})
    std::ranges::replace_if(*text, [](char c) { return (c >= 0 && c < FirstPrintable) || c == Delete; }, '?');
  findings_.push_back({severity, Error{std::move(message), std::move(where), std::move(remedy)}});
}

void Diagnostics::append(const Diagnostics& other) {
  findings_.insert(findings_.end(), other.findings_.begin(), other.findings_.end());
}

std::size_t Diagnostics::error_count() const {
  return static_cast<std::size_t>(std::ranges::count(
      findings_, Severity::Error, [](const Finding& finding) { return finding.severity; }));
}

Status Diagnostics::status() const {
  const auto first =
      std::ranges::find(findings_, Severity::Error, [](const Finding& finding) { return finding.severity; });
  if (first == findings_.end()) return {};
  Error error = first->error;
  if (error_count() > 1) error.message += " (and " + std::to_string(error_count() - 1) + " more)";
  return fail(std::move(error));
}

std::string Diagnostics::text() const {
  std::string text;
  for (const auto& finding : findings_) text += finding.text() + "\n";
  return text;
}

}  // namespace endrange
