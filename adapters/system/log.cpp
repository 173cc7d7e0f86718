#include "adapters/system/log.h"

#include <spdlog/logger.h>
#include <spdlog/sinks/rotating_file_sink.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstdio>
#include <system_error>

namespace endrange::system {

namespace {

constexpr std::size_t LargestLog = 256UL * 1024;
constexpr std::size_t OlderLogs = 2;

}  // namespace

struct Log::Sink {
  spdlog::logger logger;
};

Log::Log(std::unique_ptr<Sink> sink) : sink_(std::move(sink)) {}
Log::Log(Log&&) noexcept = default;
Log& Log::operator=(Log&&) noexcept = default;
Log::~Log() = default;

Result<Log> Log::open(const std::filesystem::path& folder) {
  const auto logs = folder / "logs";
  if (::mkdir(logs.c_str(), S_IRWXU) != 0 && errno != EEXIST)
    return fail("cannot make the folder for logs: " + std::generic_category().message(errno), logs.string(),
                "give yourself write access to it, or choose another folder with --data", Fault::Internal);
  spdlog::file_event_handlers handlers;
  handlers.after_open = [](const std::string&, std::FILE* file) {
    ::fchmod(::fileno(file), S_IRUSR | S_IWUSR);
  };
  try {
    const auto file = std::make_shared<spdlog::sinks::rotating_file_sink_mt>(
        (logs / "endrange.log").string(), LargestLog, OlderLogs, false, handlers);
    auto sink = std::make_unique<Sink>(spdlog::logger("endrange", file));
    sink->logger.set_pattern("%Y-%m-%dT%H:%M:%S.%e%z %l %v");
    sink->logger.flush_on(spdlog::level::info);
    sink->logger.set_error_handler([](const std::string&) {});  // A lost line is no reason to stop.
    return Log(std::move(sink));
  } catch (const spdlog::spdlog_ex& error) {
    return fail(std::string("cannot write the log: ") + error.what(), logs.string(),
                "give yourself write access to it, or choose another folder with --data", Fault::Internal);
  }
}

void Log::note(LogMessage message) {
  sink_->logger.info(message.text());
}

void Log::note(LogMessage message, LogFigure figure) {
  sink_->logger.info("{} ({} {})", message.text(), figure.name(), figure.value());
}

void Log::warn(LogMessage message) {
  sink_->logger.warn(message.text());
}

void Log::warn(LogMessage message, LogFigure figure) {
  sink_->logger.warn("{} ({} {})", message.text(), figure.name(), figure.value());
}

}  // namespace endrange::system
