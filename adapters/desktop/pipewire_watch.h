#pragma once

#include <memory>

#include "adapters/desktop/signal_source.h"

namespace endrange::desktop {

/// Microphones, cameras and shared screens in use, as PipeWire knows them: streams of other processes that
/// record. Only its registry and the state of such streams are heard, never a sample.
/// Source: PipeWire 0.3, pw_registry_events and pw_node_events.
class PipeWireWatch : public SignalSource {
 public:
  /// Fails with what to do when no PipeWire answers for this person.
  [[nodiscard]] static Result<std::unique_ptr<PipeWireWatch>> connect();
  ~PipeWireWatch() override;

  [[nodiscard]] Wakeup wakeup() const override;
  [[nodiscard]] Status on_ready() override;
  [[nodiscard]] std::vector<workday::SignalChanged> take_changes() override;
  [[nodiscard]] std::vector<SignalOrigin> list_origins() const override;

 private:
  struct Connection;
  explicit PipeWireWatch(std::unique_ptr<Connection> connection);
  std::unique_ptr<Connection> connection_;
};

}  // namespace endrange::desktop
