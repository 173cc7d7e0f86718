#include "adapters/content/exercise_words.h"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <string>

#include "core/exercise/points.h"

namespace endrange::content {
namespace {

using exercise::Role;

// Splits the side off: "hip.extension.rear" gives "hip.extension" and the role of `.rear`.
std::pair<std::string, std::optional<Role>> split_role(const std::string& text, SideWords sides) {
  const auto dot = text.rfind('.');
  if (dot == std::string::npos) return {text, std::nullopt};
  const std::string word = text.substr(dot + 1);
  const std::string stem = text.substr(0, dot);
  if (word == "working") return {stem, Role::Working};
  if (word == "other") return {stem, Role::Other};
  if (word == "both") return {stem, Role::Both};
  const bool has_front = sides.front != Role::Midline;
  const Role rear = sides.front == Role::Working ? Role::Other : Role::Working;
  if (word == "front" && has_front) return {stem, sides.front};
  if (word == "rear" && has_front) return {stem, rear};
  return {text, std::nullopt};
}

const std::string SideRemedy = "add .working, .other or .both (with `working_leg`, also .front and .rear)";

}  // namespace

SidedMotion parse_sided_motion(TableReader& reader, std::string_view key, const std::string& text,
                               const body::JointMotions& joint_motions, SideWords sides) {
  const auto [stem, role] = split_role(text, sides);
  const JointMotionId id(stem);
  const auto* motion = joint_motions.find(id);
  if (motion == nullptr) {
    std::vector<std::string> known;
    for (const auto& one : joint_motions.all()) known.push_back(one.id.value());
    const auto nearest = find_nearest(stem, known);
    reader.report(key, fmt::format("`{}` is not a joint motion", stem),
                  nearest ? fmt::format("did you mean `{}`?", *nearest)
                          : std::string("see content/joint_motions.toml for those there are"));
    return {};
  }
  if (motion->is_sided && !role)
    reader.report(key, fmt::format("`{}` does not say which side", text), SideRemedy);
  if (!motion->is_sided && role)
    reader.report(key, fmt::format("`{}` has no sides", stem), fmt::format("write `{}` alone", stem));
  return {id, role.value_or(Role::Midline)};
}

exercise::NamedPoint parse_point(TableReader& reader, std::string_view key, const std::string& text,
                                 SideWords sides) {
  const auto [stem, role] = split_role(text, sides);
  const auto* known = exercise::find_point_name(stem);
  if (known == nullptr) {
    std::vector<std::string> names;
    for (const auto& point : exercise::PointNames) names.emplace_back(point.name);
    const auto nearest = find_nearest(stem, names);
    reader.report(key, fmt::format("`{}` is not a point of the body known here", stem),
                  nearest ? fmt::format("did you mean `{}`?", *nearest)
                          : std::string("docs/exercise-language.md lists the points"));
    return {};
  }
  if (known->is_sided && !role)
    reader.report(key, fmt::format("`{}` does not say which side", text), SideRemedy);
  if (!known->is_sided && role)
    reader.report(key, fmt::format("`{}` has no sides", stem), fmt::format("write `{}` alone", stem));
  return {stem, role.value_or(Role::Midline)};
}

std::vector<exercise::Target> read_targets(TableReader& reader, const body::JointMotions& joint_motions,
                                           SideWords sides) {
  using exercise::Reach;
  std::vector<exercise::Target> targets;
  for (const std::string& key : reader.keys()) {
    exercise::Target target;
    target.where = reader.where(key);
    const auto motion = parse_sided_motion(reader, key, key, joint_motions, sides);
    target.joint_motion = motion.joint_motion;
    target.role = motion.role;
    if (reader.is_text(key))
      target.reach =
          reader.require_word<Reach>(key, {{"end", Reach::End}, {"comfortable", Reach::Comfortable}});
    else
      target.angle = Angle::from_degrees(reader.require_number(key, {-180, 180}));
    if (!target.joint_motion.is_empty()) targets.push_back(std::move(target));
  }
  return targets;
}

std::vector<exercise::Contact> read_contacts(TableReader& reader, SideWords sides) {
  std::vector<exercise::Contact> contacts;
  for (TableReader& table : reader.find_tables("contact")) {
    exercise::Contact contact;
    contact.where = table.where();
    contact.point = parse_point(table, "point", table.require_text("point"), sides);
    if (const auto on = table.find_text("on")) {
      if (*on == "floor")
        contact.surface = exercise::Surface::Floor;
      else if (*on == "wall")
        contact.surface = exercise::Surface::Wall;
      else if (*on == "chair")
        contact.surface = exercise::Surface::Chair;
      else
        contact.on = parse_point(table, "on", *on, sides);
    }
    if (const auto spot = table.find_numbers("spot", 3)) {
      contact.spot = std::array<double, 3>{(*spot)[0], (*spot)[1], (*spot)[2]};
      // Arms do not reach further than this from the pelvis; a larger number is metres or centimetres by
      // mistake.
      for (const double share : *spot)
        if (std::abs(share) > 1.5)
          table.report("spot", fmt::format("{} is out of reach", share), "write shares of body height");
    }
    if (table.has("spot") == table.has("on"))
      table.report("point", "a contact rests either on something or at a spot",
                   "write one of `on` and `spot`");
    if (!contact.point.name.empty()) contacts.push_back(std::move(contact));
  }
  return contacts;
}

}  // namespace endrange::content
