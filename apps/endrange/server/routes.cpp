#include <algorithm>
#include <utility>

#include "adapters/http/typed.h"
#include "adapters/protocol/figure.h"
#include "adapters/protocol/workday.h"
#include "adapters/system/autostart.h"
#include "adapters/system/clock.h"
#include "apps/endrange/server/own_routes.h"
#include "apps/endrange/server/program.h"
#include "apps/endrange/trainer/places.h"
#include "apps/endrange/trainer/summary_page.h"
#include "core/journal/check.h"

namespace endrange::app {
namespace {

namespace api = protocol;
using http::Request;

/// An export of many years of use.
constexpr std::size_t ImportLimit = 64 * 1024 * 1024;

template <typename Response, typename Answer>
void add_get(http::Router& router, const char* path, Answer answer) {
  router.add("GET", path, http::answer_with<Response>([answer](const Request& request) -> Result<Response> {
               return answer(request);
             }));
}

api::VoiceKind find_voice() {
  const auto program = system::find_voice_program();
  if (!program) return api::VoiceKind::None;
  return *program == system::VoiceProgram::EspeakNg ? api::VoiceKind::EspeakNg
                                                    : api::VoiceKind::SpeechDispatcher;
}

Result<TodayQuery> parse_today_query(const Request& request, LocalMoment now) {
  TRY_STATUS(http::check_query(request, {"minutes", "spot", "at", "swap", "programme", "joint", "explain"}));
  TodayQuery query;
  TRY(query.minutes, http::parse_query_integer(request, "minutes"));
  TRY(query.spot, parse_spot(http::find_query_text(request, "spot").value_or("usual")));
  if (const auto at = http::find_query_text(request, "at")) {
    TRY(query.at, system::parse_time(*at, now));
  }
  TRY(query.swaps, parse_swaps(http::find_query_text(request, "swap").value_or("")));
  query.programme = http::find_query_text(request, "programme");
  query.joint = http::find_query_text(request, "joint").value_or("");
  TRY(const auto explain, http::parse_query_flag(request, "explain"));
  query.explain = explain.value_or(false);
  return query;
}

/// A page without script that brings its own style.
http::Reply make_page(std::string html) {
  http::Reply reply;
  reply.content_type = "text/html; charset=utf-8";
  reply.body = std::move(html);
  reply.headers.emplace_back("Content-Security-Policy",
                             "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; "
                             "base-uri 'none'; form-action 'none'");
  return reply;
}

Result<api::EraseAnswer> answer_erase(Program program, const api::EraseRequest& request) {
  const auto now = std::chrono::steady_clock::now();
  api::EraseAnswer answer;
  if (!request.code) {
    TRY(answer.will_remove, program.trainer.list_erasable());
    answer.code = program.erase_codes.issue(now);
    return answer;
  }
  if (!program.erase_codes.redeem(*request.code, now))
    return fail("expected the code of the last 60 s, found another", "code", "ask to erase again");
  TRY_STATUS(program.trainer.erase());
  program.breaks.follow_settings();
  answer.erased = true;
  return answer;
}

Result<std::optional<Side>> parse_side(const Request& request) {
  const auto text = http::find_query_text(request, "side");
  if (!text) return std::nullopt;
  for (const auto side : {Side::Left, Side::Right, Side::Both})
    if (*text == word(side)) return side;
  return fail("expected left, right or both", "side");
}

Result<Showing> parse_showing(const Trainer& trainer, const Request& request) {
  TRY_STATUS(http::check_query(request, {"side", "eased", "hold"}));
  TRY(const auto side, parse_side(request));
  TRY(const auto eased, http::parse_query_flag(request, "eased"));
  TRY(const auto hold_s, http::parse_query_integer(request, "hold"));
  return trainer.make_showing(request.parameters.at("id"), side, eased.value_or(false), hold_s);
}

/// A motion takes a moment to compile, so the worker does it. The joint motions never change while the
/// program runs; the library may.
boost::asio::awaitable<http::Reply> answer_motion(Program program, const Request& request) {
  auto showing = parse_showing(program.trainer, request);
  if (!showing) co_return http::make_problem(showing.error());
  auto work = [showing = std::move(*showing), &motions = program.trainer.content().joint_motions] {
    return compute_figure(showing, motions);
  };
  const auto motion = co_await program.worker.run(std::move(work));
  if (!motion) co_return http::make_problem(motion.error());
  const Result<api::FigureMotion> made = api::make_figure_motion(*motion);
  co_return http::make_reply(made);
}

void add_knowledge(http::Router& router, Program program) {
  auto& trainer = program.trainer;
  add_get<api::SafetyScreen>(router, "/api/safety",
                             [&](const Request&) { return trainer.make_safety_screen(); });
  add_get<api::Exercises>(router, "/api/exercises",
                          [&](const Request&) { return trainer.compute_exercises(); });
  add_get<api::ExerciseDetail>(router, "/api/exercises/{id}", [&](const Request& request) {
    return trainer.find_exercise(request.parameters.at("id"));
  });
  router.add("GET", "/api/exercises/{id}/motion",
             [program](const Request& request) { return answer_motion(program, request); });
  add_get<api::Protocols>(router, "/api/protocols",
                          [&](const Request&) { return trainer.compute_protocols(); });
}

void add_person(http::Router& router, Program program) {
  auto& trainer = program.trainer;
  add_get<api::State>(router, "/api/state", [program](const Request&) {
    auto state = program.trainer.compute_state();
    state.voice = find_voice();
    state.breaks = program.breaks.compute_status();
    return state;
  });
  add_get<api::Today>(router, "/api/today", [program](const Request& request) -> Result<api::Today> {
    TRY(const auto query, parse_today_query(request, program.trainer.now()));
    auto today = program.trainer.compute_today(query);
    // Another time than now has no span that goes on.
    if (today && !query.at)
      if (auto open = program.breaks.find_open_mark()) today->line.push_back(std::move(*open));
    return today;
  });
  add_get<api::Wants>(router, "/api/wants", [&](const Request&) { return trainer.compute_wants(); });
  add_get<api::BodyView>(router, "/api/body", [&](const Request&) { return trainer.compute_body(); });
  add_get<api::PickedComparison>(
      router, "/api/compare", [&](const Request& request) -> Result<api::PickedComparison> {
        TRY_STATUS(http::check_query(request, {"one", "other"}));
        return trainer.compare(http::find_query_text(request, "one").value_or(""),
                               http::find_query_text(request, "other").value_or(""));
      });
  add_get<api::Summary>(router, "/api/summary", [&](const Request&) { return trainer.make_summary(); });
  router.add("GET", "/api/summary/page", [&](const Request&) -> boost::asio::awaitable<http::Reply> {
    co_return make_page(make_summary_page(trainer.make_summary()));
  });
  add_get<api::Progress>(router, "/api/progress", [&](const Request&) { return trainer.compute_progress(); });
}

// What came in may be, or bring back, an exercise of the person's own.
boost::asio::awaitable<http::Reply> answer_events(Program program, const Request& request) {
  const auto events = protocol::parse_json<api::NewEvents>(request.body);
  if (!events) co_return http::make_problem(events.error());
  const auto accepted = program.trainer.append(*events);
  if (!accepted) co_return http::make_problem(accepted.error());
  program.breaks.follow_settings();
  co_await prove_own(program);
  co_return http::make_reply(accepted);
}

boost::asio::awaitable<http::Reply> answer_import(Program program, const Request& request) {
  const auto imported = program.trainer.import(request.body);
  if (!imported) co_return http::make_problem(imported.error());
  program.breaks.follow_settings();
  co_await prove_own(program);
  co_return http::make_reply(imported);
}

void add_journal(http::Router& router, Program program) {
  auto& trainer = program.trainer;
  add_get<api::Journal>(router, "/api/journal", [&](const Request& request) -> Result<api::Journal> {
    TRY_STATUS(http::check_query(request, {"offset", "limit"}));
    TRY(const auto offset, http::parse_query_integer(request, "offset"));
    TRY(const auto limit, http::parse_query_integer(request, "limit"));
    return trainer.read_journal(offset, limit);
  });
  router.add("POST", "/api/events",
             [program](const Request& request) { return answer_events(program, request); });
  router.add("GET", "/api/export", [&](const Request&) -> boost::asio::awaitable<http::Reply> {
    http::Reply reply{200, "application/x-ndjson", trainer.book().write_export(), {}};
    reply.headers.emplace_back("Content-Disposition", "attachment; filename=\"endrange.ndjson\"");
    co_return reply;
  });
  router.add(
      "POST", "/api/import", [program](const Request& request) { return answer_import(program, request); },
      ImportLimit);
  add_get<api::Recordings>(router, "/api/recordings",
                           [&](const Request&) { return trainer.list_recordings(); });
  router.add("DELETE", "/api/recordings/{name}",
             http::answer_with<api::Recordings>([&](const Request& request) {
               return trainer.delete_recording(request.parameters.at("name"));
             }));
  router.add("POST", "/api/erase",
             http::answer_posted<api::EraseRequest, api::EraseAnswer>(
                 [program](const api::EraseRequest& request) { return answer_erase(program, request); }));
}

Result<api::DayPreview> answer_preview(Program program, const api::Rhythm& asked) {
  TRY(auto rhythm, protocol::parse_rhythm(asked));
  TRY_STATUS(journal::check_event(journal::RhythmChanged{rhythm}));
  const auto today = program.trainer.now().day();
  return protocol::make_day_preview(workday::make_preview(rhythm, today), today);
}

Result<api::BreakStatus> answer_show(Program program) {
  auto status = program.breaks.compute_status();
  if (status.phase != api::BreakPhase::OnBreak)
    return fail("expected a break to be on, found none", "", "begin one: endrange break now");
  program.break_window.open();
  return status;
}

Result<api::Autostart> tell_autostart() {
  TRY(const auto file, system::find_autostart_file());
  TRY(const auto is_on, system::find_autostart());
  return api::Autostart{is_on, file.string()};
}

/// The page says only whether; what is started is this program, and never anything that a page could name.
Result<api::Autostart> set_autostart(const api::AutostartChange& change) {
  TRY(const auto program, find_own_program());
  TRY_STATUS(system::set_autostart(change.is_on, program));
  return tell_autostart();
}

void add_autostart(http::Router& router) {
  add_get<api::Autostart>(router, "/api/autostart", [](const Request&) { return tell_autostart(); });
  router.add("POST", "/api/autostart",
             http::answer_posted<api::AutostartChange, api::Autostart>(set_autostart));
}

void add_moment(http::Router& router, Program program) {
  add_get<api::BreakStatus>(router, "/api/breaks",
                            [program](const Request&) { return program.breaks.compute_status(); });
  router.add("POST", "/api/breaks",
             http::answer_posted<api::BreakCommand, api::BreakStatus>(
                 [program](const api::BreakCommand& command) { return program.breaks.obey(command); }));
  router.add("POST", "/api/breaks/show",
             http::answer_with<api::BreakStatus>([program](const Request&) { return answer_show(program); }));
  add_get<api::BreakLog>(router, "/api/breaks/log",
                         [program](const Request&) { return program.breaks.compute_log(); });
  add_get<api::Signals>(router, "/api/signals",
                        [program](const Request&) { return program.breaks.list_signals(); });
  router.add("POST", "/api/breaks/preview",
             http::answer_posted<api::Rhythm, api::DayPreview>(
                 [program](const api::Rhythm& rhythm) { return answer_preview(program, rhythm); }));
  router.add("POST", "/api/activity",
             http::answer_posted<api::Activity, api::BreakStatus>(
                 [program](const api::Activity& activity) -> Result<api::BreakStatus> {
                   return program.breaks.hear_page(activity);
                 }));
  router.add(
      "POST", "/api/speak",
      http::answer_posted<api::Speech, api::Done>([program](const api::Speech& speech) -> Result<api::Done> {
        TRY_STATUS(program.speaker.speak(speech.text));
        return api::Done{true};
      }));
}

}  // namespace

http::Router make_routes(Program program) {
  http::Router router;
  add_knowledge(router, program);
  add_person(router, program);
  add_journal(router, program);
  add_moment(router, program);
  add_autostart(router);
  add_own_exercises(router, program);
  return router;
}

void Pages::tell(const protocol::BreakStatus& status) {
  std::erase_if(pages_, [](const auto& page) { return page.expired(); });
  api::LiveAnswer answer;
  answer.breaks = status;
  const auto message = protocol::write_json(answer);
  for (const auto& page : pages_)
    if (const auto open = page.lock()) open->send(message);
}

}  // namespace endrange::app
