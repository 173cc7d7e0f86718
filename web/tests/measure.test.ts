import { File as NodeFile } from 'node:buffer';

import { describe, expect, it } from 'vitest';

import type { LiveAnswer, LiveFrame, LiveRequest, ProtocolInfo, TrialResult } from '../src/lib/api';
import { failureWords, findCameraFailure } from '../src/measure/camera';
import { describeCurve, makeColumns } from '../src/measure/curve';
import { computeSampleTimes, computeSecondsLeft, isNewer, isPictureAt } from '../src/measure/frames';
import { findHandProblems, type HandEntry, makeHandMeasurement, parseNumber } from '../src/measure/hand';
import { findRegion } from '../src/measure/joints';
import { GrowingClock, makeFrame } from '../src/measure/pose';
import { bones } from '../src/measure/skeleton';
import { Trial } from '../src/measure/trial.svelte';

// Node 18 does not have it among its globals; every browser has.
globalThis.File ??= NodeFile as unknown as typeof File;

const protocol: ProtocolInfo = {
  id: 'shoulder.abduction',
  name: 'Shoulder, out to the side',
  joint_motion: 'shoulder.abduction',
  sides: ['left', 'right'],
  position: 'standing',
  view: 'front',
  view_words: '',
  how: [],
  wear: '',
  hold_s: 3,
  repetitions: 3,
  allowed: [],
  forbidden: [],
  cannot_see: [],
  by_hand: '',
  expected_grade: 'measured',
  sources: [],
  left_out: '',
};

