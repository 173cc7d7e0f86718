#include <algorithm>
#include <cmath>
#include <optional>
#include <string>

#include "core/body/clinical_angles.h"
#include "core/body/kinematics.h"
#include "core/exercise/compile.h"
#include "core/exercise/points.h"
#include "core/exercise/volumes.h"
#include "core/figure/figure.h"

namespace endrange::exercise {
namespace {

using body::Part;

// What rests on something is no further from it than this: a palm is drawn thicker than its bones.
constexpr double MostAir_m = 0.04;
// A contact may slip this far before it is seen.
constexpr double MostSlip_m = 5e-3;
// Beyond a limit by less than this is rounding.
constexpr double LimitRounding = 1e-6;
// Nobody moves slowly and under control faster than this [rad/s]; a jump does.
constexpr double FastestTurn = 6.0;
// A slow controlled movement stays below this [rad/s]: half a circle in two seconds.
constexpr double FastestControlled = 1.9;
// And faster than this the whole body is thrown rather than moved [m/s]: nothing in the library is faster
// than 0.4.
constexpr double FastestShift = 0.6;
// The centre of mass may stand this far outside what carries it: a foot's outline is known no better.
constexpr double MostImbalance_m = 0.01;
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
// Where contacts and balance pull, another joint than the chief one may stand this far from what is written.
constexpr double MostPulled = 0.105;
// A stick or a taut strap may press into cloth and flesh this far [m].
constexpr double MostHeldDepth_m = 0.03;
// A strap that is longer than its way by this much is not taut [m].
constexpr double UnseenSlack_m = 0.02;
// The head is low when its middle is this far below that of the chest [m]: eye pressure rises.
constexpr double LowHead_m = 0.05;
// The chief joint motion comes to its target but for this [rad].
constexpr double MostShort = 0.105;
// A repetition has come back when no joint is further from where the next one begins [rad, m].
constexpr double MostLoopJump = 1e-3;
// What the solver's last step leaves between left and right [rad, m].
constexpr double MostMirrorGap = 1e-4;

std::string at(double t_s) {
  const std::string text = std::to_string(t_s);
  return " at " + text.substr(0, text.find('.') + 2) + " s";
}

std::string degrees(double radians) {
  return std::to_string(static_cast<int>(std::lround(Angle::from_radians(radians).degrees()))) + "°";
}

std::string centimetres(double metres) {
  return std::to_string(std::lround(metres * 100)) + " cm";
}

std::string name_of(const body::Segment& segment) {
  static constexpr std::array<std::pair<Part, const char*>, 11> Names = {{{Part::Pelvis, "pelvis"},
                                                                          {Part::Lumbar, "belly"},
                                                                          {Part::Thorax, "chest"},
                                                                          {Part::Head, "head"},
                                                                          {Part::Humerus, "upper arm"},
                                                                          {Part::Forearm, "forearm"},
                                                                          {Part::Hand, "hand"},
                                                                          {Part::Thigh, "thigh"},
                                                                          {Part::Shank, "shin"},
                                                                          {Part::Foot, "foot"},
                                                                          {Part::Toes, "toes"}}};
  const auto* found = std::ranges::find(Names, segment.part, &std::pair<Part, const char*>::first);
  const std::string name = found == Names.end() ? segment.name : found->second;
  return segment.side == Side::Both ? "the " + name : "the " + std::string(word(segment.side)) + " " + name;
}

// The worst moment of something, and where.
struct Worst {
  double amount = 0.0;
  double t_s = 0.0;
  const PhaseSpan* phase = nullptr;
};

class MotionCheck {
 public:
  MotionCheck(const CompiledExercise& compiled, const Exercise& exercise, const body::Body& body,
              const body::JointMotions& joint_motions, Diagnostics& diagnostics)
      : compiled_(compiled),
        exercise_(exercise),
        body_(body),
        joint_motions_(joint_motions),
        diagnostics_(diagnostics) {
    for (const TimedPose& frame : compiled.frames)
      frames_.push_back(body::compute_segment_frames(body, frame.pose));
  }

  void run() {
    check_limits();
    check_ball_limits();
    check_rests();
    check_contacts();
    check_held();
    check_balance();
    check_limbs();
    check_room();
    check_speed();
    check_loop();
    check_compensations();
    check_chief_motion();
    check_asked();
    check_head();
    if (std::abs(compiled_.duration_s - exercise_.repetition_s()) > 1e-6)
      report("a repetition takes another time than its phases say", exercise_.where,
             "report this as a fault");
  }

