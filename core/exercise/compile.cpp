#include "core/exercise/compile.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/body/clinical_angles.h"
#include "core/body/kinematics.h"
#include "core/exercise/path.h"
#include "core/exercise/points.h"
#include "core/exercise/pose_builder.h"

namespace endrange::exercise {
namespace {

using body::Vector3;

// How far a coordinate may give way for a contact [rad]. What an author wrote holds best; the trunk gives way
// less than a limb, because a leaning trunk is seen at once. By eye, from the figure.
constexpr double NamedSpread = 0.03;
constexpr double LimbSpread = 0.25;
constexpr double TrunkSpread = 0.08;
constexpr double PelvisTurnSpread = 0.02;
// Nor is it the lower back that turns after a hand that is looked at, but head and upper back, and then the
// eyes.
constexpr double LumbarInGazeSpread = 0.02;
// The pelvis goes where the contacts carry it [m].
constexpr double PelvisPlaceSpread = 0.5;
// While the base position settles, the pelvis stays above its own spot on the floor.
constexpr double PelvisAsideSpread = 0.01;
// On the way between two settled poses everything gives way alike.
constexpr double WaySpread = 0.1;
// A way on which nothing slips further than this needs no settling of its own [m].
constexpr double UnseenSlip_m = 2e-4;

// Nor does anybody see a toe that goes less than this into the floor [m].
constexpr double UnseenSunk_m = 4e-3;
// Where the last pose of a phase is further than this from its contacts, or so far out of balance, the checks
// refuse it whatever is done on the way there [m].
constexpr double HopelessSlip_m = 5e-3;
constexpr double HopelessImbalance_m = 1e-2;
// A foot that swings clears the floor by this much [m].
constexpr double Clearance_m = 0.015;

// "A little more" than the usable range, and the easy part of it.
constexpr Angle BeyondEnd = Angle::from_degrees(3.0);
constexpr double ComfortableShare = 0.7;

// A circle keeps its speed; a move from rest to rest is fastest in its middle.
constexpr double CircleRamp = 0.15;
constexpr double MoveRamp = 0.5;
constexpr std::size_t CirclePoses = 3;

// Half the width of a sole at its ball, as a share of stature, by eye from the figure.
constexpr double SoleReach = 0.023;

// Two poses are the same when no coordinate differs by more than this [rad, m].
constexpr double SamePose = 1e-4;

// A contact that is in force: which point, and where it shall be.
struct ActiveContact {
  std::string name = {};
  Side side = Side::Both;
  PointWish wish = {};
  std::vector<SupportPoint> support = {};  // empty when it rests on the body itself

  [[nodiscard]] bool holds_the_same(const ActiveContact& other) const {
    const bool same_goal =
        wish.on ? other.wish.on && wish.on->segment == other.wish.on->segment &&
                      wish.on->p_SQ_S == other.wish.on->p_SQ_S
                : !other.wish.on && (wish.at - other.wish.at).cwiseProduct(wish.weight).norm() < 1e-6;
    return name == other.name && side == other.side && same_goal && wish.weight == other.wish.weight;
  }
};

// A part of a way, from rest to rest: the poses passed, and which contacts hold meanwhile.
struct Leg {
  std::vector<body::Pose> poses = {};
  std::size_t stage = 0;
};

// From one phase's last pose to the next one's, and the contacts before, on the way and after. Where a foot
// is lifted the weight goes over first, and where one is set down it comes back after: a leg of its own each.
struct Way {
  std::array<std::vector<ActiveContact>, 3> contacts = {};
  std::vector<Leg> legs = {};
};

class Compiler {
 public:
  Compiler(const Exercise& exercise, const Position& position, Side side, const Person& person, double rate)
      : exercise_(exercise),
        position_(position),
        side_(side),
        person_(person),
        body_(person.body),
        rate_(rate),
        solver_(person.body) {}

