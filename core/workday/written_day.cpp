#include "core/workday/written_day.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <functional>
#include <map>

#include "core/workday/written_words.h"

namespace endrange::workday {

namespace {

using namespace std::chrono_literals;

// A Monday in winter.
constexpr Day UsualDate = std::chrono::local_days{std::chrono::year{2026} / 11 / 23};
constexpr std::chrono::minutes UsualZone = 60min;
constexpr std::chrono::minutes LargestZone = 14h;
constexpr std::chrono::minutes LargestLength = 48h;
constexpr int MostDays = 400;

std::vector<std::string> split(std::string_view line) {
  std::vector<std::string> words;
  for (std::size_t at = line.find_first_not_of(" \t\r"); at != std::string_view::npos;) {
    const auto end = std::min(line.find_first_of(" \t\r", at), line.size());
    words.emplace_back(line.substr(at, end - at));
    at = line.find_first_not_of(" \t\r", end);
  }
  return words;
}

std::optional<int> find_number(std::string_view text) {
  const bool has_plus = text.starts_with('+');
  if (has_plus) text.remove_prefix(1);
  int number = 0;
  const auto [end, status] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || status != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

/// "09:48" or "09:48:30".
std::optional<std::chrono::seconds> find_clock(std::string_view text) {
  const bool has_seconds = text.size() == 8 && text[5] == ':';
  if ((text.size() != 5 && !has_seconds) || text[2] != ':') return std::nullopt;
  const auto hour = find_number(text.substr(0, 2));
  const auto minute = find_number(text.substr(3, 2));
  const auto second = has_seconds ? find_number(text.substr(6, 2)) : 0;
  const bool is_time = hour && minute && second && *hour >= 0 && *hour <= 24 && *minute >= 0 &&
                       *minute < 60 && *second >= 0 && *second < 60 && *hour * 60 + *minute <= 24 * 60;
  if (!is_time) return std::nullopt;
  return std::chrono::hours(*hour) + std::chrono::minutes(*minute) + std::chrono::seconds(*second);
}

/// "09:00-17:00".
std::optional<journal::Hours> find_hours(std::string_view text) {
  if (text.size() != 11 || text[5] != '-') return std::nullopt;
  const auto from = find_clock(text.substr(0, 5));
  const auto until = find_clock(text.substr(6, 5));
  if (!from || !until || *from == *until) return std::nullopt;
  return journal::Hours{std::chrono::floor<std::chrono::minutes>(*from),
                        std::chrono::floor<std::chrono::minutes>(*until)};
}

/// "mon", "mon-fri": the places of the first and the last, Monday 0.
std::optional<std::pair<int, int>> find_weekdays(std::string_view text) {
  static constexpr std::array<std::string_view, 7> Days = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
  const auto find = [](std::string_view day) {
    const auto* const found = std::ranges::find(Days, day);
    return found == Days.end() ? -1 : static_cast<int>(found - Days.begin());
  };
  const auto dash = text.find('-');
  const int first = find(text.substr(0, dash));
  const int last = dash == std::string_view::npos ? first : find(text.substr(dash + 1));
  if (first < 0 || last < first) return std::nullopt;
  return std::pair(first, last);
}

std::optional<Day> find_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto year = find_number(text.substr(0, 4));
  const auto month = find_number(text.substr(5, 2));
  const auto day = find_number(text.substr(8, 2));
  if (!year || !month || !day || *month < 1 || *day < 1) return std::nullopt;
  const std::chrono::year_month_day date(std::chrono::year(*year),
                                         std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day)));
  return date.ok() && *year >= 2000 && *year < 2200 ? std::optional(Day(date)) : std::nullopt;
}

/// The words of one line, taken one after the other.
class Words {
 public:
  Words(std::vector<std::string> words, std::string place)
      : words_(std::move(words)), place_(std::move(place)) {}

