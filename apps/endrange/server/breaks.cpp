#include "apps/endrange/server/breaks.h"

#include <fmt/format.h>

#include <boost/asio/steady_timer.hpp>
#include <cmath>
#include <utility>

#include "adapters/desktop/notifier.h"
#include "adapters/protocol/moment.h"
#include "adapters/protocol/words.h"
#include "adapters/protocol/workday.h"
#include "adapters/system/clock.h"
#include "apps/endrange/server/senses.h"
#include "apps/endrange/server/watch.h"
#include "core/progress/person.h"
#include "core/workday/clocks.h"
#include "core/workday/presence.h"
#include "core/workday/rhythm.h"
#include "core/workday/workday.h"

namespace endrange::app {

using namespace std::chrono_literals;

struct Breaks::State : std::enable_shared_from_this<Breaks::State> {
  State(boost::asio::io_context& given_context, Trainer& given_trainer, BreakSurroundings given)
      : context(given_context),
        trainer(given_trainer),
        surroundings(std::move(given)),
        day(workday::make_state(workday::compute_rhythm(trainer.book().standing()))),
        wakeup(context) {}

  static workday::Now read_now() {
    const auto clock = system::read_clock();
    return {clock.wall, clock.boot};
  }

  protocol::BreakStatus compute_status() const {
    return protocol::make_break_status(workday::compute_status(day, read_now()), day.rhythm,
                                       knows_activity() ? "display" : "page");
  }

  bool is_battery_low() const { return day.signals.of(workday::Signal::BatteryLow).has_value(); }

  bool knows_activity() const { return senses && senses->knows_activity(); }

  void advance(const workday::Input& input) {
    const auto now = read_now();
    auto advanced = workday::advance(std::move(day), input, now);
    day = std::move(advanced.state);
    for (const auto& effect : advanced.effects) carry_out(effect);
    wakeup.expires_after(advanced.next_wakeup - now.boot);
    wakeup.async_wait([weak = weak_from_this()](const boost::system::error_code& error) {
      const auto self = weak.lock();
      if (error || !self) return;
      // What does not speak up matters to a break that is due, and costs a wake-up for each answer.
      if (self->senses && workday::is_due(self->day, read_now())) self->senses->look();
      self->advance(workday::Tick{});
    });
    const auto status = compute_status();
    if (status == told) return;
    told = status;
    surroundings.tell_pages(status);
  }

  void carry_out(const workday::Effect& effect) {
    if (const auto* const prompt = std::get_if<workday::ShowPrompt>(&effect)) {
      // A notification that cannot be shown leaves the page's own prompt, which is always there.
      announce(*prompt);
    } else if (const auto* const change = std::get_if<workday::WatchTyping>(&effect)) {
      // Only while a break is announced: every pause in typing wakes the program.
      if (senses) senses->watch_typing(change->is_wanted);
    } else if (std::holds_alternative<workday::HidePrompt>(effect)) {
      announced.reset();
      if (notifier && !notifier->close()) notifier.reset();
    } else if (const auto* const record = std::get_if<workday::Record>(&effect)) {
      // A journal that cannot be written says so where the person acts; a break is not worth stopping for.
      static_cast<void>(trainer.record(record->event));
    }
  }

  void announce(const workday::ShowPrompt& prompt) {
    auto next = make_notification(prompt);
    if (is_battery_low()) next.body += " The battery is low, so no window opens.";
    next.icon = surroundings.icon;
    next.with_sound = surroundings.is_sound_wanted();
    // The offer shows what its warning showed.
    if (announced) next.picture = std::move(announced->picture);
    announced = std::move(next);
    show_announced();
    if (!announced->picture) draw_announced(prompt.length);
  }

  void show_announced() {
    if (notifier && !notifier->show(*announced)) notifier.reset();
  }

  /// The picture takes a moment, so it comes after the words.
  void draw_announced(std::chrono::minutes length) {
    if (!notifier) return;
    surroundings.draw_first_step(length, [weak = weak_from_this()](desktop::NotificationPicture picture) {
      const auto self = weak.lock();
      if (!self || !self->announced) return;
      self->announced->picture = std::move(picture);
      self->show_announced();
    });
  }

  static desktop::Notification make_notification(const workday::ShowPrompt& prompt) {
    const auto* const kind = prompt.kind == workday::BreakKind::Long ? "long" : "short";
    const auto length =
        fmt::format("{} {}", prompt.length.count(), prompt.length.count() == 1 ? "minute" : "minutes");
    desktop::Notification notification;
    notification.without_buttons =
        "To answer, open the page, or type: endrange break now, break putoff 10m, break skip.";
    if (prompt.stage == workday::Stage::Prelude) {
      notification.title = fmt::format("A {} break in a moment", kind);
      notification.body = fmt::format("{}, as soon as you pause. Or at once.", length);
      notification.urgency = desktop::Urgency::Low;
    } else {
      notification.title = "Time to move";
      notification.body = fmt::format("{} minutes at work. {} will do.", prompt.worked.count(), length);
    }
    return notification;
  }

  void connect_notifier() {
    auto connected = desktop::Notifier::connect();
    if (!connected) return;
    stop_hearing_notifier();
    notifier.emplace(std::move(*connected));
    stop_hearing_notifier = watch(
        context, [weak = weak_from_this()] { return find_wakeup(weak, &State::notifier); },
        [weak = weak_from_this()] {
          if (const auto self = weak.lock()) self->hear_notifier();
        });
  }