  Result<CompiledExercise> run() {
    compiled_.exercise = exercise_.id;
    compiled_.side = side_;
    height_ = compute_stature(body_);
    TRY_STATUS(settle_base());
    TRY_STATUS(take_in_hand());
    place_props();
    pose_ = base_;
    active_ = base_contacts_;
    compiled_.frames.push_back({0.0, pose_});
    for (const Phase& phase : exercise_.phases) TRY_STATUS(add_phase(phase));
    for (HeldProp& held : compiled_.held)
      if (held.kind == Held::Kind::Strap) measure_strap(held);
    compiled_.duration_s = now_s_;
    find_loop();
    find_still();
    add_aims();
    return std::move(compiled_);
  }

 private:
  // Sides that a role stands for: one, or left and right.
  [[nodiscard]] std::vector<Side> sides_of(Role role) const {
    const Side side = resolve_side(role, side_);
    if (role == Role::Midline) return {Side::Both};
    if (side == Side::Both) return {Side::Left, Side::Right};
    return {side};
  }

  [[nodiscard]] Vector3 compute_spot(const std::array<double, 3>& shares) const {
    const double aside = side_ == Side::Left ? -shares[2] : shares[2];
    return height_ * Vector3(shares[0], shares[1], aside);
  }

  Status add_targets(const std::vector<Target>& targets, PoseBuilder& builder) const {
    for (const Target& target : targets)
      for (const Side side : sides_of(target.role))
        if (!builder.set(target.joint_motion, side, resolve_target(target, side, person_)))
          return fail("the figure cannot show `" + target.joint_motion.value() + "` by itself", target.where,
                      "name the joint motions that it is made of");
    return {};
  }

  [[nodiscard]] std::vector<Asked> list_asked(const std::vector<Target>& targets) const {
    std::vector<Asked> asked;
    for (const Target& target : targets) {
      if (target.reach != Reach::Degrees) continue;
      for (const Side side : sides_of(target.role))
        asked.push_back({target.joint_motion, side, target.angle, target.where});
    }
    return asked;
  }

  enum class Eyes { Free, OnAPoint };

  [[nodiscard]] Eigen::VectorXd make_spread(const PoseBuilder& builder, Eyes eyes = Eyes::Free) const {
    Eigen::VectorXd spread(static_cast<Eigen::Index>(body_.coordinate_count()));
    for (std::size_t i = 0; i < body_.coordinate_count(); ++i) {
      const auto& coordinate = body_.coordinates()[i];
      const auto part = body_.segment(coordinate.segment).part;
      const bool trunk = part == body::Part::Lumbar || part == body::Part::Thorax ||
                         part == body::Part::Neck || part == body::Part::Clavicle;
      double value = builder.named()[i] ? NamedSpread : trunk ? TrunkSpread : LimbSpread;
      if (part == body::Part::Lumbar && eyes == Eyes::OnAPoint) value = LumbarInGazeSpread;
      if (part == body::Part::Pelvis)
        value = coordinate.unit == body::Unit::Metre ? PelvisPlaceSpread : PelvisTurnSpread;
      spread[static_cast<Eigen::Index>(i)] = value;
    }
    return spread;
  }

  Result<std::vector<ActiveContact>> make_contacts(const std::vector<Contact>& contacts) const {
    std::vector<ActiveContact> active;
    for (const Contact& contact : contacts)
      for (const Side side : sides_of(contact.point.role)) {
        const auto point = find_point(body_, contact.point.name, side);
        if (!point)
          return fail("the body has no point `" + contact.point.name + "`", contact.where,
                      "name another point");
        ActiveContact one{.name = contact.point.name, .side = side, .wish = {.point = *point}};
        if (!contact.on) one.support = list_support(contact.point.name, *point, side);
        if (contact.on) {
          const Side on_side = contact.on->role == Role::Both ? side : resolve_side(contact.on->role, side_);
          one.wish.on = find_point(body_, contact.on->name, on_side);
        } else if (contact.spot) {
          // A spot for both hands lies on each hand's own side.
          const auto share = *contact.spot;
          one.wish.at = contact.point.role == Role::Both
                            ? height_ * Vector3(share[0], share[1], side == Side::Left ? -share[2] : share[2])
                            : compute_spot(share);
        } else if (contact.surface == Surface::Wall) {
          one.wish.at = compute_wall();
          one.wish.weight = Vector3::UnitX();
        } else if (contact.surface == Surface::Floor) {
          one.wish.at = place(base_, *point);
          one.wish.weight = Vector3::UnitY();
        }
        active.push_back(std::move(one));
      }
    return active;
  }