  [[nodiscard]] bool is_empty() const { return next_ == words_.size(); }
  [[nodiscard]] std::string peek() const { return is_empty() ? "" : words_[next_]; }
  std::string take() { return is_empty() ? "" : words_[next_++]; }
  bool take_if(std::string_view word) {
    if (peek() != word) return false;
    ++next_;
    return true;
  }
  std::string take_rest() {
    std::string rest;
    while (!is_empty()) rest += (rest.empty() ? "" : " ") + take();
    return rest;
  }

  [[nodiscard]] std::unexpected<Error> refuse(const std::string& expected, const std::string& found) const {
    return fail("expected " + expected + ", found " + (found.empty() ? "nothing" : "\"" + found + "\""),
                place_, "the language stands in docs/written-days.md");
  }

  endrange::Status take_word(const std::string& word) {
    const auto found = take();
    if (found != word) return refuse("\"" + word + "\"", found);
    return {};
  }

  Result<int> take_number(const std::string& what, int least, int most) {
    const auto found = take();
    const auto number = find_number(found);
    if (number && *number >= least && *number <= most) return *number;
    return refuse(what + ", " + std::to_string(least) + " to " + std::to_string(most), found);
  }

  template <typename Value>
  Result<Value> take_value(const std::string& expected, std::optional<Value> (*find)(std::string_view)) {
    const auto found = take();
    if (auto value = find(found)) return *value;
    return refuse(expected, found);
  }

  endrange::Status take_end() {
    const auto found = take_rest();
    if (!found.empty()) return refuse("the end of the line", found);
    return {};
  }

 private:
  std::vector<std::string> words_;
  std::string place_;
  std::size_t next_ = 0;
};

/// Reads the lines in order; keeps the rhythm as it has been written so far.
class Reader {
 public:
  explicit Reader(const std::string& name) {
    day_.name = name;
    day_.date = UsualDate;
    day_.zone = UsualZone;
  }

  endrange::Status read(std::string_view line, int number) {
    place_ = day_.name + ":" + std::to_string(number);
    Words words(split(line.substr(0, line.find('#'))), place_);
    if (words.is_empty()) return {};
    const bool is_timed = words.peek().starts_with('+') || find_clock(words.peek());
    return is_timed ? read_timed(words, number) : read_setting(words);
  }

  WrittenDay take() { return std::move(day_); }

 private:
  endrange::Status read_setting(Words& words) {
    if (!day_.lines.empty()) return words.refuse("a time such as 09:30", words.take());
    if (words.take_if("date")) {
      TRY(day_.date, words.take_value("a date such as 2026-11-23", find_date));
    } else if (words.take_if("zone")) {
      TRY(const auto minutes,
          words.take_number("minutes from UTC", -minutes_of(LargestZone), minutes_of(LargestZone)));
      day_.zone = std::chrono::minutes(minutes);
    } else if (words.take_if("sensing")) {
      TRY(day_.sensing, read_sensing(words));
    } else {
      TRY_STATUS(read_rhythm(words));
      day_.rhythm = rhythm_;
    }
    return words.take_end();
  }

  static int minutes_of(std::chrono::minutes length) { return static_cast<int>(length.count()); }

  static Result<Sensing> read_sensing(Words& words) {
    const auto found = words.take();
    if (found == "display") return Sensing::Display;
    if (found == "guess") return Sensing::Guess;
    return words.refuse("\"display\" or \"guess\"", found);
  }

  endrange::Status read_rhythm(Words& words) {
    const auto first = words.take();
    if (first == "short") return read_break(words, rhythm_.short_breaks);
    if (first == "long") return read_break(words, rhythm_.long_breaks);
    if (first == "work") return read_work(words);
    if (first == "quiet") {
      rhythm_.quiet.clear();
      if (words.take_if("never")) return {};
      do {
        TRY(const auto hours, words.take_value("hours such as 12:00-13:00", find_hours));
        rhythm_.quiet.push_back(hours);
      } while (!words.is_empty());
      return {};
    }
    if (first != "breaks")
      return words.refuse("short, long, work, quiet, breaks, date, zone, sensing, or a time such as 09:30",
                          first);
    const auto found = words.take();
    if (found != "on" && found != "off") return words.refuse("\"on\" or \"off\"", found);
    rhythm_.is_on = found == "on";
    return {};
  }

