#include <fmt/format.h>

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/websocket/rfc6455.hpp>
#include <optional>
#include <utility>

#include "adapters/http/state.h"
#include "adapters/http/target.h"
#include "adapters/http/typed.h"
#include "adapters/protocol/api.h"

namespace endrange::http {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace wire = boost::beast::http;
using beast::error_code;

using WireRequest = wire::request<wire::string_body>;
using Parser = wire::request_parser<wire::string_body>;

enum class After { KeepOpen, Close };

std::string text_of(beast::string_view view) {
  return {view.data(), view.size()};
}

Credentials read_credentials(const WireRequest& request) {
  return {text_of(request[wire::field::host]), text_of(request[wire::field::origin]),
          text_of(request["Sec-Fetch-Site"]), text_of(request[wire::field::authorization]),
          text_of(request[wire::field::cookie])};
}

/// Whether the client sent what is no request, rather than went away or fell silent.
bool is_malformed(const error_code& error) {
  return error.category() == make_error_code(wire::error::bad_method).category() &&
         error != wire::error::end_of_stream && error != wire::error::partial_message;
}

bool is_api(std::string_view path) {
  return path == "/api" || path.starts_with("/api/");
}

Intent find_intent(const WireRequest& request, std::string_view path) {
  if (!is_api(path)) return Intent::ReadPage;
  if (path == "/api/open") return Intent::Exchange;
  const bool is_read = request.method() == wire::verb::get || request.method() == wire::verb::head;
  return is_read && !beast::websocket::is_upgrade(request) ? Intent::Read : Intent::Change;
}

/// One connection; the stream is registered with the server while it lives.
class Connection {
 public:
  Connection(std::shared_ptr<ServerState> state, asio::ip::tcp::socket socket)
      : state_(std::move(state)), stream_(std::move(socket)), buffer_(64 * 1024) {
    state_->connections.insert(&stream_);
  }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection() {
    state_->connections.erase(&stream_);
    state_->options.on_closed();
  }

  asio::awaitable<void> serve() {
    // g++ 12 miscompiles a co_await in a loop's condition.
    auto after = After::KeepOpen;
    while (after == After::KeepOpen) {
      after = co_await serve_request();
    }
    co_await close();
  }

 private:
  asio::awaitable<After> serve_request() {
    Parser parser;
    parser.header_limit(state_->options.bounds.header_bytes);
    parser.body_limit(boost::none);  // the route says how much, once it is known
    error_code error;
    stream_.expires_after(state_->options.bounds.header_time);
    co_await wire::async_read_header(stream_, buffer_, parser,
                                     asio::redirect_error(asio::use_awaitable, error));
    if (error && !is_malformed(error)) co_return After::Close;
    if (error) {
      const Error problem{fmt::format("expected an HTTP request, found: {}", error.message())};
      co_return co_await refuse(error == wire::error::header_limit ? 431 : 400, problem);
    }
    const auto target = find_target(text_of(parser.get().target()));
    if (!target) {
      const Error problem{"expected a plain path", "request target", "open the page anew"};
      co_return co_await refuse(400, problem);
    }
    const auto intent = find_intent(parser.get(), target->path);
    if (const auto refusal = state_->gate.find_refusal(read_credentials(parser.get()), intent))
      co_return co_await refuse(refusal->status, refusal->error);
    if (intent == Intent::ReadPage) co_return co_await serve_file(parser, target->path);
    if (beast::websocket::is_upgrade(parser.get())) co_return co_await upgrade(parser, target->path);
    co_return co_await serve_api(parser, *target);
  }

  asio::awaitable<After> upgrade(Parser& parser, std::string path) {
    if (path != "/api/live" || !state_->open_live) {
      const Error problem{"expected a route that has a WebSocket, found another", path};
      co_return co_await refuse(404, problem);
    }
    auto request = parser.release();
    co_await serve_live(state_, stream_, std::move(request));
    co_return After::Close;
  }

  asio::awaitable<After> serve_api(Parser& parser, const Target& target) {
    const auto method = text_of(parser.get().method_string());
    const bool is_exchange = target.path == "/api/open";
    const bool is_code = target.path == "/api/code";
    auto match = state_->router.find(method, target.path);
    if (is_exchange || is_code) {
      match.is_known_path = true;
      if (method != "POST") match.route = nullptr;
    }
    const bool is_own = (is_exchange || is_code) && method == "POST";
    if (match.route == nullptr && !is_own) {
      const Error problem{match.is_known_path ? "expected another method for this route"
                                              : "expected a route of the API, found another",
                          fmt::format("{} {}", method, target.path)};
      co_return co_await refuse(match.is_known_path ? 405 : 404, problem);
    }
    const std::size_t limit = match.route != nullptr ? match.route->body_limit : DefaultBodyLimit;
    const auto length = parser.content_length();
    bool is_too_large = length && *length > limit;
    if (!is_too_large) {
      parser.body_limit(limit);
      error_code error;
      if (beast::iequals(parser.get()[wire::field::expect], "100-continue")) {
        wire::response<wire::empty_body> go_on(wire::status::continue_, 11);
        co_await wire::async_write(stream_, go_on, asio::redirect_error(asio::use_awaitable, error));
      }
      stream_.expires_after(state_->options.bounds.body_time);
      co_await wire::async_read(stream_, buffer_, parser, asio::redirect_error(asio::use_awaitable, error));
      is_too_large = error == wire::error::body_limit;
      if (error && !is_too_large) co_return After::Close;
    }
    if (is_too_large) {
      const Error problem{fmt::format("expected at most {} bytes, found more", limit), target.path,
                          "send it in parts"};
      co_return co_await refuse(413, problem);
    }
    Request request{method, target.path, std::move(match.parameters), target.query, parser.get().body()};
    stream_.expires_never();
    Reply reply;
    if (is_exchange)
      reply = exchange_code(request);
    else if (is_code)
      reply = issue_code();
    else
      reply = co_await match.route->handler(request);
    co_return co_await write(std::move(reply), parser.get().version(), parser.get().keep_alive());
  }