  // A foot carries as far as the tips of its toes.
  [[nodiscard]] std::vector<SupportPoint> list_support(const std::string& name, const body::BodyPoint& point,
                                                       Side side) const {
    std::vector<SupportPoint> support = {make_support(point, name, height_)};
    if (name == "ball")
      if (const auto toes = find_point(body_, "toes", side))
        support.push_back(make_support(*toes, "toes", height_));
    return support;
  }

  [[nodiscard]] static std::vector<SupportPoint> gather_support(const std::vector<ActiveContact>& contacts) {
    std::vector<SupportPoint> support;
    for (const ActiveContact& contact : contacts)
      support.insert(support.end(), contact.support.begin(), contact.support.end());
    return support;
  }

  [[nodiscard]] static std::vector<PointWish> gather_wishes(const std::vector<ActiveContact>& contacts) {
    std::vector<PointWish> wishes;
    for (const ActiveContact& contact : contacts) wishes.push_back(contact.wish);
    return wishes;
  }

  [[nodiscard]] bool falls(const body::Pose& pose, const std::vector<SupportPoint>& support) const {
    return !support.empty() &&
           compute_imbalance(body_, body::compute_segment_frames(body_, pose), support) > 0.0;
  }

  // The same pose with its weight over other support, everything held where it is.
  [[nodiscard]] body::Pose shift_weight(const body::Pose& pose, const std::vector<ActiveContact>& contacts,
                                        const std::vector<SupportPoint>& support) const {
    PoseWish wish{.pose = pose, .spread = make_spread(PoseBuilder(body_, person_.joint_motions))};
    wish.points = gather_wishes(contacts);
    wish.support = support;
    return settle(solver_, wish);
  }

  [[nodiscard]] Vector3 compute_wall() const {
    const auto wall = std::ranges::find(position_.props, Prop::Kind::Wall, &Prop::kind);
    return wall == position_.props.end() ? Vector3(0.25 * height_, 0.0, 0.0) : compute_spot(wall->at);
  }

  [[nodiscard]] Vector3 place(const body::Pose& pose, const body::BodyPoint& point) const {
    return body::compute_segment_frames(body_, pose)[point.segment].place(point.p_SQ_S);
  }

  // The base position: what lies on the floor comes to rest there, and from then on everything holds where it
  // is.
  Status settle_base() {
    PoseBuilder builder(body_, person_.joint_motions);
    builder.set_pelvis_tilt(position_.pelvis_tilt);
    builder.set_pelvis_roll(side_ == Side::Left ? position_.pelvis_roll : -position_.pelvis_roll);
    TRY_STATUS(add_targets(position_.pose, builder));
    base_ = builder.make();  // where floor contacts look for their height until there is a base
    PoseWish wish{.pose = base_, .spread = make_spread(builder)};
    TRY(base_contacts_, make_contacts(position_.contacts));
    std::size_t i = 0;
    for (const Contact& contact : position_.contacts)
      for (std::size_t k = 0; k < sides_of(contact.point.role).size(); ++k, ++i) {
        PointWish point = base_contacts_[i].wish;
        if (contact.surface == Surface::Chair) continue;
        if (contact.surface == Surface::Floor) point.at.setZero();
        wish.points.push_back(point);
      }
    for (const char* aside : {"pelvis_tx", "pelvis_tz"})
      if (const auto coordinate = body_.find_coordinate(aside))
        wish.spread[body::row(*coordinate)] = PelvisAsideSpread;
    wish.support = gather_support(base_contacts_);
    base_ = settle_above_floor(wish);
    for (ActiveContact& contact : base_contacts_) {
      if (contact.wish.on) continue;
      contact.wish.at = place(base_, contact.wish.point);
      contact.wish.weight.setOnes();
    }
    base_builder_.emplace(builder);
    return {};
  }

