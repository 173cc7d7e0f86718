#include "core/workday/workday.h"

#include <algorithm>
#include <utility>

#include "core/base/contracts.h"
#include "core/workday/hours.h"
#include "core/workday/quiet.h"
#include "core/workday/words.h"

namespace endrange::workday {

namespace {

using namespace std::chrono_literals;

constexpr BootTime ShortestSleep = 1ms;

double minutes(BootTime length) {
  return std::chrono::duration<double, std::ratio<60>>(length).count();
}

double seconds(BootTime length) {
  return std::chrono::duration<double>(length).count();
}

SpanKind kind_of(Presence presence) {
  switch (presence) {
    case Presence::Assumed:
      return SpanKind::Assumed;
    case Presence::Working:
      return SpanKind::Work;
    case Presence::OnCall:
      return SpanKind::Call;
    case Presence::Watching:
      return SpanKind::Film;
    case Presence::Away:
    case Presence::Asleep:
      return SpanKind::Rest;
  }
  return SpanKind::Rest;
}

// One call of `advance`, while it lasts.
class Turn {
 public:
  Turn(State state, const Now& now) : state_(std::move(state)), now_(now) {
    if (state_.advanced_at) return;
    state_.span.from = now_.boot;
    state_.awaited = now_.boot;
    state_.advanced_at = now_.boot;
    state_.prompts_day = now_.wall.day();
    silence(now_.boot);
  }

  // Brings the state to now: what happened by itself since the last call.
  void settle() {
    notice_lost_time();
    begin_day();
    end_pause_in_time();
    end_forgotten_break();
    notice_background();
    follow_presence();
    end_put_off_by_rest();
    write_long_span();
    state_.advanced_at = now_.boot;
    state_.awaited = std::max(state_.awaited, now_.boot);
  }

  // --- what happened ---

  void take(const Tick&) {}

  void take(const SensingChanged& changed) {
    if (state_.signals.sensing == changed.sensing) return;
    state_.signals.sensing = changed.sensing;
    // Until the display has spoken nobody was seen.
    if (changed.sensing == Sensing::Display) silence(now_.boot - IdleThreshold);
  }

  void take(const Activity& activity) {
    if (activity.is_active) return hear_life();
    if (state_.signals.sensing != Sensing::Display) return;
    state_.signals.is_pausing = true;
    // A pause in typing is no absence, and that it ends may never be told.
    if (activity.idle_for >= IdleThreshold) silence(now_.boot - activity.idle_for);
  }

  void take(const SignalChanged& changed) {
    auto& held = state_.signals.of(changed.signal);
    const bool was_on = held.has_value();
    if (changed.is_on)
      held = Held{was_on ? held->since : now_.boot, changed.by};
    else
      held.reset();
    if (was_on == changed.is_on) return;
    switch (changed.signal) {
      case Signal::Playing:
        state_.signals.is_background = false;
        break;
      case Signal::Asleep:
      case Signal::LidClosed:
        if (changed.is_on && !state_.signals.silent_since) silence(now_.boot);
        break;
      case Signal::Locked:
        changed.is_on ? silence(state_.signals.silent_since.value_or(now_.boot)) : hear_life();
        break;
      default:
        break;
    }
    if (!changed.is_on && !find_call(state_.signals)) end_put_off_by_call();
  }

  void take(const RhythmChanged& changed) {
    // What was until now is written down before breaks are off.
    if (state_.rhythm.is_on && is_sitting(state_.span.kind)) switch_to(state_.span.kind, now_.boot);
    state_.rhythm = changed.rhythm;
    note("changed the rhythm", "you asked");
  }

  void take(const StartBreak& start) {
    if (state_.started) return;
    const auto kind = start.kind.value_or(current_kind());
    hide_prompt();
    switch_to(SpanKind::Break, now_.boot);
    state_.put_off.reset();
    state_.started = StartedBreak{kind, now_.boot};
    note("began " + words_of(kind), "you asked");
  }

  void take(const EndBreak&) {
    if (state_.started) return finish_break(now_.boot, "you are done");
    set_back_clocks(BreakKind::Long);
    begin_anew(BreakKind::Long);
    note("began the rhythms anew", "you moved");
  }

  void take(const SkipBreak&) {
    const auto kind = current_kind();
    abandon_break();
    set_back_clocks(kind);  // the shorter kind's, too, lest it come at once
    record_break(journal::BreakOutcome::Skipped, kind, BootTime{});
    begin_anew(kind);
    note("left out " + words_of(kind), "you asked");
  }