  Reply exchange_code(const Request& request) {
    const auto posted = protocol::parse_json<protocol::OpenRequest>(request.body);
    if (!posted) return make_problem(posted.error());
    if (!state_->gate.redeem_code(posted->code, state_->options.now()))
      return make_problem(401, Error{"expected a code that is good once and for 30 s, found another", "code",
                                     "start endrange again to open the page"});
    Reply reply = make_reply<protocol::Done>(protocol::Done{true});
    reply.headers.emplace_back("Set-Cookie", state_->gate.make_cookie());
    return reply;
  }

  Reply issue_code() {
    return make_reply<protocol::OneTimeCode>(
        protocol::OneTimeCode{state_->gate.issue_code(state_->options.now())});
  }

  asio::awaitable<After> serve_file(Parser& parser, std::string path) {
    const auto& request = parser.get();
    const bool is_head = request.method() == wire::verb::head;
    if (request.method() != wire::verb::get && !is_head) {
      const Error problem{"expected GET for a file of the page", path};
      co_return co_await refuse(405, problem);
    }
    const auto file = state_->files.find(path);
    if (!file) {
      const Error problem{"expected a file of the page, found none", path};
      co_return co_await refuse(404, problem);
    }
    const bool is_known = text_of(request[wire::field::if_none_match]) == file->etag;
    wire::file_body::value_type body;
    error_code error;
    body.open(file->path.c_str(), beast::file_mode::scan, error);
    if (error) {
      const Error problem{"expected a file of the page that can be read", path, "install Endrange again"};
      co_return co_await refuse(500, problem);
    }
    wire::response_header<> header;
    header.version(request.version());
    header.result(is_known ? wire::status::not_modified : wire::status::ok);
    set_security_fields(header);
    header.set(wire::field::content_type,
               beast::string_view(file->content_type.data(), file->content_type.size()));
    header.set(wire::field::etag, file->etag);
    header.set(wire::field::cache_control,
               file->is_immutable ? "private, max-age=31536000, immutable" : "no-cache");
    stream_.expires_after(state_->options.bounds.answer_time);
    if (is_known || is_head) {
      wire::response<wire::empty_body> response(std::move(header));
      response.keep_alive(request.keep_alive());
      if (is_head) response.content_length(file->bytes);
      wire::response_serializer<wire::empty_body> serializer(response);
      co_await wire::async_write_header(stream_, serializer,
                                        asio::redirect_error(asio::use_awaitable, error));
      co_return !error && request.keep_alive() ? After::KeepOpen : After::Close;
    }
    wire::response<wire::file_body> response(std::move(header));
    response.body() = std::move(body);
    response.keep_alive(request.keep_alive());
    response.prepare_payload();
    co_await wire::async_write(stream_, response, asio::redirect_error(asio::use_awaitable, error));
    co_return !error && request.keep_alive() ? After::KeepOpen : After::Close;
  }

  /// Answers with a problem and closes: what else the client sends is not read.
  asio::awaitable<After> refuse(unsigned status, Error error) {
    auto reply = make_problem(status, error);
    co_return co_await write(std::move(reply), 11, false);
  }

  asio::awaitable<After> write(Reply reply, unsigned version, bool keep_alive) {
    wire::response<wire::string_body> response(static_cast<wire::status>(reply.status), version);
    set_security_fields(response);
    response.set(wire::field::content_type, reply.content_type);
    response.set(wire::field::cache_control, "no-store");
    for (const auto& [name, value] : reply.headers) response.set(name, value);
    response.keep_alive(keep_alive);
    response.body() = std::move(reply.body);
    response.prepare_payload();
    error_code error;
    stream_.expires_after(state_->options.bounds.answer_time);
    co_await wire::async_write(stream_, response, asio::redirect_error(asio::use_awaitable, error));
    co_return !error && keep_alive ? After::KeepOpen : After::Close;
  }

  /// Says goodbye, and takes what is still on its way for a moment: a socket closed on unread bytes is reset,
  /// and the client would lose the answer that told it why.
  asio::awaitable<void> close() {
    error_code error;
    stream_.socket().shutdown(asio::ip::tcp::socket::shutdown_send, error);
    if (error) co_return;
    stream_.expires_after(std::chrono::milliseconds(500));
    constexpr std::size_t MostDiscarded = 4 * 1024 * 1024;
    std::array<char, 16 * 1024> discarded{};
    for (std::size_t total = 0; !error && total < MostDiscarded;) {
      const auto count = co_await stream_.async_read_some(asio::buffer(discarded),
                                                          asio::redirect_error(asio::use_awaitable, error));
      total += count;
    }
  }

  std::shared_ptr<ServerState> state_;
  beast::tcp_stream stream_;
  beast::flat_buffer buffer_;
};

}  // namespace

asio::awaitable<void> serve_connection(std::shared_ptr<ServerState> state, asio::ip::tcp::socket socket) {
  Connection connection(std::move(state), std::move(socket));
  co_await connection.serve();
}

}  // namespace endrange::http
