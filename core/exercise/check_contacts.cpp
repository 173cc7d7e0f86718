#include <algorithm>
#include <cmath>
#include <string>

#include "core/exercise/motion_under_check.h"
#include "core/exercise/volumes.h"

namespace endrange::exercise {
namespace {

using body::Part;

// A contact may slip this far before it is seen.
constexpr double MostSlip_m = 5e-3;
// The centre of mass may stand this far outside what carries it: a foot's outline is known no better.
constexpr double MostImbalance_m = 0.01;
// Floor and furniture give way less than flesh, but a mat, a seat and a sole do a little, and an arm that
// leans is drawn thicker than its bones.
constexpr double MostSunk_m = 0.025;
// A stick or a taut strap may press into cloth and flesh this far [m].
constexpr double MostHeldDepth_m = 0.03;
// A strap that is longer than its way by this much is not taut [m].
constexpr double UnseenSlack_m = 0.02;

class ContactCheck {
 public:
  explicit ContactCheck(const MotionUnderCheck& motion) : motion_(motion), body_(motion.body()) {}

  void run() {
    check_slips();
    check_held();
    check_balance();
  }

 private:
  void check_slips() {
    const auto list_held = [&](const Moment& moment) {
      auto held = motion_.stage_at(moment.t_s).held;
      // Two hands on a stick have a check of their own.
      std::erase_if(held, [](const PointWish& wish) { return wish.apart > 0.0; });
      return held;
    };
    const auto worst = motion_.find_worst(MostSlip_m, [&](const Moment& moment) {
      return moment.is_new_hold ? 0.0 : compute_slip(body_, moment.pose, list_held(moment));
    });
    if (!worst) return;
    const auto who = name_most(body_, list_held(*worst->moment), [&](const PointWish& wish) {
      return compute_slip(body_, worst->moment->pose, {wish});
    });
    motion_.report(*worst, "the contact of " + who + " slips by " + say_millimetres(worst->amount),
                   "release the point, or ask for what the body can reach");
  }

  // A stick neither grows nor shrinks, and neither stick nor taut strap goes through the body that holds it.
  void check_held() {
    for (const HeldProp& held : motion_.compiled().held) {
      if (held.kind == Held::Kind::Stick) check_stick_length(held);
      check_held_room(held);
    }
  }

  void check_stick_length(const HeldProp& stick) {
    const auto change = [&](const Moment& moment) {
      return compute_length(place_path(stick, moment.frames)) - stick.length_m;
    };
    const auto worst =
        motion_.find_worst(MostSlip_m, [&](const Moment& moment) { return std::abs(change(moment)); });
    if (worst)
      motion_.report(*worst,
                     "the stick would have to be " + say_millimetres(worst->amount) + " " +
                         (change(*worst->moment) > 0.0 ? "longer" : "shorter") +
                         ", because the hands move apart or together",
                     "ask the arms for what two hands on one stick can do");
  }

  // The hands hold it, the arms go along it, and a foot lies in it.
  [[nodiscard]] bool may_touch(const HeldProp& held, body::SegmentIndex segment) const {
    const Part part = body_.segment(segment).part;
    if (part == Part::Hand || part == Part::Forearm) return true;
    const bool about_foot = held.path.size() > 2;
    return about_foot && (part == Part::Foot || part == Part::Toes) &&
           body_.segment(segment).side == body_.segment(held.path[1].segment).side;
  }

  // Between two drawn moments the page draws the strap half as slack as both.
  static double find_slack(const HeldProp& held, const Moment& moment) {
    const double here = held.slack_m[moment.frame];
    return moment.is_between ? (held.slack_m[moment.frame - 1] + here) / 2.0 : here;
  }

  void check_held_room(const HeldProp& held) {
    const auto lines = [&](const Moment& moment) {
      auto path = place_path(held, moment.frames);
      if (held.kind == Held::Kind::Stick) {
        const body::Vector3 more = held.beyond_m * (path.back() - path.front()).normalized();
        path.front() -= more;
        path.back() += more;
      }
      return path;
    };
    for (const Volume& volume : make_volumes(body_)) {
      if (may_touch(held, volume.segment)) continue;
      const auto worst = motion_.find_worst(MostHeldDepth_m, [&](const Moment& moment) {
        // What hangs slack gives way.
        if (held.kind == Held::Kind::Strap && find_slack(held, moment) > UnseenSlack_m) return 0.0;
        const auto path = lines(moment);
        double deepest = 0.0;
        for (std::size_t k = 1; k < path.size(); ++k)
          deepest =
              std::max(deepest, compute_depth(place(volume, moment.frames), {path[k - 1], path[k], 0.0}));
        return deepest;
      });
      if (worst)
        motion_.report(*worst,
                       "the " + std::string(word(held.kind)) + " goes " + say_centimetres(worst->amount) +
                           " into " + name_of(body_.segment(volume.segment)),
                       "lead it round, or ask for less");
    }
    if (held.kind == Held::Kind::Strap) return;
    const auto floor = motion_.find_worst(MostSunk_m, [&](const Moment& moment) {
      const auto path = lines(moment);
      return -std::min(path.front().y(), path.back().y());
    });
    if (floor)
      motion_.report(*floor, "the stick goes " + say_centimetres(floor->amount) + " into the floor",
                     "hold it higher");
  }

  void check_balance() {
    const auto worst = motion_.find_worst(MostImbalance_m, [&](const Moment& moment) {
      return compute_imbalance(body_, moment.frames, motion_.stage_at(moment.t_s).support);
    });
    if (!worst) return;
    if (std::isinf(worst->amount))
      motion_.report(*worst, "nothing carries the body", "keep a foot, a hand or the seat, or add a contact");
    else
      motion_.report(
          *worst,
          "the body would fall: its weight is " + say_centimetres(worst->amount) + " outside its support",
          "move the hips the other way, or add a hand that holds on");
  }

  const MotionUnderCheck& motion_;
  const body::Body& body_;
};

}  // namespace

void check_contacts(const MotionUnderCheck& motion) {
  ContactCheck(motion).run();
}

}  // namespace endrange::exercise
