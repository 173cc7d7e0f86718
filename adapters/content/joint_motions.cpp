#include "adapters/content/joint_motions.h"

#include <fmt/format.h>

#include <set>

namespace endrange::content {
namespace {

using body::Region;

body::JointMotion read_joint_motion(TableReader& reader) {
  body::JointMotion motion;
  motion.id = JointMotionId(reader.require_text("id"));
  motion.joint = reader.require_text("joint");
  motion.name = reader.require_text("name");
  motion.region = read_region(reader, "region");
  motion.is_sided = reader.find_flag("sided").value_or(true);
  motion.coordinate = reader.find_text("coordinate").value_or(std::string{});
  motion.sign = reader.find_number("sign", {-1, 1}).value_or(1.0);
  // No joint of the body turns further than a full circle.
  motion.human_range = Angle::from_degrees(reader.require_number("human_range_deg", {0, 360}));
  motion.source = reader.require_text("source");
  if (motion.sign != 1.0 && motion.sign != -1.0)
    reader.report("sign", "`sign` says which way the coordinate grows", "write 1 or -1");
  if (!motion.id.value().starts_with(motion.joint + "."))
    reader.report("id",
                  fmt::format("`{}` does not begin with its joint `{}`", motion.id.value(), motion.joint),
                  "write it like `hip.internal_rotation`");
  return motion;
}

}  // namespace

Region read_region(TableReader& reader, std::string_view key) {
  return reader.require_word<Region>(key, {{"neck", Region::Neck},
                                           {"shoulders", Region::Shoulders},
                                           {"upper_back", Region::UpperBack},
                                           {"lower_back", Region::LowerBack},
                                           {"hips", Region::Hips},
                                           {"knees", Region::Knees},
                                           {"ankles", Region::Ankles},
                                           {"wrists", Region::Wrists}});
}

body::JointMotions read_joint_motions(const TomlFile& file, Diagnostics& diagnostics) {
  auto reader = file.read(diagnostics);
  std::vector<body::JointMotion> all;
  std::set<JointMotionId> seen;
  for (TableReader& table : reader.require_tables("joint_motion")) {
    auto motion = read_joint_motion(table);
    if (!seen.insert(motion.id).second)
      table.report("id", fmt::format("the joint motion `{}` stands here twice", motion.id.value()),
                   "remove one");
    all.push_back(std::move(motion));
  }
  return body::JointMotions(std::move(all));
}

}  // namespace endrange::content
