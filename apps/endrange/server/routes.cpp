#include "apps/endrange/server/routes.h"

#include "adapters/http/typed.h"

namespace endrange::app {
namespace {

namespace api = protocol;
using http::Request;

/// An export of many years of use.
constexpr std::size_t ImportLimit = 64 * 1024 * 1024;

void add_journal_routes(http::Router& router, Trainer& trainer) {
  router.add("GET", "/api/journal",
             http::answer_with<api::Journal>([&](const Request& request) -> Result<api::Journal> {
               TRY_STATUS(http::check_query(request, {"offset", "limit"}));
               TRY(const auto offset, http::parse_query_integer(request, "offset"));
               TRY(const auto limit, http::parse_query_integer(request, "limit"));
               return trainer.read_journal(offset, limit);
             }));
  router.add("POST", "/api/events",
             http::answer_posted<api::NewEvents, api::Accepted>(
                 [&](const api::NewEvents& events) { return trainer.append(events); }));
  router.add("GET", "/api/export", [&](const Request&) -> boost::asio::awaitable<http::Reply> {
    http::Reply reply{200, "application/x-ndjson", trainer.book().write_export(), {}};
    reply.headers.emplace_back("Content-Disposition", "attachment; filename=\"endrange.ndjson\"");
    co_return reply;
  });
  router.add("POST", "/api/import", http::answer_with<api::ImportAnswer>([&](const Request& request) {
               return trainer.import(request.body);
             }),
             ImportLimit);
}

}  // namespace

http::Router make_routes(Trainer& trainer) {
  http::Router router;
  router.add("GET", "/api/state", http::answer_with<api::State>([&](const Request&) -> Result<api::State> {
               return trainer.compute_state();
             }));
  router.add("GET", "/api/safety",
             http::answer_with<api::SafetyScreen>(
                 [&](const Request&) -> Result<api::SafetyScreen> { return trainer.make_safety_screen(); }));
  add_journal_routes(router, trainer);
  return router;
}

}  // namespace endrange::app
