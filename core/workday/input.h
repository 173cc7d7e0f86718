#pragma once

#include <optional>
#include <string>
#include <variant>

#include "core/workday/time.h"

/// What the machine is told. Each is one thing that happened, at the time `advance` is called with.
namespace endrange::workday {

/// Time went by.
struct Tick {};

/// How well someone's presence can be known.
enum class Sensing {
  Display,  ///< keyboard and pointer of the whole desktop: silence means away
  Guess,  ///< only our own page, or nothing: silence means nothing, so presence is assumed in the work hours
};
/// The signals for presence came or went.
struct SensingChanged {
  Sensing sensing = Sensing::Guess;
};

/// Input came after a silence, or there has been none for `idle_for`: at least `IdleThreshold`, or a pause in
/// typing while those are watched.
struct Activity {
  bool is_active = true;
  BootTime idle_for = {};
};

/// What else the desktop tells. Each is on or off; nothing here is ever written down.
enum class Signal {
  Microphone,    ///< in use: a call
  Camera,        ///< in use: a call
  Screencast,    ///< the screen is shown to others: a call
  Presentation,  ///< a presentation runs, or the desktop's presentation mode is on
  FullScreen,    ///< a window fills the screen; many people work so
  DoNotDisturb,  ///< as the person set it on the desktop
  Playing,       ///< something plays, or keeps the screen awake: a film, music, or only a switch
  Asleep,        ///< the machine sleeps
  Locked,        ///< the screen is locked
  LidClosed,     ///< and no other screen is there
  BatteryLow,    ///< changes no moment; a break that begins then opens no window
};
inline constexpr std::size_t SignalCount = 11;

/// A signal came or went, or what it comes from changed.
struct SignalChanged {
  Signal signal = Signal::Microphone;
  bool is_on = true;
  /// For the screen: "microphone in use by 4242 firefox". Empty: the signal's own words are used.
  std::string by = {};
};

struct RhythmChanged {
  Rhythm rhythm = {};
};

/// A break now, asked for by the person: works at any time. Without a kind, the one that is due or comes
/// next.
struct StartBreak {
  std::optional<BreakKind> kind = {};
};
struct EndBreak {};
/// Not this one: its rhythm begins anew.
struct SkipBreak {};
/// Until the call that is on, or about to begin, ends.
struct CallEnds {};
/// Later. Works at any time.
struct PutOffBreak {
  std::variant<std::chrono::minutes, CallEnds> until = std::chrono::minutes(10);
};
/// Silence for a length of time, until a moment of the wall clock, or until resumed.
struct Pause {
  std::variant<std::monostate, std::chrono::minutes, Moment> until = {};
};
struct Resume {};

using Input = std::variant<Tick, SensingChanged, Activity, SignalChanged, RhythmChanged, StartBreak, EndBreak,
                           SkipBreak, PutOffBreak, Pause, Resume>;

}  // namespace endrange::workday
