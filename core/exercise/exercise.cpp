#include "core/exercise/exercise.h"

#include <algorithm>
#include <numeric>

namespace endrange::exercise {
namespace {

constexpr int DemandingDifficulty = 4;
// From here on holding the end of a range is strong work [percent].
constexpr int StrongEffort = 50;
// What is trained less than this is not what an exercise is chosen for.
constexpr double PreparingShare = 0.5;

bool goes_to_end(const std::vector<Target>& targets, bool neck_only) {
  return std::ranges::any_of(targets, [&](const Target& target) {
    return target.reach == Reach::End && (!neck_only || target.joint_motion.value().starts_with("neck."));
  });
}

}  // namespace

bool is_demanding(const Exercise& exercise) {
  return exercise.difficulty >= DemandingDifficulty ||
         std::ranges::any_of(exercise.phases, [](const Phase& phase) {
           const bool neck_only = phase.effort_percent < StrongEffort;
           return goes_to_end(phase.targets, neck_only) ||
                  std::ranges::any_of(phase.through,
                                      [&](const auto& pose) { return goes_to_end(pose, neck_only); });
         });
}

bool prepares(const Exercise& easier, const Exercise& exercise) {
  if (exercise.easier == easier.id) return true;
  if (easier.difficulty >= exercise.difficulty) return false;
  return std::ranges::any_of(exercise.trains, [&](const TrainedMotion& chief) {
    return chief.share == 1.0 && std::ranges::any_of(easier.trains, [&](const TrainedMotion& trained) {
             return trained.joint_motion == chief.joint_motion && trained.share >= PreparingShare;
           });
  });
}

double Exercise::repetition_s() const {
  return std::accumulate(phases.begin(), phases.end(), 0.0, [](double seconds, const Phase& phase) {
    return seconds + phase.move_s + phase.hold_s;
  });
}

bool is_steadied(const Position& position) {
  return std::ranges::any_of(position.contacts,
                             [](const Contact& contact) { return contact.point.name == "hand"; }) ||
         std::ranges::any_of(position.props, [](const Prop& prop) { return prop.kind == Prop::Kind::Wall; });
}

Side resolve_side(Role role, Side working) {
  switch (role) {
    case Role::Working:
      return working;
    case Role::Other:
      return opposite(working);
    case Role::Midline:
    case Role::Both:
      return Side::Both;
  }
  return Side::Both;
}

std::string_view word(Kind kind) {
  switch (kind) {
    case Kind::Circle:
      return "circle";
    case Kind::Dynamic:
      return "dynamic";
    case Kind::Hold:
      return "hold";
    case Kind::PushPull:
      return "push_pull";
    case Kind::LiftOff:
      return "lift_off";
    case Kind::Assisted:
      return "assisted";
  }
  return {};
}

std::string_view word(Place place) {
  switch (place) {
    case Place::ChairOnly:
      return "chair_only";
    case Place::RoomToStand:
      return "room_to_stand";
    case Place::Floor:
      return "floor";
  }
  return {};
}

std::string_view word(Equipment item) {
  switch (item) {
    case Equipment::Wall:
      return "wall";
    case Equipment::Roller:
      return "roller";
    case Equipment::Strap:
      return "strap";
    case Equipment::Stick:
      return "stick";
  }
  return {};
}

std::string_view word(Held::Kind kind) {
  return kind == Held::Kind::Strap ? "strap" : "stick";
}

std::string_view word(Role role) {
  switch (role) {
    case Role::Midline:
      return "";
    case Role::Working:
      return "working";
    case Role::Other:
      return "other";
    case Role::Both:
      return "both";
  }
  return {};
}

std::string_view word(Breath breath) {
  switch (breath) {
    case Breath::Free:
      return "free";
    case Breath::In:
      return "in";
    case Breath::Out:
      return "out";
  }
  return {};
}

std::string_view word(Posture posture) {
  switch (posture) {
    case Posture::Seated:
      return "seated";
    case Posture::Standing:
      return "standing";
    case Posture::HalfKneeling:
      return "half_kneeling";
    case Posture::Kneeling:
      return "kneeling";
    case Posture::Quadruped:
      return "quadruped";
    case Posture::Supine:
      return "supine";
    case Posture::Prone:
      return "prone";
    case Posture::SideLying:
      return "side_lying";
  }
  return {};
}

}  // namespace endrange::exercise