  static endrange::Status read_break(Words& words, BreakRhythm& rhythm) {
    rhythm.is_on = !words.take_if("off");
    if (!rhythm.is_on) return {};
    TRY_STATUS(words.take_word("every"));
    TRY(const auto every, words.take_number("minutes", 1, 240));
    TRY_STATUS(words.take_word("for"));
    TRY(const auto length, words.take_number("minutes", 1, 60));
    rhythm.every = std::chrono::minutes(every);
    rhythm.length = std::chrono::minutes(length);
    if (!words.take_if("at")) return {};
    TRY_STATUS(words.take_word("most"));
    TRY(rhythm.most_a_day, words.take_number("prompts a day", 1, 100));
    return {};
  }

  endrange::Status read_work(Words& words) {
    if (words.take_if("never")) {
      rhythm_.work = {};
      return {};
    }
    TRY(const auto days, (words.take_value<std::pair<int, int>>("weekdays such as mon-fri", find_weekdays)));
    std::optional<journal::Hours> hours;
    if (!words.take_if("off")) {
      TRY(hours, words.take_value("hours such as 09:00-17:00, or off", find_hours));
    }
    for (int day = days.first; day <= days.second; ++day)
      rhythm_.work.at(static_cast<std::size_t>(day)) = hours;
    return {};
  }

  endrange::Status read_timed(Words& words, int number) {
    if (words.peek().starts_with('+')) {
      const auto found = words.take();
      const auto days = find_number(found);
      if (!days || *days < 0 || *days > MostDays) return words.refuse("days such as +1", found);
      days_ = std::chrono::days(*days);
    }
    TRY(const auto clock, words.take_value("a time such as 09:30", find_clock));
    WrittenLine line;
    line.number = number;
    line.at = days_ + clock;
    auto rest = words;
    line.words = rest.take_rest();
    TRY(line.happening, read_happening(words));
    TRY_STATUS(words.take_end());
    day_.lines.push_back(std::move(line));
    return {};
  }

  Result<Happening> read_happening(Words& words) {
    const auto first = words.peek();
    if (const auto hands = find_hands(first)) return words.take(), *hands;
    if (const auto signal = find_switch(first)) return words.take(), Input(*signal);
    if (const auto signal = find_signal(first)) return words.take(), read_signal(words, *signal);
    if (words.take_if("expect")) return read_expectation(words);
    if (words.take_if("start")) return Input(StartBreak{take_kind(words)});
    if (words.take_if("done")) return Input(EndBreak{});
    if (words.take_if("skip")) return Input(SkipBreak{});
    if (words.take_if("resume")) return Input(Resume{});
    if (words.take_if("tick")) return Input(Tick{});
    if (words.take_if("put")) return read_put_off(words);
    if (words.take_if("pause")) return read_pause(words);
    if (words.take_if("clock")) return read_length<ClockSet>(words, -minutes_of(LargestLength));
    if (words.take_if("freeze")) return read_length<Freeze>(words, 0);
    if (words.take_if("zone")) return read_length<ZoneSet>(words, -minutes_of(LargestZone));
    if (words.take_if("sensing")) {
      TRY(const auto sensing, read_sensing(words));
      return Input(SensingChanged{sensing});
    }
    static constexpr std::array<std::string_view, 5> Rhythms = {"short", "long", "work", "quiet", "breaks"};
    if (std::ranges::find(Rhythms, first) == Rhythms.end())
      return words.refuse("something that happens, or \"expect\"", words.take_rest());
    TRY_STATUS(read_rhythm(words));
    return Input(RhythmChanged{rhythm_});
  }

