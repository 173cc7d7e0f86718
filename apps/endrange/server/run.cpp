#include "apps/endrange/server/run.h"

#include <fmt/format.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <csignal>
#include <cstdio>
#include <memory>
#include <optional>
#include <utility>

#include "adapters/http/server.h"
#include "adapters/protocol/words.h"
#include "adapters/system/browser.h"
#include "adapters/system/clock.h"
#include "adapters/system/instance.h"
#include "adapters/system/log.h"
#include "adapters/system/secret.h"
#include "apps/endrange/server/break_turns.h"
#include "apps/endrange/server/break_window.h"
#include "apps/endrange/server/controls.h"
#include "apps/endrange/server/first_step.h"
#include "apps/endrange/server/hooks.h"
#include "apps/endrange/server/live.h"
#include "apps/endrange/server/peer.h"
#include "apps/endrange/server/program.h"
#include "apps/endrange/server/rest.h"
#include "apps/endrange/trainer/content.h"
#include "apps/endrange/trainer/places.h"
#include "apps/endrange/trainer/trainer.h"
#include "core/progress/person.h"

namespace endrange::app {
namespace {

constexpr int DefaultPort = 7333;
/// So many ports after the first are tried.
constexpr int PortsTried = 50;

http::ServerOptions make_options(const std::string& token, const std::filesystem::path& page,
                                 const std::shared_ptr<Rest>& rest) {
  http::ServerOptions options;
  // The last connections end with the context, after everything else.
  options.on_closed = [weak = std::weak_ptr(rest)] {
    if (const auto here = weak.lock()) here->note_use();
  };
  options.token = token;
  options.page_folder = page;
  options.secrets = {[] { return system::make_random_hex(16); }, system::is_same_secret};
  return options;
}

/// Listens on the port asked for, or on the first free one from the remembered one on.
Result<http::Server> create_server(boost::asio::io_context& context, const RunOptions& options,
                                   http::ServerOptions server_options, const http::Router& router,
                                   const http::OpenConversation& open_live) {
  const int first = options.port.value_or(system::find_remembered_port(options.folder).value_or(DefaultPort));
  const int tried = options.port ? 1 : PortsTried;
  for (int port = first; port < first + tried - 1 && port <= 65535; ++port) {
    server_options.port = port;
    auto server = http::Server::create(context, server_options, router, open_live);
    if (server) return server;
  }
  server_options.port = options.port ? first : 0;
  return http::Server::create(context, std::move(server_options), router, open_live);
}

void call_hook(Hooks& hooks, const Turn& turn) {
  if (turn.what == Turn::What::Due) return;
  hooks.run({turn.what == Turn::What::Started ? "break-start" : "break-end", protocol::word_of(turn.kind),
             turn.length});
}

/// As a notification takes it: the file, so that a program in its checkout has its icon, too.
std::string find_icon(const std::filesystem::path& file) {
  std::error_code error;
  return std::filesystem::exists(file, error) ? "file://" + file.string() : "endrange";
}

/// Opens the page, or says where it is when no browser is found.
void open_browser(const std::string& address) {
  if (const auto opened = system::open_in_browser(address); !opened)
    fmt::print(stderr, "endrange: {}\nopen this address within 30 s: {}\n", opened.error().text(), address);
}

Status serve(const RunOptions& options, const system::InstanceLock& lock) {
  TRY(const auto places, find_places());
  TRY(auto content, load_content(places.content));
  TRY(auto log, system::Log::open(options.folder));
  TRY(const auto token, system::load_or_create_token(options.folder));
  TRY(auto trainer,
      Trainer::open(options.folder, std::move(content), [] { return system::read_clock().wall; }));

  boost::asio::io_context context(1);
  const auto rest = std::make_shared<Rest>(context, [&] { trainer.rest(); });
  Pages pages;
  system::Speaker speaker;
  EraseCodes erase_codes;
  Worker worker;
  std::function<std::string()> make_opening_address = [] { return std::string(); };
  const auto open_page = [&] { open_browser(make_opening_address()); };
  std::function<void()> end_break = [] {};
  BreakWindow window(context,
                     {places.window, [&] { return progress::compute_settings(trainer.book().standing()); },
                      [&] { return make_opening_address(); }, open_page, [&] { end_break(); }});
  Hooks hooks(context, options.folder, log);
  BreakTurns turns;
  std::optional<Controls> controls;
  const auto tell = [&](const protocol::BreakStatus& status) {
    pages.tell(status);
    window.follow(status);
    const auto turn = turns.follow(status, std::chrono::steady_clock::now());
    if (turn) call_hook(hooks, *turn);
    if (controls) controls->tell(status, turn);
  };
  Breaks breaks(
      context, trainer,
      {.use_desktop = options.use_desktop,
       .open_page = [&] { window.open(); },
       .tell_pages = tell,
       .icon = find_icon(places.icon),
       .log = &log,
       .is_sound_wanted = [&] { return progress::compute_settings(trainer.book().standing()).break_sound; },
       .draw_first_step =
           [&](std::chrono::minutes length, auto take) {
             rest->note_use();
             draw_first_step(context, trainer, worker, length, std::move(take));
           }});
  end_break = [&] {
    protocol::BreakCommand done;
    done.action = protocol::BreakAction::Done;
    static_cast<void>(breaks.obey(done));
  };
  const auto obey_desktop = [&](const protocol::BreakCommand& command) {
    auto status = breaks.obey(command);
    // No page asked, so none shows the break yet.
    if (status && command.action == protocol::BreakAction::Now) window.open();
    return status;
  };
  if (options.use_desktop) {
    controls.emplace(context, ControlSurroundings{obey_desktop, open_page, [&] { context.stop(); }});
    controls->tell(breaks.compute_status(), std::nullopt);
  }
  const auto router = make_routes({trainer, breaks, speaker, erase_codes, worker, window});
  const auto open_live = [&](std::shared_ptr<http::Outbox> page) -> std::unique_ptr<http::Conversation> {
    pages.add(page);
    pages.tell(breaks.compute_status());
    return std::make_unique<LiveTrials>(trainer, worker, std::move(page));
  };
  const auto page_folder = options.page.empty() ? places.page : options.page;
  TRY(auto server,
      create_server(context, options, make_options(token, page_folder, rest), router, open_live));
  make_opening_address = [&] { return server.make_opening_address(); };
  TRY_STATUS(lock.announce_port(server.port()));
  if (!options.port) TRY_STATUS(system::remember_port(options.folder, server.port()));
  log.note("listening", system::LogFigure::port(server.port()));
  fmt::print(stderr, "endrange: serving http://127.0.0.1:{}/\n", server.port());

  boost::asio::signal_set signals(context, SIGINT, SIGTERM);
  signals.async_wait([&](const boost::system::error_code& error, int) {
    if (!error) context.stop();
  });
  if (options.open_page) open_page();
  context.run();
  server.stop();
  log.note("ended");
  return {};
}

}  // namespace

Status run_program(const RunOptions& options) {
  TRY(auto claim, system::claim_folder(options.folder));
  if (const auto* const lock = std::get_if<system::InstanceLock>(&claim)) return serve(options, *lock);
  TRY(const auto address, load_opening_address(options.folder));
  fmt::print(stderr, "endrange: already running; opening its page\n");
  if (options.open_page) open_browser(address);
  return {};
}

}  // namespace endrange::app
