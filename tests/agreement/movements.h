#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "adapters/content/depth_camera.h"
#include "core/base/identifier.h"
#include "core/base/side.h"
#include "core/body/clinical_angles.h"
#include "core/measure/protocol.h"
#include "core/solve/depth_camera.h"

/// The ten movements of UI-PRMD, and what is measured of them.
namespace endrange::test {

/// What goes out and comes back in each movement, so that rest is low.
struct Movement {
  std::string name = {};      ///< `m01`
  std::string words = {};     ///< `deep squat`
  std::string protocol = {};  ///< of content/protocols: the test that measures the same joint motion
  JointMotionId joint_motion = {};
  body::Reference against = body::Reference::Proximal;

  /// What a trial of it asks for, as far as its repetitions depend on it.
  [[nodiscard]] measure::Protocol make_protocol() const {
    measure::Protocol made;
    made.joint_motion = joint_motion;
    made.against = against;
    return made;
  }
};

inline const std::vector<Movement> Movements = {
    {"m01", "deep squat", "overhead_squat", JointMotionId("knee.flexion")},
    {"m02", "hurdle step", "hip.flexion", JointMotionId("hip.flexion")},
    {"m03", "inline lunge", "knee.flexion", JointMotionId("knee.flexion")},
    {"m04", "side lunge", "knee.flexion", JointMotionId("knee.flexion")},
    {"m05", "sit to stand", "knee.flexion", JointMotionId("knee.flexion")},
    {"m06", "straight leg raise", "straight_leg_raise", JointMotionId("hip.flexion")},
    {"m07", "shoulder abduction", "shoulder.abduction", JointMotionId("shoulder.abduction"),
     body::Reference::Trunk},
    {"m08", "shoulder extension", "shoulder.extension", JointMotionId("shoulder.extension"),
     body::Reference::Trunk},
    {"m09", "shoulder rotation", "shoulder.internal_rotation_90",
     JointMotionId("shoulder.internal_rotation")},
    {"m10", "scaption", "shoulder.abduction", JointMotionId("shoulder.abduction"), body::Reference::Trunk},
};

inline const std::vector<std::string> Subjects = {"s01", "s02", "s04"};

/// Both sides move alike in squats and in standing up.
inline bool is_on_both_sides(const std::string& movement) {
  return movement == "m01" || movement == "m05";
}

/// The side that works: of movements on both sides, the right one.
inline Side find_active_side(const std::string& movement, const std::string& subject) {
  const bool is_left = subject == "s02" && (movement == "m02" || movement == "m03");
  return is_left ? Side::Left : Side::Right;
}

inline solve::DepthCamera load_depth_camera() {
  Diagnostics diagnostics;
  const auto file = content::TomlFile::load(std::filesystem::path(ENDRANGE_SOURCE_DIR) /
                                            "content/measurement/depth_camera.toml");
  EXPECT_TRUE(file.has_value());
  return content::read_depth_camera(*file, diagnostics).camera;
}

/// Is this environment variable set to anything?
inline bool is_set(const char* name) {
  const char* flag = std::getenv(name);
  return flag != nullptr && *flag != '\0';
}

}  // namespace endrange::test
