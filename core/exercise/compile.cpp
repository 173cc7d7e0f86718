#include "core/exercise/compile.h"

#include <algorithm>
#include <cmath>

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
// The pelvis goes where the contacts carry it [m].
constexpr double PelvisPlaceSpread = 0.5;
// While the base position settles, the pelvis stays above its own spot on the floor.
constexpr double PelvisAsideSpread = 0.01;
// On the way between two settled poses everything gives way alike.
constexpr double WaySpread = 0.1;
// A way on which nothing slips further than this needs no settling of its own [m].
constexpr double UnseenSlip_m = 2e-4;

// "A little more" than the usable range, and the easy part of it.
constexpr Angle BeyondEnd = Angle::from_degrees(3.0);
constexpr double ComfortableShare = 0.7;

// A circle keeps its speed; a move from rest to rest is fastest in its middle.
constexpr double CircleRamp = 0.15;
constexpr double MoveRamp = 0.5;
constexpr std::size_t CirclePoses = 3;

// Two poses are the same when no coordinate differs by more than this [rad, m].
constexpr double SamePose = 1e-4;

// A contact that is in force: which point, and where it shall be.
struct ActiveContact {
  std::string name = {};
  Side side = Side::Both;
  PointWish wish = {};

  [[nodiscard]] bool holds_the_same(const ActiveContact& other) const {
    const bool same_goal =
        wish.on ? other.wish.on && wish.on->segment == other.wish.on->segment &&
                      wish.on->p_SQ_S == other.wish.on->p_SQ_S
                : !other.wish.on && (wish.at - other.wish.at).cwiseProduct(wish.weight).norm() < 1e-6;
    return name == other.name && side == other.side && same_goal && wish.weight == other.wish.weight;
  }
};

class Compiler {
 public:
  Compiler(const Exercise& exercise, const Position& position, Side side, const Person& person, double rate)
      : exercise_(exercise),
        position_(position),
        side_(side),
        person_(person),
        body_(person.body),
        rate_(rate) {}

  Result<CompiledExercise> run() {
    compiled_.exercise = exercise_.id;
    compiled_.side = side_;
    height_ = compute_height();
    TRY_STATUS(settle_base());
    place_props();
    pose_ = base_;
    active_ = base_contacts_;
    compiled_.frames.push_back({0.0, pose_});
    for (const Phase& phase : exercise_.phases) TRY_STATUS(add_phase(phase));
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

  [[nodiscard]] double compute_height() const {
    const auto frames = body::compute_segment_frames(body_, body_.neutral_pose());
    const auto place = [&](std::string_view name, Side side) {
      const auto point = find_point(body_, name, side);
      return point ? frames[point->segment].place(point->p_SQ_S).y() : 0.0;
    };
    return place("crown", Side::Both) - place("heel", Side::Right);
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

  [[nodiscard]] Eigen::VectorXd make_spread(const PoseBuilder& builder) const {
    Eigen::VectorXd spread(static_cast<Eigen::Index>(body_.coordinate_count()));
    for (std::size_t i = 0; i < body_.coordinate_count(); ++i) {
      const auto& coordinate = body_.coordinates()[i];
      const auto part = body_.segment(coordinate.segment).part;
      const bool trunk = part == body::Part::Lumbar || part == body::Part::Thorax ||
                         part == body::Part::Neck || part == body::Part::Clavicle;
      double value = builder.named()[i] ? NamedSpread : trunk ? TrunkSpread : LimbSpread;
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
        ActiveContact one{contact.point.name, side, {.point = *point}};
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
    base_ = settle(body_, wish);
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
    PoseWish wish{.pose = overlay(builder.make()), .spread = make_spread(named)};
    if (phase.pelvis_tilt) tilt_pelvis(*phase.pelvis_tilt - position_.pelvis_tilt, wish.pose);
    for (const ActiveContact& contact : contacts) wish.points.push_back(contact.wish);
    if (phase.gaze) {
      const auto head = body_.find_segment(body::Part::Head);
      const auto at = find_point(body_, phase.gaze->name, resolve_side(phase.gaze->role, side_));
      if (head && at) wish.gaze = GazeWish{*head, *at};
    }
    return settle(body_, wish);
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

    std::vector<body::Pose> poses = {pose_};
    for (const auto& targets : phase.through) {
      TRY(auto pose, settle_pose(targets, phase, contacts));
      poses.push_back(std::move(pose));
    }
    TRY(auto last, settle_pose(phase.targets, phase, contacts));
    poses.push_back(std::move(last));

    std::vector<PointWish> held;
    for (const ActiveContact& contact : contacts)
      if (std::ranges::any_of(active_, [&](const auto& before) { return before.holds_the_same(contact); }))
        held.push_back(contact.wish);
    add_frames(phase, poses, held);
    active_ = std::move(contacts);
    return {};
  }

  [[nodiscard]] bool is_released(const ActiveContact& contact, const Phase& phase) const {
    return std::ranges::any_of(phase.release, [&](const NamedPoint& point) {
      const auto sides = sides_of(point.role);
      return point.name == contact.name && std::ranges::find(sides, contact.side) != sides.end();
    });
  }

  void add_frames(const Phase& phase, const std::vector<body::Pose>& poses,
                  const std::vector<PointWish>& held) {
    const Path path(body_, poses);
    const double ramp = phase.through.size() >= CirclePoses ? CircleRamp : MoveRamp;
    const auto count = static_cast<int>(std::ceil(phase.move_s * rate_));
    std::vector<TimedPose> frames;
    double slip = 0.0;
    for (int i = 1; i <= count; ++i) {
      const double share = static_cast<double>(i) / count;
      frames.push_back({now_s_ + phase.move_s * share, path.compute_pose(compute_progress(share, ramp))});
      slip = std::max(slip, compute_slip(body_, frames.back().pose, held));
    }
    if (slip > UnseenSlip_m)
      for (TimedPose& frame : frames) frame.pose = settle_on_the_way(frame.pose, held);

    PhaseSpan span{.from_s = now_s_,
                   .hold_from_s = now_s_ + phase.move_s,
                   .to_s = now_s_ + phase.move_s + phase.hold_s,
                   .words = phase.words,
                   .breath = phase.breath,
                   .held = held,
                   .where = phase.where};
    pose_ = frames.back().pose;
    if (phase.hold_s > 0.0) frames.push_back({span.to_s, pose_});
    compiled_.frames.insert(compiled_.frames.end(), frames.begin(), frames.end());
    now_s_ = span.to_s;
    compiled_.phases.push_back(std::move(span));
  }

  [[nodiscard]] body::Pose settle_on_the_way(const body::Pose& pose,
                                             const std::vector<PointWish>& held) const {
    const auto size = static_cast<Eigen::Index>(body_.coordinate_count());
    return settle(body_,
                  {.pose = pose, .spread = Eigen::VectorXd::Constant(size, WaySpread), .points = held});
  }

  void place_props() {
    for (const Prop& prop : position_.props) {
      PlacedProp placed{prop.kind, compute_spot(prop.at)};
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

std::optional<Angle> PersonalRanges::find(const JointMotionId& joint_motion, Side side) const {
  const auto found = usable_.find({joint_motion, side});
  if (found == usable_.end()) return std::nullopt;
  return found->second;
}

Angle resolve_target(const Target& target, Side side, const Person& person) {
  if (target.reach == Reach::Degrees) return target.angle;
  const auto* motion = person.joint_motions.find(target.joint_motion);
  const Angle human = motion == nullptr ? Angle{} : motion->human_range;
  const auto known = person.ranges.find(target.joint_motion, side);
  const Angle usable = known.value_or(CautiousShare * human);
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
