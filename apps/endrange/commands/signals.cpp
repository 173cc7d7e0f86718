#include "apps/endrange/commands/signals.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <string>

#include "adapters/protocol/json.h"
#include "apps/endrange/commands/decisions.h"
#include "apps/endrange/server/senses.h"

namespace endrange::app {
namespace {

/// A bus on the same machine has answered long before.
constexpr std::chrono::milliseconds LongestAnswer{1500};

std::string words_of(protocol::SignalName signal) {
  using enum protocol::SignalName;
  switch (signal) {
    case Microphone:
      return "microphone";
    case Camera:
      return "camera in use";
    case Screencast:
      return "shared screen";
    case Presentation:
      return "presentation";
    case FullScreen:
      return "full screen";
    case DoNotDisturb:
      return "do not disturb";
    case Playing:
      return "film or music";
    case Asleep:
      return "sleep";
    case Locked:
      return "lock";
    case LidClosed:
      return "lid";
    case BatteryLow:
      return "low battery";
  }
  return {};
}

bool works(const protocol::SignalOrigin& origin) {
  return origin.problem.empty();
}

template <typename Text>
std::string join(const protocol::SignalState& signal, Text text) {
  std::string joined;
  for (const auto& origin : signal.origins) {
    const std::string one = text(origin);
    if (!one.empty()) joined += (joined.empty() ? "" : ", ") + one;
  }
  return joined;
}

std::string list_problems(const protocol::SignalState& signal) {
  const auto problems = join(
      signal, [](const auto& origin) { return works(origin) ? "" : origin.from + ": " + origin.problem; });
  return problems.empty() ? "nothing tells it on this desktop" : problems;
}

bool is_heard(const protocol::SignalState& signal) {
  return std::ranges::any_of(signal.origins, works);
}

}  // namespace

Result<protocol::Signals> load_signals(const std::optional<http::Peer>& running) {
  if (running) {
    TRY(const auto answer, http::request(*running, "GET", "/api/signals"));
    return protocol::parse_json<protocol::Signals>(answer);
  }
  boost::asio::io_context context(1);
  Senses senses(context, [](const workday::Input&) {}, {}, nullptr);
  context.run_for(LongestAnswer);
  return senses.list();
}

std::vector<protocol::Finding> find_signal_findings(const protocol::Signals& signals) {
  if (signals.signals.empty()) return {};  // A program that was told to leave the desktop alone.
  std::vector<protocol::Finding> findings;
  const auto& missing = signals.activity_problem;
  findings.push_back({"activity", missing.empty(),
                      missing.empty() ? "from " + signals.activity_from : missing,
                      missing.empty() ? "" : "until then the page tells, while it is open"});
  for (const auto& signal : signals.signals) {
    const auto what = words_of(signal.signal);
    if (!signal.is_wanted)
      findings.push_back({what, true, "switched off in Settings", ""});
    else if (is_heard(signal))
      findings.push_back(
          {what, true,
           "from " + join(signal, [](const auto& origin) { return works(origin) ? origin.from : ""; }), ""});
    else
      findings.push_back({what, false, list_problems(signal), "breaks go on without it"});
  }
  return findings;
}

void print_signals(const protocol::Signals& signals) {
  for (const auto& signal : signals.signals) {
    if (signal.is_on)
      fmt::print("on: {}\n", signal.by.empty() ? words_of(signal.signal) : signal.by);
    else if (!signal.is_wanted)
      fmt::print("switched off: {}\n", words_of(signal.signal));
    else if (!is_heard(signal))
      fmt::print("not heard: {} ({})\n", words_of(signal.signal), list_problems(signal));
  }
  print_decisions(signals.news);
}

}  // namespace endrange::app
