/* The voice of Move. A browser voice that is not local sends what it says to a company; such a voice is never used. */

export interface VoiceLike {
  name: string;
  lang: string;
  localService: boolean;
  default: boolean;
}

/** The best local voice for a language, or null. Voices that are not local are as good as absent. */
export function chooseVoice<V extends VoiceLike>(voices: readonly V[], language: string): V | null {
  const base = language.split('-')[0]?.toLowerCase() ?? '';
  const local = voices.filter(
    (voice) =>
      voice.localService === true && voice.lang.toLowerCase().replace('_', '-').split('-')[0] === base,
  );
  const exact = local.find((voice) => voice.lang.toLowerCase().replace('_', '-') === language.toLowerCase());
  return exact ?? local.find((voice) => voice.default) ?? local[0] ?? null;
}

/** What the speaker needs from outside. */
export interface SpeakerOutside<V extends VoiceLike> {
  voices: () => readonly V[];
  speakWith: (voice: V, text: string) => void;
  stopSpeaking: () => void;
  /** Whether the program has a voice of its own on this computer. */
  programSpeaks: () => boolean;
  speakThroughProgram: (text: string) => Promise<unknown>;
  tone: (kind: 'begin' | 'end' | 'cue') => void;
}

export type SpokenBy = 'browser' | 'program' | 'tone' | 'nothing';

/** Says short cues: with a local browser voice, else through the program, else as a plain tone. */
export class Speaker<V extends VoiceLike> {
  enabled = true;

  constructor(
    private readonly outside: SpeakerOutside<V>,
    private readonly language = 'en-US',
  ) {}

  async say(text: string): Promise<SpokenBy> {
    if (!this.enabled) return 'nothing';
    const voice = chooseVoice(this.outside.voices(), this.language);
    if (voice) {
      this.outside.speakWith(voice, text);
      return 'browser';
    }
    if (this.outside.programSpeaks()) {
      try {
        await this.outside.speakThroughProgram(text);
        return 'program';
      } catch {
        // The tone below still says that something changed.
      }
    }
    this.outside.tone('cue');
    return 'tone';
  }

  tone(kind: 'begin' | 'end'): void {
    if (this.enabled) this.outside.tone(kind);
  }

  stop(): void {
    this.outside.stopSpeaking();
  }
}
