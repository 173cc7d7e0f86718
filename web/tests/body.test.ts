import { describe, expect, it } from 'vitest';

import {
  chooseSides,
  chooseTwo,
  describeBasis,
  describeComparison,
  describeRemedy,
  nameVerdict,
} from '../src/body/compare';
import { formatDay, listNewest } from '../src/body/history';
import { describeWay, findNearest, makeRangeChart } from '../src/body/ranges';
import type { Measured, PickedComparison } from '../src/lib/api';
import { makeMeasured as measured, makePoint as point } from './measurements';

const byPhone: Partial<Measured> = { method: 'hand', set_up: 'hand.phone' };
const left = [
  point('b', '2026-11-11T12:00:00Z', measured(110, 120)),
  point('a', '2026-11-01T12:00:00Z', measured(null, 100)),
  point('c', '2026-11-21T12:00:00Z', measured(118, 130)),
];

describe('ranges over time', () => {
  it('are laid out whatever their order, with every error bar inside the chart', () => {
    const chart = makeRangeChart([{ side: 'left', history: left }]);
    const [panel] = chart?.panels ?? [];
    expect(
      panel?.points.map(({ entry, x, figures }) => [entry, x, figures.map(({ kind }) => kind).join(' ')]),
    ).toEqual([
      ['a', 0, 'reached'],
      ['b', 0.5, 'usable reached'],
      ['c', 1, 'usable reached'],
    ]);
    expect([chart?.from_deg, chart?.to_deg]).toEqual([90, 140]);
    for (const figure of panel?.points.flatMap(({ figures }) => figures) ?? []) {
      expect(figure.high).toBeGreaterThanOrEqual(0);
      expect(figure.low).toBeLessThanOrEqual(1);
      expect(figure.high).toBeLessThan(figure.low);
    }
    expect(panel?.lines.map(({ kind, points }) => [kind, points.length])).toEqual([
      ['reached', 3],
      ['usable', 2],
    ]);
  });

  it('of left and right share their axes', () => {
    const right = [point('r', '2026-11-11T12:00:00Z', measured(60, 70, { side: 'right' }))];
    const chart = makeRangeChart([
      { side: 'left', history: left },
      { side: 'right', history: right },
    ]);
    expect(chart?.from_deg).toBe(50);
    expect(chart?.panels[1]?.points[0]?.x).toBe(0.5);
  });

  it('never join what was taken in two ways, and mark what was taken by hand', () => {
    const chart = makeRangeChart([
      {
        side: 'left',
        history: [
          point('a', '2026-11-01T12:00:00Z', measured(100, 110)),
          point('b', '2026-11-02T12:00:00Z', measured(100, 110, byPhone)),
          point('c', '2026-11-03T12:00:00Z', measured(100, 110, { set_up: 'seated/side' })),
          point('d', '2026-11-04T12:00:00Z', measured(100, 110, byPhone)),
          point('e', '2026-11-05T12:00:00Z', measured(100, 110, { ...byPhone, set_up: 'hand.wall' })),
        ],
      },
    ]);
    expect(chart?.ways.map(({ words, mark }) => [words, mark])).toEqual([
      ['camera, standing, from the front', 'disc'],
      ['by hand, phone', 'square'],
      ['camera, seated, from the side', 'triangle'],
      ['by hand, wall', 'diamond'],
    ]);
    const [panel] = chart?.panels ?? [];
    expect(panel?.lines.length).toBe(2);
    expect(new Set(panel?.lines.flatMap(({ points }) => points.map(({ x }) => x)))).toEqual(
      new Set([0.25, 0.75]),
    );
  });

  it('of one measurement stand in the middle, and of none are no chart', () => {
    expect(makeRangeChart([{ side: 'left', history: left.slice(0, 1) }])?.panels[0]?.points[0]?.x).toBe(0.5);
    expect(makeRangeChart([{ side: 'left', history: [] }])).toBeNull();
  });

  it('are told in words, and found along the time axis', () => {
    const points = makeRangeChart([{ side: 'left', history: left }])?.panels[0]?.points ?? [];
    expect(points[1]?.words).toMatch(
      /^11 November.*, left: usable 110° ± 10°, reached 120° ± 10°; camera, standing, from the front$/,
    );
    expect(findNearest(points, 0.6)).toBe(1);
    expect(findNearest(points, 2)).toBe(2);
  });

  it('name the year where it is another', () => {
    expect(formatDay('2026-11-22T12:00:00Z', new Date('2026-12-01'))).toBe('22 November');
    expect(formatDay('2026-11-22T12:00:00Z', new Date('2027-01-01'))).toBe('22 November 2026');
  });

  it('of both sides together stand once in the list', () => {
    const both = point('x', '2026-10-31T12:00:00Z', measured(1, 2, { side: 'both' }));
    expect(listNewest([{ history: [both] }, { history: [both, ...left] }]).map(({ entry }) => entry)).toEqual(
      ['c', 'b', 'a', 'x'],
    );
  });

  it('say how they were taken', () => {
    expect(describeWay(measured(1, 2, { set_up: 'front' }))).toBe('camera, front');
    expect(describeWay(measured(1, 2, { set_up: 'hand.wall_marks', method: 'hand' }))).toBe(
      'by hand, wall marks',
    );
  });
});

