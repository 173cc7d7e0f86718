#include "apps/endrange/server/senses.h"

#include <algorithm>
#include <array>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <optional>
#include <set>
#include <utility>

#include "adapters/desktop/camera_watch.h"
#include "adapters/desktop/display.h"
#include "adapters/desktop/full_screen_watch.h"
#include "adapters/desktop/idle_source.h"
#include "adapters/desktop/pipewire_watch.h"
#include "adapters/desktop/session_watch.h"
#include "adapters/desktop/signal_board.h"
#include "adapters/desktop/system_watch.h"
#include "adapters/desktop/wayland_full_screen.h"
#include "adapters/protocol/moment.h"
#include "adapters/protocol/words.h"
#include "adapters/system/clock.h"
#include "apps/endrange/server/watch.h"
#include "core/workday/presence.h"

namespace endrange::app {
namespace {

using namespace std::chrono_literals;
using desktop::SignalSource;
using system::LogMessage;
using workday::Signal;

/// What is missing is looked for again after so long, then after twice as long, and so on,
constexpr auto FirstRetry = 1s;
/// but at least this often: seldom enough to let the machine rest.
constexpr auto LongestRetry = 5min;
/// So many things that were lost or found are remembered.
constexpr std::size_t MostNews = 50;

protocol::SignalName name_of(Signal signal) {
  return protocol::same_enumerator<protocol::SignalName>(signal);
}

/// One source, as it is looked for.
struct Kind {
  const char* name;
  Result<std::unique_ptr<SignalSource>> (*connect)();
  std::vector<Signal> signals;
  LogMessage lost;
  LogMessage found;
};

template <typename Source>
Result<std::unique_ptr<SignalSource>> connect_source() {
  TRY(auto source, Source::connect());
  return std::unique_ptr<SignalSource>(std::move(source));
}
template <>
Result<std::unique_ptr<SignalSource>> connect_source<desktop::CameraWatch>() {
  TRY(auto source, desktop::CameraWatch::connect());
  return std::unique_ptr<SignalSource>(std::move(source));
}

/// A session has windows in one place.
Kind make_window_kind() {
  if (desktop::is_wayland_session())
    return {"the Wayland compositor",
            connect_source<desktop::WaylandFullScreen>,
            {Signal::FullScreen},
            "lost the Wayland compositor",
            "found the Wayland compositor"};
  return {"the X display",
          connect_source<desktop::FullScreenWatch>,
          {Signal::FullScreen},
          "lost the X display",
          "found the X display"};
}

std::vector<Kind> list_kinds() {
  return {{"the system bus",
           connect_source<desktop::SystemWatch>,
           {Signal::Asleep, Signal::Locked, Signal::LidClosed, Signal::Playing, Signal::BatteryLow},
           "lost the system bus",
           "found the system bus"},
          {"PipeWire",
           connect_source<desktop::PipeWireWatch>,
           {Signal::Microphone, Signal::Camera, Signal::Screencast},
           "lost PipeWire",
           "found PipeWire"},
          {"the cameras",
           connect_source<desktop::CameraWatch>,
           {Signal::Camera},
           "lost the folder of the cameras",
           "found the folder of the cameras"},
          {"the session bus",
           connect_source<desktop::SessionWatch>,
           {Signal::DoNotDisturb, Signal::Playing, Signal::Presentation, Signal::Locked},
           "lost the session bus",
           "found the session bus"},
          make_window_kind()};
}

struct Sense {
  explicit Sense(Kind given) : kind(std::move(given)) {}

  Kind kind;
  std::unique_ptr<SignalSource> source = {};
  std::string problem = {};
  bool was_lost = false;
  unsigned round = 0;  // of connecting; what waits for an earlier one is over
  std::function<void()> stop_waiting = [] {};
};

/// What knows about keyboard and pointer.
struct Attention {
  std::unique_ptr<desktop::IdleSource> source = {};
  std::string problem = {};
  bool was_lost = false;
  unsigned round = 0;
  std::function<void()> stop_waiting = [] {};

  void end() {
    ++round;
    stop_waiting();
    source.reset();
  }
};

}  // namespace

struct Senses::State : std::enable_shared_from_this<Senses::State> {
  State(boost::asio::io_context& given_context, Hear given_hear, system::Log* given_log)
      : context(given_context), hear(std::move(given_hear)), log(given_log), retry(context) {
    for (auto& kind : list_kinds()) senses.emplace_back(std::move(kind));
  }

  // --- signals ---

  [[nodiscard]] bool is_wanted(Signal signal) const { return !left_out.contains(signal); }
  [[nodiscard]] bool is_wanted(const Sense& sense) const {
    return std::ranges::any_of(sense.kind.signals, [&](auto signal) { return is_wanted(signal); });
  }

