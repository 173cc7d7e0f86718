import { app } from './app.svelte';
import { call } from './client';
import { Speaker } from './voice';

let context: AudioContext | null = null;

/** Hertz of each tone; two notes for a beginning and an end, one for a cue. */
const notes = { begin: [440, 660], end: [660, 440], cue: [550] } as const;
const note_s = 0.16;

/** A soft sine, faded in and out so that it does not click. */
function playTone(kind: keyof typeof notes): void {
  context ??= new AudioContext();
  void context.resume();
  let at = context.currentTime + 0.02;
  for (const frequency of notes[kind]) {
    const oscillator = context.createOscillator();
    const gain = context.createGain();
    oscillator.frequency.value = frequency;
    gain.gain.setValueAtTime(0, at);
    gain.gain.linearRampToValueAtTime(0.18, at + 0.02);
    gain.gain.exponentialRampToValueAtTime(0.001, at + note_s);
    oscillator.connect(gain).connect(context.destination);
    oscillator.start(at);
    oscillator.stop(at + note_s);
    at += note_s * 0.8;
  }
}

const synthesis = typeof speechSynthesis === 'undefined' ? null : speechSynthesis;
// Chromium fills the list only after it has been asked for once.
synthesis?.getVoices();

/** The voice of this browser and this computer. */
export const speaker = new Speaker<SpeechSynthesisVoice>({
  voices: () => synthesis?.getVoices() ?? [],
  speakWith: (voice, text) => {
    const utterance = new SpeechSynthesisUtterance(text);
    utterance.voice = voice;
    utterance.lang = voice.lang;
    utterance.rate = 0.95;
    synthesis?.cancel();
    synthesis?.speak(utterance);
  },
  stopSpeaking: () => synthesis?.cancel(),
  programSpeaks: () => app.state?.voice !== 'none',
  speakThroughProgram: (text) => call('POST /api/speak', { body: { text } }),
  tone: playTone,
});
