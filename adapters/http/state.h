#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <set>

#include "adapters/http/server.h"
#include "adapters/http/static_files.h"

namespace endrange::http {

struct ServerState {
  ServerState(boost::asio::io_context& context, ServerOptions given, Router routes, OpenConversation open)
      : acceptor(context),
        options(std::move(given)),
        router(std::move(routes)),
        open_live(std::move(open)),
        files(options.page_folder),
        gate(0, {}, {}) {}

  boost::asio::ip::tcp::acceptor acceptor;
  ServerOptions options;
  Router router;
  OpenConversation open_live;
  StaticFiles files;
  Gate gate;
  int port = 0;
  std::set<boost::beast::tcp_stream*> connections;
};

/// One connection from its first byte to its last.
boost::asio::awaitable<void> serve_connection(std::shared_ptr<ServerState> state,
                                              boost::asio::ip::tcp::socket socket);

/// A WebSocket after it has passed the gate.
boost::asio::awaitable<void> serve_live(std::shared_ptr<ServerState> state, boost::beast::tcp_stream& stream,
                                        boost::beast::http::request<boost::beast::http::string_body> request);

/// The fields that every answer carries, whatever it is.
void set_security_fields(boost::beast::http::fields& fields);

}  // namespace endrange::http
