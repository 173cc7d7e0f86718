#include "adapters/http/server.h"

#include <fmt/format.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

#include "adapters/http/state.h"

namespace endrange::http {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

asio::awaitable<void> accept_connections(std::shared_ptr<ServerState> state) {
  while (state->acceptor.is_open()) {
    error_code error;
    auto socket = co_await state->acceptor.async_accept(asio::redirect_error(asio::use_awaitable, error));
    if (error == asio::error::operation_aborted) co_return;
    if (error) {
      // Out of descriptors, or a peer that has gone: wait a moment rather than spin.
      asio::steady_timer pause(state->acceptor.get_executor(), std::chrono::milliseconds(50));
      co_await pause.async_wait(asio::redirect_error(asio::use_awaitable, error));
      continue;
    }
    // One too many is closed at once; a browser tries again.
    if (state->connections.size() >= state->options.bounds.connections) continue;
    asio::co_spawn(state->acceptor.get_executor(), serve_connection(state, std::move(socket)),
                   asio::detached);
  }
}

}  // namespace

Result<Server> Server::create(asio::io_context& context, ServerOptions options, Router router,
                              OpenConversation open_live) {
  const auto wanted = options.port;
  auto state =
      std::make_shared<ServerState>(context, std::move(options), std::move(router), std::move(open_live));
  const tcp::endpoint endpoint(asio::ip::address_v4::loopback(), static_cast<asio::ip::port_type>(wanted));
  error_code error;
  state->acceptor.open(endpoint.protocol(), error);
  if (!error) state->acceptor.set_option(asio::socket_base::reuse_address(true), error);
  if (!error) state->acceptor.bind(endpoint, error);
  if (!error) state->acceptor.listen(asio::socket_base::max_listen_connections, error);
  if (error)
    return fail(fmt::format("expected to listen on 127.0.0.1:{}, found: {}", wanted, error.message()), {},
                "end what uses this port, or start with --port and another number", Fault::Internal);
  state->port = state->acceptor.local_endpoint().port();
  state->gate = Gate(state->port, state->options.token, state->options.secrets);
  asio::co_spawn(context, accept_connections(state), asio::detached);
  return Server(std::move(state));
}

Server::Server(std::shared_ptr<ServerState> state) : state_(std::move(state)) {}
Server::Server(Server&&) noexcept = default;
Server& Server::operator=(Server&&) noexcept = default;
// Cancelling throws only when there is no memory left for it, and then the program ends anyway.
Server::~Server() {  // NOLINT(bugprone-exception-escape)
  if (state_) stop();
}

int Server::port() const {
  return state_->port;
}

std::string Server::make_opening_address() {
  return fmt::format("http://127.0.0.1:{}/#open={}", state_->port,
                     state_->gate.issue_code(state_->options.now()));
}

void Server::stop() {
  error_code ignored;
  state_->acceptor.close(ignored);
  for (auto* const stream : state_->connections) stream->cancel();
}

}  // namespace endrange::http