  void take(const PutOffBreak& later) {
    const auto kind = current_kind();
    const auto* const asked = std::get_if<std::chrono::minutes>(&later.until);
    const auto by =
        std::clamp(asked != nullptr ? *asked : LongestUnseenCall, 1min, std::chrono::minutes(24h));
    abandon_break();
    hide_prompt();
    state_.put_off = PutOff{kind, now_.boot, now_.boot + by, true, asked == nullptr, true};
    record_break(journal::BreakOutcome::PutOff, kind, by);
    note("put off " + words_of(kind) +
             (asked == nullptr ? " until the call ends" : " to " + clock_time(state_.put_off->until)),
         "you asked");
  }

  void take(const Pause& pause) {
    state_.pause = pause;
    state_.pause_ends.reset();
    if (const auto* length = std::get_if<std::chrono::minutes>(&pause.until))
      state_.pause_ends = now_.boot + *length;
    note("paused", "you asked");
  }

  void take(const Resume&) {
    if (state_.put_off && state_.put_off->until_call_ends) state_.put_off->until = now_.boot;
    if (!state_.pause) return;
    state_.pause.reset();
    state_.pause_ends.reset();
    note("went on", "the pause is over");
  }

  // --- what follows ---

  void update_prompt() {
    const auto quiet = find_quiet(state_, now_);
    const auto due = is_due(state_, now_) ? find_due(state_, now_) : std::nullopt;
    if (state_.prompt && (quiet || !due)) {
      note("took the prompt away", quiet ? tell(*quiet) : "no break is due any more");
      hide_prompt();
    }
    if (!due) {
      state_.held_back_by.clear();
    } else if (quiet) {
      hold_back(due->kind, tell(*quiet));
    } else if (!state_.prompt) {
      announce(*due);
    } else if (state_.prompt->stage == Stage::Prelude) {
      if (is_moment()) offer();
    } else if (now_.boot >= state_.prompt->since + OfferPatience) {
      withdraw_offer();
    }
  }

  [[nodiscard]] Advanced finish() {
    const auto next = compute_next_wakeup();
    state_.awaited = next;
    return {std::move(state_), std::move(effects_), next};
  }

 private:
  // --- signs of life ---

  void hear_life() {
    auto& signals = state_.signals;
    const bool was_gone = signals.silent_since && now_.boot - *signals.silent_since >= IdleThreshold;
    const bool was_watching = signals.silent_since && state_.span.kind == SpanKind::Film;
    if (was_gone || was_watching) signals.active_since = now_.boot;
    signals.is_pausing = false;
    if (compute_presence(state_, now_) != Presence::Asleep) signals.silent_since.reset();
  }

  void silence(BootTime since) { state_.signals.silent_since = since; }

  void notice_background() {
    const auto when = find_background_time(state_.signals);
    const bool goes_on = when && now_.boot >= *when;
    const bool is_endless = state_.span.kind == SpanKind::Film && now_.boot - state_.span.from >= LongestFilm;
    if (goes_on || is_endless) state_.signals.is_background = true;
  }

  // Nobody called for longer than was asked for: the machine stood still.
  void notice_lost_time() {
    if (state_.signals.of(Signal::Asleep) || now_.boot <= state_.awaited + LateByAccident) return;
    const auto since = std::max(*state_.advanced_at, state_.span.from);
    if (!state_.absent_since) state_.absent_since = since;
    if (!state_.started && state_.span.kind != SpanKind::Rest) switch_to(SpanKind::Rest, since);
    note("counted time as sleep", "the machine stood still since " + clock_time(since));
  }

  // --- spans ---

  void follow_presence() {
    const auto presence = compute_presence(state_, now_);
    if (is_absent(presence)) return follow_absence();
    if (state_.absent_since) come_back();
    if (!state_.started) follow_work(presence);
    // Whoever is on a call or watches is there without a key: silence begins when that ends.
    auto& silent_since = state_.signals.silent_since;
    if (presence != Presence::Working && silent_since) silent_since = now_.boot;
  }

  void follow_absence() {
    const auto silent_since = state_.signals.silent_since.value_or(now_.boot);
    if (!state_.absent_since) state_.absent_since = silent_since;
    if (!state_.started) begin_rest(silent_since);
  }

