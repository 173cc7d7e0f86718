#include "apps/endrange/server/peer.h"

#include <fmt/format.h>

#include <chrono>
#include <thread>

#include "adapters/protocol/api.h"
#include "adapters/protocol/json.h"
#include "adapters/system/instance.h"
#include "adapters/system/secret.h"

namespace endrange::app {

using namespace std::chrono_literals;

Result<std::optional<http::Peer>> find_peer(const std::filesystem::path& folder) {
  // Another start may hold the folder and not listen yet; it does within a second or two.
  for (int attempt = 0; attempt < 50; ++attempt) {
    TRY(const auto instance, system::find_running_instance(folder));
    if (!instance) return std::nullopt;
    if (instance->port) {
      TRY(auto token, system::load_or_create_token(folder));
      return http::Peer{*instance->port, std::move(token)};
    }
    std::this_thread::sleep_for(100ms);
  }
  return fail("expected the running Endrange to listen, found that it does not", folder.string(),
              "end it and start endrange again", Fault::Internal);
}

Result<http::Peer> load_peer(const std::filesystem::path& folder) {
  TRY(auto peer, find_peer(folder));
  if (!peer)
    return fail("expected Endrange to be running for this data folder, found that it is not", folder.string(),
                "start it with `endrange`");
  return std::move(*peer);
}

Result<std::string> load_opening_address(const std::filesystem::path& folder) {
  TRY(const auto peer, load_peer(folder));
  TRY(const auto answer, http::request(peer, "POST", "/api/code"));
  TRY(const auto code, protocol::parse_json<protocol::OneTimeCode>(answer));
  return fmt::format("http://127.0.0.1:{}/#open={}", peer.port, code.code);
}

}  // namespace endrange::app
