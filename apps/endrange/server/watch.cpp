#include "apps/endrange/server/watch.h"

#include <poll.h>
#include <unistd.h>

#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <memory>
#include <utility>

namespace endrange::app {
namespace {

namespace asio = boost::asio;

/// One round after the other: wait for the descriptor or the deadline, whichever is first; then ask anew.
class Watch : public std::enable_shared_from_this<Watch> {
 public:
  Watch(asio::io_context& context, std::function<std::optional<desktop::Wakeup>()> find_wakeup,
        std::function<void()> on_ready)
      : context_(context),
        timer_(context),
        find_wakeup_(std::move(find_wakeup)),
        on_ready_(std::move(on_ready)) {}

  void begin() {
    const auto wakeup = find_wakeup_();
    if (!wakeup) return;
    // A copy, so that the source may go away while it is waited for.
    waiting_.emplace(context_, ::dup(wakeup->fd));
    const auto round = [self = shared_from_this(), number = ++number_](const boost::system::error_code&) {
      self->end(number);
    };
    if ((wakeup->events & POLLOUT) != 0)
      waiting_->async_wait(asio::posix::stream_descriptor::wait_write, round);
    waiting_->async_wait(asio::posix::stream_descriptor::wait_read, round);
    if (!wakeup->timeout) return;
    timer_.expires_after(*wakeup->timeout);
    timer_.async_wait(round);
  }

  void stop() {
    ++number_;
    waiting_.reset();
    timer_.cancel();
  }

 private:
  void end(unsigned number) {
    if (number != number_) return;
    ++number_;
    waiting_.reset();
    timer_.cancel();
    if (!find_wakeup_()) return;
    on_ready_();
    begin();
  }

  asio::io_context& context_;
  asio::steady_timer timer_;
  std::function<std::optional<desktop::Wakeup>()> find_wakeup_;
  std::function<void()> on_ready_;
  std::optional<asio::posix::stream_descriptor> waiting_;
  unsigned number_ = 0;  // of the round; what ends an earlier one is late
};

}  // namespace

std::function<void()> watch(asio::io_context& context,
                            std::function<std::optional<desktop::Wakeup>()> find_wakeup,
                            std::function<void()> on_ready) {
  const auto made = std::make_shared<Watch>(context, std::move(find_wakeup), std::move(on_ready));
  made->begin();
  return [weak = std::weak_ptr(made)] {
    if (const auto self = weak.lock()) self->stop();
  };
}

}  // namespace endrange::app