  // From when nobody was there, if that is long enough to be a rest.
  void begin_rest(BootTime since) {
    const auto from = std::max(since, state_.span.from);
    const bool is_long = now_.boot - from >= compute_shortest_rest(state_.rhythm);
    if (state_.span.kind != SpanKind::Rest && is_long) switch_to(SpanKind::Rest, from);
  }

  void come_back() {
    const auto away = now_.boot - *state_.absent_since;
    state_.absent_since.reset();
    if (away >= IdleThreshold) settle_down(SettlingAfterReturn);
    if (state_.started && now_.boot - state_.started->since >= state_.rhythm.of(state_.started->kind).length)
      finish_break(now_.boot, "you are back");
  }

  void follow_work(Presence presence) {
    const auto kind = kind_of(presence);
    if (state_.span.kind == kind && state_.span.counts == compute_counts()) return;
    if (state_.span.kind == SpanKind::Call && kind != SpanKind::Call) settle_down(SettlingAfterCall);
    if (state_.span.kind == SpanKind::Film && kind != SpanKind::Film) settle_down(SettlingAfterReturn);
    // A film was watched since the last key, as far as it played.
    const auto& playing = state_.signals.of(Signal::Playing);
    const bool is_film = kind == SpanKind::Film && state_.span.kind == SpanKind::Work && playing;
    const auto from =
        is_film ? std::max(state_.signals.silent_since.value_or(now_.boot), playing->since) : now_.boot;
    switch_to(kind, std::max(from, state_.span.from));
  }

  void settle_down(BootTime length) {
    const auto until = now_.boot + length;
    state_.settling_until = std::max(until, state_.settling_until.value_or(until));
  }

  [[nodiscard]] bool compute_counts() const {
    return state_.rhythm.is_on && find_work_hours(state_.rhythm, now_.wall.local()).has_value();
  }

  void switch_to(SpanKind kind, BootTime at) {
    expects(at >= state_.span.from && at <= now_.boot, "spans follow one another");
    const auto before = state_.span;
    end_span(at);
    const bool follows_work =
        before.kind == kind ? before.follows_work : before.counts && is_sitting(before.kind);
    state_.span = {kind, at, compute_counts(), follows_work};
  }

  void end_span(BootTime at) {
    const auto& span = state_.span;
    if (at > span.from) effects_.emplace_back(SpanEnded{span.kind, span.from, at});
    if (state_.rhythm.is_on && at - span.from >= ShortestWrittenSpan) write_span(at);
    count_span(state_, at);
  }

  void write_span(BootTime until) {
    const auto& span = state_.span;
    const auto length = until - span.from;
    const auto from = now_.to_wall(span.from);
    switch (span.kind) {
      case SpanKind::Work:
        return record(journal::Worked{from, seconds(length)});
      case SpanKind::Call:
        return record(journal::Spent{journal::SpentOn::Call, from, seconds(length)});
      case SpanKind::Film:
        return record(journal::Spent{journal::SpentOn::Film, from, seconds(length)});
      case SpanKind::Rest:
        return write_rest(from, length);
      case SpanKind::Break:    // has its own event
      case SpanKind::Assumed:  // no work is made up
        return;
    }
  }

  // A rest in the midst of work; what came before and after a day's work is nobody's business.
  void write_rest(Moment from, BootTime length) {
    if (!state_.span.follows_work || length > LongestNaturalBreak) return;
    const auto is_one = [&](BreakKind kind) {
      return state_.rhythm.of(kind).is_on && is_credited(state_.rhythm, kind, length);
    };
    if (!std::ranges::any_of(journal::BreakKinds, is_one))
      return record(journal::Spent{journal::SpentOn::Rest, from, seconds(length)});
    const auto kind = is_one(BreakKind::Long) ? BreakKind::Long : BreakKind::Short;
    record_break(journal::BreakOutcome::Natural, kind, length);
    note("counted " + words_of(kind), "you were away for " + count_minutes(length));
  }

  void write_long_span() {
    if (!is_sitting(state_.span.kind) || now_.boot - state_.span.from < LongestOpenSpan) return;
    // The end of a silence decides whose time it was.
    const bool may_be_rest = state_.absent_since || state_.signals.silent_since;
    if (state_.span.kind != SpanKind::Work || !may_be_rest) switch_to(state_.span.kind, now_.boot);
  }