  void connect(std::size_t index) {
    auto& sense = senses.at(index);
    auto source = sense.kind.connect();
    if (!source) {
      sense.problem = source.error().message;
      sense.was_lost = true;
      return;
    }
    sense.source = std::move(*source);
    sense.problem.clear();
    const bool is_found = std::exchange(sense.was_lost, false);
    if (is_found) tell_news("found ", sense.kind.name, "what it tells is heard again", sense.kind.found);
    const auto round = ++sense.round;
    sense.stop_waiting = watch(
        context,
        [weak = weak_from_this(), index, round]() -> std::optional<desktop::Wakeup> {
          const auto self = weak.lock();
          if (!self) return std::nullopt;
          const auto& one = self->senses.at(index);
          if (one.round != round || !one.source) return std::nullopt;
          return one.source->wakeup();
        },
        [weak = weak_from_this(), index] {
          if (const auto self = weak.lock()) self->listen(index);
        });
    if (is_found) hear(workday::Tick{});
  }

  void disconnect(Sense& sense) {
    ++sense.round;
    sense.stop_waiting();
    sense.source.reset();
    board.release_all(sense.kind.name);
  }

  void listen(std::size_t index) {
    auto& sense = senses.at(index);
    const auto ready = sense.source->on_ready();
    take_changes(sense);
    if (!ready) {
      disconnect(sense);
      sense.problem = ready.error().message;
      sense.was_lost = true;
      tell_news("lost ", sense.kind.name, sense.problem, sense.kind.lost);
      look_again_after(FirstRetry);
    }
    pass_on();
  }

  void look() {
    for (auto& sense : senses) {
      if (!sense.source) continue;
      sense.source->look();
      take_changes(sense);
    }
    pass_on();
  }

  void take_changes(Sense& sense) {
    for (const auto& change : sense.source->take_changes())
      if (is_wanted(change.signal)) board.set(sense.kind.name, change.signal, change.is_on, change.by);
  }

  void pass_on() {
    for (const auto& change : board.take_changes()) {
      // What the display counted while the machine slept is worth nothing; it may be another one now.
      if (change.signal == Signal::Asleep && !change.is_on) connect_attention();
      hear(change);
    }
  }

  // --- keyboard and pointer ---

  void connect_attention() {
    const bool had_one = attention.source != nullptr;
    attention.end();
    auto connected = desktop::connect_idle_source({workday::IdleThreshold});
    if (!connected) {
      attention.problem = connected.error().message;
      attention.was_lost = true;
      if (had_one) lose_attention();
      return;
    }
    attention.source = std::move(*connected);
    attention.problem.clear();
    if (attention.was_lost)
      tell_news("found ", attention.source->name(), "keyboard and pointer are seen again",
                "found keyboard and pointer");
    attention.was_lost = false;
    wait_for(&State::attention, [](State& self) { self.hear_attention(); });
    if (!had_one) hear(workday::SensingChanged{workday::Sensing::Display});
  }

  void wait_for(Attention State::* which, void (*on_ready)(State&)) {
    auto& one = this->*which;
    const auto round = ++one.round;
    one.stop_waiting = watch(
        context,
        [weak = weak_from_this(), which, round]() -> std::optional<desktop::Wakeup> {
          const auto self = weak.lock();
          if (!self) return std::nullopt;
          const auto& now = (*self).*which;
          if (now.round != round || !now.source) return std::nullopt;
          return now.source->wakeup();
        },
        [weak = weak_from_this(), on_ready] {
          if (const auto self = weak.lock()) on_ready(*self);
        });
  }

  void hear_attention() {
    if (const auto ready = attention.source->on_ready(); !ready) {
      attention.problem = ready.error().message;
      attention.end();
      lose_attention();
      return;
    }
    for (const auto& change : attention.source->take_changes())
      hear(workday::Activity{!change.is_idle, change.idle_for});
  }

  void lose_attention() {
    attention.was_lost = true;
    tell_news("lost ", "keyboard and pointer", attention.problem, "lost keyboard and pointer");
    hear(workday::SensingChanged{workday::Sensing::Guess});
    look_again_after(FirstRetry);
  }

  void watch_typing(bool is_wanted) {
    typing.end();
    if (!is_wanted || !attention.source) return;
    auto connected = desktop::connect_idle_source({workday::TypingPause});
    if (!connected) return;
    typing.source = std::move(*connected);
    wait_for(&State::typing, [](State& self) { self.hear_typing(); });
  }

