#include "adapters/http/client.h"

#include <fmt/format.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <utility>

#include "adapters/protocol/api.h"
#include "adapters/protocol/json.h"

namespace endrange::http {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace wire = boost::beast::http;
using wire::response_parser;

/// An export of many years is the largest answer there is.
constexpr std::uint64_t MaxAnswerBytes = 512ULL * 1024 * 1024;

using WireRequest = wire::request<wire::string_body>;

asio::awaitable<void> exchange(asio::io_context& context, int port, WireRequest sent,
                               std::chrono::milliseconds patience, response_parser<wire::string_body>& answer,
                               beast::error_code& error) {
  beast::tcp_stream stream(context);
  stream.expires_after(patience);
  const asio::ip::tcp::endpoint endpoint(asio::ip::address_v4::loopback(),
                                         static_cast<asio::ip::port_type>(port));
  co_await stream.async_connect(endpoint, asio::redirect_error(asio::use_awaitable, error));
  if (error) co_return;
  co_await wire::async_write(stream, sent, asio::redirect_error(asio::use_awaitable, error));
  if (error) co_return;
  beast::flat_buffer buffer;
  co_await wire::async_read(stream, buffer, answer, asio::redirect_error(asio::use_awaitable, error));
}

}  // namespace

Result<std::string> request(const Peer& peer, const std::string& method, const std::string& target,
                            const std::string& body, std::chrono::milliseconds patience) {
  WireRequest sent(wire::string_to_verb(method), target, 11);
  sent.set(wire::field::host, fmt::format("127.0.0.1:{}", peer.port));
  sent.set(wire::field::authorization, fmt::format("Bearer {}", peer.token));
  sent.set(wire::field::content_type, "application/json");
  sent.keep_alive(false);
  sent.body() = body;
  sent.prepare_payload();
  asio::io_context context(1);
  response_parser<wire::string_body> answer;
  answer.body_limit(MaxAnswerBytes);
  beast::error_code error;
  asio::co_spawn(context, exchange(context, peer.port, std::move(sent), patience, answer, error),
                 asio::detached);
  context.run();
  if (error)
    return fail(fmt::format("expected an answer from the running Endrange, found: {}", error.message()),
                fmt::format("127.0.0.1:{}", peer.port), "start endrange again", Fault::Internal);
  auto response = answer.release();
  if (response.result_int() == 200) return std::move(response.body());
  const auto problem = protocol::parse_json<protocol::Problem>(response.body());
  const auto fault = response.result_int() >= 500 ? Fault::Internal : Fault::Input;
  if (!problem)
    return fail(fmt::format("expected an answer, found status {}", response.result_int()), {}, {}, fault);
  return fail(problem->message, problem->where, problem->remedy, fault);
}

}  // namespace endrange::http