  void begin_day() {
    if (state_.prompts_day == now_.wall.day()) return;
    state_.prompts_day = now_.wall.day();
    state_.prompts = {};
  }

  // --- breaks ---

  // The break that a word without a kind is about.
  [[nodiscard]] BreakKind current_kind() const {
    if (state_.started) return state_.started->kind;
    if (state_.prompt) return state_.prompt->kind;
    if (const auto due = find_due(state_, now_)) return due->kind;
    return state_.rhythm.short_breaks.is_on || !state_.rhythm.long_breaks.is_on ? BreakKind::Short
                                                                                : BreakKind::Long;
  }

  void finish_break(BootTime at, const std::string& reason) {
    const auto started = *state_.started;
    switch_to(SpanKind::Rest, at);
    state_.started.reset();
    reset_clocks(state_, started.kind);
    record_break(journal::BreakOutcome::Taken, started.kind, at - started.since);
    begin_anew(started.kind);
    note("ended " + words_of(started.kind) + " of " + count_minutes(at - started.since), reason);
  }

  // What was started was none: its time goes to what the person does.
  void abandon_break() {
    if (!state_.started) return;
    state_.started.reset();
    state_.span.kind = find_unseen_kind();
  }

  void end_forgotten_break() {
    if (!state_.started) return;
    const auto ends = state_.started->since + state_.rhythm.of(state_.started->kind).length;
    if (now_.boot < ends + BreakOverrun) return;
    finish_break(ends, "nobody ended it");
    state_.span.kind = find_unseen_kind();
    state_.span.counts = compute_counts();
    if (state_.absent_since) begin_rest(*state_.absent_since);
  }

  // What the span that began before now, unnoticed, is spent on.
  [[nodiscard]] SpanKind find_unseen_kind() const {
    if (state_.absent_since && *state_.absent_since <= state_.span.from) return SpanKind::Rest;
    const auto presence = compute_presence(state_, now_);
    if (!is_absent(presence)) return kind_of(presence);
    return state_.signals.sensing == Sensing::Display ? SpanKind::Work : SpanKind::Rest;
  }

  void set_back_clocks(BreakKind kind) {
    if (is_sitting(state_.span.kind)) switch_to(state_.span.kind, now_.boot);
    reset_clocks(state_, kind);
  }

  // Whatever was due is settled, and nothing comes at once.
  void begin_anew(BreakKind kind) {
    hide_prompt();
    state_.put_off = PutOff{kind, now_.boot, now_.boot + SparedAfterBreak, false, false, false};
  }

  void end_put_off_by_rest() {
    auto& put_off = state_.put_off;
    if (!put_off) return;
    const auto rested = now_.boot - std::max(state_.span.from, put_off->asked);
    if (state_.span.kind == SpanKind::Rest && is_credited(state_.rhythm, put_off->kind, rested))
      put_off->is_owed = false;
    if (!put_off->is_owed && now_.boot >= put_off->until) put_off.reset();
  }

  void end_put_off_by_call() {
    if (!state_.put_off || !state_.put_off->until_call_ends) return;
    state_.put_off->until = now_.boot;
    state_.put_off->until_call_ends = false;
  }

  void end_pause_in_time() {
    const auto end = find_pause_end(state_, now_);
    if (end && now_.boot >= *end) take(Resume{});
  }

  // --- prompts ---

  [[nodiscard]] bool is_moment() const {
    const auto since = state_.prompt->since;
    if (now_.boot >= since + Grace) return true;
    const bool is_known = state_.signals.sensing == Sensing::Display;
    return now_.boot >= since + PreludeLength && (!is_known || state_.signals.is_pausing);
  }

  void announce(const Due& due) {
    const auto kind = due.kind;
    const auto reason = state_.put_off ? "it was put off until now"
                                       : "at work for " + count_minutes(compute_sat(state_, kind, now_));
    state_.held_back_by.clear();
    show(Stage::Prelude, due);
    state_.signals.is_pausing = state_.signals.silent_since.has_value();
    effects_.emplace_back(WatchTyping{true});
    note("announced " + words_of(kind), reason);
  }

  void offer() {
    const auto kind = state_.prompt->kind;
    const bool was_asked_for = state_.put_off && state_.put_off->by_person;
    if (!was_asked_for) ++state_.prompts.at(static_cast<std::size_t>(kind));
    effects_.emplace_back(WatchTyping{false});
    const bool is_late = now_.boot >= state_.prompt->since + Grace;
    show(Stage::Offer, {kind, state_.prompt->due_at});
    note("offered " + words_of(kind), is_late ? "no pause in typing came" : "typing paused");
  }

