#include "adapters/content/norms.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <iterator>
#include <utility>
#include <vector>

namespace endrange::content {
namespace {

using measure::MovedBy;
using measure::Norm;
using measure::Sex;

/// Limits outside which a figure is a slip of the pen.
constexpr NumberRange Years = {0.0, 122.0};
constexpr NumberRange People = {10.0, 1e6};
constexpr NumberRange Figure = {-200.0, 400.0};
constexpr NumberRange Spread = {0.1, 100.0};

/// What every row of the table shares.
Norm read_table(TableReader& reader) {
  Norm norm;
  norm.method = reader.require_text("method");
  norm.position = reader.require_text("position");
  if (std::ranges::find(measure::Positions, norm.position) == measure::Positions.end())
    reader.report("position", fmt::format("there is no position `{}`", norm.position),
                  fmt::format("write one of: {}", fmt::join(measure::Positions, ", ")));
  norm.moved_by =
      reader.require_word<MovedBy>("moved_by", {{"active", MovedBy::Active}, {"passive", MovedBy::Passive}});
  norm.source = reader.require_text("source");
  return norm;
}

void read_subject(TableReader& reader, Norm& norm, const body::JointMotions& motions,
                  const measure::Protocols& protocols) {
  norm.joint_motion = JointMotionId(reader.find_text("joint_motion").value_or(""));
  norm.protocol = ProtocolId(reader.find_text("protocol").value_or(""));
  if (norm.joint_motion.is_empty() == norm.protocol.is_empty())
    reader.report("joint_motion", "a norm is about a joint motion or about a test",
                  "write `joint_motion = …` or `protocol = …`, one of the two");
  if (!norm.joint_motion.is_empty() && motions.find(norm.joint_motion) == nullptr)
    reader.report("joint_motion", fmt::format("there is no joint motion `{}`", norm.joint_motion.value()),
                  "take one from content/joint_motions.toml");
  if (!norm.protocol.is_empty() && protocols.find(norm.protocol) == nullptr)
    reader.report("protocol", fmt::format("there is no test `{}`", norm.protocol.value()),
                  "take one from content/protocols");
}

void read_figures(TableReader& reader, Norm& norm) {
  const auto quartiles = reader.find_numbers("quartiles", 2);
  const auto mean = reader.find_number("mean", Figure);
  const auto deviation = reader.find_number("sd", Spread);
  const auto median = reader.find_number("median", Figure);
  norm.centre = mean ? mean : median;
  if (quartiles)
    norm.middle_half = {quartiles->front(), quartiles->back()};
  else if (mean && deviation)
    norm.middle_half = measure::compute_middle_half(*mean, *deviation);
  else
    reader.report("quartiles", "a norm without its spread compares nobody",
                  "give `mean` and `sd`, or `quartiles = [25th, 75th]`");
  if (norm.middle_half.from > norm.middle_half.to)
    reader.report("quartiles", "the upper quartile lies below the lower", "exchange the two");
}

Norm read_row(TableReader& reader, Norm norm, const body::JointMotions& motions,
              const measure::Protocols& protocols) {
  read_subject(reader, norm, motions, protocols);
  norm.population = reader.require_text("population");
  norm.sex = reader.find_word<Sex>("sex", {{"women", Sex::Women}, {"men", Sex::Men}});
  norm.ages.from = reader.require_integer("age_from", Years);
  norm.ages.to = reader.require_integer("age_to", Years);
  if (norm.ages.from > norm.ages.to)
    reader.report("age_to", "`age_to` lies below `age_from`", "exchange them");
  norm.n = reader.require_integer("n", People);
  read_figures(reader, norm);
  return norm;
}

}  // namespace

std::vector<Norm> read_norms(const TomlFile& file, const body::JointMotions& motions,
                             const measure::Protocols& protocols, Diagnostics& diagnostics) {
  auto reader = file.read(diagnostics);
  const Norm table = read_table(reader);
  std::vector<Norm> norms;
  for (TableReader& row : reader.require_tables("norm"))
    norms.push_back(read_row(row, table, motions, protocols));
  return norms;
}

measure::Norms load_norms(const std::filesystem::path& folder, const body::JointMotions& motions,
                          const measure::Protocols& protocols, Diagnostics& diagnostics) {
  std::vector<Norm> all;
  for (const auto& path : list_content_files(folder, "norms", diagnostics)) {
    auto file = TomlFile::load(path);
    if (!file) {
      diagnostics.report(file.error().message, file.error().where, file.error().remedy);
      continue;
    }
    Diagnostics found;
    auto norms = read_norms(*file, motions, protocols, found);
    if (!found.has_errors()) std::ranges::move(norms, std::back_inserter(all));
    diagnostics.append(found);
  }
  return measure::Norms(std::move(all));
}

}  // namespace endrange::content
