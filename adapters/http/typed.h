#pragma once

#include <initializer_list>
#include <optional>
#include <string_view>

#include "adapters/http/message.h"
#include "adapters/protocol/json.h"

/// Handlers that speak in the types of the schema.
namespace endrange::http {

template <typename Response>
[[nodiscard]] Reply make_reply(const Result<Response>& result) {
  if (!result) return make_problem(result.error());
  return {200, "application/json", protocol::write_json(*result), {}};
}

/// @param answer  `Result<Response>(const Request&)`
template <typename Response, typename Answer>
[[nodiscard]] Handler answer_with(Answer answer) {
  return [answer = std::move(answer)](const Request& request) -> boost::asio::awaitable<Reply> {
    const Result<Response> result = answer(request);
    co_return make_reply(result);
  };
}

/// @param answer  `Result<Response>(const Posted&)`
template <typename Posted, typename Response, typename Answer>
[[nodiscard]] Handler answer_posted(Answer answer) {
  return [answer = std::move(answer)](const Request& request) -> boost::asio::awaitable<Reply> {
    const auto posted = protocol::parse_json<Posted>(request.body);
    if (!posted) co_return make_problem(posted.error());
    const Result<Response> result = answer(*posted);
    co_return make_reply(result);
  };
}

/// Refuses a query that has another name in it than these.
[[nodiscard]] Status check_query(const Request& request, std::initializer_list<std::string_view> names);
[[nodiscard]] Result<std::optional<int>> parse_query_integer(const Request& request, const char* name);
[[nodiscard]] Result<std::optional<bool>> parse_query_flag(const Request& request, const char* name);
[[nodiscard]] std::optional<std::string> find_query_text(const Request& request, const char* name);

}  // namespace endrange::http