  void show(Stage stage, const Due& due) {
    state_.prompt = Prompt{stage, due.kind, now_.boot, due.at};
    const auto worked = std::chrono::floor<std::chrono::minutes>(compute_sat(state_, due.kind, now_));
    effects_.emplace_back(ShowPrompt{stage, due.kind, state_.rhythm.of(due.kind).length, worked});
  }

  void withdraw_offer() {
    const auto kind = state_.prompt->kind;
    hide_prompt();
    state_.put_off = PutOff{kind, now_.boot, now_.boot + PutOffWhenIgnored, false, false, true};
    note("put off " + words_of(kind) + " to " + clock_time(state_.put_off->until), "nobody answered");
  }

  void hide_prompt() {
    if (!state_.prompt) return;
    if (state_.prompt->stage == Stage::Prelude) effects_.emplace_back(WatchTyping{false});
    state_.prompt.reset();
    effects_.emplace_back(HidePrompt{});
  }

  void hold_back(BreakKind kind, const std::string& reason) {
    if (state_.held_back_by == reason) return;
    state_.held_back_by = reason;
    note("held back " + words_of(kind), reason);
  }

  // --- what is told ---

  [[nodiscard]] std::string clock_time(BootTime when) const {
    return workday::clock_time(now_.to_local(when));
  }
  [[nodiscard]] std::string tell(const Quiet& quiet) const { return tell_quiet(quiet, now_); }

  // The oldest makes room, and its texts' memory serves the latest: what lives on for days would else come to
  // lie among what is read and let go of again, and keep that memory from the system.
  void note(const std::string& what, const std::string& reason) {
    auto& log = state_.log;
    if (log.size() < LongestLog)
      log.emplace_back();
    else
      std::ranges::rotate(log, log.begin() + 1);
    ++state_.decisions;
    log.back().at = now_.wall;
    log.back().what = what;
    log.back().why = reason;
  }

  void record(journal::Event event) { effects_.emplace_back(Record{std::move(event)}); }

  void record_break(journal::BreakOutcome outcome, BreakKind kind, BootTime length) {
    record(journal::BreakHappened{outcome, std::min(minutes(length), minutes(24h)), kind});
  }

  [[nodiscard]] BootTime compute_next_wakeup() const;

  State state_;
  Now now_;
  std::vector<Effect> effects_;
};

BootTime Turn::compute_next_wakeup() const {
  BootTime next = now_.boot + LongestSleep;
  const auto consider = [&](std::optional<BootTime> when) {
    if (when && *when > now_.boot) next = std::min(next, *when);
  };
  const auto& signals = state_.signals;
  if (const auto bound = find_next_bound(state_.rhythm, now_.wall.local())) consider(now_.to_boot(*bound));
  consider(find_pause_end(state_, now_));
  if (const auto due = find_due(state_, now_)) {
    consider(due->at);
    consider(due->at + FullScreenPatience);
  }
  consider(state_.settling_until);
  if (state_.prompt)
    for (const BootTime length : {BootTime(PreludeLength), BootTime(Grace), BootTime(OfferPatience)})
      consider(state_.prompt->since + length);
  if (state_.started)
    consider(state_.started->since + state_.rhythm.of(state_.started->kind).length + BreakOverrun);
  if (signals.silent_since)
    for (const BootTime length : {BootTime(IdleThreshold), compute_shortest_rest(state_.rhythm)})
      consider(*signals.silent_since + length);
  for (const auto kind : journal::BreakKinds) {
    consider(state_.span.from + state_.rhythm.of(kind).length);
    if (state_.put_off) consider(state_.put_off->asked + state_.rhythm.of(kind).length);
  }
  consider(find_background_time(signals));
  consider(state_.span.from + LongestOpenSpan);
  return std::max(next, now_.boot + ShortestSleep);
}

}  // namespace

State make_state(Rhythm rhythm) {
  State state;
  state.rhythm = std::move(rhythm);
  return state;
}

Advanced advance(State state, const Input& input, const Now& now) {
  Turn turn(std::move(state), now);
  turn.settle();
  std::visit([&](const auto& value) { turn.take(value); }, input);
  turn.settle();
  turn.update_prompt();
  return turn.finish();
}

}  // namespace endrange::workday
