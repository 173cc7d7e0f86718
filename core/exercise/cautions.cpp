#include "core/exercise/cautions.h"

#include <algorithm>
#include <cmath>
#include <string_view>

namespace endrange::exercise {
namespace {

// What is trained less than this is not what the joint comes for.
constexpr double TrainedShare = 0.3;
// The easy part of what most people can use, as a share of the whole human range. The end counts as far for
// everyone.
constexpr double ComfortableShare = 0.5;
// From here on holding is hard work that raises blood pressure [percent].
constexpr int HardEffort = 50;
// At the end of a range loose joints are not held long, nor pushed.
constexpr double LongHold_s = 15.0;
constexpr int PushingEffort = 40;

struct TrainedRule {
  std::string_view motion;  // or the beginning of one: `neck.`
  std::string_view tag;
};

constexpr TrainedRule TrainedRules[] = {
    {"neck.", "cervical_red_flag"},
    {"neck.", "ra_upper_cervical"},
    {"neck.rotation", "dizziness_head_motion"},
    {"neck.extension", "dizziness_head_motion"},
    {"neck.side_bend", "radiating_arm_symptoms"},
    {"thorax.", "spinal_surgery_recent"},
    {"thorax.rotation", "osteoporosis_loaded_rotation"},
    {"thorax.rotation", "rib_fracture"},
    {"thorax.side_bend", "rib_fracture"},
    {"lumbar.", "spinal_surgery_recent"},
    {"lumbar.flexion", "acute_disc"},
    {"lumbar.extension", "spinal_stenosis_extension"},
    {"shoulder.", "rotator_cuff_repair_recent"},
    {"shoulder.", "rtsa_early"},
    {"shoulder.external_rotation", "tsr_early"},
    {"shoulder.extension", "anterior_shoulder_instability"},
    {"wrist.", "wrist_pain"},
    {"wrist.", "carpal_tunnel"},
    {"wrist.", "wrist_fracture_recent"},
    {"forearm.", "wrist_fracture_recent"},
    {"elbow.", "wrist_fracture_recent"},
    {"hip.flexion", "thr_posterior"},
    {"hip.internal_rotation", "thr_posterior"},
    {"hip.adduction", "thr_posterior"},
    {"hip.extension", "thr_anterior"},
    {"hip.abduction", "thr_lateral_abduction"},
    {"knee.flexion", "knee_replacement_early"},
    {"ankle.", "ankle_sprain_acute"},
    {"ankle.", "achilles_repair"},
    {"toes.extension", "hallux_arthritis"},
};

// A joint that goes this far, whether it is trained or not, in a phase or all along in the base position.
struct FarRule {
  std::string_view motion;
  double beyond_deg;
  std::string_view tag;
};

// Everyday sitting bends hips and knees to a right angle; a new hip keeps to that, neither crosses the middle
// nor turns in. The other limits are where everyday movement ends, on the cautious side.
constexpr FarRule FarRules[] = {
    {"neck.rotation", 30.0, "dizziness_head_motion"},
    {"neck.extension", 20.0, "dizziness_head_motion"},
    {"neck.extension", 20.0, "osteoporosis_neck_extension"},
    {"thorax.flexion", 12.0, "osteoporosis_loaded_flexion"},
    {"lumbar.flexion", 12.0, "osteoporosis_loaded_flexion"},
    {"lumbar.flexion", 25.0, "acute_disc"},
    {"lumbar.extension", 8.0, "spinal_stenosis_extension"},
    {"thorax.extension", 14.0, "spinal_stenosis_extension"},
    {"shoulder.flexion", 120.0, "rotator_cuff_repair_recent"},
    {"shoulder.flexion", 120.0, "rtsa_early"},
    {"shoulder.abduction", 90.0, "rotator_cuff_repair_recent"},
    {"shoulder.abduction", 90.0, "rtsa_early"},
    {"shoulder.extension", 40.0, "rtsa_lifelong_caution"},
    {"shoulder.external_rotation", 60.0, "tsr_early"},
    {"shoulder.external_rotation", 60.0, "anterior_shoulder_instability"},
    {"hip.flexion", 100.0, "thr_posterior"},
    {"hip.flexion", 110.0, "fai_pinch"},
    {"hip.adduction", 12.0, "thr_posterior"},
    {"hip.internal_rotation", 20.0, "thr_posterior"},
    {"hip.internal_rotation", 24.0, "fai_pinch"},
    {"hip.extension", 12.0, "thr_anterior"},
    {"hip.abduction", 30.0, "pelvic_girdle_pain"},
    {"knee.flexion", 105.0, "knee_replacement_early"},
    {"toes.extension", 34.0, "hallux_arthritis"},
};

class Finder {
 public:
  Finder(const Exercise& exercise, const Position& position, const body::JointMotions& joint_motions)
      : exercise_(exercise), position_(position), joint_motions_(joint_motions) {}

  std::vector<Caution> find() {
    add_posture();
    add_effort();
    for (const TrainedMotion& trained : exercise_.trains)
      if (trained.share >= TrainedShare) add_trained(trained.joint_motion.value());
    for (const FarRule& rule : FarRules)
      if (goes_beyond(rule))
        add(rule.tag, "takes `" + std::string(rule.motion) + "` beyond " +
                          std::to_string(std::lround(rule.beyond_deg)) + "°");
    return std::move(cautions_);
  }

