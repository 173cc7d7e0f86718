#include "core/workday/quiet.h"

#include <array>

#include "core/workday/hours.h"

namespace endrange::workday {

namespace {

// Said when the desktop says no more.
std::string words_of(Signal signal) {
  static constexpr std::array<const char*, SignalCount> Words = {
      "microphone in use",         "camera in use",        "the screen is shared", "a presentation runs",
      "a window fills the screen", "do not disturb is on", "something plays",      "the machine sleeps",
      "the screen is locked",      "the lid is closed",    "the battery is low"};
  return Words.at(static_cast<std::size_t>(signal));
}

// Collects what holds, in the order of the enumeration.
class List {
 public:
  List(const State& state, const Now& now) : state_(state), now_(now) {}

  void add_if(bool holds, QuietReason reason, std::optional<BootTime> until = {}) {
    if (holds) found_.push_back({reason, until, {}, {}});
  }
  void add_signal(std::optional<Signal> signal, QuietReason reason, std::optional<BootTime> until = {}) {
    if (!signal) return;
    const auto& held = state_.signals.of(*signal);
    if (held) found_.push_back({reason, until, held->since, held->by.empty() ? words_of(*signal) : held->by});
  }
  void add_hours() {
    const auto local = now_.wall.local();
    const auto to_boot = [&](LocalTime time) { return std::optional(now_.to_boot(time)); };
    if (!find_work_hours(state_.rhythm, local)) {
      const auto next = find_next_work_hours(state_.rhythm, local);
      add_if(true, QuietReason::OutsideHours, next ? to_boot(next->from) : std::nullopt);
    }
    if (const auto quiet = find_quiet_hours(state_.rhythm, local))
      add_if(true, QuietReason::QuietHours, to_boot(quiet->until));
  }
  void add_full_screen() {
    const auto due = find_due(state_, now_);
    if (!due || due->at > now_.boot) return;
    const auto until = due->at + FullScreenPatience;
    if (now_.boot < until) add_signal(Signal::FullScreen, QuietReason::FullScreen, until);
  }

  std::vector<Quiet> take() { return std::move(found_); }

 private:
  const State& state_;
  const Now& now_;
  std::vector<Quiet> found_;
};

}  // namespace

std::optional<BootTime> find_pause_end(const State& state, const Now& now) {
  if (!state.pause) return std::nullopt;
  if (const auto* until = std::get_if<Moment>(&state.pause->until)) return now.to_boot(*until);
  return state.pause_ends;
}

std::vector<Quiet> list_quiet(const State& state, const Now& now) {
  const auto presence = compute_presence(state, now);
  const auto& settling = state.settling_until;
  List list(state, now);
  list.add_if(!state.rhythm.is_on, QuietReason::Off);
  list.add_if(state.pause.has_value(), QuietReason::Paused, find_pause_end(state, now));
  list.add_hours();
  list.add_if(presence == Presence::Asleep, QuietReason::Asleep);
  list.add_if(presence == Presence::Away, QuietReason::Away);
  list.add_signal(find_call(state.signals), QuietReason::Call);
  list.add_signal(Signal::Presentation, QuietReason::Presentation);
  list.add_signal(Signal::DoNotDisturb, QuietReason::DoNotDisturb);
  if (may_be_film(state.signals)) list.add_signal(Signal::Playing, QuietReason::Film);
  list.add_full_screen();
  list.add_if(settling && now.boot < *settling, QuietReason::Settling, settling);
  return list.take();
}

std::optional<Quiet> find_quiet(const State& state, const Now& now) {
  const auto all = list_quiet(state, now);
  return all.empty() ? std::nullopt : std::optional(all.front());
}

}  // namespace endrange::workday
