#include "adapters/content/contraindications.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace endrange::content {
namespace {

plan::SafetyQuestion read_question(TableReader& reader, const std::set<std::string>& tags,
                                   const std::set<std::string>& joints) {
  using plan::Gate;
  plan::SafetyQuestion question;
  question.id = reader.require_text("id");
  question.gate =
      reader.require_word<Gate>("gate", {{"A", Gate::Emergency}, {"B", Gate::Locked}, {"C", Gate::Filtered}});
  question.text = reader.require_text("text");
  question.why = reader.require_text("why");
  question.advice = reader.require_text("advice");
  question.leaves_out = reader.require_text("leaves_out");
  question.joints = reader.find_texts("joints");
  question.first_start = reader.find_flag("first_start").value_or(false);
  for (const std::string& tag : reader.find_texts("tags")) {
    if (!tags.contains(tag))
      reader.report("tags", fmt::format("the tag `{}` is not defined", tag),
                    "add a [[tag]] with this id, or correct the spelling");
    question.tags.emplace_back(tag);
  }
  for (const std::string& joint : question.joints)
    if (!joints.contains(joint))
      reader.report("joints", fmt::format("`{}` is not a joint of content/joint_motions.toml", joint),
                    "correct the spelling");
  if (question.gate == Gate::Locked && question.joints.empty())
    reader.report("gate", "gate B locks joints, but none are named", "add `joints = [\"hip\"]` or the like");
  if (question.gate != Gate::Locked && !question.joints.empty())
    reader.report("joints", "only gate B locks joints", "remove `joints`, or make it gate B");
  if (question.gate == Gate::Filtered && question.tags.empty())
    reader.report("gate", "gate C filters by tags, but none are named", "add `tags`");
  return question;
}

}  // namespace

plan::SafetyScreen read_safety_screen(const TomlFile& file, const body::JointMotions& joint_motions,
                                      Diagnostics& diagnostics) {
  auto reader = file.read(diagnostics);
  plan::SafetyScreen screen;
  std::set<std::string> joints;
  for (const auto& motion : joint_motions.all()) joints.insert(motion.joint);

  std::set<std::string> tags;
  auto tag_tables = reader.require_tables("tag");
  for (TableReader& table : tag_tables) {
    plan::ContraindicationTag tag{ContraindicationId(table.require_text("id")), table.require_text("words")};
    if (!tags.insert(tag.id.value()).second)
      table.report("id", fmt::format("the tag `{}` stands here twice", tag.id.value()), "remove one of them");
    screen.tags.push_back(std::move(tag));
  }

  std::set<std::string> ids;
  std::set<std::string> set_by_a_question;
  for (TableReader& table : reader.require_tables("question")) {
    auto question = read_question(table, tags, joints);
    if (!ids.insert(question.id).second)
      table.report("id", fmt::format("the question `{}` stands here twice", question.id),
                   "rename one of them");
    for (const auto& tag : question.tags) set_by_a_question.insert(tag.value());
    screen.questions.push_back(std::move(question));
  }
  for (TableReader& table : tag_tables)
    if (const auto id = table.require_text("id"); !id.empty() && !set_by_a_question.contains(id))
      table.report("id", fmt::format("no question sets the tag `{}`", id),
                   "add it to the `tags` of a question");
  return screen;
}

}  // namespace endrange::content
