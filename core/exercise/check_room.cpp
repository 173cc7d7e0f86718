#include <algorithm>
#include <string>
#include <vector>

#include "core/exercise/motion_under_check.h"
#include "core/exercise/volumes.h"
#include "core/figure/figure.h"

namespace endrange::exercise {
namespace {

using body::Part;

// What rests on something is no further from it than this: a palm is drawn thicker than its bones.
constexpr double MostAir_m = 0.04;
// Flesh gives way this far before it is seen to pass through; a belly on a thigh further. The figures are the
// tightest at which crossed legs, crossed arms and a knee at the chest, which look right, still pass.
constexpr double MostDepth_m = 0.03;
constexpr double MostBellyDepth_m = 0.06;
// What touches gently, hands above all, is laid on with a little pressure.
constexpr double MostHandDepth_m = 0.045;
// Floor and furniture give way less than flesh, but a mat, a seat and a sole do a little, and an arm that
// leans is drawn thicker than its bones.
constexpr double MostSunk_m = 0.025;
constexpr double MostLeant_m = 0.055;

class RoomCheck {
 public:
  explicit RoomCheck(const MotionUnderCheck& motion)
      : motion_(motion), body_(motion.body()), volumes_(make_volumes(motion.body())) {
    for (const Moment& moment : motion.moments())
      for (const Volume& volume : volumes_) placed_.push_back(place(volume, moment.frames));
  }

  void run() {
    check_rests();
    check_limbs();
    check_furniture();
  }

 private:
  // What is held at a spot lies on furniture or floor; in mid-air nothing carries.
  void check_rests() {
    const std::vector<Box> boxes = make_boxes([](const PlacedProp&) { return true; });
    const auto compute_air = [&](const PointWish& wish) {
      // A wall keeps x alone; it stands in the base position, and was looked for there.
      if (wish.on || wish.weight.y() == 0.0) return 0.0;
      double air = wish.at.y();
      for (const Box& box : boxes) air = std::min(air, -compute_depth({wish.at, wish.at, 0.0}, box));
      return air;
    };
    const auto worst = motion_.find_worst(MostAir_m, [&](const Moment& moment) {
      double most = 0.0;
      for (const PointWish& wish : motion_.stage_at(moment.t_s).held)
        most = std::max(most, compute_air(wish));
      return most;
    });
    if (worst)
      motion_.report(*worst,
                     "the contact of " +
                         name_most(body_, motion_.stage_at(worst->moment->t_s).held, compute_air) + " is " +
                         say_centimetres(worst->amount) + " away from any floor, wall or furniture",
                     "move its `spot` onto something, or leave the contact out");
  }

  // Whether two segments belong so close together that touching means nothing.
  [[nodiscard]] bool are_neighbours(body::SegmentIndex a, body::SegmentIndex b) const {
    const auto is_trunk = [&](body::SegmentIndex i) {
      const Part part = body_.segment(i).part;
      return part == Part::Pelvis || part == Part::Lumbar || part == Part::Thorax || part == Part::Head;
    };
    const auto& one = body_.segment(a);
    const auto& two = body_.segment(b);
    if (is_trunk(a) && is_trunk(b)) return true;
    if (one.parent == b || two.parent == a) return true;
    // Heel and buttock, hand and shoulder: a bent limb folds onto itself.
    const auto is_leg = [](Part part) {
      return part == Part::Thigh || part == Part::Shank || part == Part::Foot;
    };
    const auto is_arm = [](Part part) {
      return part == Part::Humerus || part == Part::Forearm || part == Part::Hand;
    };
    if (one.side == two.side && one.side != Side::Both)
      return (is_leg(one.part) && is_leg(two.part)) || (is_arm(one.part) && is_arm(two.part));
    return (one.part == Part::Pelvis && is_leg(two.part)) || (two.part == Part::Pelvis && is_leg(one.part));
  }

  [[nodiscard]] double allowed_depth(body::SegmentIndex a, body::SegmentIndex b) const {
    const Part one = body_.segment(a).part;
    const Part two = body_.segment(b).part;
    const auto is_soft = [](Part part) { return part == Part::Lumbar || part == Part::Thorax; };
    if ((is_soft(one) && two == Part::Thigh) || (is_soft(two) && one == Part::Thigh)) return MostBellyDepth_m;
    return one == Part::Hand || two == Part::Hand ? MostHandDepth_m : MostDepth_m;
  }

