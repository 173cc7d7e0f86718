#include "apps/endrange/trainer/content.h"

#include "adapters/content/contraindications.h"
#include "adapters/content/joint_motions.h"
#include "adapters/content/toml_reader.h"

namespace endrange::app {

Result<Content> load_content(const std::filesystem::path& folder) {
  Diagnostics diagnostics;
  Content content;
  const auto open = [&](const char* name) { return content::TomlFile::load(folder / name, name); };
  TRY(const auto joint_motions, open("joint_motions.toml"));
  content.joint_motions = content::read_joint_motions(joint_motions, diagnostics);
  TRY(const auto contraindications, open("contraindications.toml"));
  content.safety = content::read_safety_screen(contraindications, content.joint_motions, diagnostics);
  TRY_STATUS(diagnostics.status());
  return content;
}

}  // namespace endrange::app