  // What a phase wishes for one of its poses: the base position, overlaid with the targets.
  Result<body::Pose> settle_pose(const std::vector<Target>& targets, const Phase& phase,
                                 const std::vector<ActiveContact>& contacts) const {
    PoseBuilder builder = *base_builder_;
    TRY_STATUS(add_targets(targets, builder));
    PoseBuilder named(body_, person_.joint_motions);
    TRY_STATUS(add_targets(targets, named));
    const Eyes eyes = phase.gaze ? Eyes::OnAPoint : Eyes::Free;
    PoseWish wish{.pose = overlay(builder.make()), .spread = make_spread(named, eyes)};
    if (phase.pelvis_tilt) tilt_pelvis(*phase.pelvis_tilt - position_.pelvis_tilt, wish.pose);
    wish.points = gather_wishes(contacts);
    wish.support = gather_support(contacts);
    if (phase.gaze) {
      const auto head = body_.find_segment(body::Part::Head);
      const auto at = find_point(body_, phase.gaze->name, resolve_side(phase.gaze->role, side_));
      if (head && at) wish.gaze = GazeWish{*head, *at};
    }
    return settle_above_floor(std::move(wish));
  }

  // Settles, and once more with what would have gone into the floor laid on it.
  [[nodiscard]] body::Pose settle_above_floor(PoseWish wish) const {
    body::Pose pose = settle(solver_, wish);
    const auto sunk = find_sunk(pose);
    if (sunk.empty()) return pose;
    wish.points.insert(wish.points.end(), sunk.begin(), sunk.end());
    return settle(solver_, wish);
  }

  // What of feet and hands is below the floor, with the wish to lie on it.
  [[nodiscard]] std::vector<PointWish> find_sunk(const body::Pose& pose) const {
    const auto frames = body::compute_segment_frames(body_, pose);
    std::vector<PointWish> sunk;
    for (const char* name : {"heel", "ball", "toes", "fingertips"})
      for (const Side side : LeftAndRight) {
        const auto point = find_point(body_, name, side);
        if (!point || frames[point->segment].place(point->p_SQ_S).y() > -UnseenSunk_m) continue;
        sunk.push_back({.point = *point, .weight = Vector3::UnitY()});
      }
    return sunk;
  }

  // The settled base position, with the joints that the targets move as they were built. So a phase without
  // targets comes back to the base position exactly.
  [[nodiscard]] body::Pose overlay(const body::Pose& built) const {
    const body::Tangent moved = body::compute_difference(body_, base_builder_->make(), built);
    body::Tangent step = body::compute_difference(body_, base_, built);
    for (const auto& joint : body_.joints()) {
      const auto first = static_cast<Eigen::Index>(joint.first_coordinate);
      const auto count = static_cast<Eigen::Index>(joint.coordinate_count);
      if (count > 0 && moved.segment(first, count).isZero(1e-12)) step.segment(first, count).setZero();
    }
    return body::retract(body_, base_, step);
  }

  // Leans the pelvis forward about the ground's axis to the right.
  void tilt_pelvis(Angle tilt, body::Pose& pose) const {
    const auto coordinate = body_.find_coordinate("pelvis_tilt");
    if (!coordinate) return;
    body::Tangent step = body::Tangent::Zero(static_cast<Eigen::Index>(body_.coordinate_count()));
    step[body::row(*coordinate)] = -tilt.radians();
    pose = body::retract(body_, pose, step);
  }