  // Whether an author laid one on the other.
  [[nodiscard]] bool are_laid(const Stage& stage, body::SegmentIndex a, body::SegmentIndex b) const {
    return std::ranges::any_of(stage.held, [&](const PointWish& wish) {
      return wish.on && wish.apart <= 0.0 &&
             ((wish.point.segment == a && wish.on->segment == b) ||
              (wish.point.segment == b && wish.on->segment == a));
    });
  }

  void check_limbs() {
    for (std::size_t a = 0; a < volumes_.size(); ++a)
      for (std::size_t b = a + 1; b < volumes_.size(); ++b) {
        const auto one = volumes_[a].segment;
        const auto two = volumes_[b].segment;
        if (are_neighbours(one, two)) continue;
        const double most = allowed_depth(one, two);
        const auto worst = motion_.find_worst(most, [&](const Moment& moment) {
          const double depth = compute_depth(placed(moment, a), placed(moment, b));
          return depth > most && are_laid(motion_.stage_at(moment.t_s), one, two) ? 0.0 : depth;
        });
        if (worst)
          motion_.report(*worst,
                         name_of(body_.segment(two)) + " goes " + say_centimetres(worst->amount) + " into " +
                             name_of(body_.segment(one)),
                         "lead it round, or ask for less");
      }
  }

  // The furniture that a choice lets through, as boxes.
  template <typename Choice>
  [[nodiscard]] std::vector<Box> make_boxes(Choice choice) const {
    std::vector<figure::PlacedProp> props;
    for (const PlacedProp& prop : motion_.compiled().props)
      if (prop.kind != Prop::Kind::Mat && choice(prop)) props.push_back({to_figure(prop.kind), prop.at});
    std::vector<Box> boxes;
    for (const auto& shape : figure::make_prop_shapes(props, 0)) {
      // A roller lies across; its box is a little larger than the drum.
      const bool is_box = shape.kind == figure::ShapeKind::Box;
      boxes.push_back({shape.at, is_box ? body::Vector3(shape.size[0], shape.size[1], shape.size[2])
                                        : body::Vector3(shape.size[0], shape.size[0], shape.size[3])});
    }
    return boxes;
  }

  void check_furniture() {
    const auto all = make_boxes([](const PlacedProp&) { return true; });
    const auto but_seats = make_boxes([](const PlacedProp& prop) { return prop.kind != Prop::Kind::Chair; });
    for (std::size_t v = 0; v < volumes_.size(); ++v) {
      const auto& segment = body_.segment(volumes_[v].segment);
      const bool leans =
          segment.part == Part::Hand || segment.part == Part::Forearm || segment.part == Part::Humerus;
      const auto floor = motion_.find_worst(leans ? MostLeant_m : MostSunk_m, [&](const Moment& moment) {
        const PlacedVolume& volume = placed(moment, v);
        return volume.radius - std::min(volume.from.y(), volume.to.y());
      });
      if (floor)
        motion_.report(*floor,
                       name_of(segment) + " goes " + say_centimetres(floor->amount) + " into the floor",
                       "lift it, or bend the limb that carries it");
      // A seat is soft, and what sits on it sinks in.
      const bool sits = segment.part == Part::Pelvis || segment.part == Part::Thigh;
      // A backrest gives way as an arm does, and hips that touch a desk do.
      const bool rests = leans || segment.part == Part::Lumbar || segment.part == Part::Thorax ||
                         segment.part == Part::Pelvis;
      const auto furniture = motion_.find_worst(rests ? MostLeant_m : MostSunk_m, [&](const Moment& moment) {
        double deepest = 0.0;
        for (const Box& box : sits ? but_seats : all)
          deepest = std::max(deepest, compute_depth(placed(moment, v), box));
        return deepest;
      });
      if (furniture)
        motion_.report(
            *furniture,
            name_of(segment) + " goes " + say_centimetres(furniture->amount) + " into the furniture",
            "lead it round, or ask for less");
    }
  }

  [[nodiscard]] const PlacedVolume& placed(const Moment& moment, std::size_t volume) const {
    const auto index = static_cast<std::size_t>(&moment - motion_.moments().data());
    return placed_[index * volumes_.size() + volume];
  }

  static figure::PropKind to_figure(Prop::Kind kind) { return static_cast<figure::PropKind>(kind); }

  const MotionUnderCheck& motion_;
  const body::Body& body_;
  std::vector<Volume> volumes_;
  std::vector<PlacedVolume> placed_;  // all of one moment after those of the one before
};

}  // namespace

void check_room(const MotionUnderCheck& motion) {
  RoomCheck(motion).run();
}

}  // namespace endrange::exercise