 private:
  void add(std::string_view tag, std::string because) {
    const ContraindicationId id{std::string(tag)};
    if (std::ranges::find(cautions_, id, &Caution::tag) == cautions_.end())
      cautions_.push_back({id, std::move(because)});
  }

  void add_trained(const std::string& motion) {
    for (const TrainedRule& rule : TrainedRules)
      if (motion.starts_with(rule.motion)) add(rule.tag, "trains `" + motion + "`");
  }

  void add_posture() {
    const Posture posture = position_.posture;
    const bool on_hands = posture == Posture::Quadruped;
    const bool kneels = on_hands || posture == Posture::Kneeling || posture == Posture::HalfKneeling;
    if (posture == Posture::Supine) add("pregnancy_supine", "lies on the back");
    if (posture == Posture::Prone) add("pregnancy_prone", "lies on the front");
    if (posture == Posture::SideLying)
      for (const char* tag : {"rotator_cuff_repair_recent", "rtsa_early", "tsr_early"})
        add(tag, "lies on a shoulder");
    if (kneels)
      for (const char* tag : {"knee_kneeling", "osgood_schlatter"}) add(tag, "kneels");
    if (on_hands)
      for (const char* tag : {"wrist_pain", "carpal_tunnel", "wrist_fracture_recent",
                              "rotator_cuff_repair_recent", "rtsa_early"})
        add(tag, "leans on the hands");
    if (kneels || posture == Posture::Standing) add("leg_weight", "carries weight on a leg");
    if (posture != Posture::Standing) return;
    if (!is_steadied(position_)) add("fall_risk", "stands free");
    if (lifts_a_foot())
      for (const char* tag : {"fall_risk", "pelvic_girdle_pain", "ankle_sprain_acute"})
        add(tag, "stands on one leg");
    if (bends_a_loaded_knee()) {
      add("knee_oa_flare", "bends a knee that carries weight");
      add("knee_replacement_early", "bends a knee that carries weight");
    }
  }

  [[nodiscard]] bool lifts_a_foot() const {
    return std::ranges::any_of(exercise_.phases, [](const Phase& phase) {
      const auto lets_go = [&](std::string_view name) {
        return std::ranges::any_of(phase.release, [&](const NamedPoint& point) {
          return point.name == name && point.role != Role::Both;
        });
      };
      return lets_go("ball") && lets_go("heel");
    });
  }

  // A squat or a lunge; a foot that is lifted bends its knee without weight.
  [[nodiscard]] bool bends_a_loaded_knee() const {
    constexpr double SquatKnee_deg = 65.0;
    return std::ranges::any_of(exercise_.phases, [](const Phase& phase) {
      return std::ranges::any_of(phase.targets, [&](const Target& target) {
        const bool lifted = std::ranges::any_of(phase.release, [&](const NamedPoint& point) {
          return point.name == "ball" && (point.role == target.role || point.role == Role::Both);
        });
        return !lifted && target.joint_motion.value() == "knee.flexion" &&
               (target.reach != Reach::Degrees || target.angle.degrees() >= SquatKnee_deg);
      });
    });
  }

  void add_effort() {
    const bool pushes = exercise_.kind == Kind::PushPull;
    const auto is_hard = [](const Phase& phase) { return phase.effort_percent >= HardEffort; };
    if (pushes || std::ranges::any_of(exercise_.phases, is_hard))
      add("hypertension_isometric", pushes ? "pushes hard without moving" : "asks for half the strength");
    const auto stays_at_the_end = [&](const Phase& phase) {
      const bool at_end =
          std::ranges::any_of(phase.targets, [](const Target& t) { return t.reach == Reach::End; });
      const double hold_s = std::max(phase.hold_s, exercise_.dose.hold_s.most);
      return at_end && phase.hold_s > 0.0 && (hold_s >= LongHold_s || phase.effort_percent >= PushingEffort);
    };
    if (pushes || std::ranges::any_of(exercise_.phases, stays_at_the_end))
      add("hypermobility",
          pushes ? "pushes at the end of a range" : "stays long or hard at the end of a range");
  }

  [[nodiscard]] bool goes_beyond(const FarRule& rule) const {
    const auto is_far = [&](const Target& target) {
      if (target.joint_motion.value() != rule.motion) return false;
      switch (target.reach) {
        case Reach::Degrees:
          return target.angle.degrees() > rule.beyond_deg;
        case Reach::Comfortable: {
          const auto* motion = joint_motions_.find(target.joint_motion);
          return motion != nullptr && motion->human_range.degrees() * ComfortableShare > rule.beyond_deg;
        }
        case Reach::End:
          return true;
      }
      return true;
    };
    if (std::ranges::any_of(position_.pose, is_far)) return true;
    return std::ranges::any_of(exercise_.phases, [&](const Phase& phase) {
      return std::ranges::any_of(phase.targets, is_far) ||
             std::ranges::any_of(phase.through,
                                 [&](const auto& pose) { return std::ranges::any_of(pose, is_far); });
    });
  }

  const Exercise& exercise_;
  const Position& position_;
  const body::JointMotions& joint_motions_;
  std::vector<Caution> cautions_ = {};
};

}  // namespace

std::vector<Caution> find_cautions(const Exercise& exercise, const Position& position,
                                   const body::JointMotions& joint_motions) {
  return Finder(exercise, position, joint_motions).find();
}

}  // namespace endrange::exercise