describe('sampling a clip', () => {
  it('reads from the first picture up to, not including, the end', () => {
    expect(computeSampleTimes(0.5, 10)).toEqual([0, 0.1, 0.2, 0.3, 0.4]);
    expect(computeSampleTimes(0.51, 10)).toHaveLength(6);
  });

  it('reads nothing from a clip without a length, and no more than three minutes', () => {
    expect(computeSampleTimes(Infinity)).toEqual([]);
    expect(computeSampleTimes(NaN)).toEqual([]);
    expect(computeSampleTimes(0)).toEqual([]);
    expect(computeSampleTimes(1000, 10)).toHaveLength(1800);
  });

  it('tells the time left once there is something to go by', () => {
    expect(computeSecondsLeft(1, 10, 5)).toBeNull();
    expect(computeSecondsLeft(4, 10, 8)).toBe(12);
  });

  it('leaves out a picture that is shown twice', () => {
    expect([isNewer(0, null), isNewer(33, 0), isNewer(33, 33), isNewer(20, 33)]).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});

it('takes no picture time that belongs to the picture before', () => {
  expect([isPictureAt(0.467, 0.5), isPictureAt(0.4, 0.5), isPictureAt(0.5, 0.5)]).toEqual([
    true,
    false,
    true,
  ]);
});

describe('points of a picture', () => {
  it('gives the library times that only grow, over trials that begin at 0 each', () => {
    const clock = new GrowingClock();
    const first = [0, 33, 66].map((t) => clock.compute(t));
    clock.restart();
    const all = [...first, ...[0, 33, 33].map((t) => clock.compute(t))];
    for (let i = 1; i < all.length; ++i) expect(all[i]).toBeGreaterThan(all[i - 1] ?? 0);
  });

  it('sends empty lists when nobody was seen, and 0 where a visibility is not told', () => {
    expect(makeFrame({}, 40)).toEqual({ t_ms: 40, image: [], world: [] });
    expect(makeFrame({ poseLandmarks: [{ x: 1, y: 2, z: 3 }] }, 0).image[0]).toEqual({
      x: 1,
      y: 2,
      z: 3,
      visibility: 0,
    });
  });

  it('draws lines only between points that there are', () => {
    for (const [from, to] of bones) expect(Math.max(from, to)).toBeLessThan(33);
  });
});

describe('a camera that cannot be had', () => {
  it('is explained, each with a next step', () => {
    expect(findCameraFailure(new DOMException('', 'NotAllowedError'))).toBe('refused');
    expect(findCameraFailure(new DOMException('', 'NotFoundError'))).toBe('none');
    expect(findCameraFailure(new DOMException('', 'NotReadableError'))).toBe('busy');
    expect(findCameraFailure(null)).toBe('other');
    for (const words of Object.values(failureWords)) expect(words.steps.length).toBeGreaterThan(0);
  });
});

describe('by hand', () => {
  const entry: HandEntry = { side: 'left', tool: 'phone', range: 'usable', degrees: '92,5°', hold: '3' };

  it('reads numbers as people type them', () => {
    expect(parseNumber('92,5°')).toBe(92.5);
    expect(parseNumber(' -3 ')).toBe(-3);
    expect(['', 'ten', '1.2.3', '1e3'].map(parseNumber)).toEqual([null, null, null, null]);
  });

  it('accepts what is complete and names what is missing', () => {
    expect(findHandProblems(entry, 180, 3)).toEqual({});
    expect(
      Object.keys(findHandProblems({ ...entry, side: '', tool: '', range: '', degrees: '' }, 180, 3)),
    ).toEqual(['side', 'tool', 'range', 'degrees']);
  });

  it('refuses degrees that no such joint has, and a hold too short for usable', () => {
    expect(findHandProblems({ ...entry, degrees: '196' }, 180, 3).degrees).toContain('195°');
    expect(findHandProblems({ ...entry, degrees: '-31' }, 180, 3).degrees).toBeDefined();
    expect(findHandProblems({ ...entry, hold: '2' }, 180, 3).hold).toContain('3 seconds');
    expect(findHandProblems({ ...entry, range: 'reached', hold: '' }, 180, 3)).toEqual({});
  });

  it('counts what was held as reached too, and what had help as neither', () => {
    const held = makeHandMeasurement(entry, protocol);
    expect([held.usable?.mean_deg, held.reached?.mean_deg, held.hold_s, held.usable?.se_deg]).toEqual([
      92.5, 92.5, 3, 6,
    ]);
    const helped = makeHandMeasurement({ ...entry, range: 'available' }, protocol);
    expect([helped.usable, helped.reached, helped.available?.mean_deg]).toEqual([null, null, 92.5]);
    expect(helped.set_up).not.toBe(makeHandMeasurement({ ...entry, tool: 'wall' }, protocol).set_up);
  });
});

describe('a curve', () => {
  it('has its 95 % band on both sides', () => {
    const [, angle, high, low] = makeColumns({
      side: 'left',
      points: [{ t_s: 0, angle_deg: 90, se_deg: 10 }],
    });
    expect([angle[0], high[0], low[0]]).toEqual([90, 109.6, 70.4]);
  });

  it('is told in words', () => {
    const measured = makeHandMeasurement(
      { side: 'left', tool: 'phone', range: 'reached', degrees: '90', hold: '' },
      protocol,
    );
    measured.repetitions = [{ start_s: 0, end_s: 2, reached_deg: 151.4, usable_deg: 146, hold_s: 3.04 }];
    expect(describeCurve(measured)).toBe(
      'Angle over time. One repetition was found. Repetition 1: reached 151°, held 3.0 s at 146°',
    );
  });
});

it('finds the region of every joint', () => {
  expect(['shoulder.abduction', 'hip.flexion', 'thorax.rotation', 'toes.extension'].map(findRegion)).toEqual([
    'shoulders',
    'hips',
    'upper_back',
    'ankles',
  ]);
});

describe('a trial', () => {
  /** A program that answers as the real one does, and an eye that sees at once. */
  function makeTrial(answer: Partial<LiveAnswer> | null, frame_ms = 0, mostRequests = Infinity) {
    const sent: LiveRequest[] = [];
    const none: LiveAnswer = { state: null, result: null, kept: null, problem: null, breaks: null };
    let hear: (given: LiveAnswer) => void = () => undefined;
    const shown: LiveFrame[] = [];
    const trial = new Trial(protocol, {
      live: {
        open: true,
        listen: (listener) => {
          hear = listener;
          return () => undefined;
        },
        send: (request) => {
          if (sent.length >= mostRequests) return false;
          sent.push(request);
          if (request.stop && !request.stop.discard && answer)
            queueMicrotask(() => hear({ ...none, ...answer }));
          return true;
        },
      },
      say: () => undefined,
      show: (frame) => shown.push(frame),
      wait: () => Promise.resolve(),
      loadEstimator: () =>
        Promise.resolve({
          restart: () => undefined,
          forget: () => undefined,
          close: () => Promise.resolve(),
          estimate: async (_, t_ms) => {
            if (frame_ms) await new Promise((resolve) => setTimeout(resolve, frame_ms));
            return { t_ms, image: [], world: [] };
          },
        }),
    });
    return { trial, sent, shown, hear: (given: Partial<LiveAnswer>) => hear({ ...none, ...given }) };
  }

  /** As much of a video element as reading a clip needs: every seek shows the picture at a thirtieth of a second. */
  function makeVideo(duration: number): HTMLVideoElement {
    const video = {
      duration,
      videoWidth: 640,
      videoHeight: 600,
      onloadeddata: null as null | (() => void),
      onseeked: null as null | (() => void),
      load: () => setTimeout(() => video.onloadeddata?.(), 0),
      removeAttribute: () => undefined,
      set currentTime(_: number) {
        setTimeout(() => video.onseeked?.(), 0);
      },
    };
    return video as unknown as HTMLVideoElement;
  }

  const result: TrialResult = {
    protocol: protocol.id,
    measurements: [],
    curves: [],
    refusal: '',
    remedy: '',
    seconds: 0.5,
    frames: 5,
  };

  it('sends a clip picture by picture between start and stop, and shows the answer', async () => {
    const { trial, sent, shown } = makeTrial({ result });
    await trial.readFile(makeVideo(0.5), new File(['x'], 'clip.webm'));
    expect(sent.map((request) => Object.entries(request).find(([, value]) => value)?.[0])).toEqual([
      'start',
      'frame',
      'frame',
      'frame',
      'frame',
      'frame',
      'stop',
    ]);
    expect(sent.flatMap(({ frame }) => (frame ? [frame.t_ms] : []))).toEqual([0, 100, 200, 300, 400]);
    expect(shown).toHaveLength(5);
    expect([trial.stage, trial.result?.frames, trial.progress.done]).toEqual(['result', 5, 5]);
  });

  it('says in one message what the program had against it', async () => {
    const { trial } = makeTrial({
      problem: { message: 'No such protocol.', where: '', remedy: 'Choose another.' },
    });
    await trial.readFile(makeVideo(0.2), new File(['x'], 'clip.webm'));
    expect([trial.stage, trial.trouble]).toEqual(['failed', 'No such protocol. Choose another.']);
  });

  it('tells what to do with a file that is no video for this browser', async () => {
    const { trial, sent } = makeTrial({ result });
    const video = makeVideo(1);
    video.load = () => setTimeout(() => (video.onerror as () => void)?.(), 0);
    await trial.readFile(video, new File(['x'], 'clip.avi'));
    expect(trial.stage).toBe('failed');
    expect(trial.trouble).toContain('clip.avi');
    expect(trial.trouble).toContain('ffmpeg');
    expect(sent).toEqual([]);
  });

  it('stops when the program is gone, and says so', async () => {
    const { trial } = makeTrial({ result }, 0, 2);
    await trial.readFile(makeVideo(0.5), new File(['x'], 'clip.webm'));
    expect(trial.stage).toBe('failed');
    expect(trial.trouble).toContain('does not answer');
  });

  it('knows a computer that is too slow to follow', async () => {
    const { trial } = makeTrial({ result }, 220);
    await trial.readFile(makeVideo(0.2), new File(['x'], 'clip.webm'));
    expect(trial.slow).toBe(true);
  });
});
