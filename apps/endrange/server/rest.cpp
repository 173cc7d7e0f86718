#include "apps/endrange/server/rest.h"

#include "adapters/system/memory.h"

namespace endrange::app {
namespace {

/// Longer than someone thinks between two pages, shorter than a break.
constexpr std::chrono::seconds UntilRest{30};

}  // namespace

void Rest::note_use() {
  used_ = std::chrono::steady_clock::now();
  if (!is_waiting_) wait(UntilRest);
}

void Rest::wait(std::chrono::steady_clock::duration length) {
  is_waiting_ = true;
  timer_.expires_after(length);
  timer_.async_wait([this](const boost::system::error_code& error) {
    if (error) return;
    is_waiting_ = false;
    const auto rested = std::chrono::steady_clock::now() - used_;
    if (rested < UntilRest) {
      wait(UntilRest - rested);
      return;
    }
    let_go_();
    system::give_back_memory();
  });
}

}  // namespace endrange::app
