#include <algorithm>
#include <deque>

#include "core/workday/presence.h"
#include "core/workday/words.h"
#include "core/workday/written_day.h"
#include "core/workday/written_words.h"

namespace endrange::workday {

namespace {

using namespace std::chrono_literals;

// Hands at work pause for a while in every so many seconds.
constexpr BootTime PauseEvery = 20s;
constexpr BootTime PauseLength = 7s;
// The machine has been up for long: nothing may depend on the clock that measures beginning at 0.
constexpr BootTime UpSince = 1000h;

/// Plays the parts of the desktop and of the program around the machine.
class Player {
 public:
  explicit Player(const WrittenDay& day) : day_(day), zone_(day.zone), state_(make_state(day.rhythm)) {
    send(SensingChanged{day.sensing});
  }

  PlayedDay play() {
    for (const auto& line : day_.lines) {
      line_ = line.number;
      run_until(line.at);
      const bool is_expectation = std::holds_alternative<Expectation>(line.happening);
      if (!is_expectation) tell(Told::Kind::Happened, line.words);
      std::visit([&](const auto& what) { happen(what); }, line.happening);
      look();
    }
    return std::move(played_);
  }

 private:
  [[nodiscard]] LocalTime local() const { return LocalTime(day_.date) + wall_; }
  [[nodiscard]] Now now() const { return {{Moment(local().time_since_epoch() - zone_), zone_}, boot_}; }
  [[nodiscard]] bool is_asleep() const { return state_.signals.of(Signal::Asleep).has_value(); }

  // --- the machine ---

  void send(const Input& input) {
    const auto decided = state_.decisions;
    auto advanced = advance(std::move(state_), input, now());
    state_ = std::move(advanced.state);
    next_wakeup_ = advanced.next_wakeup;
    if (next_wakeup_ <= boot_) complain("expected a wakeup later than now, found one that is not");
    for (auto& effect : advanced.effects) carry_out(std::move(effect));
    const auto made = std::min<std::uint64_t>(state_.decisions - decided, state_.log.size());
    for (auto i = state_.log.size() - made; i < state_.log.size(); ++i)
      tell(Told::Kind::Decided, state_.log[i].what + ": " + state_.log[i].why);
  }

  void carry_out(Effect effect) {
    if (const auto* prompt = std::get_if<ShowPrompt>(&effect)) {
      if (shown_ && (prompt->stage == Stage::Prelude || shown_->stage == Stage::Offer))
        complain("expected one prompt at a time, found two");
      shown_ = *prompt;
    }
    if (std::holds_alternative<HidePrompt>(effect)) {
      if (!shown_) complain("expected a prompt to take away, found none");
      shown_.reset();
    }
    if (const auto* watch = std::get_if<WatchTyping>(&effect)) watch_typing(watch->is_wanted);
    if (const auto* span = std::get_if<SpanEnded>(&effect)) {
      if (counted_until_ && *counted_until_ != span->from)
        complain("expected every second to be counted once, found a gap or an overlap");
      counted_until_ = span->until;
    }
    if (const auto* record = std::get_if<Record>(&effect)) written_.push_back(word_of(record->event));
    played_.effects.emplace_back(local(), std::move(effect));
  }

  // --- hands and clocks ---

  void watch_typing(bool is_wanted) {
    watched_since_ = is_wanted ? std::optional(boot_) : std::nullopt;
    has_told_pause_ = false;
  }

  // When the desktop speaks up next about the hands.
  [[nodiscard]] std::optional<BootTime> find_report() const {
    if (is_asleep()) return std::nullopt;
    if (hands_ == Hands::Rest) {
      if (watched_since_ && !has_told_pause_) return *silent_since_ + TypingPause;
      return has_told_silence_ ? std::nullopt : std::optional(*silent_since_ + IdleThreshold);
    }
    if (hands_ == Hands::Type || !watched_since_) return std::nullopt;
    const auto begun = (boot_ - *watched_since_) / PauseEvery * PauseEvery + *watched_since_;
    const auto pause = begun + PauseEvery - PauseLength + TypingPause;
    return boot_ < pause ? pause : begun + PauseEvery;
  }

  void report() {
    if (hands_ == Hands::Rest) {
      const auto silence = boot_ - *silent_since_;
      has_told_pause_ = watched_since_.has_value();
      has_told_silence_ = silence >= IdleThreshold;
      return send(Activity{false, silence});
    }
    const bool is_end = (boot_ - *watched_since_) % PauseEvery == BootTime{};
    send(is_end ? Activity{true, {}} : Activity{false, TypingPause});
  }

  void pass(BootTime length) {
    boot_ += length;
    wall_ += length;
  }

  // Time goes by: the machine is called when it asked to be, and looked at every minute.
  void run_until(std::chrono::seconds wall) {
    if (wall_ > wall) return complain("expected a time later than the one above, found an earlier one");
    while (wall_ < wall) {
      auto next = boot_ + std::min<BootTime>(wall - wall_, 60s - wall_ % 60s);
      if (!is_asleep()) next = std::min(next, next_wakeup_);
      const auto report_at = find_report();
      if (report_at) next = std::min(next, std::max(*report_at, boot_));
      pass(next - boot_);
      if (report_at && boot_ >= *report_at) report();
      if (!is_asleep() && boot_ >= next_wakeup_) {
        ++wakeups_;
        send(Tick{});
      }
      look();
    }
  }

