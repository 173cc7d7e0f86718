#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <vector>

#include "adapters/content/catalogue.h"
#include "adapters/content/contraindications.h"
#include "adapters/content/hand_tools.h"
#include "adapters/content/joint_motions.h"
#include "adapters/content/protocols.h"
#include "core/body/joint_motion.h"
#include "core/exercise/catalogue.h"
#include "core/measure/protocol.h"

/// What the program ships with, read once for the whole test program.
namespace endrange::test {

struct Library {
  body::JointMotions joint_motions = {};
  exercise::Catalogue catalogue = {};
  measure::Protocols protocols = {};
};

inline const Library& load_library() {
  static const Library Loaded = [] {
    const std::filesystem::path content = std::filesystem::path(ENDRANGE_SOURCE_DIR) / "content";
    const auto load = [&](const char* file) { return *content::TomlFile::load(content / file); };
    Library made;
    Diagnostics diagnostics;
    made.joint_motions = content::read_joint_motions(load("joint_motions.toml"), diagnostics);
    const auto screen =
        content::read_safety_screen(load("contraindications.toml"), made.joint_motions, diagnostics);
    std::vector<ContraindicationId> tags;
    for (const auto& tag : screen.tags) tags.push_back(tag.id);
    made.catalogue = content::read_catalogue(content, made.joint_motions, tags, diagnostics);
    const auto tools = content::read_hand_tools(load("measurement/hand_tools.toml"), diagnostics);
    made.protocols = content::load_protocols(content / "protocols", {made.joint_motions, tools}, diagnostics);
    EXPECT_TRUE(diagnostics.findings().empty()) << diagnostics.text();
    return made;
  }();
  return Loaded;
}

}  // namespace endrange::test
