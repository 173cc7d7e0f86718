#pragma once

#include <string_view>

#include "core/base/side.h"
#include "core/body/body.h"

namespace endrange::files {

/// What a body of an OpenSim model is.
struct Anatomy {
  body::Part part = body::Part::Other;
  Side side = Side::Both;
};

/// By the names that common OpenSim models give their bodies: `femur_r`, `tibia_l`, `torso`. Names that are
/// not known, and sided parts without a side in their name, are `Other`.
[[nodiscard]] Anatomy find_anatomy(std::string_view body_name);

}  // namespace endrange::files
