#pragma once

#include <string>
#include <string_view>

#include "core/base/moment.h"
#include "core/base/result.h"

namespace endrange::protocol {

/// `2026-03-29T06:15:00.250Z`, always to the millisecond, always UTC.
[[nodiscard]] std::string write_moment(Moment moment);

/// Reads what write_moment writes; the fraction may be absent or have one to three digits. Years 1970 to
/// 9999.
[[nodiscard]] Result<Moment> parse_moment(std::string_view text);

/// `2026-03-29`.
[[nodiscard]] std::string write_day(Day day);

}  // namespace endrange::protocol
