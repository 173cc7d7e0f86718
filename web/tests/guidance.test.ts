import { describe, expect, it } from 'vitest';

import type { LiveProgress, LiveState } from '../src/lib/api';
import {
  computeLongest,
  findReadout,
  findSetUpHint,
  findSpokenProgress,
  isReady,
  makeChecks,
} from '../src/measure/guidance';
import { computeBrightness, judgeLight, lightHints } from '../src/measure/light';

const progress: LiveProgress = { side: 'both', count: 0, of: 0, seconds: 0, of_s: 0, turn: 0 };
const state: LiveState = {
  t_ms: 0,
  phase: 'ready',
  hint: '',
  frames: 1,
  angles: [],
  progress,
  readiness: { body: true, view: true, hint: '' },
};
const turned: LiveState = { ...state, readiness: { body: true, view: false, hint: 'Face the camera.' } };

describe('before a trial', () => {
  it('all three have to be in order, and nothing is before anybody is looked at', () => {
    expect(isReady(makeChecks(state, 'good'))).toBe(true);
    expect(isReady(makeChecks(turned, 'good'))).toBe(false);
    expect(isReady(makeChecks(state, 'dark'))).toBe(false);
    expect(makeChecks(null, 'unknown')).toEqual({ body: false, view: false, light: false });
  });

  it('one thing is said: where somebody stands before the light, unless the dark hides them', () => {
    expect(findSetUpHint(turned, 'dark', true)).toBe('Face the camera.');
    expect(findSetUpHint(state, 'dark', true)).toBe(lightHints.dark);
    expect(findSetUpHint(turned, 'dark', false)).toBe(lightHints.dark);
    expect(findSetUpHint(state, 'good', true)).toBe('');
  });
});

describe('light', () => {
  const point = (x: number, y: number) => ({ x, y, z: 0, visibility: 1 });
  /** A picture in two halves, the left of which the person fills. */
  const paint = (person: number, around: number, size = 10) => {
    const pixels = Array.from({ length: size * size }, (_, at) => {
      const value = at % size < size / 2 ? person : around;
      return [value, value, value, 255];
    }).flat();
    return judgeLight(
      computeBrightness(
        pixels,
        size,
        size,
        Array.from({ length: 33 }, () => point(0.2, 0.5)),
      ),
    );
  };

  it('will do by day, by lamp, and in dark clothes before a white wall', () => {
    expect(paint(140, 120)).toBe('good');
    expect(paint(70, 50)).toBe('good');
    // Face and hands are the brighter half of the points.
    const points = Array.from({ length: 33 }, (_, at) =>
      point([0, 7, 8, 15, 16].includes(at) ? 0.2 : 0.7, 0.5),
    );
    const pixels = [150, 150, 150, 255, 20, 20, 20, 255];
    expect(judgeLight({ ...computeBrightness(pixels, 2, 1, points), all: 200 })).toBe('good');
  });

  it('is told from behind, too dark and too strong, each with what to do', () => {
    expect([paint(30, 250), paint(20, 60), paint(254, 200)]).toEqual(['against', 'dark', 'glare']);
    expect(judgeLight(computeBrightness([5, 5, 5, 255], 1, 1, []))).toBe('dark');
    for (const light of ['against', 'dark', 'glare'] as const) expect(lightHints[light]).not.toBe('');
  });
});

describe('during a trial', () => {
  const test = { repetitions: 3, seconds: 30, sides: ['left', 'right'] as ('left' | 'right')[] };

  it('the recording is as long as the test may take', () => {
    expect(computeLongest({ ...test, kind: 'range' }, true)).toBe(60);
    expect(computeLongest({ ...test, kind: 'count' }, true)).toBeGreaterThan(40);
    // Read afterwards, it ends by itself shortly after the time is over.
    expect(computeLongest({ ...test, kind: 'count' }, false)).toBeLessThan(35);
    expect(computeLongest({ ...test, kind: 'time', seconds: 45 }, true)).toBeGreaterThan(90);
  });

  it('a count is said as it grows, and a stance by tens of seconds', () => {
    const counted = { ...progress, count: 4 };
    expect(findSpokenProgress('count', progress, counted)).toBe('4');
    expect(findSpokenProgress('count', counted, counted)).toBeNull();
    expect(findSpokenProgress('range', progress, counted)).toBeNull();
    const stood = { ...progress, seconds: 20.1, of_s: 45 };
    expect(findSpokenProgress('time', { ...stood, seconds: 19.9 }, stood)).toBe('20 seconds');
    expect(findSpokenProgress('time', stood, { ...stood, seconds: 21 })).toBeNull();
  });

  it('shows one number, and what it counts', () => {
    expect(findReadout('count', { ...progress, count: 7, seconds: 12.4, of_s: 30 })).toEqual({
      figure: '7',
      words: '18 s left',
    });
    expect(findReadout('time', { ...progress, side: 'left', seconds: 8.9 })).toEqual({
      figure: '8 s',
      words: 'on the left leg',
    });
    expect(findReadout('circle', { ...progress, count: 1, of: 3, side: 'right' })?.figure).toBe('1/3');
    expect(findReadout('range', progress)).toBeNull();
  });
});