 private:
  void report(const std::string& message, const std::string& where, std::string remedy) {
    diagnostics_.report(
        "`" + exercise_.id.value() + "` (" + std::string(word(compiled_.side)) + "): " + message,
        where.empty() ? exercise_.where : where, std::move(remedy));
  }

  void report(const Worst& worst, const std::string& message, std::string remedy) {
    report(message + at(worst.t_s) + " in the phase \"" + worst.phase->words + "\"", worst.phase->where,
           std::move(remedy));
  }

  // The phase in which a moment lies.
  [[nodiscard]] const PhaseSpan& phase_at(double t_s) const {
    for (const PhaseSpan& phase : compiled_.phases)
      if (t_s <= phase.to_s + 1e-9) return phase;
    return compiled_.phases.back();
  }

  // What holds at a moment; at the very beginning, what the base position has.
  [[nodiscard]] const Stage& stage_at(double t_s) const {
    const PhaseSpan& phase = phase_at(t_s);
    for (const Stage& stage : phase.stages)
      if (t_s <= stage.to_s + 1e-9 && (t_s > stage.from_s + 1e-9 || t_s == 0.0)) return stage;
    return phase.stages.back();
  }

  // The worst of what `compute` gives for each frame, if it is more than `most`.
  template <typename Compute>
  [[nodiscard]] std::optional<Worst> find_worst(double most, Compute compute) const {
    Worst worst{.amount = most};
    for (std::size_t i = 0; i < frames_.size(); ++i) {
      const double t_s = compiled_.frames[i].t_s;
      const double amount = compute(i, t_s);
      if (amount > worst.amount) worst = {amount, t_s, &phase_at(t_s)};
    }
    if (worst.phase == nullptr) return std::nullopt;
    return worst;
  }

  void check_limits() {
    for (std::size_t c = 0; c < body_.coordinate_count(); ++c) {
      const body::CoordinateIndex coordinate{c};
      const auto& one = body_.coordinate(coordinate);
      // Hinges alone: on SO(3) a named angle is not a limit by itself.
      if (body_.joint(one.segment).kind != body::JointKind::Hinges) continue;
      double value = 0.0;
      const auto worst = find_worst(LimitRounding, [&](std::size_t i, double) {
        value = body::compute_coordinate(body_, compiled_.frames[i].pose, coordinate);
        return std::max(one.lower - value, value - one.upper);
      });
      if (worst)
        report(*worst,
               "`" + one.name + "` goes " + degrees(worst->amount) + " beyond its limits of " +
                   degrees(one.lower) + " to " + degrees(one.upper),
               "ask for less, or move a contact");
    }
  }

  // Beyond the human range nobody goes. Hips by their clinical angles; shoulders by how far the upper arm
  // points behind the trunk and across it, because which of an arm's angles has a limit depends on the
  // others.
  void check_ball_limits() {
    check_hips();
    for (const Side side : LeftAndRight) {
      check_arm(side, "shoulder.extension", "behind the trunk",
                [](const body::Vector3& arm) { return -arm.x(); });
      const double inwards = side == Side::Left ? 1.0 : -1.0;
      check_arm(side, "shoulder.adduction", "across the body",
                [&](const body::Vector3& arm) { return inwards * arm.z(); });
    }
  }

  template <typename Component>
  void check_arm(Side side, const char* limited_by, const std::string& way, Component component) {
    const auto* motion = joint_motions_.find(JointMotionId(limited_by));
    const auto chest = body_.find_segment(Part::Thorax, Side::Both);
    const auto upper_arm = body_.find_segment(Part::Humerus, side);
    if (motion == nullptr || !chest || !upper_arm) return;
    const auto worst = find_worst(motion->human_range.radians() + MostPulled, [&](std::size_t i, double) {
      const body::Vector3 down = -frames_[i][*upper_arm].R_GS.col(1);
      const body::Vector3 arm = frames_[i][*chest].R_GS.transpose() * down;
      return std::asin(std::clamp(component(arm), -1.0, 1.0));
    });
    if (worst)
      report(*worst,
             name_of(body_.segment(*upper_arm)) + " points " + degrees(worst->amount) + " " + way +
                 ", beyond the human range of " + degrees(motion->human_range.radians()),
             "ask for less, or move a contact");
  }