  void hear_typing() {
    if (!typing.source->on_ready()) return typing.end();
    // What follows from a change may end the watch.
    for (const auto& change : typing.source->take_changes())
      hear(workday::Activity{!change.is_idle,
                             std::min<workday::BootTime>(change.idle_for, workday::TypingPause)});
  }

  // --- what is missing ---

  void connect_missing() {
    for (std::size_t i = 0; i < senses.size(); ++i)
      if (!senses[i].source && is_wanted(senses[i])) connect(i);
    if (!attention.source) connect_attention();
  }

  [[nodiscard]] bool is_one_missing() const {
    return !attention.source ||
           std::ranges::any_of(senses, [&](const Sense& sense) { return !sense.source && is_wanted(sense); });
  }

  void look_again_after(std::chrono::seconds delay) {
    retry_delay = std::max<std::chrono::seconds>(delay, FirstRetry);
    retry.expires_after(delay);
    retry.async_wait([weak = weak_from_this()](const boost::system::error_code& error) {
      const auto self = weak.lock();
      if (error || !self) return;
      self->connect_missing();
      if (self->is_one_missing())
        self->look_again_after(std::min<std::chrono::seconds>(self->retry_delay * 2, LongestRetry));
    });
  }

  void tell_news(const std::string& what, const std::string& name, const std::string& reason,
                 LogMessage message) {
    if (log != nullptr) log->note(message);
    if (news.size() >= MostNews) news.erase(news.begin());
    news.push_back({protocol::write_moment(system::read_clock().wall.utc), what + name, reason});
  }

  // --- what is told ---

  [[nodiscard]] protocol::SignalState make_state(Signal signal) const {
    protocol::SignalState made;
    made.signal = name_of(signal);
    made.is_wanted = is_wanted(signal);
    made.is_on = board.is_on(signal);
    made.by = board.words_of(signal);
    for (const auto& sense : senses) {
      if (std::ranges::find(sense.kind.signals, signal) == sense.kind.signals.end()) continue;
      if (!sense.source) {
        made.origins.push_back({sense.kind.name, is_wanted(sense) ? sense.problem : "not listened to"});
        continue;
      }
      for (const auto& origin : sense.source->list_origins())
        if (origin.signal == signal) made.origins.push_back({origin.from, origin.problem});
    }
    return made;
  }

  boost::asio::io_context& context;
  Hear hear;
  system::Log* log;
  boost::asio::steady_timer retry;
  std::chrono::seconds retry_delay = FirstRetry;
  std::vector<Sense> senses = {};
  Attention attention = {};
  Attention typing = {};
  std::set<Signal> left_out = {};
  desktop::SignalBoard board = {};
  std::vector<protocol::Decision> news = {};
};

Senses::Senses(boost::asio::io_context& context, Hear hear, const std::vector<std::string>& left_out,
               system::Log* log)
    : state_(std::make_shared<State>(context, std::move(hear), log)) {
  leave_out(left_out);
  boost::asio::post(context, [weak = std::weak_ptr(state_)] {
    const auto self = weak.lock();
    if (!self) return;
    self->connect_missing();
    if (self->is_one_missing()) self->look_again_after(FirstRetry);
  });
}

Senses::~Senses() = default;

void Senses::leave_out(const std::vector<std::string>& left_out) {
  std::set<Signal> signals;
  for (std::size_t i = 0; i < workday::SignalCount; ++i) {
    const auto signal = static_cast<Signal>(i);
    if (std::ranges::find(left_out, protocol::word_of(name_of(signal))) != left_out.end())
      signals.insert(signal);
  }
  if (signals == state_->left_out) return;
  const auto before = std::exchange(state_->left_out, std::move(signals));
  // Whoever tells only what nobody wants to hear is not asked at all; one that is listened to in another way
  // tells anew what is on.
  for (auto& sense : state_->senses) {
    const bool is_changed = std::ranges::any_of(sense.kind.signals, [&](Signal signal) {
      return before.contains(signal) != state_->left_out.contains(signal);
    });
    if (is_changed && sense.source) state_->disconnect(sense);
  }
  state_->pass_on();
  state_->look_again_after(0s);
}

void Senses::watch_typing(bool is_wanted) {
  state_->watch_typing(is_wanted);
}

void Senses::look() {
  state_->look();
}

bool Senses::knows_activity() const {
  return state_->attention.source != nullptr;
}

protocol::Signals Senses::list() const {
  protocol::Signals made;
  for (std::size_t i = 0; i < workday::SignalCount; ++i)
    made.signals.push_back(state_->make_state(static_cast<Signal>(i)));
  const auto& attention = state_->attention;
  made.activity_from = attention.source ? attention.source->name() : "the page";
  made.activity_problem = attention.problem;
  made.news = state_->news;
  return made;
}

}  // namespace endrange::app
