#include "adapters/system/speech.h"

#include <utility>
#include <vector>

namespace endrange::system {

namespace {

/// Cues have at most seven words; twenty seconds of speech is more than any sentence of ours.
constexpr std::size_t LongestSpeech = 300;

bool is_continuation_byte(char c) {
  return (static_cast<unsigned char>(c) & 0xc0U) == 0x80U;
}

std::vector<std::string> make_command(VoiceProgram program) {
  switch (program) {
    case VoiceProgram::EspeakNg:
      return {"espeak-ng", "-v", "en", "-s", "150", "--stdin"};
    case VoiceProgram::SpeechDispatcher:
      return {"spd-say", "--language", "en", "--wait", "--pipe-mode"};
  }
  return {};
}

}  // namespace

std::optional<VoiceProgram> find_voice_program() {
  if (find_program("espeak-ng")) return VoiceProgram::EspeakNg;
  if (find_program("spd-say")) return VoiceProgram::SpeechDispatcher;
  return std::nullopt;
}

std::string make_speakable(std::string_view text) {
  std::string speakable;
  for (const char c : text) {
    // Brackets begin a phoneme to espeak-ng, angles and ampersands markup, a bang at the start of a line a
    // command to spd-say's pipe mode.
    const bool silent = static_cast<unsigned char>(c) < ' ' || c == '\x7f' || c == '[' || c == ']' ||
                        c == '<' || c == '>' || c == '&' || c == '!' || c == '@';
    speakable += silent ? ' ' : c;
  }
  if (speakable.size() > LongestSpeech) {
    auto end = LongestSpeech;
    while (end > 0 && is_continuation_byte(speakable[end])) --end;
    speakable.resize(end);
  }
  return speakable;
}

Status Speaker::speak(std::string_view text) {
  stop();
  const auto program = find_voice_program();
  if (!program)
    return fail("expected a voice program, found none", "PATH", "install espeak-ng, or let the browser speak",
                Fault::Internal);
  TRY(child_, Child::start(make_command(*program), make_speakable(text) + "\n"));
  return {};
}

void Speaker::stop() {
  if (!child_) return;
  child_.reset();
  if (find_voice_program() != VoiceProgram::SpeechDispatcher) return;
  // The words are with the dispatcher by now and have to be taken back there. If that fails, they are heard
  // out.
  static_cast<void>(start_apart({"spd-say", "--cancel"}));
}

bool Speaker::is_speaking() {
  return child_ && child_->is_running();
}

}  // namespace endrange::system
