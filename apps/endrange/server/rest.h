#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <functional>
#include <utility>

namespace endrange::app {

/// Gives memory back once nobody has asked for anything for a while. Sleeps otherwise: one wake-up after each
/// use of the program.
class Rest {
 public:
  /// @param let_go  called first: what else can be done without
  Rest(boost::asio::io_context& context, std::function<void()> let_go)
      : timer_(context), let_go_(std::move(let_go)) {
    note_use();
  }

  /// Somebody was served just now.
  void note_use();

 private:
  void wait(std::chrono::steady_clock::duration length);

  boost::asio::steady_timer timer_;
  std::function<void()> let_go_;
  std::chrono::steady_clock::time_point used_ = {};
  bool is_waiting_ = false;
};

}  // namespace endrange::app
