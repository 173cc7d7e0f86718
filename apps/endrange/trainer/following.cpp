#include "apps/endrange/trainer/following.h"

#include "core/progress/person.h"

namespace endrange::app {
namespace {

bool is_feeding(const journal::Entry& entry, const Content& content) {
  const auto* const measured = std::get_if<journal::Measured>(&entry.event);
  const auto* const protocol = measured == nullptr ? nullptr : content.protocols.find(measured->protocol);
  return protocol == nullptr || !protocol->is_apart;
}

}  // namespace

Following::Start Following::find_start(const std::vector<journal::Entry>& standing) {
  const auto profile = progress::find_profile(standing).value_or(journal::ProfileChanged{});
  return {progress::find_prior(profile), profile.audience};
}

Following::State Following::make_state(const std::vector<journal::Entry>& standing, std::uint64_t generation,
                                       const Content& content) {
  const auto start = find_start(standing);
  return {progress::BeliefFilter(content.trained, content.joint_motions, content.belief, start.prior),
          plan::LevelFollower(content.catalogue, content.levels, start.level), start, generation, 0};
}

void Following::advance(State& state, const std::vector<journal::Entry>& standing, const Content& content,
                        LocalMoment until) {
  for (; state.read < standing.size() && standing[state.read].at.utc <= until.utc; ++state.read) {
    const auto& entry = standing[state.read];
    if (!is_feeding(entry, content)) continue;
    state.beliefs.advance(entry);
    state.levels.advance(entry);
  }
}

Following::Known Following::compute(const std::vector<journal::Entry>& standing, std::uint64_t generation,
                                    const Content& content, LocalMoment now) {
  const bool is_usable = state_ && state_->generation == generation && state_->read <= standing.size() &&
                         state_->start == find_start(standing);
  if (!is_usable) state_ = make_state(standing, generation, content);
  const bool is_past = state_->read > 0 && standing[state_->read - 1].at.utc > now.utc;
  if (is_past) {
    auto then = make_state(standing, generation, content);
    advance(then, standing, content, now);
    return {then.beliefs.compute(now), then.levels.compute(now)};
  }
  advance(*state_, standing, content, now);
  return {state_->beliefs.compute(now), state_->levels.compute(now)};
}

}  // namespace endrange::app