  Status add_phase(const Phase& phase) {
    std::vector<ActiveContact> contacts;
    for (const ActiveContact& contact : base_contacts_)
      if (!is_released(contact, phase)) contacts.push_back(contact);
    TRY(auto own, make_contacts(phase.contacts));
    contacts.insert(contacts.end(), own.begin(), own.end());

    std::vector<ActiveContact> kept;
    for (const ActiveContact& contact : contacts)
      if (std::ranges::any_of(active_, [&](const auto& before) { return before.holds_the_same(contact); }))
        kept.push_back(contact);
    const auto support = gather_support(kept);

    Way way{.contacts = {active_, std::move(kept), std::move(contacts)}};
    Leg main{.poses = {pose_}, .stage = 1};
    if (way.contacts[1].size() < active_.size() && falls(pose_, support)) {
      main.poses.front() = shift_weight(pose_, active_, support);
      way.legs.push_back({{pose_, main.poses.front()}, 0});
    }
    for (const auto& targets : phase.through) {
      TRY(auto pose, settle_pose(targets, phase, way.contacts[2]));
      main.poses.push_back(std::move(pose));
    }
    TRY(auto last, settle_pose(phase.targets, phase, way.contacts[2]));
    const bool comes_back = way.contacts[1].size() < way.contacts[2].size() && falls(last, support);
    main.poses.push_back(comes_back ? shift_weight(last, way.contacts[2], support) : last);
    clear_floor(main, way.contacts[1]);
    const body::Pose landed = main.poses.back();
    way.legs.push_back(std::move(main));
    if (comes_back) way.legs.push_back({{landed, std::move(last)}, 2});
    add_frames(phase, way);
    active_ = std::move(way.contacts[2]);
    return {};
  }

  [[nodiscard]] bool is_released(const ActiveContact& contact, const Phase& phase) const {
    return std::ranges::any_of(phase.release, [&](const NamedPoint& point) {
      const auto sides = sides_of(point.role);
      return point.name == contact.name && std::ranges::find(sides, contact.side) != sides.end();
    });
  }

  // A foot that the way would lead through the floor is lifted over it.
  void clear_floor(Leg& leg, const std::vector<ActiveContact>& contacts) const {
    constexpr int Looks = 12;
    constexpr int MostLifts = 3;
    const auto size = static_cast<Eigen::Index>(body_.coordinate_count());
    for (int lift = 0; lift < MostLifts; ++lift) {
      const Path path(body_, leg.poses);
      double deepest = 0.0;
      double where = 0.0;
      for (int i = 1; i < Looks; ++i) {
        const double share = static_cast<double>(i) / Looks;
        const double depth = compute_sunk(path.compute_pose(share));
        if (depth <= deepest) continue;
        deepest = depth;
        where = share;
      }
      if (deepest < UnseenSunk_m) return;
      PoseWish wish{.pose = path.compute_pose(where),
                    .spread = Eigen::VectorXd::Constant(size, WaySpread),
                    .points = gather_wishes(contacts),
                    .support = gather_support(contacts)};
      for (PointWish& point : find_sunk(wish.pose)) {
        point.at.y() = Clearance_m;
        wish.points.push_back(point);
      }
      const auto next = std::ranges::upper_bound(path.knots(), where) - path.knots().begin();
      leg.poses.insert(leg.poses.begin() + next, settle(solver_, wish));
    }
  }

  [[nodiscard]] double compute_sunk(const body::Pose& pose) const {
    const auto frames = body::compute_segment_frames(body_, pose);
    double deepest = 0.0;
    for (const PointWish& wish : find_sunk(pose))
      deepest = std::max(deepest, -frames[wish.point.segment].place(wish.point.p_SQ_S).y());
    return deepest;
  }

  // A leg's way through its poses, and the shares of the phase's time in which it is gone.
  struct TimedPath {
    Path path;
    double ramp = MoveRamp;
    double from = 0.0;
    double to = 1.0;
    std::size_t stage = 0;

    [[nodiscard]] body::Pose compute_pose(double share) const {
      return path.compute_pose(compute_progress((share - from) / (to - from), ramp));
    }
  };

  [[nodiscard]] std::vector<TimedPath> time_legs(const Phase& phase, const std::vector<Leg>& legs) const {
    double all = 0.0;
    for (const Leg& leg : legs) all += compute_effort(body_, leg.poses);
    std::vector<TimedPath> paths;
    double done = 0.0;
    for (const Leg& leg : legs) {
      const double from = paths.empty() ? 0.0 : paths.back().to;
      done += compute_effort(body_, leg.poses);
      const bool is_circle = leg.stage == 1 && phase.through.size() >= CirclePoses;
      const bool is_last = &leg == &legs.back();
      paths.push_back({Path(body_, leg.poses), is_circle ? CircleRamp : MoveRamp, from,
                       is_last || all == 0.0 ? 1.0 : done / all, leg.stage});
    }
    return paths;
  }

