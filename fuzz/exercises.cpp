// An exercise file by anybody: it becomes an exercise or findings, each of them saying where.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "adapters/content/exercises.h"
#include "adapters/content/joint_motions.h"

namespace {

endrange::body::JointMotions load_joint_motions() {
  endrange::Diagnostics diagnostics;
  const auto file = endrange::content::TomlFile::load(ENDRANGE_SOURCE_DIR "/content/joint_motions.toml");
  if (!file) std::abort();
  return endrange::content::read_joint_motions(*file, diagnostics);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace endrange;
  static const body::JointMotions joint_motions = load_joint_motions();
  const auto file = content::TomlFile::parse({reinterpret_cast<const char*>(data), size}, "fuzz.toml");
  if (!file) return 0;
  Diagnostics diagnostics;
  static_cast<void>(content::read_exercise(*file, joint_motions, diagnostics));
  static_cast<void>(content::read_position(*file, joint_motions, diagnostics));
  for (const Finding& finding : diagnostics.findings())
    if (finding.error.where.empty()) std::abort();
  return 0;
}
