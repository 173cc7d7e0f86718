// endrange-window: the page over the whole screen for the length of one break, a process of its own.
//
// Endrange starts it and writes the page's address to its standard input as one line; when that input ends,
// because the break is over or Endrange is gone, the window ends. What happens it prints, one line each:
// `monitors N`, `shown MS` (our own window), `painted MS` (the page), with the time since the process began.
//
// Exit status: 0 the break is over, 1 the address was at fault, 2 the command line, 3 the page never appeared
// or went away (Endrange opens the browser instead), 4 the person left.
#include <fcntl.h>
#include <fmt/format.h>
#include <glib-unix.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <fstream>
#include <map>
#include <sstream>

#include "apps/endrange-window/leaving.h"
#include "apps/endrange-window/page_view.h"
#include "apps/endrange-window/screens.h"

namespace endrange::window {
namespace {

using namespace std::chrono_literals;

enum class Ending { Over = 0, BadAddress = 1, BadCommandLine = 2, NeverSeen = 3, Left = 4 };

/// A page that is not on the screen after so long will not come.
constexpr int DefaultPatience_s = 10;
/// So much later the system ends us, in case that nothing here runs any more.
constexpr unsigned AlarmAfterwards_s = 10;
/// What the page holds back is sent within this; it is a few kilobytes to this machine.
constexpr guint FarewellMs = 400;
constexpr auto AddressPatience = 5s;

struct Options {
  Wish wish = Wish::Pointer;
  Theme theme = Theme::System;
  int patience_s = DefaultPatience_s;
};

/// Since this process was started. Source: proc(5), "/proc/pid/stat", field 22: ticks after boot.
std::chrono::milliseconds compute_age() {
  constexpr int StartField = 22;
  constexpr int FieldAfterName = 3;
  std::ifstream in("/proc/self/stat");
  std::string text;
  std::getline(in, text);
  // The name, field 2, stands in brackets and may hold anything.
  std::istringstream rest(text.substr(text.rfind(')') + 1));
  std::string word;
  for (int field = FieldAfterName; field <= StartField; ++field) rest >> word;
  timespec now = {};
  ::clock_gettime(CLOCK_BOOTTIME, &now);
  const auto since_boot = std::chrono::seconds(now.tv_sec) + std::chrono::nanoseconds(now.tv_nsec);
  const auto started = std::chrono::milliseconds(std::stoll(word) * 1000 / ::sysconf(_SC_CLK_TCK));
  return std::chrono::duration_cast<std::chrono::milliseconds>(since_boot) - started;
}

void tell(const std::string& line) {
  fmt::print("{}\n", line);
  std::fflush(stdout);
}

/// The whole program, from the address to the end of the break.
class Break {
 public:
  Break(const Opening& opening, const Options& options)
      : page_(opening, options.theme, {[this] { on_painted(); }, [this] { end(Ending::NeverSeen); }}),
        screens_(page_.widget(), options.wish,
                 {[this] { on_shown(); }, [this] { on_leave_pressed(); }, [this] { end(Ending::Left); },
                  [](int count) { tell(fmt::format("monitors {}", count)); }}) {
    if (!page_.is_sandboxed())
      fmt::print(stderr, "endrange-window: WebKit's sandbox cannot be used here (bwrap, xdg-dbus-proxy)\n");
    ::alarm(static_cast<unsigned>(options.patience_s) + AlarmAfterwards_s);
    watchdog_ = g_timeout_add_seconds(
        static_cast<guint>(options.patience_s),
        [](gpointer self) -> gboolean {
          static_cast<Break*>(self)->on_patience_over();
          return G_SOURCE_REMOVE;
        },
        this);
    for (const auto condition : {G_IO_IN, G_IO_HUP})
      g_unix_fd_add(
          STDIN_FILENO, condition,
          [](int fd, GIOCondition, gpointer self) -> gboolean {
            return static_cast<Break*>(self)->on_input(fd) ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
          },
          this);
    page_.load();
  }

  Ending run() {
    gtk_main();
    return ending_;
  }