  void add_frames(const Phase& phase, const Way& way) {
    const auto paths = time_legs(phase, way.legs);
    const auto count = static_cast<int>(std::ceil(phase.move_s * rate_));

    PhaseSpan span{.from_s = now_s_,
                   .hold_from_s = now_s_ + phase.move_s,
                   .to_s = now_s_ + phase.move_s + phase.hold_s,
                   .words = phase.words,
                   .breath = phase.breath,
                   .asked = list_asked(phase.targets),
                   .where = phase.where};
    for (std::size_t part = 0; part < way.contacts.size(); ++part)
      span.stages.push_back(
          {now_s_, now_s_, gather_wishes(way.contacts[part]), gather_support(way.contacts[part])});
    std::vector<std::pair<TimedPose, std::size_t>> frames;
    std::array<bool, 3> gives_way = {};
    const body::Pose& last = way.legs.back().poses.back();
    const bool can_be_met = can_meet(last, span.stages.back());
    for (int i = 1; i <= count; ++i) {
      const double share = static_cast<double>(i) / count;
      const auto path = std::ranges::find_if(
          paths, [&](const TimedPath& one) { return share <= one.to || &one == &paths.back(); });
      const std::size_t part = i == count ? 2 : path->stage;
      const double t_s = now_s_ + phase.move_s * share;
      frames.push_back({{t_s, path->compute_pose(share)}, part});
      for (std::size_t later = part; later < span.stages.size(); ++later) span.stages[later].to_s = t_s;
      gives_way[part] = gives_way[part] || gives_in(frames.back().first.pose, span.stages[part]);
    }
    for (auto& [frame, part] : frames) {
      // The last pose has been settled already, and is come back to exactly.
      if (can_be_met && gives_way[part] && &frame != &frames.back().first)
        frame.pose = settle_on_the_way(frame.pose, span.stages[part]);
      compiled_.frames.push_back(frame);
    }
    for (std::size_t part = 1; part < span.stages.size(); ++part)
      span.stages[part].from_s = span.stages[part - 1].to_s;
    span.stages.back().to_s = span.to_s;

    pose_ = last;
    compiled_.frames.back().pose = pose_;
    if (phase.hold_s > 0.0) compiled_.frames.push_back({span.to_s, pose_});
    now_s_ = span.to_s;
    compiled_.phases.push_back(std::move(span));
  }

  // Whether a contact slips, or the body would fall, where nothing but the way is followed.
  [[nodiscard]] bool gives_in(const body::Pose& pose, const Stage& stage) const {
    return compute_slip(body_, pose, stage.held) > UnseenSlip_m || falls(pose, stage.support) ||
           !find_sunk(pose).empty();
  }

  // Every frame of a movement that cannot be would be sought in vain, and for long.
  [[nodiscard]] bool can_meet(const body::Pose& last, const Stage& stage) const {
    if (compute_slip(body_, last, stage.held) > HopelessSlip_m) return false;
    return stage.support.empty() || compute_imbalance(body_, body::compute_segment_frames(body_, last),
                                                      stage.support) <= HopelessImbalance_m;
  }

  [[nodiscard]] body::Pose settle_on_the_way(const body::Pose& pose, const Stage& stage) const {
    const auto size = static_cast<Eigen::Index>(body_.coordinate_count());
    return settle_above_floor({.pose = pose,
                               .spread = Eigen::VectorXd::Constant(size, WaySpread),
                               .points = stage.held,
                               .support = stage.support});
  }

  // Strap and stick, held from the base position on.
  Status take_in_hand() {
    for (const Held& held : exercise_.held) {
      TRY(auto made, make_held(held));
      if (held.kind == Held::Kind::Stick) hold_stick(made);
      compiled_.held.push_back(std::move(made));
    }
    return {};
  }

