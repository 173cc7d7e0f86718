import { File as NodeFile } from 'node:buffer';

import { describe, expect, it } from 'vitest';

import type {
  HandTool,
  LiveAnswer,
  LiveFrame,
  LiveRequest,
  NormInfo,
  ProtocolInfo,
  TrialResult,
} from '../src/lib/api';
import { failureWords, findCameraFailure } from '../src/measure/camera';
import { describeCurve, findHeld, makeColumns } from '../src/measure/curve';
import { computeSampleTimes, computeSecondsLeft, isNewer, isPictureAt } from '../src/measure/frames';
import {
  describeNorms,
  filterTests,
  findBand,
  findNorms,
  findTakenWith,
  formatAgo,
  formatFigure,
  groupNorms,
  type TestFilter,
} from '../src/measure/figures';
import {
  findHandProblems,
  type HandEntry,
  makeHandEntry,
  makeHandMeasurement,
  makeHandTest,
  parseNumber,
} from '../src/measure/hand';
import { GrowingClock, makeFrame } from '../src/measure/pose';
import { bones } from '../src/measure/skeleton';
import { makeStance } from '../src/measure/stance';
import { Trial } from '../src/measure/trial.svelte';

// Node 18 does not have it among its globals; every browser has.
globalThis.File ??= NodeFile as unknown as typeof File;

const protocol: ProtocolInfo = {
  id: 'shoulder.abduction',
  kind: 'range',
  name: 'Shoulder, out to the side',
  joint_motion: 'shoulder.abduction',
  together_with: [],
  apart: false,
  joint: '',
  region: 'shoulders',
  sides: ['left', 'right'],
  position: 'standing',
  view: 'front',
  camera: true,
  view_words: '',
  how: [],
  wear: '',
  hold_s: 3,
  repetitions: 3,
  seconds: 0,
  allowed: [],
  forbidden: [],
  can_see: [],
  cannot_see: [],
  by_hand: { words: '', tools: ['phone', 'wall'], unit: 'degrees', least: null, most: null },
  expected_grade: 'measured',
  grade_reason: '',
  sources: [],
  left_out: '',
  norms: [],
  measured: [],
  tested: [],
};

const scratch: ProtocolInfo = {
  ...protocol,
  id: 'back_scratch',
  kind: 'distance',
  name: 'Back scratch',
  joint_motion: '',
  view: 'none',
  camera: false,
  hold_s: 0,
  by_hand: { words: '', tools: ['tape'], unit: 'centimetres', least: -60, most: 30 },
  expected_grade: 'not_observable',
};