 private:
  // Nothing more is told to us: only the end of the input counts.
  bool on_input(int fd) {
    std::array<char, 256> rest = {};
    if (::read(fd, rest.data(), rest.size()) > 0) return true;
    end(Ending::Over);
    return false;
  }

  void on_shown() {
    if (std::exchange(is_shown_, true)) return;
    tell(fmt::format("shown {}", compute_age().count()));
  }

  void on_painted() {
    if (std::exchange(is_painted_, true)) return;
    ::alarm(0);
    tell(fmt::format("painted {}", compute_age().count()));
  }

  void on_patience_over() {
    watchdog_ = 0;
    if (!is_painted_) end(Ending::NeverSeen);
  }

  void on_leave_pressed() {
    if (leaving_.is_meant(std::chrono::steady_clock::now())) return end(Ending::Left);
    screens_.ask_again(true);
    if (calm_again_ != 0) g_source_remove(calm_again_);
    calm_again_ = g_timeout_add_seconds(
        static_cast<guint>(MeantWithin.count()),
        [](gpointer data) -> gboolean {
          auto* const self = static_cast<Break*>(data);
          self->calm_again_ = 0;
          self->screens_.ask_again(false);
          return G_SOURCE_REMOVE;
        },
        this);
  }

  // The screen is free at once; the page sends what it holds behind it.
  void end(Ending ending) {
    if (std::exchange(is_ending_, true)) return;
    ending_ = ending;
    screens_.hide();
    page_.take_leave();
    ::alarm(AlarmAfterwards_s);
    g_timeout_add(
        FarewellMs,
        [](gpointer) -> gboolean {
          gtk_main_quit();
          return G_SOURCE_REMOVE;
        },
        nullptr);
  }

  bool is_shown_ = false;
  bool is_painted_ = false;
  bool is_ending_ = false;
  Ending ending_ = Ending::Over;
  Leaving leaving_;
  guint watchdog_ = 0;
  guint calm_again_ = 0;
  PageView page_;
  Screens screens_;
};

Ending run(const Options& options) {
  const auto opening = read_opening(STDIN_FILENO, AddressPatience);
  if (!opening) {
    fmt::print(stderr, "endrange-window: {}\n", opening.error().text());
    return Ending::BadAddress;
  }
  g_set_prgname("endrange-window");
  if (gtk_init_check(nullptr, nullptr) == FALSE) {
    fmt::print(stderr, "endrange-window: expected a display, found none\n");
    return Ending::NeverSeen;
  }
  return Break(*opening, options).run();
}

/// Ends what WebKit started and would end by itself, unless it was just starting when the break was over.
/// Only in a group of our own, as Endrange starts us in one.
void sweep() {
  if (::getpgrp() != ::getpid()) return;
  ::signal(SIGTERM, SIG_IGN);
  ::kill(0, SIGTERM);
}

int main_of(int argc, char** argv) {
  Options options;
  CLI::App app("The page over the whole screen for one break. Endrange starts it.");
  app.set_version_flag("--version", ENDRANGE_VERSION);
  app.add_option("--monitor", options.wish, "Where the page is shown")
      ->transform(CLI::CheckedTransformer(
          std::map<std::string, Wish>{{"pointer", Wish::Pointer}, {"primary", Wish::Primary}}));
  app.add_option("--theme", options.theme, "Light or dark")
      ->transform(CLI::CheckedTransformer(std::map<std::string, Theme>{
          {"system", Theme::System}, {"light", Theme::Light}, {"dark", Theme::Dark}}));
  app.add_option("--patience", options.patience_s,
                 "Seconds after which a page that never appeared is given up")
      ->envname("ENDRANGE_WINDOW_PATIENCE_S")
      ->check(CLI::Range(1, 600));
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : static_cast<int>(Ending::BadCommandLine);
  }
  ::signal(SIGPIPE, SIG_IGN);
  const auto ending = run(options);
  sweep();
  return static_cast<int>(ending);
}

}  // namespace
}  // namespace endrange::window

int main(int argc, char** argv) {
  try {
    return endrange::window::main_of(argc, argv);
  } catch (const std::exception& error) {
    fmt::print(stderr, "endrange-window: our fault: {}\n", error.what());
    return 3;
  }
}
