#pragma once

#include <string>
#include <string_view>

#include "core/base/angle.h"
#include "core/body/joint_motion.h"
#include "core/progress/training.h"

/// The few words that reasons are made of.
namespace endrange::plan {

/// "92°"
[[nodiscard]] std::string words_of(Angle angle);
/// "left shoulder", "neck"
[[nodiscard]] std::string words_of(std::string_view joint, Side side);
/// "hips", "upper back"
[[nodiscard]] std::string words_of(body::Region region);
/// "1 minute", "3 minutes"
[[nodiscard]] std::string count(long number, std::string_view unit);
/// The first letter large.
[[nodiscard]] std::string capitalised(std::string text);

/// The region as identifiers and the API name it: `upper_back`.
[[nodiscard]] std::string_view word(body::Region region);

}  // namespace endrange::plan
