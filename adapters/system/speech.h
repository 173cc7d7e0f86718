#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "adapters/system/process.h"
#include "core/base/result.h"

namespace endrange::system {

/// A voice on this computer, which sends the text nowhere.
enum class VoiceProgram { EspeakNg, SpeechDispatcher };

/// espeak-ng when it is there, otherwise speech-dispatcher's `spd-say`.
[[nodiscard]] std::optional<VoiceProgram> find_voice_program();

/// The text as a voice may get it: control characters and markup taken out, at most 300 bytes, cut at a
/// character.
[[nodiscard]] std::string make_speakable(std::string_view text);

/// Speaks one sentence at a time: a new one stops the one before.
class Speaker {
 public:
  /// Starts to speak and returns at once. Fails when there is no voice program.
  [[nodiscard]] Status speak(std::string_view text);
  void stop();
  /// Whether a sentence is being spoken; collects the program when it has ended.
  [[nodiscard]] bool is_speaking();

 private:
  std::optional<Child> child_ = {};
};

}  // namespace endrange::system
