#include "tests/core/workday/written_day.h"

#include <array>
#include <cmath>
#include <deque>
#include <fstream>
#include <map>
#include <optional>
#include <sstream>

#include "core/workday/workday.h"

namespace endrange::workday {

namespace {

using namespace std::chrono_literals;

std::chrono::minutes parse_clock(const std::string& text) {
  return std::chrono::hours(std::stoi(text.substr(0, 2))) +
         std::chrono::minutes(std::stoi(text.substr(3, 2)));
}

class Player {
 public:
  explicit Player(std::string name) : name_(std::move(name)), state_(make_state(Rhythm{})) {}

  void read(const std::string& line, int number) {
    line_ = number;
    std::istringstream words(line.substr(0, line.find('#')));
    std::string first;
    if (!(words >> first)) return;
    if (first == "rhythm") return set_rhythm(words);
    if (first == "sensing") return send(SensingChanged{Sensing::Guess});
    if (!has_begun_) begin();
    if (first.starts_with('+')) {
      day_ = std::chrono::days(std::stoi(first.substr(1)));
      words >> first;
    }
    run_until(day_ + parse_clock(first));
    std::string rest;
    std::getline(words >> std::ws, rest);
    while (!rest.empty() && rest.back() == ' ') rest.pop_back();
    happen(rest);
  }

  [[nodiscard]] const std::vector<std::string>& complaints() const { return complaints_; }

 private:
  static constexpr Moment Monday = std::chrono::sys_days{std::chrono::year{2026} / 11 / 23};

  [[nodiscard]] Now now() const { return {{Monday + wall_ - 60min, 60min}, boot_}; }

  void complain(const std::string& what) {
    complaints_.push_back(name_ + ":" + std::to_string(line_) + ": " + what);
  }

  void set_rhythm(std::istringstream& words) {
    Rhythm rhythm;
    for (std::string key, value; words >> key >> value;) {
      if (key == "work") rhythm.work = std::chrono::minutes(std::stoi(value));
      if (key == "break") rhythm.rest = std::chrono::minutes(std::stoi(value));
      if (key == "hours") {
        rhythm.day_starts = parse_clock(value.substr(0, 5));
        rhythm.day_ends = parse_clock(value.substr(6, 5));
      }
      if (key == "days") {
        rhythm.work_days.clear();
        for (int day = value.front() - '0'; day > 0 && day <= value.back() - '0'; ++day)
          rhythm.work_days.push_back(day);
      }
      if (key == "breaks") rhythm.is_on = value == "on";
    }
    send(RhythmChanged{rhythm});
  }

  void begin() {
    has_begun_ = true;
    if (state_.sensing == Sensing::Guess && !is_guess_) send(SensingChanged{Sensing::Display});
  }

  void send(const Input& input) {
    if (const auto* changed = std::get_if<SensingChanged>(&input); changed && !has_begun_) is_guess_ = true;
    auto advanced = advance(std::move(state_), input, now());
    state_ = std::move(advanced.state);
    next_wakeup_ = advanced.next_wakeup;
    if (next_wakeup_ <= boot_) complain("a wakeup that is not later than now");
    for (const auto& effect : advanced.effects) {
      if (std::holds_alternative<ShowPrompt>(effect)) ++prompts_;
      if (std::holds_alternative<HidePrompt>(effect)) --prompts_;
      if (prompts_ < 0 || prompts_ > 1) complain(std::to_string(prompts_) + " prompts on the screen");
      if (const auto* record = std::get_if<Record>(&effect)) written_.push_back(word_of(record->event));
    }
  }

  static std::string word_of(const journal::Event& event) {
    if (const auto* worked = std::get_if<journal::Worked>(&event))
      return "worked " + std::to_string(std::lround(worked->seconds / 60.0));
    const auto& happened = std::get<journal::BreakHappened>(event);
    static const std::map<journal::BreakOutcome, std::string> words = {
        {journal::BreakOutcome::Taken, "taken"},
        {journal::BreakOutcome::PutOff, "put off"},
        {journal::BreakOutcome::Skipped, "skipped"},
        {journal::BreakOutcome::Natural, "natural"}};
    return words.at(happened.outcome) + " " + std::to_string(std::lround(happened.minutes));
  }

