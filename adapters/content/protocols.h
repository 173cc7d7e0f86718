#pragma once

#include <filesystem>
#include <string_view>

#include "adapters/content/toml_reader.h"
#include "core/body/joint_motion.h"
#include "core/measure/hand_tools.h"
#include "core/measure/protocol.h"

namespace endrange::content {

/// What a protocol may name.
struct ProtocolVocabulary {
  const body::JointMotions& joint_motions;
  const measure::HandTools& tools;
};

/// Reads one file of content/protocols. Checks what one file can show: that its joint motions and tools are
/// known, that it says what its kind needs and nothing that its kind has not, that holds and thresholds lie
/// where a person can keep them, and that what no camera shows is not said to be measured.
[[nodiscard]] measure::Protocol read_protocol(const TomlFile& file, const ProtocolVocabulary& known,
                                              Diagnostics& diagnostics);

/// Reads every `.toml` of a folder, by name. Files with an error are left out and told; so is a second
/// protocol of the same id.
[[nodiscard]] measure::Protocols load_protocols(const std::filesystem::path& folder,
                                                const ProtocolVocabulary& known, Diagnostics& diagnostics);

}  // namespace endrange::content
