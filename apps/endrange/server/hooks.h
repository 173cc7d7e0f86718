#pragma once

#include <boost/asio/io_context.hpp>
#include <chrono>
#include <filesystem>
#include <memory>
#include <string>

#include "adapters/system/log.h"

namespace endrange::app {

/// What a hook is told, as environment variables.
struct HookCall {
  std::string name = {};             ///< the hook's file: `break-start`, `break-end`
  std::string kind = {};             ///< ENDRANGE_BREAK_KIND: `short`, `long`
  std::chrono::seconds length = {};  ///< ENDRANGE_BREAK_LENGTH_S: planned, at the end how long it lasted
};

/// Programs of the person's own that run when a break begins and ends: `FOLDER/hooks/break-start` and
/// `break-end` (docs/hooks.md). They are set on the disk alone, never through the page: whoever could write
/// one through a browser could run anything.
class Hooks {
 public:
  Hooks(boost::asio::io_context& context, std::filesystem::path data_folder, system::Log& log,
        std::chrono::seconds time_limit = std::chrono::seconds(30));
  Hooks(const Hooks&) = delete;
  Hooks& operator=(const Hooks&) = delete;
  ~Hooks();

  /// Starts the hook when there is one, and returns at once. One that is still running is ended first.
  void run(const HookCall& call);

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace endrange::app
