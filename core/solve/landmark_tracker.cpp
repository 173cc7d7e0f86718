#include "core/base/contracts.h"
#include "core/solve/landmark_fit.h"
#include "core/solve/landmark_frame.h"
#include "core/solve/landmark_lengths.h"

namespace endrange::solve {
namespace {

constexpr double SettleTime_s = 3.0;
constexpr std::size_t SettleEvery = 10;

}  // namespace

struct LandmarkTracker::Now {
  explicit Now(const Body& body) : fit(body) {}
  LandmarkFrameFit fit;
  std::vector<LengthEvidence> early;  // what the lengths are estimated from, while they settle
  std::optional<double> started_s;
  std::optional<FittedFrame> last;
  std::size_t seen_count = 0;
};

LandmarkTracker::LandmarkTracker(const FitOptions& options)
    : options_(options),
      now_(std::make_unique<Now>(make_built_in_body(body::compute_segment_lengths(1.70, options.proportions),
                                                    options.proportions))) {}
LandmarkTracker::~LandmarkTracker() = default;
LandmarkTracker::LandmarkTracker(LandmarkTracker&&) noexcept = default;
LandmarkTracker& LandmarkTracker::operator=(LandmarkTracker&&) noexcept = default;

const Body& LandmarkTracker::body() const {
  return now_->fit.body();
}

std::optional<FittedFrame> LandmarkTracker::advance(const motion::LandmarkFrame& frame) {
  expects(!now_->last || frame.time_s > now_->last->time_s, "live frames come in order");
  if (!frame.landmarks) return std::nullopt;
  const Observations seen = compute_observations(*frame.landmarks, options_.noise);
  if (!now_->started_s) now_->started_s = frame.time_s;
  const bool settles = frame.time_s - *now_->started_s <= SettleTime_s;
  if (settles && now_->seen_count++ % SettleEvery == 0) {
    now_->early.push_back({seen, {}});
    now_->fit = LandmarkFrameFit(
        make_built_in_body(compute_lengths(now_->early, options_.proportions).lengths, options_.proportions));
  }
  const bool has_before = now_->last && frame.time_s - now_->last->time_s <= LongestTie_s;
  std::optional<LandmarkFrameFit::Before> before;
  if (has_before) before.emplace(&now_->last->pose, frame.time_s - now_->last->time_s);
  const auto residual = now_->fit.fit(seen, before);
  if (!residual) return std::nullopt;
  now_->last = now_->fit.make_frame(frame.time_s, *residual);
  return now_->last;
}

}  // namespace endrange::solve
