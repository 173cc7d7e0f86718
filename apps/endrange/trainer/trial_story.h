#pragma once

#include <string>

#include "adapters/protocol/api.h"
#include "apps/endrange/trainer/trainer.h"
#include "core/measure/trial.h"

namespace endrange::app {

/// How left and right compare, in one sentence: by the usable ranges where both were held, else by the
/// reached ones. A difference is claimed only where it is more than both errors allow. Empty where one has no
/// figure.
[[nodiscard]] std::string describe_sides(progress::Recordings recordings, const journal::Measured& left,
                                         const journal::Measured& right);

/// A trial as the page shows it: what it showed, and how that stands to what the journal holds.
[[nodiscard]] protocol::TrialResult tell_trial(const measure::TrialResult& result, const Trainer& trainer);

}  // namespace endrange::app
