import { describe, expect, it } from 'vitest';

import { chooseVoice, Speaker, type VoiceLike } from '../src/lib/voice';

const voice = (name: string, lang: string, localService: boolean, isDefault = false): VoiceLike => ({
  name,
  lang,
  localService,
  default: isDefault,
});

function makeSpeaker(voices: VoiceLike[], program: 'speaks' | 'fails' | 'absent') {
  const heard: string[] = [];
  const speaker = new Speaker({
    voices: () => voices,
    speakWith: (chosen, text) => heard.push(`${chosen.name}: ${text}`),
    stopSpeaking: () => undefined,
    programSpeaks: () => program !== 'absent',
    speakThroughProgram: (text) => {
      heard.push(`program: ${text}`);
      return program === 'fails' ? Promise.reject(new Error('no sound card')) : Promise.resolve();
    },
    tone: (kind) => heard.push(`tone ${kind}`),
  });
  return { speaker, heard };
}

const remoteOnly = [voice('Cloud English', 'en-US', false, true), voice('Cloud German', 'de-DE', false)];

describe('the voice', () => {
  it('never speaks through a voice that is not local', async () => {
    for (const program of ['speaks', 'fails', 'absent'] as const) {
      const { speaker, heard } = makeSpeaker(remoteOnly, program);
      await speaker.say('Stay tall');
      expect(heard.some((line) => line.startsWith('Cloud'))).toBe(false);
      expect(heard.length).toBeGreaterThan(0);
    }
    expect(chooseVoice(remoteOnly, 'en-US')).toBeNull();
  });

  it('takes a missing localService for remote', () => {
    const unclear = { name: 'Unclear', lang: 'en-US', default: true } as VoiceLike;
    expect(chooseVoice([unclear], 'en-US')).toBeNull();
  });

  it('prefers the local voice of the right country, then any of the language, never another language', () => {
    const voices = [
      ...remoteOnly,
      voice('Local British', 'en-GB', true),
      voice('Local American', 'en_US', true),
    ];
    expect(chooseVoice(voices, 'en-US')?.name).toBe('Local American');
    expect(chooseVoice(voices.slice(0, 3), 'en-US')?.name).toBe('Local British');
    expect(chooseVoice([voice('Local German', 'de-DE', true)], 'en-US')).toBeNull();
  });

  it('goes from browser to program to tone', async () => {
    const local = makeSpeaker([voice('Local', 'en-US', true)], 'speaks');
    expect(await local.speaker.say('Up')).toBe('browser');
    expect(local.heard).toEqual(['Local: Up']);

    const program = makeSpeaker(remoteOnly, 'speaks');
    expect(await program.speaker.say('Up')).toBe('program');

    const broken = makeSpeaker(remoteOnly, 'fails');
    expect(await broken.speaker.say('Up')).toBe('tone');
    expect(broken.heard).toEqual(['program: Up', 'tone cue']);

    const silent = makeSpeaker([], 'absent');
    expect(await silent.speaker.say('Up')).toBe('tone');
  });

  it('is silent when it is turned off', async () => {
    const { speaker, heard } = makeSpeaker([voice('Local', 'en-US', true)], 'speaks');
    speaker.enabled = false;
    expect(await speaker.say('Up')).toBe('nothing');
    speaker.tone('begin');
    expect(heard).toEqual([]);
  });
});