  void check_hips() {
    for (const auto& motion : joint_motions_.all()) {
      if (motion.joint != "hip") continue;
      for (const Side side : LeftAndRight) {
        const double most = motion.human_range.radians() + MostPulled;
        const auto worst = find_worst(most, [&](std::size_t i, double) {
          const auto angle = body::compute_clinical_angle(body_, frames_[i], motion.id, side);
          return angle ? angle->radians() : 0.0;
        });
        if (worst)
          report(*worst,
                 "`" + motion.id.value() + "` (" + std::string(word(side)) + ") goes to " +
                     degrees(worst->amount) + ", beyond the human range of " +
                     degrees(motion.human_range.radians()),
                 "ask for less, or move a contact");
      }
    }
  }

  // The part of the body that is held and of which `compute` gives most.
  template <typename Compute>
  [[nodiscard]] std::string name_most(const std::vector<PointWish>& held, Compute compute) const {
    return name_of(body_.segment(std::ranges::max_element(held, {}, compute)->point.segment));
  }

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
    const auto worst = find_worst(MostAir_m, [&](std::size_t, double t_s) {
      double most = 0.0;
      for (const PointWish& wish : stage_at(t_s).held) most = std::max(most, compute_air(wish));
      return most;
    });
    if (worst)
      report(*worst,
             "the contact of " + name_most(stage_at(worst->t_s).held, compute_air) + " is " +
                 centimetres(worst->amount) + " away from any floor, wall or furniture",
             "move its `spot` onto something, or leave the contact out");
  }

  // Also half-way between two frames, because the page draws between them.
  void check_contacts() {
    const auto list_held = [&](double t_s) {
      auto held = stage_at(t_s).held;
      // Two hands on a stick have a check of their own.
      std::erase_if(held, [](const PointWish& wish) { return wish.apart > 0.0; });
      return held;
    };
    const auto compute_most = [&](std::size_t i, const std::vector<PointWish>& held) {
      double slip = compute_slip(body_, compiled_.frames[i].pose, held);
      if (i > 0 && compiled_.frames[i - 1].t_s > stage_at(compiled_.frames[i].t_s).from_s) {
        const body::Pose between =
            body::interpolate(body_, compiled_.frames[i - 1].pose, compiled_.frames[i].pose, 0.5);
        slip = std::max(slip, compute_slip(body_, between, held));
      }
      return slip;
    };
    const auto worst =
        find_worst(MostSlip_m, [&](std::size_t i, double t_s) { return compute_most(i, list_held(t_s)); });
    if (!worst) return;
    const auto frame = std::ranges::find(compiled_.frames, worst->t_s, &TimedPose::t_s);
    const auto at_worst = static_cast<std::size_t>(frame - compiled_.frames.begin());
    const auto who = name_most(list_held(worst->t_s),
                               [&](const PointWish& wish) { return compute_most(at_worst, {wish}); });
    report(*worst,
           "the contact of " + who + " slips by " + std::to_string(std::lround(worst->amount * 1000)) + " mm",
           "release the point, or ask for what the body can reach");
  }

  // A stick neither grows nor shrinks, between the frames either; and neither stick nor taut strap goes
  // through the body that holds it.
  void check_held() {
    for (const HeldProp& held : compiled_.held) {
      if (held.kind == Held::Kind::Stick) check_stick_length(held);
      check_held_room(held);
    }
  }

