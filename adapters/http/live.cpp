#include "adapters/http/live.h"

#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/websocket.hpp>
#include <deque>
#include <utility>

#include "adapters/http/state.h"

namespace endrange::http {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace websocket = boost::beast::websocket;
using beast::error_code;

using Socket = websocket::stream<beast::tcp_stream&>;

/// More unread messages than a page that is alive ever leaves.
constexpr std::size_t MaxWaiting = 256;

class Queue final : public Outbox {
 public:
  explicit Queue(const asio::any_io_executor& executor) : arrival_(executor) {
    arrival_.expires_at(asio::steady_timer::time_point::max());
  }
  void send(std::string message) override {
    if (is_closed_) return;
    if (waiting_.size() >= MaxWaiting)
      close();
    else
      waiting_.push_back(std::move(message));
    arrival_.cancel();
  }
  void close() {
    is_closed_ = true;
    arrival_.cancel();
  }

  asio::awaitable<void> write_to(Socket& socket) {
    error_code error;
    while (!error && !is_closed_) {
      if (waiting_.empty()) {
        error_code cancelled;
        co_await arrival_.async_wait(asio::redirect_error(asio::use_awaitable, cancelled));
        if ((co_await asio::this_coro::cancellation_state).cancelled() != asio::cancellation_type::none)
          co_return;
        continue;
      }
      const auto message = std::move(waiting_.front());
      waiting_.pop_front();
      co_await socket.async_write(asio::buffer(message), asio::redirect_error(asio::use_awaitable, error));
    }
  }

 private:
  asio::steady_timer arrival_;
  std::deque<std::string> waiting_;
  bool is_closed_ = false;
};

asio::awaitable<void> read_from(Socket& socket, Conversation& conversation) {
  for (;;) {
    beast::flat_buffer buffer;
    error_code error;
    co_await socket.async_read(buffer, asio::redirect_error(asio::use_awaitable, error));
    if (error) co_return;
    if (!socket.got_text()) {
      co_await socket.async_close(websocket::close_code::unknown_data,
                                  asio::redirect_error(asio::use_awaitable, error));
      co_return;
    }
    auto message = beast::buffers_to_string(buffer.data());
    co_await conversation.receive(std::move(message));
  }
}

}  // namespace

asio::awaitable<void> serve_live(std::shared_ptr<ServerState> state, beast::tcp_stream& stream,
                                 beast::http::request<beast::http::string_body> request) {
  using namespace asio::experimental::awaitable_operators;
  stream.expires_never();
  Socket socket(stream);
  // Pings find a page that has gone without a word.
  websocket::stream_base::timeout timeout{};
  timeout.handshake_timeout = state->options.bounds.header_time;
  timeout.idle_timeout = std::chrono::seconds(60);
  timeout.keep_alive_pings = true;
  socket.set_option(timeout);
  socket.set_option(websocket::stream_base::decorator(
      [](websocket::response_type& response) { set_security_fields(response); }));
  socket.read_message_max(state->options.bounds.message_bytes);
  error_code error;
  co_await socket.async_accept(request, asio::redirect_error(asio::use_awaitable, error));
  if (error) co_return;
  socket.text(true);
  socket.auto_fragment(false);  // every message is whole before it is sent
  const auto queue = std::make_shared<Queue>(stream.get_executor());
  const auto conversation = state->open_live(queue);
  co_await (read_from(socket, *conversation) || queue->write_to(socket));
  queue->close();
}

}  // namespace endrange::http
