#include "apps/endrange/commands/decisions.h"

#include <fmt/format.h>

#include <chrono>

#include "adapters/protocol/moment.h"
#include "adapters/system/clock.h"

namespace endrange::app {

void print_decisions(std::span<const protocol::Decision> decisions) {
  for (const auto& decision : decisions) {
    const auto at = protocol::parse_moment(decision.at);
    const auto local = at ? system::find_local(*at).local() : LocalMoment{}.local();
    const auto of_day =
        std::chrono::floor<std::chrono::seconds>(local - std::chrono::floor<std::chrono::days>(local));
    const std::chrono::hh_mm_ss time(of_day);
    fmt::print("{:02}:{:02}:{:02}  {}: {}\n", time.hours().count(), time.minutes().count(),
               time.seconds().count(), decision.what, decision.why);
  }
}

}  // namespace endrange::app
