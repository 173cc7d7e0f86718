#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>

#include "adapters/http/client.h"
#include "adapters/protocol/json.h"
#include "apps/endrange/server/peer.h"
#include "apps/endrange/trainer/trainer.h"
#include "core/base/result.h"

namespace endrange::app {

/// A trainer on a data folder that no program serves now, held for the length of a command.
[[nodiscard]] Result<Trainer> open_trainer(const std::filesystem::path& folder);

/// The library with the person's own exercises, from the running program where there is one. No data folder
/// is made for it, and without one there is the library alone.
/// @param data    as `--data` says; empty: the default folder
[[nodiscard]] Result<Content> load_library(const std::filesystem::path& data,
                                           std::span<const std::filesystem::path> drafts = {});

/// Asks the running program where there is one, otherwise the journal itself.
/// @param ask_trainer  `Result<Response>(Trainer&)`
template <typename Response, typename AskTrainer>
[[nodiscard]] Result<Response> ask(const std::filesystem::path& folder, const std::string& method,
                                   const std::string& target, const std::string& body,
                                   AskTrainer ask_trainer) {
  TRY(const auto peer, find_peer(folder));
  if (!peer) {
    TRY(auto trainer, open_trainer(folder));
    return ask_trainer(trainer);
  }
  TRY(const auto answer, http::request(*peer, method, target, body));
  return protocol::parse_json<Response>(answer);
}

/// Puts events into the journal, now.
[[nodiscard]] Result<protocol::Accepted> record_now(const std::filesystem::path& data,
                                                    std::span<const journal::Event> events);

}  // namespace endrange::app
