#include "adapters/content/marker_set.h"

#include <fmt/format.h>

#include <algorithm>

namespace endrange::content {
namespace {

using body::Part;
using body::Vector3;

constexpr double Millimetre = 0.001;
constexpr NumberRange Positive{0.01, 1000.0};

Vector3 read_vector(TableReader& table, std::string_view key) {
  const auto numbers = table.find_numbers(key, 3);
  if (!numbers) {
    table.report(key, fmt::format("expected three numbers in {}", key),
                 "write [forward, up, right] in millimetres");
    return Vector3::Ones();
  }
  return Millimetre * Vector3((*numbers)[0], (*numbers)[1], (*numbers)[2]);
}

void read_marker(TableReader& table, solve::MarkerSet& set) {
  const auto names = table.require_texts("markers");
  solve::UsualMarker marker;
  marker.part = table.require_word<Part>("segment", {{"pelvis", Part::Pelvis},
                                                     {"lumbar", Part::Lumbar},
                                                     {"thorax", Part::Thorax},
                                                     {"neck", Part::Neck},
                                                     {"head", Part::Head},
                                                     {"clavicle", Part::Clavicle},
                                                     {"humerus", Part::Humerus},
                                                     {"forearm", Part::Forearm},
                                                     {"hand", Part::Hand},
                                                     {"thigh", Part::Thigh},
                                                     {"shank", Part::Shank},
                                                     {"foot", Part::Foot},
                                                     {"toes", Part::Toes}});
  marker.along = table.require_number("along", {-1.0, 2.0});
  marker.offset_S = read_vector(table, "offset_mm");
  marker.spread_S = read_vector(table, "spread_mm");
  marker.noise_m = Millimetre * table.require_number("noise_mm", Positive);
  if (marker.spread_S.minCoeff() <= 0.0)
    table.report("spread_mm", "expected spreads above 0", "give each axis one");
  const bool is_sided = body::is_sided(marker.part) || names.size() == 2;
  if (names.size() != (is_sided ? 2U : 1U)) {
    table.report("markers", fmt::format("expected a left and a right marker, found {}", names.size()),
                 "name the left one first");
    return;
  }
  for (std::size_t i = 0; i < names.size(); ++i) {
    const bool is_left = is_sided && i == 0;
    if (std::ranges::find(set.markers, names[i], &solve::UsualMarker::name) != set.markers.end()) {
      table.report("markers", fmt::format("expected each marker once, found {} again", names[i]),
                   "take one away");
    }
    solve::UsualMarker& placed = set.markers.emplace_back(marker);
    placed.name = names[i];
    if (body::is_sided(marker.part)) placed.side = is_left ? Side::Left : Side::Right;
    if (is_left) placed.offset_S.z() = -placed.offset_S.z();
  }
}

}  // namespace

MarkerSetContent read_marker_set(const TomlFile& file, Diagnostics& diagnostics) {
  MarkerSetContent content;
  auto root = file.read(diagnostics);
  content.set.name = root.require_text("name");
  content.set.marker_radius_m = Millimetre * root.require_number("marker_radius_mm", Positive);
  content.set.definition = Angle::from_degrees(root.require_number("definition_deg", Positive));
  content.sources = root.require_texts("sources");
  for (auto& table : root.require_tables("marker")) read_marker(table, content.set);
  auto pelvis = root.find_table("pelvis");
  if (!pelvis) {
    diagnostics.report("expected a table [pelvis], found none", root.where(), "add it");
    return content;
  }
  auto& names = content.set.pelvis;
  for (const auto& [key, name] :
       {std::pair("left_front", &names.left_front), std::pair("right_front", &names.right_front),
        std::pair("left_back", &names.left_back), std::pair("right_back", &names.right_back),
        std::pair("left_ankle", &names.left_ankle), std::pair("right_ankle", &names.right_ankle)}) {
    *name = pelvis->require_text(key);
    if (std::ranges::find(content.set.markers, *name, &solve::UsualMarker::name) ==
        content.set.markers.end()) {
      pelvis->report(key, fmt::format("expected one of the markers, found {}", *name),
                     "name a marker of this file");
    }
  }
  return content;
}

}  // namespace endrange::content
