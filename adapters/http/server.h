#pragma once

#include <boost/asio/io_context.hpp>
#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "adapters/http/gate.h"
#include "adapters/http/live.h"
#include "adapters/http/router.h"
#include "core/base/result.h"

namespace endrange::http {

/// Bounds on what one connection and all of them may take.
struct Bounds {
  std::chrono::milliseconds header_time = std::chrono::seconds(10);  ///< to send a header, waiting included
  std::chrono::milliseconds body_time = std::chrono::seconds(30);
  std::chrono::milliseconds answer_time = std::chrono::seconds(60);  ///< for the client to take an answer
  std::uint32_t header_bytes = 16 * 1024;
  std::size_t message_bytes = 64 * 1024;  ///< of one WebSocket message
  std::size_t connections = 64;
};

struct ServerOptions {
  int port = 0;  ///< 0: any free one
  std::string token = {};
  std::filesystem::path page_folder = {};
  Secrets secrets = {};
  Bounds bounds = {};
  std::function<Gate::Instant()> now = [] { return std::chrono::steady_clock::now(); };
  std::function<void()> on_closed = [] {};  ///< a connection has ended, however it ended
};

/// What all connections share; private to the room.
struct ServerState;

/// Serves the page and its API on 127.0.0.1, on the thread that runs the context.
class Server {
 public:
  /// Listens at once. Fails when the port is taken.
  [[nodiscard]] static Result<Server> create(boost::asio::io_context& context, ServerOptions options,
                                             Router router, OpenConversation open_live);
  Server(Server&&) noexcept;
  Server& operator=(Server&&) noexcept;
  ~Server();

  [[nodiscard]] int port() const;

  /// Where the browser is sent: `http://127.0.0.1:PORT/#open=CODE`, with a new code. The code stands behind
  /// the
  /// #, which a browser keeps to itself, so that it is in no request line.
  [[nodiscard]] std::string make_opening_address();

  /// Ends listening and every connection.
  void stop();

 private:
  explicit Server(std::shared_ptr<ServerState> state);
  std::shared_ptr<ServerState> state_;
};

}  // namespace endrange::http