  // --- what happens ---

  void happen(const Input& input) {
    if (const auto* changed = std::get_if<SignalChanged>(&input)) {
      const bool is_gone = changed->signal == Signal::Asleep || changed->signal == Signal::Locked ||
                           changed->signal == Signal::LidClosed;
      if (is_gone && changed->is_on) rest_hands();
      if (changed->signal == Signal::Locked && !changed->is_on) hands_ = Hands::Work;
    }
    send(input);
  }
  void happen(Hands hands) {
    if (hands == Hands::Rest) return rest_hands();
    hands_ = hands;
    send(Activity{true, {}});
  }
  void happen(const ClockSet& set) {
    wall_ += set.by;
    send(Tick{});
  }
  void happen(const ZoneSet& set) {
    wall_ += set.offset - zone_;
    zone_ = set.offset;
    send(Tick{});
  }
  void happen(const Freeze& freeze) {
    pass(freeze.length);
    send(Tick{});
  }
  void happen(const Expectation& expected) {
    using About = Expectation::About;
    if (!is_asleep()) send(Tick{});
    switch (expected.about) {
      case About::Prelude:
      case About::Offer:
      case About::Prompt:
        return expect_prompt(expected);
      case About::NoPrompt:
        if (shown_) complain("expected no prompt, found " + describe(*shown_));
        return;
      case About::Phase:
        return compare(expected.words, std::string(word_of(compute_phase(state_, now()))));
      case About::Presence:
        return compare(expected.words, std::string(word_of(compute_presence(state_, now()))));
      case About::Why:
        return compare(expected.words, why(state_, now()));
      case About::Wrote:
        return expect_written(expected.words);
      case About::Wakeups:
        if (wakeups_ > expected.most)
          complain("expected at most " + std::to_string(expected.most) + " wakeups, found " +
                   std::to_string(wakeups_));
        wakeups_ = 0;
        return;
    }
  }

  void rest_hands() {
    if (hands_ == Hands::Rest) return;
    hands_ = Hands::Rest;
    silent_since_ = boot_;
    has_told_silence_ = false;
    has_told_pause_ = false;
  }

  // --- what must be true ---

  static std::string describe(const ShowPrompt& prompt) {
    return std::string(prompt.stage == Stage::Prelude ? "the prelude of " : "the offer of ") +
           words_of(prompt.kind);
  }

  void expect_prompt(const Expectation& expected) {
    using About = Expectation::About;
    const std::string what = expected.about == About::Prelude ? "a prelude"
                             : expected.about == About::Offer ? "an offer"
                                                              : "a prompt";
    const auto of = expected.kind ? " of " + words_of(*expected.kind) : "";
    if (!shown_) return complain("expected " + what + of + ", found none: " + why(state_, now()));
    const bool is_stage = expected.about == About::Prompt ||
                          (expected.about == About::Prelude) == (shown_->stage == Stage::Prelude);
    if (!is_stage || (expected.kind && *expected.kind != shown_->kind))
      complain("expected " + what + of + ", found " + describe(*shown_));
  }

  void expect_written(const std::string& expected) {
    const auto found = written_.empty() ? "nothing" : written_.front();
    if (!written_.empty() && expected != "nothing") written_.pop_front();
    compare(expected, found);
  }

  void compare(const std::string& expected, const std::string& found) {
    if (expected != found) complain("expected \"" + expected + "\", found \"" + found + "\"");
  }

  void complain(const std::string& what) {
    played_.failures.push_back(day_.name + ":" + std::to_string(line_) + ": " + what);
    tell(Told::Kind::Failed, played_.failures.back());
  }

  // --- what is told ---

  void tell(Told::Kind kind, std::string words) {
    played_.told.push_back({kind, local(), local(), std::move(words)});
  }

  // How things stand; told again only when that changed.
  void look() {
    if (day_.lines.empty() || line_ == 0 || is_asleep()) return;
    auto words = why(state_, now());
    const bool stands = standing_ && played_.told[*standing_].words == words;
    if (stands) {
      played_.told[*standing_].until = local();
      return;
    }
    standing_ = played_.told.size();
    tell(Told::Kind::Stood, std::move(words));
  }

  const WrittenDay& day_;
  std::chrono::minutes zone_;
  State state_;
  PlayedDay played_;
  int line_ = 0;
  int wakeups_ = 0;
  BootTime wall_{};  // local time since the first day's midnight
  BootTime boot_ = UpSince;
  BootTime next_wakeup_ = UpSince;
  Hands hands_ = Hands::Rest;
  std::optional<BootTime> silent_since_ = UpSince;
  bool has_told_silence_ = true;  // nobody is there in the night before
  bool has_told_pause_ = false;
  std::optional<BootTime> watched_since_;
  std::optional<BootTime> counted_until_;
  std::optional<ShowPrompt> shown_;
  std::deque<std::string> written_;
  std::optional<std::size_t> standing_;
};

}  // namespace

PlayedDay play(const WrittenDay& day) {
  return Player(day).play();
}

}  // namespace endrange::workday
