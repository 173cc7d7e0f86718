#include "apps/endrange/trainer/content.h"

#include "adapters/content/catalogue.h"
#include "adapters/content/contraindications.h"
#include "adapters/content/hand_tools.h"
#include "adapters/content/joint_motions.h"
#include "adapters/content/norms.h"
#include "adapters/content/planner.h"
#include "adapters/content/programmes.h"
#include "adapters/content/protocols.h"
#include "adapters/content/toml_reader.h"

namespace endrange::app {

Result<Content> load_content(const std::filesystem::path& folder,
                             std::span<const std::filesystem::path> drafts) {
  Diagnostics diagnostics;
  Content content{.folder = folder};
  const auto open = [&](const char* name) { return content::TomlFile::load(folder / name, name); };
  TRY(const auto joint_motions, open("joint_motions.toml"));
  content.joint_motions = content::read_joint_motions(joint_motions, diagnostics);
  TRY(const auto contraindications, open("contraindications.toml"));
  content.safety = content::read_safety_screen(contraindications, content.joint_motions, diagnostics);
  std::vector<ContraindicationId> tags;
  for (const auto& tag : content.safety.tags) tags.push_back(tag.id);
  content.catalogue = content::read_catalogue(folder, content.joint_motions, tags, diagnostics, drafts);
  TRY(const auto hand_tools, open("measurement/hand_tools.toml"));
  content.hand_tools = content::read_hand_tools(hand_tools, diagnostics);
  content.protocols =
      content::load_protocols(folder / "protocols", {content.joint_motions, content.hand_tools}, diagnostics);
  content.norms =
      content::load_norms(folder / "norms", content.joint_motions, content.protocols, diagnostics);
  TRY(const auto planner, open("planner.toml"));
  auto constants = content::read_planner(planner, content.joint_motions, diagnostics);
  content.belief = constants.belief;
  content.pain = constants.pain;
  content.weights = std::move(constants.weights);
  content.levels = std::move(constants.levels);
  content.sitting = std::move(constants.sitting);
  content.programmes = content::load_programmes(folder / "programmes",
                                                {content.joint_motions, content.catalogue}, diagnostics);
  TRY(const auto goals, open("goals.toml"));
  content.goals = content::read_goals(goals, content.joint_motions, diagnostics);
  TRY_STATUS(diagnostics.status());
  content.trained = plan::make_trained_motions(content.catalogue.exercises());
  return content;
}

}  // namespace endrange::app