  // A foot lies in the strap with its whole sole: the strap comes up at both edges.
  Result<HeldProp> make_held(const Held& held) const {
    HeldProp made{.kind = held.kind, .beyond_m = held.beyond * height_};
    const auto find = [&](const NamedPoint& point, Side side) { return find_point(body_, point.name, side); };
    // With both sides working at once the one that is called working is the right.
    const auto side_of = [&](Role role) {
      return resolve_side(role, side_ == Side::Both ? Side::Right : side_);
    };
    const bool in_each = held.to.role == Role::Both;
    const auto first = find(held.to, in_each ? Side::Left : side_of(held.to.role));
    const auto last = find(held.to, in_each ? Side::Right : side_of(held.to.role));
    const auto from = find(held.from, side_of(held.from.role));
    if (!first || !last || !from)
      return fail("the body has not both ends of the " + std::string(word(held.kind)), held.where,
                  "name other points");
    if (held.from.name != "ball") {
      made.path = {*from, *first};
      return made;
    }
    // From the left hand along the foot's left edge: with one hand both strands come to it.
    const Vector3 aside(0.0, 0.0, SoleReach * height_);
    made.path = {*first, {from->segment, from->p_SQ_S - aside}, {from->segment, from->p_SQ_S + aside}, *last};
    return made;
  }

  // The hands keep their distance, whatever the phases ask for: where both work alike each gives way by half,
  // else the second follows the first.
  void hold_stick(HeldProp& stick) {
    stick.length_m = compute_length(place_path(stick, body::compute_segment_frames(body_, base_)));
    const bool alike = side_ == Side::Both;
    const auto hold = [&](const body::BodyPoint& point, const body::BodyPoint& other) {
      base_contacts_.push_back(
          {.name = std::string(word(stick.kind)),
           .side = body_.segment(point.segment).side,
           .wish = {.point = point, .on = other, .apart = stick.length_m, .by_half = alike}});
    };
    hold(stick.path.back(), stick.path.front());
    if (alike) hold(stick.path.front(), stick.path.back());
  }

  // A strap between two hands is as long as they go apart, and hangs where they come nearer. One about a foot
  // slides through the hands and stays straight, until a phase leaves it slack; the next one gathers it
  // again.
  void measure_strap(HeldProp& strap) const {
    std::vector<double> straight;
    for (const TimedPose& frame : compiled_.frames)
      straight.push_back(compute_length(place_path(strap, body::compute_segment_frames(body_, frame.pose))));
    const bool slides = strap.path.size() > 2;
    if (!slides) strap.length_m = *std::ranges::max_element(straight);
    double free_m = straight.front();  // how long it is when the phase begins
    std::size_t i = 0;
    for (std::size_t k = 0; k < compiled_.phases.size(); ++k) {
      const PhaseSpan& span = compiled_.phases[k];
      const double left_over_m = i == 0 ? 0.0 : strap.slack_m.back();
      if (i > 0) free_m = straight[i - 1] + left_over_m;
      for (; i < compiled_.frames.size() && compiled_.frames[i].t_s <= span.to_s + 1e-9; ++i) {
        const double share =
            std::min(1.0, (compiled_.frames[i].t_s - span.from_s) / (span.hold_from_s - span.from_s));
        strap.slack_m.push_back(!slides                     ? strap.length_m - straight[i]
                                : exercise_.phases[k].slack ? std::max(0.0, free_m - straight[i])
                                                            : left_over_m * (1.0 - share));
      }
    }
  }

  void place_props() {
    for (const Prop& prop : position_.props) {
      PlacedProp placed{prop.kind, compute_spot(prop.at), position_.pelvis_roll != Angle{}};
      if (prop.kind == Prop::Kind::Chair) {
        Vector3 seat = Vector3::Zero();
        for (const Side side : LeftAndRight)
          if (const auto bone = find_point(body_, "sit_bone", side)) seat += 0.5 * place(base_, *bone);
        placed.at = seat;
      }
      compiled_.props.push_back(placed);
    }
  }

  [[nodiscard]] bool is_same(const body::Pose& a, const body::Pose& b) const {
    return body::compute_difference(body_, a, b).cwiseAbs().maxCoeff() < SamePose;
  }

  [[nodiscard]] const body::Pose& pose_at(double t_s) const {
    const auto frame = std::ranges::lower_bound(compiled_.frames, t_s - 1e-9, {}, &TimedPose::t_s);
    return frame == compiled_.frames.end() ? compiled_.frames.back().pose : frame->pose;
  }

