#include "adapters/content/protocols.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <system_error>
#include <vector>

namespace endrange::content {
namespace {

using journal::Grade;
using measure::Protocol;
using measure::View;

/// Limits outside which a figure is a slip of the pen.
constexpr NumberRange HoldSeconds = {1.0, 30.0};
constexpr NumberRange BandDegrees = {0.5, 10.0};
constexpr NumberRange SpeedDegrees = {10.0, 360.0};
constexpr NumberRange ThresholdDegrees = {2.0, 45.0};
constexpr NumberRange ErrorDegrees = {0.1, 30.0};
constexpr NumberRange RepetitionCount = {1.0, 10.0};

JointMotionId read_joint_motion(TableReader& reader, std::string_view key, const std::string& id,
                                const body::JointMotions& known) {
  JointMotionId motion(id);
  if (!id.empty() && known.find(motion) == nullptr)
    reader.report(key, fmt::format("there is no joint motion `{}`", id),
                  "take one from content/joint_motions.toml");
  return motion;
}

measure::ForbiddenCompensation read_forbidden(TableReader& reader, const body::JointMotions& known) {
  measure::ForbiddenCompensation forbidden;
  for (const std::string& id : reader.require_texts("joint_motions"))
    forbidden.joint_motions.push_back(read_joint_motion(reader, "joint_motions", id, known));
  forbidden.threshold = Angle::from_degrees(reader.require_number("threshold_deg", ThresholdDegrees));
  forbidden.words = reader.require_text("words");
  forbidden.advice = reader.require_text("advice");
  return forbidden;
}

measure::KnownErrors read_errors(TableReader& reader) {
  const auto read = [&](std::string_view key) {
    return Angle::from_degrees(reader.require_number(key, ErrorDegrees));
  };
  return {read("definition_deg"), read("between_sessions_deg"), read("between_repetitions_deg")};
}

}  // namespace

Protocol read_protocol(const TomlFile& file, const body::JointMotions& joint_motions,
                       Diagnostics& diagnostics) {
  TableReader reader = file.read(diagnostics);
  Protocol protocol;
  protocol.id = ProtocolId(reader.require_text("id"));
  protocol.name = reader.require_text("name");
  protocol.joint_motion =
      read_joint_motion(reader, "joint_motion", reader.require_text("joint_motion"), joint_motions);
  protocol.against = reader.require_word<body::Reference>(
      "against", {{"joint", body::Reference::Proximal}, {"trunk", body::Reference::Trunk}});
  protocol.sides =
      reader.find_words<Side>("sides", {{"left", Side::Left}, {"right", Side::Right}, {"both", Side::Both}});
  protocol.limb = reader.require_text("limb");
  protocol.position = reader.require_text("position");
  protocol.view = reader.require_word<View>("view", {{"front", View::Front}, {"side", View::Side}});
  protocol.view_words = reader.require_text("view_words");
  protocol.how = reader.require_texts("how");
  protocol.wear = reader.require_text("wear");
  protocol.hold_s = reader.require_number("hold_s", HoldSeconds);
  protocol.steadiness_band = Angle::from_degrees(reader.require_number("steadiness_band_deg", BandDegrees));
  protocol.fastest = Angle::from_degrees(reader.require_number("fastest_deg_per_s", SpeedDegrees));
  protocol.repetitions = reader.require_integer("repetitions", RepetitionCount);
  for (const auto& tag : reader.require_texts("contraindications"))
    protocol.contraindications.emplace_back(tag);
  protocol.allowed = reader.find_texts("allowed");
  for (TableReader& table : reader.find_tables("forbidden"))
    protocol.forbidden.push_back(read_forbidden(table, joint_motions));
  protocol.cannot_see = reader.require_texts("cannot_see");
  protocol.by_hand = reader.require_text("by_hand");
  protocol.expected_grade = reader.require_word<Grade>(
      "expected_grade",
      {{"measured", Grade::Measured}, {"trend", Grade::Trend}, {"not_observable", Grade::NotObservable}});
  protocol.grade_reason = reader.require_text("grade_reason");
  if (auto errors = reader.find_table("errors"))
    protocol.errors = read_errors(*errors);
  else
    reader.report("errors", "a protocol says how sure it can be at best", "add an `[errors]` table");
  protocol.sources = reader.require_texts("sources");
  if (protocol.sides.empty())
    reader.report("sides", "a protocol measures a side",
                  "write `sides = [\"left\", \"right\"]` or `[\"both\"]`");
  return protocol;
}

measure::Protocols load_protocols(const std::filesystem::path& folder,
                                  const body::JointMotions& joint_motions, Diagnostics& diagnostics) {
  std::vector<std::filesystem::path> paths;
  std::error_code problem;
  for (const auto& entry : std::filesystem::directory_iterator(folder, problem))
    if (entry.path().extension() == ".toml") paths.push_back(entry.path());
  if (problem) diagnostics.report("expected a folder of protocols: " + problem.message(), folder.string());
  std::ranges::sort(paths);

  std::vector<Protocol> protocols;
  std::set<ProtocolId> seen;
  for (const std::filesystem::path& path : paths) {
    auto file = TomlFile::load(path);
    if (!file) {
      diagnostics.report(file.error().message, file.error().where, file.error().remedy);
      continue;
    }
    Diagnostics found;
    Protocol protocol = read_protocol(*file, joint_motions, found);
    if (!found.has_errors() && !seen.insert(protocol.id).second)
      found.report(fmt::format("the protocol `{}` stands in two files", protocol.id.value()), path.string(),
                   "give one of them another id");
    if (!found.has_errors()) protocols.push_back(std::move(protocol));
    diagnostics.append(found);
  }
  return measure::Protocols(std::move(protocols));
}

}  // namespace endrange::content