  void connect_desktop() {
    connect_notifier();
    senses.emplace(
        context,
        [weak = weak_from_this()](const workday::Input& input) {
          const auto self = weak.lock();
          if (!self) return;
          // Something is there that may not have been before: a bus, too.
          if (!self->notifier) self->connect_notifier();
          self->advance(input);
        },
        progress::compute_settings(trainer.book().standing()).left_out, surroundings.log);
  }

  template <typename Source>
  static std::optional<desktop::Wakeup> find_wakeup(const std::weak_ptr<State>& weak,
                                                    std::optional<Source> State::* source) {
    const auto self = weak.lock();
    if (!self || !((*self).*source)) return std::nullopt;
    return ((*self).*source)->wakeup();
  }

  void hear_notifier() {
    if (!notifier->on_ready()) {
      notifier.reset();
      return;
    }
    for (const auto answer : notifier->take_answers()) {
      switch (answer) {
        case desktop::NotificationAnswer::Start:
          // The prompt has said so. Whoever asks for the page itself gets it.
          if (!is_battery_low()) surroundings.open_page();
          advance(workday::StartBreak{});
          break;
        case desktop::NotificationAnswer::PutOffBriefly:
          advance(workday::PutOffBreak{5min});
          break;
        case desktop::NotificationAnswer::PutOff:
          advance(workday::PutOffBreak{10min});
          break;
        case desktop::NotificationAnswer::PutOffLong:
          advance(workday::PutOffBreak{30min});
          break;
        case desktop::NotificationAnswer::Skip:
          advance(workday::SkipBreak{});
          break;
        case desktop::NotificationAnswer::Dismissed:
          break;
      }
    }
  }

  boost::asio::io_context& context;
  Trainer& trainer;
  BreakSurroundings surroundings;
  workday::State day;
  boost::asio::steady_timer wakeup;
  std::optional<desktop::Notifier> notifier;
  std::function<void()> stop_hearing_notifier = [] {};
  std::optional<Senses> senses;
  std::optional<desktop::Notification> announced;
  protocol::BreakStatus told;
};

Breaks::Breaks(boost::asio::io_context& context, Trainer& trainer, BreakSurroundings surroundings)
    : state_(std::make_shared<State>(context, trainer, std::move(surroundings))) {
  if (state_->surroundings.use_desktop) state_->connect_desktop();
  state_->advance(workday::Tick{});
}

Breaks::~Breaks() = default;

namespace {

/// The kind that was asked for, or that fits the minutes that were asked for; without any, the one that comes
/// next.
std::optional<workday::BreakKind> find_kind(const protocol::BreakCommand& command,
                                            const workday::Rhythm& rhythm) {
  if (command.kind) return protocol::same_enumerator<workday::BreakKind>(*command.kind);
  if (!command.minutes) return std::nullopt;
  const bool is_long = *command.minutes >= static_cast<double>(rhythm.long_breaks.length.count());
  return is_long ? workday::BreakKind::Long : workday::BreakKind::Short;
}

}  // namespace

protocol::BreakStatus Breaks::compute_status() const {
  return state_->compute_status();
}

std::optional<protocol::DayMark> Breaks::find_open_mark() const {
  return protocol::make_open_mark(state_->day, State::read_now());
}

protocol::BreakLog Breaks::compute_log() const {
  return protocol::make_break_log(state_->day.log);
}

protocol::Signals Breaks::list_signals() const {
  return state_->senses ? state_->senses->list() : protocol::Signals{};
}

Result<protocol::BreakStatus> Breaks::obey(const protocol::BreakCommand& command) {
  constexpr double LongestMinutes = 24.0 * 60.0;
  if (command.minutes && (*command.minutes < 1.0 || *command.minutes > LongestMinutes))
    return fail("expected 1 to 1440 minutes", "minutes");
  const auto minutes = [&](std::chrono::minutes otherwise) {
    return command.minutes ? std::chrono::minutes(std::lround(*command.minutes)) : otherwise;
  };
  switch (command.action) {
    case protocol::BreakAction::Now:
      state_->advance(workday::StartBreak{find_kind(command, state_->day.rhythm)});
      break;
    case protocol::BreakAction::Skip:
      state_->advance(workday::SkipBreak{});
      break;
    case protocol::BreakAction::PutOff:
      state_->advance(workday::PutOffBreak{minutes(10min)});
      break;
    case protocol::BreakAction::PutOffUntilCallEnds:
      state_->advance(workday::PutOffBreak{workday::CallEnds{}});
      break;
    case protocol::BreakAction::Done:
      state_->advance(workday::EndBreak{});
      break;
    case protocol::BreakAction::Pause: {
      workday::Pause pause;
      if (command.until) {
        TRY(const auto until, protocol::parse_moment(*command.until));
        pause.until = until;
      } else if (command.minutes) {
        pause.until = minutes(0min);
      }
      state_->advance(pause);
      break;
    }
    case protocol::BreakAction::Resume:
      state_->advance(workday::Resume{});
      break;
  }
  return compute_status();
}

protocol::BreakStatus Breaks::hear_page(const protocol::Activity& activity) {
  const auto idle_for =
      std::chrono::milliseconds(std::lround(std::clamp(activity.idle_s, 0.0, 86'400.0) * 1000.0));
  if (!state_->knows_activity())
    state_->advance(workday::Activity{idle_for < workday::IdleThreshold, idle_for});
  return compute_status();
}

void Breaks::follow_settings() {
  const auto rhythm = workday::compute_rhythm(state_->trainer.book().standing());
  if (rhythm != state_->day.rhythm) state_->advance(workday::RhythmChanged{rhythm});
  if (state_->senses)
    state_->senses->leave_out(progress::compute_settings(state_->trainer.book().standing()).left_out);
}

}  // namespace endrange::app
