#include "apps/endrange/server/first_step.h"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <utility>

#include "adapters/protocol/words.h"
#include "core/figure/render.h"

namespace endrange::app {
namespace {

/// What notification servers show without making it smaller.
constexpr int Picture_px = 128;
constexpr int ShortestRoutine = 1;  // minutes
constexpr int LongestRoutine = 15;

using Take = std::function<void(desktop::NotificationPicture)>;

Result<Showing> make_first_showing(const Trainer& trainer, std::chrono::minutes length) {
  TodayQuery query;
  query.minutes = std::clamp(static_cast<int>(length.count()), ShortestRoutine, LongestRoutine);
  TRY(const auto today, trainer.compute_today(query));
  if (today.steps.empty()) return fail("nothing is planned");
  const auto& step = today.steps.front();
  return trainer.make_showing(step.exercise, protocol::same_enumerator<Side>(step.side), step.eased);
}

Result<figure::Picture> draw(const Showing& showing, const body::JointMotions& joint_motions) {
  TRY(const auto motion, compute_figure(showing, joint_motions));
  return figure::render_picture(
      motion, {.t_s = motion.still_s, .view = motion.view, .width_px = Picture_px, .height_px = Picture_px});
}

boost::asio::awaitable<void> draw_and_hand_over(Worker& worker, const body::JointMotions& joint_motions,
                                                Showing showing, Take take) {
  auto work = [showing = std::move(showing), &joint_motions] { return draw(showing, joint_motions); };
  auto picture = co_await worker.run(std::move(work));
  if (picture) take({picture->width_px, picture->height_px, std::move(picture->rgb)});
}

}  // namespace

void draw_first_step(boost::asio::io_context& context, Trainer& trainer, Worker& worker,
                     std::chrono::minutes length, Take take) {
  auto showing = make_first_showing(trainer, length);
  // Without a picture the words are enough.
  if (!showing) return;
  boost::asio::co_spawn(
      context,
      draw_and_hand_over(worker, trainer.content().joint_motions, std::move(*showing), std::move(take)),
      boost::asio::detached);
}

}  // namespace endrange::app
