#include "apps/endrange/server/hooks.h"

#include <fmt/format.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "adapters/system/process.h"
#include "apps/endrange/server/watch.h"

namespace endrange::app {
namespace {

namespace fs = std::filesystem;

enum class Found { Nothing, Hook, Unsafe };

/// A hook is a file of this user that nobody else can write and that can be run; its folder likewise.
Found find_hook(const fs::path& file) {
  struct stat status = {};
  if (::stat(file.c_str(), &status) != 0) return Found::Nothing;
  const bool is_own = status.st_uid == ::getuid() && (status.st_mode & (S_IWGRP | S_IWOTH)) == 0;
  struct stat folder = {};
  const bool is_kept = ::stat(file.parent_path().c_str(), &folder) == 0 && folder.st_uid == ::getuid() &&
                       (folder.st_mode & (S_IWGRP | S_IWOTH)) == 0;
  const bool can_run = S_ISREG(status.st_mode) && ::access(file.c_str(), X_OK) == 0;
  return is_own && is_kept && can_run ? Found::Hook : Found::Unsafe;
}

}  // namespace

struct Hooks::State : std::enable_shared_from_this<Hooks::State> {
  State(boost::asio::io_context& given_context, fs::path given_folder, system::Log& given_log,
        std::chrono::seconds given_limit)
      : context(given_context), folder(std::move(given_folder)), log(given_log), time_limit(given_limit) {}

  void run(const HookCall& call) {
    const auto file = folder / "hooks" / call.name;
    switch (find_hook(file)) {
      case Found::Nothing:
        return;
      case Found::Unsafe:
        log.warn("a hook was not run: it has to be a program of yours that nobody else can write");
        return;
      case Found::Hook:
        break;
    }
    auto child = system::Child::start(
        {file.string()}, {},
        {"ENDRANGE_BREAK_KIND=" + call.kind, fmt::format("ENDRANGE_BREAK_LENGTH_S={}", call.length.count()),
         "ENDRANGE_HOOK=" + call.name});
    if (!child) {
      log.warn("a hook could not be started");
      return;
    }
    running.emplace(std::move(*child));
    ends_at = std::chrono::steady_clock::now() + time_limit;
    follow(++round);
  }

  /// Waits for its end, or for the end of its time.
  void follow(unsigned of_round) {
    watch(
        context,
        [weak = weak_from_this(), of_round]() -> std::optional<desktop::Wakeup> {
          const auto self = weak.lock();
          if (!self || self->round != of_round || !self->running) return std::nullopt;
          const auto left =
              std::chrono::ceil<std::chrono::milliseconds>(self->ends_at - std::chrono::steady_clock::now());
          return desktop::Wakeup{self->running->fd(), POLLIN, std::max(left, std::chrono::milliseconds(0))};
        },
        [weak = weak_from_this()] {
          if (const auto self = weak.lock()) self->look();
        });
  }

  void look() {
    if (!running->is_running()) {
      const int status = running->find_exit_status().value_or(-1);
      if (status != 0) log.warn("a hook failed", system::LogFigure::exit_status(status));
      running.reset();
    } else if (std::chrono::steady_clock::now() >= ends_at) {
      log.warn("a hook was ended: it ran for too long");
      running.reset();
    }
  }

  boost::asio::io_context& context;
  fs::path folder;
  system::Log& log;
  std::chrono::seconds time_limit;
  std::optional<system::Child> running = {};
  std::chrono::steady_clock::time_point ends_at = {};
  unsigned round = 0;  // of running; what follows an earlier one is late
};

Hooks::Hooks(boost::asio::io_context& context, fs::path data_folder, system::Log& log,
             std::chrono::seconds time_limit)
    : state_(std::make_shared<State>(context, std::move(data_folder), log, time_limit)) {}

Hooks::~Hooks() = default;

void Hooks::run(const HookCall& call) {
  state_->run(call);
}

}  // namespace endrange::app
