#include "core/exercise/cues.h"

#include <algorithm>
#include <cctype>
#include <set>
#include <string_view>

namespace endrange::exercise {
namespace {

using Names = std::set<std::string, std::less<>>;

// " keep the heel heavy ": small letters, one space between words and at both ends.
std::string make_plain(std::string_view text) {
  std::string plain = " ";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalpha(byte) != 0)
      plain += static_cast<char>(std::tolower(byte));
    else if (plain.back() != ' ')
      plain += ' ';
  }
  if (plain.back() != ' ') plain += ' ';
  return plain;
}

std::string_view thing_of(Prop::Kind kind) {
  switch (kind) {
    case Prop::Kind::Chair:
      return "chair";
    case Prop::Kind::Desk:
      return "desk";
    case Prop::Kind::Wall:
      return "wall";
    case Prop::Kind::Mat:
      return "mat";
    case Prop::Kind::Roller:
      return "roller";
  }
  return {};
}

// What an exercise has that a cue could name.
class Inventory {
 public:
  Inventory(const Exercise& exercise, const Position& position, const body::JointMotions& joint_motions)
      : joint_motions_(joint_motions) {
    for (const auto& trained : exercise.trains) add_joint(trained.joint_motion);
    for (const auto& watched : exercise.compensations) add_joint(watched.joint_motion);
    add(position.contacts);
    for (const auto& prop : position.props) things_.emplace(thing_of(prop.kind));
    for (const auto& item : exercise.equipment) things_.emplace(word(item));
    for (const auto& held : exercise.held) {
      things_.emplace(word(held.kind));
      points_.insert({held.from.name, held.to.name});
    }
    for (const Phase& phase : exercise.phases) {
      for (const auto& pose : phase.through) add(pose);
      add(phase.targets);
      add(phase.contacts);
      for (const auto& point : phase.release) points_.insert(point.name);
      if (phase.gaze) points_.insert({"eyes", phase.gaze->name});
    }
  }

  [[nodiscard]] bool has(const CueWord& named) const {
    const auto is_in = [](const Names& names) {
      return [&names](const std::string& one) { return names.contains(one); };
    };
    if (!named.thing.empty()) return things_.contains(named.thing);
    return std::ranges::any_of(named.joints, is_in(joints_)) ||
           std::ranges::any_of(named.points, is_in(points_));
  }

 private:
  void add_joint(const JointMotionId& id) {
    if (const auto* motion = joint_motions_.find(id)) joints_.insert(motion->joint);
  }
  void add(const std::vector<Target>& targets) {
    for (const auto& target : targets) add_joint(target.joint_motion);
  }
  void add(const std::vector<Contact>& contacts) {
    for (const auto& contact : contacts) {
      points_.insert(contact.point.name);
      if (contact.on) points_.insert(contact.on->name);
      if (contact.surface == Surface::Chair) things_.emplace("chair");
      if (contact.surface == Surface::Wall) things_.emplace("wall");
    }
  }

  const body::JointMotions& joint_motions_;
  Names joints_;
  Names points_;
  Names things_;
};

}  // namespace

void check_cues(const Exercise& exercise, const Position& position, const body::JointMotions& joint_motions,
                const std::vector<CueWord>& known, Diagnostics& diagnostics) {
  const Inventory inventory(exercise, position, joint_motions);
  for (const std::string& cue : exercise.cues) {
    const std::string plain = make_plain(cue);
    for (const CueWord& named : known)
      for (const std::string& one : named.words) {
        if (plain.find(' ' + one + ' ') == std::string::npos || inventory.has(named)) continue;
        const bool is_thing = !named.thing.empty();
        diagnostics.report(
            "`" + exercise.id.value() + "`: the cue \"" + cue + "\" names the " + one +
                (is_thing ? ", which is not there"
                          : ", which the exercise neither moves, watches, rests on, holds nor looks at"),
            exercise.where,
            is_thing ? "write a cue about something that is"
                     : "write a cue about what it has, or let it watch that part as a compensation");
      }
  }
}

}  // namespace endrange::exercise