  static Result<Happening> read_signal(Words& words, Signal signal) {
    const auto found = words.take();
    if (found != "starts" && found != "ends") return words.refuse("\"starts\" or \"ends\"", found);
    std::string by;
    if (found == "starts" && words.take_if("by")) by = words.take_rest();
    return Input(SignalChanged{signal, found == "starts", by});
  }

  template <typename Length>
  static Result<Happening> read_length(Words& words, int least) {
    TRY(const auto minutes, words.take_number("minutes", least, minutes_of(LargestLength)));
    return Length{std::chrono::minutes(minutes)};
  }

  static std::optional<BreakKind> take_kind(Words& words) {
    if (words.take_if("short")) return BreakKind::Short;
    if (words.take_if("long")) return BreakKind::Long;
    return std::nullopt;
  }

  static Result<Happening> read_put_off(Words& words) {
    TRY_STATUS(words.take_word("off"));
    if (words.take_if("until")) {
      TRY_STATUS(words.take_word("call"));
      TRY_STATUS(words.take_word("ends"));
      return Input(PutOffBreak{CallEnds{}});
    }
    TRY(const auto minutes, words.take_number("minutes, or \"until call ends\"", 1, 24 * 60));
    return Input(PutOffBreak{std::chrono::minutes(minutes)});
  }

  Result<Happening> read_pause(Words& words) const {
    if (words.is_empty()) return Input(Pause{});
    if (words.take_if("until")) {
      TRY(const auto clock, words.take_value("a time such as 14:00", find_clock));
      const auto local = LocalTime(day_.date) + days_ + clock;
      return Input(Pause{Moment(local.time_since_epoch() - day_.zone)});
    }
    TRY(const auto minutes, words.take_number("minutes", 1, 24 * 60));
    return Input(Pause{std::chrono::minutes(minutes)});
  }

  static Result<Happening> read_expectation(Words& words) {
    using About = Expectation::About;
    const auto first = words.take();
    if (first == "prelude") return Expectation{About::Prelude, take_kind(words), {}, 0};
    if (first == "offer") return Expectation{About::Offer, take_kind(words), {}, 0};
    if (first == "prompt") return Expectation{About::Prompt, take_kind(words), {}, 0};
    if (first == "why") return Expectation{About::Why, {}, words.take_rest(), 0};
    if (first == "wrote") return Expectation{About::Wrote, {}, words.take_rest(), 0};
    if (first == "wakeups") {
      TRY_STATUS(words.take_word("at"));
      TRY_STATUS(words.take_word("most"));
      TRY(const auto most, words.take_number("wakeups", 0, 100000));
      return Expectation{About::Wakeups, {}, {}, most};
    }
    if (first == "no") {
      TRY_STATUS(words.take_word("prompt"));
      return Expectation{About::NoPrompt, {}, {}, 0};
    }
    const auto found = words.take();
    if (first == "phase" && is_phase(found)) return Expectation{About::Phase, {}, found, 0};
    if (first == "presence" && is_presence(found)) return Expectation{About::Presence, {}, found, 0};
    if (first == "phase") return words.refuse("a phase", found);
    if (first == "presence") return words.refuse("a presence", found);
    return words.refuse("prelude, offer, prompt, no prompt, phase, why, presence, wrote or wakeups", first);
  }

  WrittenDay day_;
  Rhythm rhythm_;
  std::chrono::days days_{};
  std::string place_;
};

}  // namespace

Result<WrittenDay> parse_written_day(std::string_view text, const std::string& name) {
  Reader reader(name);
  for (int number = 1; !text.empty(); ++number) {
    const auto end = std::min(text.find('\n'), text.size());
    TRY_STATUS(reader.read(text.substr(0, end), number));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return reader.take();
}

}  // namespace endrange::workday
