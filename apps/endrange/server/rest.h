#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>

namespace endrange::app {

/// Gives memory back once nobody has asked for anything for a while. Sleeps otherwise: one wake-up after each
/// use of the program.
class Rest {
 public:
  explicit Rest(boost::asio::io_context& context) : timer_(context) { note_use(); }

  /// Somebody was served just now.
  void note_use();

 private:
  void wait(std::chrono::steady_clock::duration length);

  boost::asio::steady_timer timer_;
  std::chrono::steady_clock::time_point used_ = {};
  bool is_waiting_ = false;
};

}  // namespace endrange::app
