#include "adapters/content/cue_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string>

#include "core/exercise/points.h"

namespace endrange::content {

std::vector<exercise::CueWord> read_cue_words(const TomlFile& file, const body::JointMotions& joint_motions,
                                              Diagnostics& diagnostics) {
  std::vector<exercise::CueWord> all;
  std::set<std::string> seen;
  auto root = file.read(diagnostics);
  const auto read_words = [&](TableReader& table, exercise::CueWord& word) {
    word.words = table.require_texts("words");
    for (const auto& one : word.words)
      if (!seen.insert(one).second)
        table.report("words", fmt::format("`{}` stands here twice", one), "remove one");
  };
  for (auto& table : root.require_tables("part")) {
    exercise::CueWord word;
    read_words(table, word);
    word.joints = table.require_texts("joints");
    word.points = table.find_texts("points");
    for (const auto& joint : word.joints)
      if (std::ranges::find(joint_motions.all(), joint, &body::JointMotion::joint) ==
          joint_motions.all().end())
        table.report("joints", fmt::format("no joint motion is of the joint `{}`", joint),
                     "correct the spelling");
    for (const auto& point : word.points)
      if (point != "eyes" && exercise::find_point_name(point) == nullptr)
        table.report("points", fmt::format("`{}` is no point of the body", point), "correct the spelling");
    all.push_back(std::move(word));
  }
  for (auto& table : root.require_tables("thing")) {
    exercise::CueWord word;
    read_words(table, word);
    word.thing = table.require_text("thing");
    all.push_back(std::move(word));
  }
  return all;
}

}  // namespace endrange::content