  // The next repetition begins at the first pose that the last one comes back to.
  void find_loop() {
    if (is_same(compiled_.frames.front().pose, pose_)) return;
    for (const PhaseSpan& phase : compiled_.phases)
      if (is_same(pose_at(phase.hold_from_s), pose_)) {
        compiled_.loop_from_s = phase.to_s < compiled_.duration_s ? phase.to_s : 0.0;
        return;
      }
  }

  // The longest hold shows an exercise best; without one, the middle.
  void find_still() {
    compiled_.still_s = 0.5 * compiled_.duration_s;
    double longest = 0.0;
    for (const PhaseSpan& phase : compiled_.phases) {
      if (phase.to_s - phase.hold_from_s < std::max(longest, 1e-9)) continue;
      longest = phase.to_s - phase.hold_from_s;
      compiled_.still_s = 0.5 * (phase.hold_from_s + phase.to_s);
    }
  }

  void add_aims() {
    for (const TrainedMotion& trained : exercise_.trains) {
      const auto* motion = person_.joint_motions.find(trained.joint_motion);
      if (motion == nullptr) continue;
      for (const Side side : sides_of(trained.role)) {
        Aim aim{.joint_motion = trained.joint_motion,
                .side = side,
                .share = trained.share,
                .own = person_.ranges.find(trained.joint_motion, side),
                .human = motion->human_range};
        const auto look = [&](const std::vector<Target>& targets) {
          for (const Target& target : targets)
            if (target.joint_motion == trained.joint_motion && target.role == trained.role)
              aim.target = std::max(aim.target, resolve_target(target, side, person_));
        };
        for (const Phase& phase : exercise_.phases) {
          look(phase.targets);
          for (const auto& pose : phase.through) look(pose);
        }
        compiled_.aims.push_back(std::move(aim));
      }
    }
  }

  const Exercise& exercise_;
  const Position& position_;
  const Side side_;
  const Person& person_;
  const body::Body& body_;
  const double rate_;
  mutable solve::Solver solver_;  // its working memory alone

  double height_ = 0.0;
  body::Pose base_ = {};
  std::optional<PoseBuilder> base_builder_ = {};
  std::vector<ActiveContact> base_contacts_ = {};
  std::vector<ActiveContact> active_ = {};
  body::Pose pose_ = {};
  double now_s_ = 0.0;
  CompiledExercise compiled_ = {};
};

}  // namespace

std::vector<Vector3> place_path(const HeldProp& held, const body::SegmentFrames& frames) {
  std::vector<Vector3> path;
  for (const body::BodyPoint& point : held.path) path.push_back(frames[point.segment].place(point.p_SQ_S));
  return path;
}

double compute_length(const std::vector<Vector3>& path) {
  double length = 0.0;
  for (std::size_t i = 1; i < path.size(); ++i) length += (path[i] - path[i - 1]).norm();
  return length;
}

std::optional<Angle> PersonalRanges::find(const JointMotionId& joint_motion, Side side) const {
  const auto found = usable_.find({joint_motion, side});
  if (found == usable_.end()) return std::nullopt;
  return found->second;
}

Angle resolve_target(const Target& target, Side side, const Person& person) {
  if (target.reach == Reach::Degrees) return target.angle;
  const auto* motion = person.joint_motions.find(target.joint_motion);
  const Angle human = motion == nullptr ? Angle{} : body::compute_shown_range(person.body, *motion, side);
  const auto known = person.ranges.find(target.joint_motion, side);
  const Angle usable = known.value_or(CautiousShare * (motion == nullptr ? human : motion->human_range));
  // Nobody is asked for more than is known of them or, where nothing is known, more than the cautious share.
  if (target.reach == Reach::Comfortable || person.eased) return std::min(ComfortableShare * usable, human);
  return std::min(known ? usable + BeyondEnd : usable, human);
}

Result<CompiledExercise> compile(const Exercise& exercise, const Position& position, Side side,
                                 const Person& person, double frames_per_second) {
  if (exercise.phases.empty()) return fail("the exercise has no phase", exercise.where, "add a [[phase]]");
  return Compiler(exercise, position, side, person, frames_per_second).run();
}

}  // namespace endrange::exercise