  void check_stick_length(const HeldProp& stick) {
    const auto change = [&](const body::Pose& pose) {
      return compute_length(place_path(stick, body::compute_segment_frames(body_, pose))) - stick.length_m;
    };
    double signed_change = 0.0;
    const auto worst = find_worst(MostSlip_m, [&](std::size_t i, double) {
      double most = change(compiled_.frames[i].pose);
      if (i > 0) {
        const double between =
            change(body::interpolate(body_, compiled_.frames[i - 1].pose, compiled_.frames[i].pose, 0.5));
        if (std::abs(between) > std::abs(most)) most = between;
      }
      if (std::abs(most) > std::abs(signed_change)) signed_change = most;
      return std::abs(most);
    });
    if (worst)
      report(*worst,
             "the stick would have to be " + std::to_string(std::lround(worst->amount * 1000)) + " mm " +
                 (signed_change > 0.0 ? "longer" : "shorter") + ", because the hands move apart or together",
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

  void check_held_room(const HeldProp& held) {
    const auto lines = [&](std::size_t i) {
      auto path = place_path(held, frames_[i]);
      if (held.kind == Held::Kind::Stick) {
        const body::Vector3 more = held.beyond_m * (path.back() - path.front()).normalized();
        path.front() -= more;
        path.back() += more;
      }
      return path;
    };
    for (const Volume& volume : make_volumes(body_)) {
      if (may_touch(held, volume.segment)) continue;
      const auto worst = find_worst(MostHeldDepth_m, [&](std::size_t i, double) {
        // What hangs slack gives way.
        if (held.kind == Held::Kind::Strap && held.slack_m[i] > UnseenSlack_m) return 0.0;
        const auto path = lines(i);
        double deepest = 0.0;
        for (std::size_t k = 1; k < path.size(); ++k)
          deepest = std::max(deepest, compute_depth(place(volume, frames_[i]), {path[k - 1], path[k], 0.0}));
        return deepest;
      });
      if (worst)
        report(*worst,
               "the " + std::string(word(held.kind)) + " goes " + centimetres(worst->amount) + " into " +
                   name_of(body_.segment(volume.segment)),
               "lead it round, or ask for less");
    }
    if (held.kind == Held::Kind::Strap) return;
    const auto floor = find_worst(MostSunk_m, [&](std::size_t i, double) {
      const auto path = lines(i);
      return -std::min(path.front().y(), path.back().y());
    });
    if (floor)
      report(*floor, "the stick goes " + centimetres(floor->amount) + " into the floor", "hold it higher");
  }

  void check_balance() {
    const auto worst = find_worst(MostImbalance_m, [&](std::size_t i, double t_s) {
      return compute_imbalance(body_, frames_[i], stage_at(t_s).support);
    });
    if (!worst) return;
    if (std::isinf(worst->amount))
      report(*worst, "nothing carries the body", "keep a foot, a hand or the seat, or add a contact");
    else
      report(*worst,
             "the body would fall: its weight is " + centimetres(worst->amount) + " outside its support",
             "move the hips the other way, or add a hand that holds on");
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
    const auto volumes = make_volumes(body_);
    for (std::size_t a = 0; a < volumes.size(); ++a)
      for (std::size_t b = a + 1; b < volumes.size(); ++b) {
        const auto one = volumes[a].segment;
        const auto two = volumes[b].segment;
        if (are_neighbours(one, two)) continue;
        const auto worst = find_worst(allowed_depth(one, two), [&](std::size_t i, double t_s) {
          if (are_laid(stage_at(t_s), one, two)) return 0.0;
          return compute_depth(place(volumes[a], frames_[i]), place(volumes[b], frames_[i]));
        });
        if (worst)
          report(*worst,
                 name_of(body_.segment(two)) + " goes " + centimetres(worst->amount) + " into " +
                     name_of(body_.segment(one)),
                 "lead it round, or ask for less");
      }
  }

  // The furniture that a choice lets through, as boxes.
  template <typename Choice>
  [[nodiscard]] std::vector<Box> make_boxes(Choice choice) const {
    std::vector<figure::PlacedProp> props;
    for (const PlacedProp& prop : compiled_.props)
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

  void check_room() {
    const auto all = make_boxes([](const PlacedProp&) { return true; });
    const auto but_seats = make_boxes([](const PlacedProp& prop) { return prop.kind != Prop::Kind::Chair; });
    for (const Volume& volume : make_volumes(body_)) {
      const auto& segment = body_.segment(volume.segment);
      const bool leans =
          segment.part == Part::Hand || segment.part == Part::Forearm || segment.part == Part::Humerus;
      const auto floor = find_worst(leans ? MostLeant_m : MostSunk_m, [&](std::size_t i, double) {
        const auto placed = place(volume, frames_[i]);
        return placed.radius - std::min(placed.from.y(), placed.to.y());
      });
      if (floor)
        report(*floor, name_of(segment) + " goes " + centimetres(floor->amount) + " into the floor",
               "lift it, or bend the limb that carries it");
      // A seat is soft, and what sits on it sinks in.
      const bool sits = segment.part == Part::Pelvis || segment.part == Part::Thigh;
      // A backrest gives way as an arm does, and hips that touch a desk do.
      const bool rests = leans || segment.part == Part::Lumbar || segment.part == Part::Thorax ||
                         segment.part == Part::Pelvis;
      const auto furniture = find_worst(rests ? MostLeant_m : MostSunk_m, [&](std::size_t i, double) {
        const auto placed = place(volume, frames_[i]);
        double deepest = 0.0;
        for (const Box& box : sits ? but_seats : all) deepest = std::max(deepest, compute_depth(placed, box));
        return deepest;
      });
      if (furniture)
        report(*furniture,
               name_of(segment) + " goes " + centimetres(furniture->amount) + " into the furniture",
               "lead it round, or ask for less");
    }
  }

  // How far the whole body moves in a step [m].
  [[nodiscard]] double compute_shift(const body::Tangent& step) const {
    double square = 0.0;
    for (std::size_t i = 0; i < body_.coordinate_count(); ++i)
      if (body_.coordinates()[i].unit == body::Unit::Metre)
        square += step[static_cast<Eigen::Index>(i)] * step[static_cast<Eigen::Index>(i)];
    return std::sqrt(square);
  }

  void check_speed() {
    for (std::size_t i = 1; i < compiled_.frames.size(); ++i) {
      const TimedPose& before = compiled_.frames[i - 1];
      const TimedPose& after = compiled_.frames[i];
      const double step_s = after.t_s - before.t_s;
      const body::Tangent turn = body::compute_difference(body_, before.pose, after.pose).cwiseAbs();
      Eigen::Index fastest = 0;
      const double most = turn.maxCoeff(&fastest);
      const double speed = step_s > 0.0 ? most / step_s : FastestTurn + 1.0;
      const double shift = step_s > 0.0 ? compute_shift(turn) / step_s : 0.0;
      if (speed <= FastestControlled && shift <= FastestShift) continue;
      const auto& phase = phase_at(after.t_s);
      const std::string where = at(after.t_s) + " in the phase \"" + phase.words + "\"";
      if (speed > FastestTurn)
        report("the motion jumps" + where, phase.where, "give the move more seconds, or a pose on the way");
      else if (shift > FastestShift)
        report("the pelvis moves at " + std::to_string(std::lround(100.0 * shift)) +
                   " cm a second, too fast to be controlled," + where,
               phase.where, "give the move more seconds");
      else
        report("`" + body_.coordinates()[static_cast<std::size_t>(fastest)].name + "` moves at " +
                   degrees(speed) + " a second, too fast to be controlled," + where,
               phase.where, "give the move more seconds");
      return;
    }
  }

  void check_loop() {
    const auto begin =
        std::ranges::lower_bound(compiled_.frames, compiled_.loop_from_s - 1e-9, {}, &TimedPose::t_s);
    if (begin == compiled_.frames.end()) return;
    Eigen::Index furthest = 0;
    const auto& last = compiled_.frames.back();
    const double jump =
        body::compute_difference(body_, begin->pose, last.pose).cwiseAbs().maxCoeff(&furthest);
    if (jump > MostLoopJump)
      report(Worst{jump, last.t_s, &compiled_.phases.back()},
             "the last pose has `" + body_.coordinates()[static_cast<std::size_t>(furthest)].name + "` " +
                 degrees(jump) +
                 " from any that was there before, so that the next repetition cannot begin from it,",
             "add a phase that comes back");
  }

  // What is watched as a compensation must not be part of the movement itself.
  void check_compensations() {
    for (const Compensation& compensation : exercise_.compensations) {
      std::vector<Side> sides = {resolve_side(compensation.role, compiled_.side)};
      if (sides.front() == Side::Both && compensation.role != Role::Midline)
        sides = {Side::Left, Side::Right};
      for (const Side side : sides) {
        const auto angle = [&](std::size_t i) {
          return body::compute_clinical_angle(body_, compiled_.frames[i].pose, compensation.joint_motion,
                                              side);
        };
        const auto first = angle(0);
        if (!first) {
          report("`" + compensation.joint_motion.value() + "` cannot be seen in this motion",
                 compensation.where, "watch another joint motion");
          break;
        }
        const auto worst = find_worst(compensation.threshold.radians(), [&](std::size_t i, double) {
          return (angle(i).value_or(*first) - *first).radians();
        });
        if (worst)
          report("the motion itself takes `" + compensation.joint_motion.value() + "` by " +
                     degrees(worst->amount) + at(worst->t_s) + " in the phase \"" + worst->phase->words +
                     "\", which is watched as a compensation from " +
                     degrees(compensation.threshold.radians()) + " on",
                 compensation.where, "watch another joint motion, or from a greater angle on");
      }
    }
  }

  // What an exercise is for has to happen, not only to be written: a contact may pull the other way.
  void check_chief_motion() {
    for (const Aim& aim : compiled_.aims) {
      if (aim.share < 1.0) continue;
      Angle most = Angle::from_degrees(-360.0);
      double most_s = 0.0;
      for (const TimedPose& frame : compiled_.frames) {
        const auto angle = body::compute_clinical_angle(body_, frame.pose, aim.joint_motion, aim.side);
        if (!angle || *angle <= most) continue;
        most = *angle;
        most_s = frame.t_s;
      }
      const double missing = (aim.target - most).radians();
      if (missing > MostShort)
        report("`" + aim.joint_motion.value() + "` goes to " + degrees(most.radians()) + " of the " +
                   degrees(aim.target.radians()) + " that are written, furthest" + at(most_s) +
                   " in the phase \"" + phase_at(most_s).words + "\"",
               exercise_.where, "let go of a contact, or move what pulls the other way");
    }
  }

  // What else is written has to be drawn too.
  void check_asked() {
    for (const PhaseSpan& phase : compiled_.phases) {
      const auto frame =
          std::ranges::lower_bound(compiled_.frames, phase.hold_from_s - 1e-9, {}, &TimedPose::t_s);
      for (const Asked& asked : phase.asked) {
        if (frame == compiled_.frames.end() || asked.joint_motion.value().starts_with("shoulder.")) continue;
        const auto angle = body::compute_clinical_angle(body_, frame->pose, asked.joint_motion, asked.side);
        if (!angle || std::abs((*angle - asked.angle).radians()) <= MostPulled) continue;
        report("`" + asked.joint_motion.value() + "` (" + std::string(word(asked.side)) + ") stands at " +
                   degrees(angle->radians()) + " where " + degrees(asked.angle.radians()) +
                   " are written, in the phase \"" + phase.words + "\"",
               asked.where, "write what the contacts leave, or let go of one");
      }
    }
  }

  // Half-way between two points of the trunk or the head.
  [[nodiscard]] double height_between(std::string_view front, std::string_view back, std::size_t i) const {
    const auto height = [&](std::string_view name) {
      const auto point = find_point(body_, name, Side::Both);
      return point ? frames_[i][point->segment].place(point->p_SQ_S).y() : 0.0;
    };
    return (height(front) + height(back)) / 2.0;
  }

  void check_head() {
    const ContraindicationId tag("glaucoma_inversion");
    if (std::ranges::find(exercise_.contraindications, tag) != exercise_.contraindications.end()) return;
    const auto worst = find_worst(LowHead_m, [&](std::size_t i, double) {
      return height_between("sternum", "back", i) - height_between("forehead", "back_of_head", i);
    });
    if (worst)
      report(*worst, "the head is " + centimetres(worst->amount) + " below the heart",
             "add `" + tag.value() + "` to `contraindications`, or keep the head up");
  }

  static figure::PropKind to_figure(Prop::Kind kind) { return static_cast<figure::PropKind>(kind); }

  const CompiledExercise& compiled_;
  const Exercise& exercise_;
  const body::Body& body_;
  const body::JointMotions& joint_motions_;
  Diagnostics& diagnostics_;
  std::vector<body::SegmentFrames> frames_ = {};
};

}  // namespace

void check_motion(const CompiledExercise& compiled, const Exercise& exercise, const body::Body& body,
                  const body::JointMotions& joint_motions, Diagnostics& diagnostics) {
  MotionCheck(compiled, exercise, body, joint_motions, diagnostics).run();
}

void check_mirror(const CompiledExercise& left, const CompiledExercise& right, const Exercise& exercise,
                  const body::Body& body, Diagnostics& diagnostics) {
  double worst = left.frames.size() == right.frames.size() ? 0.0 : 1.0;
  double when_s = 0.0;
  for (std::size_t i = 0; worst < 1.0 && i < left.frames.size(); ++i) {
    const double gap =
        body::compute_difference(body, body::mirror(body, left.frames[i].pose), right.frames[i].pose)
            .cwiseAbs()
            .maxCoeff();
    if (gap <= worst) continue;
    worst = gap;
    when_s = left.frames[i].t_s;
  }
  if (worst > MostMirrorGap)
    diagnostics.report("`" + exercise.id.value() + "`: left is not the mirror image of right" + at(when_s),
                       exercise.where, "report this as a fault");
}

}  // namespace endrange::exercise
