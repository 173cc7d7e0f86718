#include <string>

#include "core/workday/hours.h"
#include "core/workday/words.h"
#include "core/workday/workday.h"

namespace endrange::workday {

namespace {

std::optional<Due> find_next(const State& state, const Now& now) {
  return state.started ? std::nullopt : find_due(state, now);
}

Phase phase_of(const Quiet& quiet, bool is_due) {
  switch (quiet.reason) {
    case QuietReason::Off:
      return Phase::Off;
    case QuietReason::Paused:
      return Phase::Paused;
    case QuietReason::OutsideHours:
      return Phase::OutsideHours;
    case QuietReason::Asleep:
    case QuietReason::Away:
      return Phase::Away;
    case QuietReason::QuietHours:
    case QuietReason::Call:
    case QuietReason::Presentation:
    case QuietReason::DoNotDisturb:
    case QuietReason::Film:
      return Phase::Quiet;
    case QuietReason::FullScreen:
    case QuietReason::Settling:
      return is_due ? Phase::Due : Phase::Working;
  }
  return Phase::Quiet;
}

// Makes one sentence of a state.
class Sentence {
 public:
  Sentence(const State& state, const Now& now)
      : state_(state), now_(now), quiet_(find_quiet(state, now)), due_(find_next(state, now)) {}

  [[nodiscard]] std::string say() const {
    switch (compute_phase(state_, now_)) {
      case Phase::Off:
        return "Breaks are switched off.";
      case Phase::OnBreak:
        return "On " + words_of(state_.started->kind) + " since " + at(state_.started->since) + ".";
      case Phase::Paused:
        return quiet_->until ? "Paused until " + day_at(*quiet_->until) + "." : "Paused until you resume.";
      case Phase::Prelude:
        return capital(words_of(state_.prompt->kind)) + " of " + length_of(state_.prompt->kind) +
               " comes as soon as you pause, at " + at(state_.prompt->since + Grace) + " at the latest.";
      case Phase::Prompting:
        return capital(words_of(state_.prompt->kind)) + " of " + length_of(state_.prompt->kind) +
               " is due since " + at(state_.prompt->since) + ".";
      case Phase::OutsideHours:
      case Phase::Quiet:
        return say_quiet();
      case Phase::Away:
        return say_away();
      case Phase::Due:
        return capital(words_of(due_->kind)) + " is due; waiting, because " + tell_quiet(*quiet_, now_) + ".";
      case Phase::PutOff:
        return "Put off: the next break is at " + day_at(state_.put_off->until) + ".";
      case Phase::Working:
        return say_working();
    }
    return {};
  }

 private:
  [[nodiscard]] std::string say_quiet() const {
    const auto reason = "Quiet: " + tell_quiet(*quiet_, now_);
    if (compute_phase(state_, now_) == Phase::OutsideHours || !due_) return reason + ".";
    if (due_->at > now_.boot) return reason + "; the next break is due at " + day_at(due_->at) + ".";
    return reason + "; the next break is due " + tell_end() + ".";
  }

  // When what keeps it quiet ends.
  [[nodiscard]] std::string tell_end() const {
    if (quiet_->until) return "then";
    switch (quiet_->reason) {
      case QuietReason::Call:
        return "when the call ends";
      case QuietReason::Presentation:
        return "when the presentation ends";
      case QuietReason::Film:
        return "when it ends, or when you work on for " + count_minutes(BackgroundAfter);
      default:
        return "when that ends";
    }
  }

  [[nodiscard]] std::string say_away() const {
    if (!state_.absent_since) return "Away.";
    if (state_.span.kind == SpanKind::Rest && !state_.span.follows_work && !state_.started)
      return "Nobody at the desk since " + at(*state_.absent_since) + ".";
    const auto away = now_.boot - *state_.absent_since;
    for (const auto kind : {BreakKind::Long, BreakKind::Short})
      if (state_.rhythm.of(kind).is_on && is_credited(state_.rhythm, kind, away))
        return "Away since " + at(*state_.absent_since) + ": that counts as " + words_of(kind) + ".";
    return "Away since " + at(*state_.absent_since) + ".";
  }

  [[nodiscard]] std::string say_working() const {
    if (due_) return "At work; " + words_of(due_->kind) + " is due at " + day_at(due_->at) + ".";
    if (is_used_up(state_)) return "Quiet: today's prompts are used up; breaks are offered again tomorrow.";
    return "At work; no breaks are offered.";
  }

  [[nodiscard]] std::string at(BootTime when) const { return clock_time(now_.to_local(when)); }
  [[nodiscard]] std::string day_at(BootTime when) const {
    return day_and_time(now_.to_local(when), now_.wall.local());
  }
  [[nodiscard]] std::string length_of(BreakKind kind) const {
    return count_minutes(state_.rhythm.of(kind).length);
  }
  static std::string capital(std::string words) {
    words.front() = words.front() == 'a' ? 'A' : words.front();
    return words;
  }

  const State& state_;
  const Now& now_;
  std::optional<Quiet> quiet_;
  std::optional<Due> due_;
};

std::optional<BootTime> find_phase_end(const State& state, const Now& now, Phase phase) {
  switch (phase) {
    case Phase::PutOff:
      return state.put_off->until;
    case Phase::OnBreak:
      return state.started->since + state.rhythm.of(state.started->kind).length;
    case Phase::Prelude:
      return state.prompt->since + Grace;
    case Phase::Working: {
      const auto due = find_next(state, now);
      return due ? std::optional(due->at) : std::nullopt;
    }
    case Phase::Paused:
    case Phase::OutsideHours:
    case Phase::Quiet:
    case Phase::Due: {
      const auto quiet = find_quiet(state, now);
      return quiet ? quiet->until : std::nullopt;
    }
    case Phase::Off:
    case Phase::Away:
    case Phase::Prompting:
      return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace

Phase compute_phase(const State& state, const Now& now) {
  if (state.started) return Phase::OnBreak;
  const auto quiet = find_quiet(state, now);
  const auto due = find_due(state, now);
  const bool is_due = due && due->at <= now.boot;
  if (quiet && phase_of(*quiet, is_due) != Phase::Working) return phase_of(*quiet, is_due);
  if (state.prompt) return state.prompt->stage == Stage::Prelude ? Phase::Prelude : Phase::Prompting;
  const bool is_put_off = due && state.put_off && state.put_off->is_owed && due->at == state.put_off->until;
  return is_put_off && !is_due ? Phase::PutOff : Phase::Working;
}

std::string why(const State& state, const Now& now) {
  return Sentence(state, now).say();
}

Status compute_status(const State& state, const Now& now) {
  Status status;
  status.phase = compute_phase(state, now);
  status.why = why(state, now);
  status.is_prompting = status.phase == Phase::Prompting;
  if (const auto end = find_phase_end(state, now, status.phase)) status.until = now.to_wall(*end);
  if (state.started) status.kind = state.started->kind;
  const auto due = find_next(state, now);
  if (!due) return status;
  status.kind = due->kind;
  if (status.phase != Phase::Off && status.phase != Phase::Paused && status.phase != Phase::OutsideHours)
    status.next_at = now.to_wall(std::max(due->at, now.boot));
  return status;
}

}  // namespace endrange::workday
