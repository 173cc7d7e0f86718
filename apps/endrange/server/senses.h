#pragma once

#include <boost/asio/io_context.hpp>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "adapters/protocol/api.h"
#include "adapters/system/log.h"
#include "core/workday/input.h"

namespace endrange::app {

/// Everything that the desktop tells: each source is connected, waited for, and connected again when it was
/// lost. What is missing takes away its own signals and nothing else.
class Senses {
 public:
  using Hear = std::function<void(const workday::Input&)>;

  /// @param hear      gets what happens, never during this call
  /// @param left_out  signals that are not listened to, by the protocol's words
  /// @param log       told what was lost and found, without a name; may be null
  Senses(boost::asio::io_context& context, Hear hear, const std::vector<std::string>& left_out,
         system::Log* log);
  Senses(const Senses&) = delete;
  Senses& operator=(const Senses&) = delete;
  ~Senses();

  /// The person changed what is listened to.
  void leave_out(const std::vector<std::string>& left_out);
  /// Looks at what does not speak up; asked when a break is due.
  void look();
  /// From now on every pause in typing is told, or no longer.
  void watch_typing(bool is_wanted);
  /// Whether keyboard and pointer of the whole desktop are known.
  [[nodiscard]] bool knows_activity() const;
  [[nodiscard]] protocol::Signals list() const;

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace endrange::app
