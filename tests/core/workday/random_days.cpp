#include "tests/core/workday/random_days.h"

#include <rapidcheck.h>

#include <algorithm>
#include <stdexcept>

#include "core/journal/check.h"
#include "core/workday/presence.h"
#include "core/workday/quiet.h"
#include "core/workday/words.h"

namespace endrange::workday::test {

namespace {

using namespace std::chrono_literals;

constexpr Day Monday = std::chrono::local_days{std::chrono::year{2026} / 11 / 23};
constexpr BootTime UpSince = 1000h;

int draw(int least, int most) {
  return *rc::gen::inRange(least, most + 1);
}
bool draw_one_in(int number) {
  return draw(1, number) == 1;
}
template <typename Value>
Value draw_of(const std::vector<Value>& values) {
  return values[static_cast<std::size_t>(draw(0, static_cast<int>(values.size()) - 1))];
}

// Seconds as often as hours, and the edges of the machine's own lengths.
BootTime draw_length() {
  switch (draw(0, 5)) {
    case 0:
      return std::chrono::seconds(draw(1, 130));
    case 1:
      return std::chrono::minutes(draw_of<int>({1, 2, 5, 10, 15, 30, 60}));
    case 2:
      return std::chrono::minutes(draw(1, 300));
    default:
      return std::chrono::seconds(draw(60, 2400));
  }
}

journal::Hours draw_hours() {
  const int from = draw(0, 1439);
  const int length = draw(1, 1439);
  return {std::chrono::minutes(from), std::chrono::minutes((from + length) % 1440)};
}

Rhythm draw_rhythm(const Weather& weather) {
  Rhythm rhythm;
  rhythm.short_breaks = {!draw_one_in(6), std::chrono::minutes(draw(5, 60)), std::chrono::minutes(draw(1, 3)),
                         draw(1, 30)};
  rhythm.long_breaks = {!draw_one_in(4), std::chrono::minutes(draw(5, 120)),
                        std::chrono::minutes(draw(5, 15)), draw(1, 30)};
  for (auto& hours : rhythm.work)
    hours =
        draw_one_in(5) ? std::nullopt : std::optional(draw_one_in(2) ? draw_hours() : journal::DefaultWork);
  if (weather.quiet)
    for (int i = draw(0, 2); i > 0; --i) rhythm.quiet.push_back(draw_hours());
  rhythm.is_on = !weather.words || !draw_one_in(20);
  return rhythm;
}

}  // namespace

RandomDay::RandomDay(Weather weather)
    : weather_(weather),
      rhythm_(draw_rhythm(weather)),
      state_(make_state(rhythm_)),
      boot_(UpSince),
      wall_(std::chrono::minutes(draw(0, 12 * 60))),
      next_wakeup_(UpSince),
      began_(UpSince),
      counted_until_(UpSince) {
  silent_ = Absence{UpSince - 1h, true};
  send(SensingChanged{Sensing::Display});
}

Now RandomDay::now() const {
  const Moment midnight(Monday.time_since_epoch());
  return {{midnight + wall_ - zone_, zone_}, boot_};
}

void RandomDay::tell(std::string what) {
  const auto local = now().wall.local();
  story_.push_back(clock_time(local) + " " + std::to_string((boot_ - UpSince).count()) +
                   " ms: " + std::move(what));
}

void RandomDay::hold(bool holds, const std::string& promise) const {
  if (holds) return;
  std::string text = promise + "\n";
  const std::size_t shown = 60;
  for (std::size_t i = story_.size() > shown ? story_.size() - shown : 0; i < story_.size(); ++i)
    text += "  " + story_[i] + "\n";
  throw std::runtime_error(text + "  why: " + why(state_, now()));
}

void RandomDay::live(int steps) {
  for (int i = 0; i < steps; ++i) step();
  // The open span is the rest of what was counted.
  hold(state_.span.from == counted_until_, "the open span begins where the last one ended");
  hold(recorded_s_ <= std::chrono::duration<double>(boot_ - began_).count() + 1e-6,
       "no second is written twice");
}

void RandomDay::step() {
  let_pass(draw_length());
  switch (draw(0, 9)) {
    case 0:
    case 1:
      return change_signal();
    case 2:
      return weather_.clocks ? change_clock() : change_hands();
    case 3:
    case 4:
      return weather_.words ? say_word() : change_hands();
    default:
      return change_hands();
  }
}

// Time goes by: the machine is called when it asked to be, a little late now and then, or once more.
void RandomDay::let_pass(BootTime length) {
  const auto until = boot_ + length;
  call_machine(until);
  wall_ += until - boot_;
  boot_ = until;
}

void RandomDay::call_machine(BootTime until) {
  while (true) {
    auto next = is_on(Signal::Asleep) ? until : next_wakeup_;
    if (silent_ && !silent_->is_reported && !is_on(Signal::Asleep))
      next = std::min(next, std::max(boot_, silent_->since + IdleThreshold));
    if (next >= until) return;
    if (weather_.late && draw_one_in(10))
      next = std::min(until, next + std::chrono::milliseconds(draw(1, 50'000)));
    wall_ += next - boot_;
    boot_ = next;
    const bool is_report = silent_ && !silent_->is_reported && boot_ >= silent_->since + IdleThreshold;
    if (is_report) {
      silent_->is_reported = true;
      send(Activity{false, boot_ - silent_->since});
    } else {
      send(Tick{});
    }
    if (weather_.late && draw_one_in(20)) send(Tick{});
  }
}

// --- what happens ---

bool RandomDay::is_gone() const {
  return is_on(Signal::Asleep) || is_on(Signal::Locked) || is_on(Signal::LidClosed);
}

bool RandomDay::is_on_call() const {
  return is_on(Signal::Microphone) || is_on(Signal::Camera) || is_on(Signal::Screencast);
}

bool RandomDay::is_absent_for_long() const {
  return silent_ && silent_->is_reported && !is_on_call() &&
         boot_ - std::max(silent_->since, last_sign_) >= IdleThreshold;
}

void RandomDay::come_back() {
  if (is_absent_for_long()) came_back_ = boot_;
  silent_.reset();
}

void RandomDay::change_hands() {
  if (is_gone()) return;
  if (silent_ || !weather_.absence || draw_one_in(3)) {
    tell("active");
    const bool was_silent = silent_.has_value();
    if (was_silent) come_back();
    send(Activity{true, {}});
    return;
  }
  tell("idle");
  silent_ = Absence{boot_, false};
  if (is_typing_watched_ && draw_one_in(2)) send(Activity{false, TypingPause});
}

void RandomDay::change_signal() {
  std::vector<Signal> choices = {};
  if (weather_.calls) choices = {Signal::Microphone, Signal::Camera, Signal::Screencast};
  if (weather_.quiet)
    choices.insert(choices.end(), {Signal::Presentation, Signal::FullScreen, Signal::DoNotDisturb,
                                   Signal::Playing, Signal::BatteryLow});
  if (weather_.absence) choices.insert(choices.end(), {Signal::Asleep, Signal::Locked, Signal::LidClosed});
  if (choices.empty()) return;
  // What is on tends to end, so that there is work between.
  const auto signal = draw_of(choices);
  switch_signal(signal, !is_on(signal));
  for (std::size_t i = 0; i < SignalCount; ++i)
    if (signals_.at(i) && draw_one_in(2)) switch_signal(static_cast<Signal>(i), false);
}

void RandomDay::switch_signal(Signal signal, bool is_now_on) {
  tell("signal " + std::to_string(static_cast<int>(signal)) + (is_now_on ? " on" : " off"));
  const bool is_call =
      signal == Signal::Microphone || signal == Signal::Camera || signal == Signal::Screencast;
  if (is_call && is_now_on && is_absent_for_long() && !is_gone()) came_back_ = boot_;
  // On a call or at a film somebody is there until that ends, or until the screen is locked.
  const bool was_gone = is_gone();
  const bool was_busy = is_on_call() || is_on(Signal::Playing) || is_call;
  signals_.at(static_cast<std::size_t>(signal)) = is_now_on;
  if (was_busy && !was_gone) last_sign_ = boot_;
  if (is_now_on && is_gone() && !silent_) silent_ = Absence{boot_, true};
  if (!is_now_on && signal == Signal::Locked && !is_gone()) come_back();
  send(SignalChanged{signal, is_now_on, "somebody"});
}

void RandomDay::change_clock() {
  switch (draw(0, 3)) {
    case 0:
      wall_ += std::chrono::minutes(draw_of<int>({-60, 60, 1, -1, 24 * 60, -24 * 60}));
      break;
    case 1:
      wall_ += std::chrono::milliseconds(draw(-2'000'000'000, 2'000'000'000));
      break;
    case 2: {
      const std::chrono::minutes zone(draw(-14 * 60, 14 * 60));
      wall_ += zone - zone_;
      zone_ = zone;
      break;
    }
    default: {  // it stands still, and nobody says so
      const auto length = std::chrono::seconds(draw(1, 200'000));
      tell("freeze");
      const bool is_noticed = boot_ + length > next_wakeup_ + LateByAccident;
      wall_ += length;
      boot_ += length;
      if (is_noticed && !silent_) came_back_ = boot_;
      break;
    }
  }
  tell("clock");
  send(Tick{});
}

void RandomDay::say_word() {
  hidden_until_.reset();
  switch (draw(0, 8)) {
    case 0:
      tell("start");
      is_on_break_ = true;
      return send(StartBreak{});
    case 1:
      tell("done");
      return send(EndBreak{});
    case 2:
      tell("skip");
      return send(SkipBreak{});
    case 3:
      tell("pause");
      is_paused_ = true;
      pause_ends_ = boot_ + 20min;
      return send(Pause{std::chrono::minutes(20)});
    case 4:
      tell("resume");
      is_paused_ = false;
      pause_ends_.reset();
      return send(Resume{});
    case 5:
      tell("rhythm");
      rhythm_ = draw_rhythm(weather_);
      return send(RhythmChanged{rhythm_});
    case 6:
      tell("put off until the call ends");
      send(PutOffBreak{CallEnds{}});
      return hold(!shown_, "putting off takes the prompt away");
    default: {
      const std::chrono::minutes by(draw(1, 40));
      tell("put off");
      hidden_until_ = boot_ + by;
      send(PutOffBreak{by});
      return hold(!shown_, "putting off takes the prompt away");
    }
  }
}

// --- what must be true ---

bool RandomDay::is_in(const std::vector<journal::Hours>& hours) const {
  const auto of_day = now().wall.local() - std::chrono::floor<std::chrono::days>(now().wall.local());
  return std::ranges::any_of(hours, [&](const journal::Hours& each) {
    return each.from < each.until ? of_day >= each.from && of_day < each.until
                                  : of_day >= each.from || of_day < each.until;
  });
}

// Written anew on purpose: by the minute of the day, yesterday's hours apart from today's.
bool RandomDay::is_in_work_hours() const {
  const auto local = now().wall.local();
  const auto today = std::chrono::floor<std::chrono::days>(local);
  const auto of_day = local - today;
  const auto hours_of = [&](Day day) {
    return rhythm_.work.at(std::chrono::weekday(day).iso_encoding() - 1);
  };
  if (const auto hours = hours_of(today); hours && of_day >= hours->from)
    if (of_day < hours->until || hours->until < hours->from) return true;
  const auto hours = hours_of(today - std::chrono::days(1));
  return hours && hours->until < hours->from && of_day < hours->until;
}

// Whether a prompt may stand on the screen, as the person would say.
bool RandomDay::is_allowed() const {
  const bool is_away = is_absent_for_long();
  const bool is_back_just_now = came_back_ && boot_ < *came_back_ + SettlingAfterReturn;
  return rhythm_.is_on && is_in_work_hours() && !is_in(rhythm_.quiet) && !is_gone() && !is_on_call() &&
         !is_away && !is_on(Signal::Presentation) && !is_on(Signal::DoNotDisturb) && !is_back_just_now &&
         !(is_paused_ && (!pause_ends_ || boot_ < *pause_ends_)) && !is_on_break_;
}

void RandomDay::look_at_screen() {
  if (!shown_) return;
  hold(is_allowed(), "no prompt in a call, in quiet hours, away, just back, paused, or on a break");
  hold(!hidden_until_ || boot_ >= *hidden_until_, "what was put off stays away until then");
}

void RandomDay::send(const Input& input) {
  const auto before = now();
  const auto last = state_.advanced_at.value_or(boot_);
  if (is_paused_ && pause_ends_ && boot_ >= *pause_ends_) is_paused_ = false;
  auto advanced = advance(state_, input, before);
  if (draw_one_in(50)) {
    const auto again = advance(state_, input, before);
    hold(again.effects == advanced.effects && again.next_wakeup == advanced.next_wakeup,
         "the same input gives the same effects");
  }
  state_ = std::move(advanced.state);
  next_wakeup_ = advanced.next_wakeup;
  is_on_break_ = state_.started.has_value();
  for (const auto& effect : advanced.effects) look_at(effect);
  hold(next_wakeup_ > boot_, "the next wakeup is later than now");
  hold(next_wakeup_ <= boot_ + LongestSleep, "it looks at the wall clock now and then");
  hold(!why(state_, before).empty(), "there is a reason for everything");
  hold(state_.log.size() <= LongestLog, "the log is bounded");
  look_at_screen();
  look_at_waiting(last);
}

// Whoever may be prompted and has a break due gets it within the grace. Full screens and films have their own
// patience, so this is asked of days without.
void RandomDay::look_at_waiting(BootTime before) {
  if (weather_.quiet || weather_.clocks || weather_.late) return;
  const auto due = find_due(state_, now());
  const bool is_settling = state_.settling_until && boot_ < *state_.settling_until;
  const bool is_waiting =
      is_allowed() && !is_settling && due && due->at <= boot_ && !(shown_ && shown_->stage == Stage::Offer);
  waited_ = is_waiting && was_waiting_ ? waited_ + (boot_ - std::max(before, due->at)) : BootTime{};
  was_waiting_ = is_waiting;
  hold(waited_ <= Grace, "nobody waits longer than the grace");
}

void RandomDay::look_at(const Effect& effect) {
  if (const auto* prompt = std::get_if<ShowPrompt>(&effect)) {
    tell(prompt->stage == Stage::Prelude ? "PRELUDE" : "OFFER");
    const bool follows = prompt->stage == Stage::Prelude
                             ? !shown_
                             : shown_ && shown_->stage == Stage::Prelude && shown_->kind == prompt->kind;
    hold(follows, "one prompt at a time, and a warning before each offer");
    shown_ = *prompt;
    offers_ += prompt->stage == Stage::Offer ? 1 : 0;
  }
  if (std::holds_alternative<HidePrompt>(effect)) {
    tell("HIDE");
    hold(shown_.has_value(), "only what is shown is taken away");
    shown_.reset();
  }
  if (const auto* watch = std::get_if<WatchTyping>(&effect)) {
    hold(watch->is_wanted != is_typing_watched_, "typing is watched only while a warning stands");
    is_typing_watched_ = watch->is_wanted;
  }
  if (const auto* span = std::get_if<SpanEnded>(&effect)) {
    hold(span->from == counted_until_ && span->until > span->from && span->until <= boot_,
         "every second is counted once");
    counted_until_ = span->until;
  }
  if (const auto* record = std::get_if<Record>(&effect)) {
    const auto status = journal::check_event(record->event);
    hold(status.has_value(), "the journal takes what is recorded");
    if (const auto* worked = std::get_if<journal::Worked>(&record->event)) recorded_s_ += worked->seconds;
    if (const auto* spent = std::get_if<journal::Spent>(&record->event)) recorded_s_ += spent->seconds;
    if (const auto* happened = std::get_if<journal::BreakHappened>(&record->event);
        happened != nullptr && happened->outcome == journal::BreakOutcome::Natural)
      recorded_s_ += happened->minutes * 60.0;
  }
}

}  // namespace endrange::workday::test