const phone: HandTool = {
  id: 'phone',
  name: 'Phone inclinometer',
  unit: 'degrees',
  standard_error: 6,
  basis: '',
  sources: [],
};
const wall: HandTool = { ...phone, id: 'wall', name: 'Marks on a wall', standard_error: 8 };
const tape: HandTool = {
  ...phone,
  id: 'tape',
  name: 'Tape or ruler',
  unit: 'centimetres',
  standard_error: 0.75,
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
  const entry: HandEntry = { side: 'left', tool: 'phone', range: 'usable', figure: '92,5°', hold: '3' };

  it('reads numbers as people type them', () => {
    expect(parseNumber('92,5°')).toBe(92.5);
    expect(parseNumber(' -3 ')).toBe(-3);
    expect([parseNumber('−8 cm'), parseNumber('20 s'), parseNumber('14 times')]).toEqual([-8, 20, 14]);
    expect(['', 'ten', '1.2.3', '1e3', 'cm'].map(parseNumber)).toEqual([null, null, null, null, null]);
  });

  it('accepts what is complete and names what is missing', () => {
    expect(findHandProblems(entry, protocol, 180)).toEqual({});
    expect(
      Object.keys(findHandProblems({ ...entry, side: '', tool: '', range: '', figure: '' }, protocol, 180)),
    ).toEqual(['side', 'tool', 'range', 'figure']);
  });

  it('refuses degrees that no such joint has, and a hold too short for usable', () => {
    expect(findHandProblems({ ...entry, figure: '196' }, protocol, 180).figure).toContain('195°');
    expect(findHandProblems({ ...entry, figure: '-31' }, protocol, 180).figure).toBeDefined();
    expect(findHandProblems({ ...entry, hold: '2' }, protocol, 180).hold).toContain('3 seconds');
    expect(findHandProblems({ ...entry, range: 'reached', hold: '' }, protocol, 180)).toEqual({});
  });

  it('counts what was held as reached too, and what had help as neither', () => {
    const held = makeHandMeasurement(entry, protocol, phone);
    expect([held.usable?.mean_deg, held.reached?.mean_deg, held.hold_s, held.usable?.se_deg]).toEqual([
      92.5, 92.5, 3, 6,
    ]);
    const helped = makeHandMeasurement({ ...entry, range: 'available' }, protocol, phone);
    expect([helped.usable, helped.reached, helped.available?.mean_deg]).toEqual([null, null, 92.5]);
    expect(helped.set_up).not.toBe(makeHandMeasurement(entry, protocol, wall).set_up);
  });

  it('asks a test that is no range for a side and a figure only, and chooses what there is one of', () => {
    const begun = makeHandEntry(scratch);
    expect([begun.side, begun.tool]).toEqual(['', 'tape']);
    expect(makeHandEntry({ ...scratch, sides: ['both'] }).side).toBe('both');
    expect(Object.keys(findHandProblems(begun, scratch, 180))).toEqual(['side', 'figure']);
    expect(findHandProblems({ ...begun, side: 'right', figure: '−8' }, scratch, 180)).toEqual({});
    expect(findHandProblems({ ...begun, side: 'right', figure: '31' }, scratch, 180).figure).toContain(
      'between −60 cm and 30 cm',
    );
  });

  it('makes of it a figure in its unit, as sure as its tool', () => {
    const test = makeHandTest({ ...makeHandEntry(scratch), side: 'right', figure: '-8' }, scratch, tape);
    expect(test.figures).toEqual([
      { name: 'distance', unit: 'centimetres', value: -8, standard_error: 0.75 },
    ]);
    expect([test.protocol, test.side, test.method, test.set_up]).toEqual([
      'back_scratch',
      'right',
      'hand',
      'hand.tape',
    ]);
  });
});

describe('figures', () => {
  it('stand with half their 95 % interval', () => {
    expect(formatFigure({ unit: 'centimetres', value: 12, standard_error: 0.75 })).toBe('12 cm ± 1.5');
    expect(formatFigure({ unit: 'count', value: 14, standard_error: 2 })).toBe('14 ± 4');
    expect(formatFigure({ unit: 'seconds', value: 7.07, standard_error: 3 })).toBe('7 s ± 6');
    expect(formatFigure({ unit: 'centimetres', value: -8.25, standard_error: 0.75 })).toBe('−8.2 cm ± 1.5');
  });

  it('tell how long ago as people do', () => {
    const now = new Date('2026-11-26T08:00:00');
    expect(
      ['2026-11-26T07:00:00', '2026-11-25T23:00:00', '2026-11-23T08:00:00', '2026-10-26T08:00:00'].map((at) =>
        formatAgo(at, now),
      ),
    ).toEqual(['today', 'yesterday', '3 days ago', '4 weeks ago']);
  });

  it('stand beside a norm only when they were taken in a way that it names', () => {
    const norm: NormInfo = {
      population: 'Military cadets around 19',
      sex: 'men',
      age_from: 17,
      age_to: 21,
      method: 'goniometer',
      position: 'supine',
      n: 548,
      low: 160,
      high: 170,
      source: 'Vairo2012',
      taken_with: ['goniometer'],
    };
    const known = { norms: [norm, { ...norm, low: 164, high: 175, taken_with: ['camera', 'goniometer'] }] };
    expect(findNorms(known, findTakenWith('camera', 'standing/front'))).toHaveLength(1);
    expect(findNorms(known, findTakenWith('hand', 'hand.goniometer'))).toHaveLength(2);
    expect(findNorms(known, findTakenWith('hand', 'hand.phone'))).toEqual([]);
    expect(findBand(known.norms)).toEqual({ from_deg: 160, to_deg: 175 });
    expect(findBand([])).toBeNull();
    const women = { ...norm, sex: 'women', low: 164.75, high: 175, n: 74 };
    expect(describeNorms([norm, women], 'degrees')).toBe(
      'Half lie between 160° and 170° (men, n = 548), 164.8° and 175° (women, n = 74). Military cadets around 19; active, lying on the back, goniometer.',
    );
    expect(describeNorms([norm, { ...women, age_from: 22 }], 'degrees')).toContain(
      '(men of 17 to 21, n = 548)',
    );
    expect(groupNorms([norm, women, { ...norm, source: 'Another2020' }])).toHaveLength(2);
  });
});

