#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/workday/presence.h"
#include "core/workday/written_day.h"

/// The words of written days that stand for one value each.
namespace endrange::workday {

/// `active`, `typing`, `idle`.
[[nodiscard]] std::optional<Hands> find_hands(std::string_view word);

/// `call`, `camera`, `screencast`, `presentation`, `fullscreen`, `dnd`, `film`, `battery`: what starts and
/// ends.
[[nodiscard]] std::optional<Signal> find_signal(std::string_view word);

/// `sleep`, `wake`, `lock`, `unlock`, `close`, `open`: what is one word.
[[nodiscard]] std::optional<SignalChanged> find_switch(std::string_view word);

[[nodiscard]] std::string_view word_of(Phase phase);
[[nodiscard]] std::string_view word_of(Presence presence);
[[nodiscard]] bool is_phase(std::string_view word);
[[nodiscard]] bool is_presence(std::string_view word);

/// `worked 51`, `taken 4`, `natural 6`, `put off 10`, `skipped 0`, `call 25`, `film 90`, `rest 3`, in whole
/// minutes.
[[nodiscard]] std::string word_of(const journal::Event& event);

}  // namespace endrange::workday