describe('two measurements', () => {
  const first = point('a', '2026-11-03T12:00:00Z', measured(121, 130));
  const second = point('b', '2026-11-20T12:00:00Z', measured(146, 150));
  const comparison = (given: Partial<PickedComparison>): PickedComparison => ({
    first: 'a',
    second: 'b',
    first_figure: { mean_deg: 121, se_deg: 4 },
    second_figure: { mean_deg: 146, se_deg: 4 },
    verdict: 'changed',
    kind: 'usable',
    difference_deg: 25,
    difference_se_deg: 5.7,
    mdc_deg: 11.1,
    repeats: 0,
    unlike: [],
    ...given,
  });
  const nothing = {
    first_figure: null,
    second_figure: null,
    kind: null,
    difference_deg: null,
    mdc_deg: null,
  };

  it('that differ by more than wobble are told as changed', () => {
    expect(describeComparison(comparison({}), first, second)).toMatch(
      /^25° more usable on 20 November.* than on 3 November.* \(121° and 146°\): beyond the 11° that measuring wobbles\.$/,
    );
    expect(nameVerdict('changed', false)).toBe('Changed');
  });

  it('that differ by less say that it is too early to tell', () => {
    const less = comparison({ verdict: 'not_yet_distinguishable', difference_deg: -4.2 });
    expect(describeComparison(less, first, second)).toMatch(
      /^4° less usable .*: within what measuring wobbles \(11°\)\. Too early to tell\.$/,
    );
    expect(nameVerdict('not_yet_distinguishable', false)).toBe('Too early to tell');
  });

  it('of two sides are told as right against left', () => {
    const right = point('b', '2026-11-03T12:00:00Z', measured(146, 150, { side: 'right' }));
    expect(describeComparison(comparison({}), first, right)).toBe(
      'Right is 25° more usable than left (121° and 146°): beyond the 11° that measuring wobbles.',
    );
    expect(nameVerdict('changed', true)).toBe('Different');
  });

  it('of one day are told apart by the time', () => {
    const later = point('b', '2026-11-03T18:30:00Z', measured(146, 150));
    expect(describeComparison(comparison({}), first, later)).toMatch(
      /3 November.*, \d+:30 than on 3 November/,
    );
  });

  it('that do not compare say why, and what to do', () => {
    const byHand = point('b', '2026-11-20T12:00:00Z', measured(146, 150, byPhone));
    const unlike = comparison({ ...nothing, verdict: 'not_comparable', unlike: ['method'] });
    expect(describeComparison(unlike, first, byHand)).toBe(
      "These two don't compare: one was seen by a camera, the other taken by hand.",
    );
    expect(describeRemedy(byHand)).toMatch(/^Measure once more as on 20 November.* \(by hand, phone\)/);
    const seated = point('b', '2026-11-20T12:00:00Z', measured(146, 150, { set_up: 'seated/side' }));
    const other = comparison({ ...nothing, verdict: 'not_comparable', unlike: ['position', 'view'] });
    expect(describeComparison(other, first, seated)).toBe(
      "These two don't compare: once standing, once seated, and once seen from the front, once from the side.",
    );
  });

  it('say from what the smallest change comes', () => {
    expect(describeBasis({ repeats: 0 })).toMatch(/^from published values/);
    expect(describeBasis({ repeats: 6 })).toMatch(/^from 6 repeats of your own/);
  });

  it('are chosen alike, latest first, and left against right where both were taken in one way', () => {
    const side = { set_up: 'standing/side' };
    const newest = [
      point('e', '2026-11-05T12:00:00Z', measured(1, 2)),
      point('d', '2026-11-04T12:00:00Z', measured(1, 2, side)),
      point('c', '2026-11-03T12:00:00Z', measured(1, 2, { side: 'right' })),
      point('b', '2026-11-02T12:00:00Z', measured(1, 2)),
    ];
    expect(chooseTwo(newest)).toEqual(['b', 'e']);
    expect(chooseSides(newest)).toEqual(['e', 'c']);
    expect(chooseTwo(newest.slice(1, 3))).toEqual(['c', 'd']);
    expect(chooseSides(newest.slice(0, 2))).toBeNull();
  });
});
