import { describe, expect, it } from 'vitest';

import type { Figure, Tested, TrialFigures, TrialResult } from '../src/lib/api';
import { formatFigure } from '../src/measure/figures';
import {
  describeCircle,
  describeCompensation,
  describeCone,
  describeDrift,
  describeSway,
  isRefused,
  listErrorParts,
  listShown,
  listUnshown,
  makeEvents,
  makeOctant,
  makeOutline,
} from '../src/measure/result';

const tested: Tested = {
  protocol: 'one_leg_stance',
  side: 'left',
  method: 'camera',
  set_up: 'standing/front',
  figures: [{ name: 'time', unit: 'seconds', value: 12.3, standard_error: 0.3 }],
  grade: 'trend',
  grade_reason: '',
  recording: '',
  note: '',
};
const figures: TrialFigures = {
  tested,
  remedy: '',
  outline_deg: [],
  dead_octants: [],
  verdict: 'first',
  verdict_words: '',
};
const unshown: TrialFigures = { ...figures, tested: { ...tested, side: 'right', figures: [] } };
const result: TrialResult = {
  protocol: 'one_leg_stance',
  measurements: [],
  curves: [],
  sides: [],
  figures: [figures, unshown],
  between_sides: '',
  refusal: '',
  remedy: '',
  seconds: 20,
  frames: 200,
};

describe('what a trial of figures showed', () => {
  it('is a result as soon as one side has a figure, and only that side is kept', () => {
    expect(isRefused(result)).toBe(false);
    expect(isRefused({ ...result, figures: [unshown] })).toBe(true);
    expect([listShown(result).length, listUnshown(result, 'time').length]).toEqual([1, 1]);
    expect(listUnshown(result, 'circle')).toEqual([]);
    expect(makeEvents(result, 'r.ndjson')).toEqual([{ tested: { ...tested, recording: 'r.ndjson' } }]);
  });

  it('stands with a spread as fine as it is', () => {
    expect(formatFigure(tested.figures[0] as Figure)).toBe('12.3 s ± 0.6');
    expect(formatFigure({ unit: 'steradians', value: 1.52, standard_error: 0.02 })).toBe('1.5 sr ± 0.1');
    expect(formatFigure({ unit: 'one', value: 0.943, standard_error: 0.02 })).toBe('0.94 ± 0.04');
  });
});

describe('what stands behind a range', () => {
  it('lists what the error is made of, the largest first', () => {
    const parts = listErrorParts({
      noise_deg: 1,
      lasting_deg: 3,
      view_deg: 0,
      repetition_deg: 2,
      between_sessions_deg: 2,
      definition_deg: 4,
    });
    expect(parts.map((part) => Math.round(part.half_deg))).toEqual([8, 6, 4, 4, 2]);
    expect(parts.reduce((sum, part) => sum + part.share, 0)).toBeCloseTo(1);
    expect(
      listErrorParts({
        noise_deg: 0,
        lasting_deg: 0,
        view_deg: 0,
        repetition_deg: 0,
        between_sessions_deg: 0,
        definition_deg: 0,
      }),
    ).toEqual([]);
  });

  it('says what a hold did: its sway with the interval, and where it went', () => {
    const plateau = {
      from_s: 1,
      to_s: 4,
      length_se_s: 0.1,
      angle_deg: 90,
      drift_deg_per_s: -0.4,
      sway_low_deg: 0.8,
      sway_high_deg: 1.9,
      noise_floor_deg: 0.5,
    };
    expect(describeSway(1.2, plateau)).toBe('sways by 1.2° (0.8 to 1.9)');
    expect(describeSway(1.2, null)).toBe('sways by 1.2°');
    expect(describeDrift(plateau.drift_deg_per_s)).toBe('sinks 0.4° a second');
    expect(describeDrift(0.3)).toBe('rises 0.3° a second');
    expect(describeDrift(0.04)).toBe('none');
  });

  it('says a compensation in degrees, and from where on', () => {
    expect(
      describeCompensation({
        words: 'Your trunk leans to the side',
        largest_deg: 13.6,
        largest_se_deg: 1,
        began_at_deg: 120.2,
        began_at_se_deg: 2,
      }),
    ).toBe('Your trunk leans to the side: 14°, from 120° on. Only what was free of it counts.');
  });
});

describe('a circle', () => {
  const one = (name: Figure['name'], value: number): Figure => ({
    name,
    unit: 'one',
    value,
    standard_error: 0,
  });

  it('is told in words', () => {
    expect(
      describeCircle([one('roundness', 0.95), one('dead_octants', 0), one('repeatability', 3.6)]),
    ).toEqual(['A round circle.', 'No part of it catches.', 'One round lies within 4° of the next.']);
    expect(describeCircle([one('roundness', 0.6), one('dead_octants', 1)])[1]).toContain(
      '1 of 8 parts catches',
    );
  });

  it('is as wide as the round cone of its area', () => {
    const area = 2 * Math.PI * (1 - Math.cos((50 * Math.PI) / 180));
    expect(describeCone({ ...one('reach_cone_area', area), standard_error: 0.5 })).toBe('50° ± 12°');
    expect(describeCone(one('reach_cone_area', 2 * Math.PI))).toBe('90° ± 1°');
  });

  it('is drawn from the top, clockwise', () => {
    const quarters = [10, 20, 30, 40];
    // Each radius stands in the middle of its stretch: the first at 45 degrees to the right of the top.
    expect(makeOutline(quarters)).toBe('M7.1 -7.1L14.1 14.1L-21.2 21.2L-28.3 -28.3Z');
    expect(makeOutline([])).toBe('');
    expect(makeOctant(0, 10)).toBe('M0 0L0.0 -10.0A10 10 0 0 1 7.1 -7.1Z');
  });
});
