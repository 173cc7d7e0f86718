#include "apps/endrange/server/live.h"

#include <fmt/format.h>

#include <utility>

#include "adapters/protocol/json.h"
#include "adapters/protocol/measure.h"
#include "adapters/protocol/words.h"
#include "apps/endrange/trainer/trial_story.h"
#include "core/motion/landmark_recording.h"

namespace endrange::app {
namespace {

namespace api = protocol;

/// Ten minutes at thirty pictures a second: no trial is longer.
constexpr std::size_t MaxFrames = 18'000;
constexpr std::int64_t MaxPicturePx = 10'000;
constexpr std::size_t MaxModelName = 40;

}  // namespace

LiveTrials::LiveTrials(Trainer& trainer, Worker& worker, std::shared_ptr<http::Outbox> page)
    : trainer_(trainer), worker_(worker), page_(std::move(page)) {}

void LiveTrials::tell(api::LiveAnswer answer) {
  page_->send(api::write_json(answer));
}

void LiveTrials::tell(const Error& error) {
  api::LiveAnswer answer;
  answer.problem = api::Problem{error.message, error.where, error.remedy};
  tell(std::move(answer));
}

boost::asio::awaitable<void> LiveTrials::receive(std::string message) {
  const auto request = api::parse_json<api::LiveRequest>(message);
  if (!request) {
    tell(request.error());
    co_return;
  }
  if (request->stop) {
    co_await stop(*request->stop);
    co_return;
  }
  Status status = fail("expected start, frame, stop or keep, found none of them");
  if (request->start) status = start(*request->start);
  if (request->frame) status = follow(*request->frame);
  if (request->keep) status = keep(*request->keep);
  if (!status) tell(status.error());
}

Status LiveTrials::start(const api::LiveStart& start) {
  const auto* const protocol = trainer_.content().protocols.find(ProtocolId(start.protocol));
  if (protocol == nullptr)
    return fail(fmt::format("expected a test that Endrange has, found \"{}\"", start.protocol.substr(0, 60)),
                "start.protocol", "choose one of the list");
  if (const auto refusal = trainer_.find_refusal(*protocol))
    return fail("this test is left out for now: " + *refusal, "start.protocol",
                "see What is safe in Settings for what lifts it");
  if (!measure::is_seen_by_camera(*protocol))
    return fail("this test is done by hand: no camera can measure it", "start.protocol",
                "enter what you read by hand");
  if (start.width < 1 || start.width > MaxPicturePx || start.height < 1 || start.height > MaxPicturePx)
    return fail("expected a picture of 1 to 10000 pixels", "start.width");
  if (start.model.size() > MaxModelName) return fail("expected a short name", "start.model");
  trial_ = measure::make_live_trial(*protocol, api::same_enumerator<journal::Method>(start.method),
                                    static_cast<int>(start.width), static_cast<int>(start.height));
  trial_->recording.model = start.model;
  finished_.reset();
  return {};
}

Status LiveTrials::follow(const api::LiveFrame& sent) {
  if (!trial_) return fail("expected a trial to have begun, found a frame", "frame", "begin the trial anew");
  if (trial_->recording.frames.size() >= MaxFrames)
    return fail("expected a trial of at most ten minutes", "frame", "end it and begin another");
  TRY(const auto frame, api::parse_frame(sent));
  const auto& frames = trial_->recording.frames;
  const auto last_s = frames.empty() ? std::nullopt : std::optional(frames.back().time_s);
  TRY_STATUS(motion::check_frame(frame, last_s));
  auto step = measure::advance(std::move(*trial_), frame);
  trial_ = std::move(step.trial);
  api::LiveAnswer answer;
  answer.state = api::make_live_state(step.answer);
  tell(std::move(answer));
  return {};
}

boost::asio::awaitable<void> LiveTrials::stop(api::LiveStop stop) {
  if (stop.discard) {
    trial_.reset();
    finished_.reset();
    co_return;
  }
  if (!trial_) {
    tell(Error{"expected a trial to have begun, found its end", "stop", "begin the trial anew"});
    co_return;
  }
  finished_ = std::make_shared<const measure::LiveTrial>(std::move(*trial_));
  trial_.reset();
  auto work = [trial = finished_] { return measure::finish(*trial); };
  const auto result = co_await worker_.run(std::move(work));
  api::LiveAnswer answer;
  answer.result = tell_trial(result, trainer_);
  tell(std::move(answer));
}

Status LiveTrials::keep(const api::LiveKeep& keep) {
  if (!finished_) return fail("expected a trial that has just ended, found none", "keep");
  const auto finished = std::exchange(finished_, nullptr);
  if (!keep.keep) return {};
  TRY(auto kept, trainer_.keep_recording(finished->recording));
  api::LiveAnswer answer;
  answer.kept = std::move(kept);
  tell(std::move(answer));
  return {};
}

}  // namespace endrange::app
