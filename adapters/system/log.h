#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace endrange::system {

/// A sentence that stands in our source. It cannot be made from anything known only at run time, so no angle,
/// pain report, answer or name can reach a log through it.
class LogMessage {
 public:
  consteval LogMessage(const char* text) : text_(text) {}  // NOLINT(google-explicit-constructor)
  [[nodiscard]] constexpr std::string_view text() const { return text_; }

 private:
  std::string_view text_;
};

/// The one figure that may stand beside a message. Each kind is about the machine, never about the person.
class LogFigure {
 public:
  [[nodiscard]] static LogFigure port(int port) { return {"port", port}; }
  [[nodiscard]] static LogFigure process(int pid) { return {"process", pid}; }
  [[nodiscard]] static LogFigure exit_status(int status) { return {"exit", status}; }
  [[nodiscard]] static LogFigure system_error(int code) { return {"errno", code}; }
  [[nodiscard]] static LogFigure http_status(int status) { return {"status", status}; }
  [[nodiscard]] static LogFigure elapsed(std::chrono::milliseconds time) { return {"ms", time.count()}; }
  [[nodiscard]] static LogFigure migration(int number) { return {"migration", number}; }

  [[nodiscard]] std::string_view name() const { return name_; }
  [[nodiscard]] std::int64_t value() const { return value_; }

 private:
  LogFigure(std::string_view name, std::int64_t value) : name_(name), value_(value) {}
  std::string_view name_;
  std::int64_t value_;
};

/// The log of a data folder: `FOLDER/logs/endrange.log` and two older ones, mode 0600, 256 KiB each.
/// Logging never fails towards the caller: a log that cannot be written loses its line and nothing else.
class Log {
 public:
  [[nodiscard]] static Result<Log> open(const std::filesystem::path& folder);
  Log(Log&&) noexcept;
  Log& operator=(Log&&) noexcept;
  ~Log();

  void note(LogMessage message);
  void note(LogMessage message, LogFigure figure);
  void warn(LogMessage message);
  void warn(LogMessage message, LogFigure figure);

 private:
  struct Sink;
  explicit Log(std::unique_ptr<Sink> sink);
  std::unique_ptr<Sink> sink_;
};

}  // namespace endrange::system
