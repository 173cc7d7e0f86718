#pragma once

#include <memory>
#include <optional>

#include "adapters/http/live.h"
#include "apps/endrange/server/worker.h"
#include "apps/endrange/trainer/trainer.h"
#include "core/measure/live_trial.h"

namespace endrange::app {

/// Measures with one page: landmarks in, live angles out, and the measurement at the end.
class LiveTrials final : public http::Conversation {
 public:
  LiveTrials(Trainer& trainer, Worker& worker, std::shared_ptr<http::Outbox> page);
  boost::asio::awaitable<void> receive(std::string message) override;

 private:
  [[nodiscard]] Status start(const protocol::LiveStart& start);
  [[nodiscard]] Status follow(const protocol::LiveFrame& frame);
  boost::asio::awaitable<void> stop(protocol::LiveStop stop);
  [[nodiscard]] Status keep(const protocol::LiveKeep& keep);
  void tell(protocol::LiveAnswer answer);
  void tell(const Error& error);

  Trainer& trainer_;
  Worker& worker_;
  std::shared_ptr<http::Outbox> page_;
  std::optional<measure::LiveTrial> trial_;             // while it happens
  std::shared_ptr<const measure::LiveTrial> finished_;  // until it is kept or another begins
};

}  // namespace endrange::app
