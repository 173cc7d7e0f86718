#include "adapters/content/depth_camera.h"

#include <fmt/format.h>

#include <utility>

namespace endrange::content {
namespace {

constexpr NumberRange Spread{1e-4, 10.0};
constexpr NumberRange Length{0.0, 1.0};
constexpr NumberRange Offset{-0.2, 0.2};
constexpr NumberRange Ratio{0.1, 10.0};
constexpr NumberRange Degrees{0.1, 360.0};

class Reader {
 public:
  explicit Reader(Diagnostics& diagnostics) : diagnostics_(diagnostics) {}

  DepthCameraContent read(const TomlFile& file) {
    auto root = file.read(diagnostics_);
    with_table(root, "noise", [&](TableReader& table) { read_noise(table); });
    with_table(root, "stance", [&](TableReader& table) { read_stance(table); });
    with_table(root, "lengths", [&](TableReader& table) { read_lengths(table); });
    for (auto& row : root.require_tables("habits")) read_habit(row);
    with_table(root, "offsets", [&](TableReader& table) { camera().offsets = read_offsets(table); });
    with_table(root, "intervals", [&](TableReader& table) { read_intervals(table); });
    with_table(root, "clinical", [&](TableReader& table) { camera().clinical = read_clinical(table); });
    for (auto& row : root.find_tables("folds")) read_fold(row);
    return std::move(content_);
  }

 private:
  solve::DepthCamera& camera() { return content_.camera; }

  template <typename Read>
  void with_table(TableReader& above, std::string_view key, Read read) {
    auto table = above.find_table(key);
    if (!table) {
      diagnostics_.report(fmt::format("expected a table `{}`, found none", key), above.where(), "add it");
      return;
    }
    read(*table);
    for (auto& source : table->find_texts("sources")) content_.sources.push_back(std::move(source));
  }

  // The camera's axes become the ground's: x towards the camera, y up, z across.
  static solve::Vector3 read_spread(TableReader& table) {
    return {table.require_number("depth_m", Spread), table.require_number("up_m", Spread),
            table.require_number("across_m", Spread)};
  }

  void read_noise(TableReader& table) {
    using enum solve::DepthJoint;
    for (const auto& [key, joint] :
         {std::pair("hip", Hip), std::pair("shoulder", Shoulder), std::pair("knee", Knee),
          std::pair("ankle", Ankle), std::pair("elbow", Elbow), std::pair("wrist", Wrist)}) {
      with_table(table, key,
                 [&](TableReader& row) { camera().spread[solve::index(joint)] = read_spread(row); });
    }
    camera().ankle_up_shank_m = table.require_number("ankle_up_shank_m", Length);
  }

  void read_stance(TableReader& table) {
    camera().stance = {.slow_m_s = table.require_number("slow_m_s", Spread),
                       .lifted_m = table.require_number("lifted_m", Length),
                       .lifted_spread_m = table.require_number("lifted_spread_m", Spread),
                       .ankle_height_m = table.require_number("ankle_height_m", Length),
                       .memory_s = table.require_number("memory_s", Spread),
                       .place_m = table.require_number("place_m", Spread)};
    with_table(table, "spread", [&](TableReader& row) { camera().stance.spread = read_spread(row); });
  }

  void read_lengths(TableReader& table) {
    camera().lengths = {.depth_share = table.require_number("depth_share", Spread),
                        .shank_of_thigh = table.require_number("shank_of_thigh", Ratio),
                        .shank_of_thigh_spread = table.require_number("shank_of_thigh_spread", Spread),
                        .spread_m = table.require_number("spread_m", Spread),
                        .free_thigh_spread_m = table.require_number("free_thigh_spread_m", Spread),
                        .free_shank_spread_m = table.require_number("free_shank_spread_m", Spread),
                        .joint_spread_m = table.require_number("joint_spread_m", Spread)};
  }

  void read_habit(TableReader& row) {
    camera().habits.push_back({.stem = row.require_text("coordinates"),
                               .spread = Angle::from_degrees(row.require_number("spread_deg", Degrees))});
  }

  static solve::DepthOffsets read_offsets(TableReader& table) {
    return {.shoulder_up = table.require_number("shoulder_up_m", Offset),
            .shoulder_forward = table.require_number("shoulder_forward_m", Offset),
            .elbow_inward = table.require_number("elbow_inward_m", Offset),
            .knee_forward = table.require_number("knee_forward_m", Offset)};
  }

  static solve::DepthIntervals read_spreads(TableReader& table) {
    return {.standing_knee = table.require_number("standing_knee_m", Spread),
            .free_leg = table.require_number("free_leg_m", Spread),
            .standing_hip = table.require_number("standing_hip_m", Spread),
            .arm_elevation = table.require_number("arm_elevation_m", Spread),
            .arm_turn = table.require_number("arm_turn_m", Spread),
            .repeat_factor = table.require_number("repeat_factor", Ratio)};
  }

  void read_intervals(TableReader& table) {
    camera().intervals = read_spreads(table);
    camera().half_widths = table.require_number("half_widths", Ratio);
    const auto degrees = [&](std::string_view key) {
      return Angle::from_degrees(table.require_number(key, Degrees));
    };
    camera().least_error = degrees("least_error_deg");
    camera().repeat_spread = degrees("repeat_spread_deg");
    camera().least_noise = degrees("least_noise_deg");
  }

  static solve::DepthClinical read_clinical(TableReader& table) {
    solve::DepthClinical clinical;
    clinical.raised_arm_excess = Angle::from_degrees(table.require_number("raised_arm_excess_deg", Degrees));
    for (auto& row : table.require_tables("definitions"))
      clinical.definitions.push_back(
          {.stem = row.require_text("joint_motions"),
           .error = Angle::from_degrees(row.require_number("error_deg", Degrees))});
    clinical.definition = Angle::from_degrees(table.require_number("definition_deg", Degrees));
    return clinical;
  }

  void read_fold(TableReader& row) {
    solve::DepthFold fold{.left_out = row.require_text("left_out")};
    with_table(row, "offsets", [&](TableReader& table) { fold.offsets = read_offsets(table); });
    with_table(row, "intervals", [&](TableReader& table) { fold.intervals = read_spreads(table); });
    with_table(row, "clinical", [&](TableReader& table) { fold.clinical = read_clinical(table); });
    camera().folds.push_back(std::move(fold));
  }

  Diagnostics& diagnostics_;
  DepthCameraContent content_ = {};
};

}  // namespace

DepthCameraContent read_depth_camera(const TomlFile& file, Diagnostics& diagnostics) {
  return Reader(diagnostics).read(file);
}

}  // namespace endrange::content