describe('the list of tests', () => {
  it('is narrowed to a way, and to a chair', () => {
    const seated: ProtocolInfo = { ...protocol, id: 'neck.rotation', position: 'seated' };
    const all = [protocol, scratch, seated];
    const ids = (filters: TestFilter[]) => filterTests(all, filters).map((each) => each.id);
    expect(ids([])).toHaveLength(3);
    expect(ids(['camera'])).toEqual(['shoulder.abduction', 'neck.rotation']);
    expect(ids(['hand'])).toEqual(['back_scratch']);
    expect(ids(['camera', 'hand'])).toHaveLength(3);
    expect(ids(['seated'])).toEqual(['neck.rotation']);
    expect(ids(['seated', 'hand'])).toEqual([]);
  });
});

describe('the picture of a test', () => {
  const draw = (test: Partial<ProtocolInfo>) => makeStance({ ...protocol, ...test });

  it('moves what the test moves', () => {
    expect(
      draw({})
        .limbs.filter((limb) => limb.moving)
        .map((limb) => limb.kind),
    ).toEqual(['arm', 'arm']);
    expect(draw({ joint_motion: 'neck.rotation', position: 'seated' }).head.moving).toBe(true);
    expect(draw({ joint_motion: 'thorax.side_bend', position: 'seated' }).trunk.moving).toBe(true);
    const knee = draw({ joint_motion: 'knee.flexion', view: 'side' });
    expect(knee.limbs.filter((limb) => limb.moving).map((limb) => limb.kind)).toEqual(['leg']);
  });

  it('says how the person is', () => {
    expect(draw({ view: 'side' }).words).toContain('from the side');
    expect(draw({ position: 'seated' }).words).toContain('seated');
    expect(draw({ position: 'supine', view: 'side' }).words).toContain('lying');
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
      { side: 'left', tool: 'phone', range: 'reached', figure: '90', hold: '' },
      protocol,
      phone,
    );
    measured.repetitions = [
      { start_s: 0, end_s: 2, reached_deg: 151.4, usable_deg: 146, hold_s: 3.04, hold_start_s: 0.4 },
    ];
    expect(describeCurve(measured)).toBe(
      'Angle over time. One repetition was found. Repetition 1: reached 151°, held 3.0 s at 146°',
    );
  });

  it('marks a hold where it was, and none that was too short or is not known', () => {
    const held = { start_s: 0, end_s: 8, reached_deg: 151, usable_deg: 146, hold_s: 3, hold_start_s: 2 };
    expect(findHeld(held)).toEqual({ from_s: 2, to_s: 5 });
    expect(findHeld({ ...held, usable_deg: null })).toBeNull();
    expect(findHeld({ ...held, hold_start_s: null })).toBeNull();
  });
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
    sides: [],
    figures: [],
    between_sides: '',
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