  // Time goes by: the machine is called when it asked to be, and the desktop reports silence after its
  // threshold.
  void run_until(std::chrono::minutes wall) {
    const BootTime target = boot_ + (BootTime(wall) - wall_);
    if (target < boot_) return complain("a time before the one above it");
    while (boot_ < target) {
      BootTime next = std::min(target, is_asleep_ ? target : next_wakeup_);
      if (silence_since_ && !is_asleep_)
        next = std::min(next, std::max(boot_, *silence_since_ + IdleThreshold));
      wall_ += next - boot_;
      boot_ = next;
      if (silence_since_ && !is_asleep_ && boot_ >= *silence_since_ + IdleThreshold) {
        silence_since_.reset();
        send(Activity{false, IdleThreshold});
      } else if (boot_ == next_wakeup_ && !is_asleep_) {
        send(Tick{});
      }
    }
  }

  void happen(const std::string& what) {
    std::istringstream words(what);
    std::string verb;
    words >> verb;
    std::string rest;
    std::getline(words >> std::ws, rest);
    if (verb == "active") {
      silence_since_.reset();
      return send(Activity{true, {}});
    }
    if (verb == "idle") {
      silence_since_ = boot_;
      return;
    }
    if (verb == "sleep" || verb == "wake") {
      is_asleep_ = verb == "sleep";
      silence_since_.reset();
      return is_asleep_ ? send(FellAsleep{}) : send(WokeUp{});
    }
    if (verb == "start") return send(StartBreak{});
    if (verb == "done") return send(EndBreak{});
    if (verb == "skip") return send(SkipBreak{});
    if (verb == "put") return send(PutOffBreak{std::chrono::minutes(std::stoi(rest.substr(4)))});
    if (verb == "pause") return send(parse_pause(rest));
    if (verb == "resume") return send(Resume{});
    if (verb == "clock") {
      wall_ += std::chrono::minutes(std::stoi(rest));
      return send(Tick{});
    }
    if (verb == "freeze") {  // nobody is called, and nobody says so
      const BootTime length = std::chrono::minutes(std::stoi(rest));
      wall_ += length;
      boot_ += length;
      return send(Tick{});
    }
    if (verb == "expect") {
      if (!is_asleep_) send(Tick{});
      return expect(rest);
    }
    complain("not understood: " + what);
  }

  [[nodiscard]] Pause parse_pause(const std::string& rest) const {
    if (rest.empty()) return {};
    if (rest.starts_with("until ")) return {Moment(Monday + day_ + parse_clock(rest.substr(6)) - 60min)};
    return {std::chrono::minutes(std::stoi(rest))};
  }

  void expect(const std::string& what) {
    if (what == "prompt") {
      if (prompts_ != 1) complain("expected a prompt, found none: " + why(state_, now()));
    } else if (what == "no prompt") {
      if (prompts_ != 0) complain("expected no prompt, found one");
    } else if (what.starts_with("phase ")) {
      if (const auto found = word_of(compute_phase(state_, now())); found != what.substr(6))
        complain("expected " + what + ", found " + found + ": " + why(state_, now()));
    } else if (what.starts_with("why ")) {
      if (const auto found = why(state_, now()); found != what.substr(4)) complain("found: " + found);
    } else if (what == "wrote nothing") {
      if (!written_.empty()) complain("expected nothing written, found " + written_.front());
    } else if (what.starts_with("wrote ")) {
      const auto found = written_.empty() ? "nothing" : written_.front();
      if (!written_.empty()) written_.pop_front();
      if (found != what.substr(6)) complain("expected " + what + ", found " + found);
    } else {
      complain("not understood: expect " + what);
    }
  }

  static std::string word_of(Phase phase) {
    static constexpr std::array<const char*, 9> Words = {
        "off", "outside_hours", "working", "due", "prompting", "on_break", "away", "put_off", "paused"};
    return Words.at(static_cast<std::size_t>(phase));
  }

  std::string name_;
  State state_;
  int line_ = 0;
  bool has_begun_ = false;
  bool is_guess_ = false;
  bool is_asleep_ = false;
  std::chrono::days day_{};
  BootTime wall_{};        // local time since Monday 00:00
  BootTime boot_ = 1000h;  // the machine has been up for long
  BootTime next_wakeup_ = 1000h;
  std::optional<BootTime> silence_since_;
  int prompts_ = 0;
  std::deque<std::string> written_;
  std::vector<std::string> complaints_;
};

}  // namespace

Result<std::vector<std::string>> play_day(const std::filesystem::path& file) {
  std::ifstream in(file);
  if (!in) return fail("expected a written day, found none that can be read", file.string());
  Player player(file.filename().string());
  std::string line;
  for (int number = 1; std::getline(in, line); ++number) player.read(line, number);
  return player.complaints();
}

}  // namespace endrange::workday
