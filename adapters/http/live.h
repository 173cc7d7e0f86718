#pragma once

#include <boost/asio/awaitable.hpp>
#include <functional>
#include <memory>
#include <string>

namespace endrange::http {

/// Where messages to the page go. Sending never waits; a page that does not read is disconnected.
class Outbox {
 public:
  virtual ~Outbox() = default;
  virtual void send(std::string message) = 0;
};

/// One WebSocket: what the page says, in order. Destroyed when the page goes.
class Conversation {
 public:
  virtual ~Conversation() = default;
  virtual boost::asio::awaitable<void> receive(std::string message) = 0;
};

using OpenConversation = std::function<std::unique_ptr<Conversation>(std::shared_ptr<Outbox>)>;

}  // namespace endrange::http
