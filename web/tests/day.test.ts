import { describe, expect, it } from 'vitest';

import { growToNow, minuteOfDay } from '../src/lib/day';
import { describeRegions, formatMinuteOfDay } from '../src/lib/words';

const work = { from_min: 540, to_min: 600, kind: 'work', label: 'Work' };
const call = { from_min: 600, to_min: 620.2, kind: 'call', label: 'Call' };

describe('the span that goes on', () => {
  it('is drawn up to now', () => {
    expect(growToNow([work, call], 620.25, 635)).toEqual([work, { ...call, to_min: 635 }]);
  });
  it('is none where the last one had ended before', () => {
    expect(growToNow([work], 620, 635)).toEqual([work]);
  });
  it('is no moment, such as a break that was put off just now', () => {
    const moment = { from_min: 620, to_min: 620, kind: 'put_off', label: 'Put off' };
    expect(growToNow([moment], 620, 635)).toEqual([moment]);
  });
  it('begins anew after midnight', () => {
    expect(growToNow([call], 620.2, 3)).toEqual([call]);
    expect(minuteOfDay(new Date(2026, 10, 23, 9, 30, 30))).toBe(570.5);
  });
});

describe('a minute of the day', () => {
  it('is told in whole minutes, the hour with it', () => {
    expect(formatMinuteOfDay(599.7)).toBe('10:00');
    expect(formatMinuteOfDay(545.2)).toBe('9:05');
  });
});

describe('The regions of a routine', () => {
  it('begin with the one that gets most time', () => {
    const steps = [
      { region: 'shoulders', seconds: 50 },
      { region: 'upper_back', seconds: 40 },
      { region: 'hips', seconds: 30 },
      { region: 'upper_back', seconds: 40 },
    ] as const;
    expect(describeRegions([...steps])).toBe('upper back, shoulders and more');
    expect(describeRegions(steps.slice(0, 2))).toBe('shoulders and upper back');
    expect(describeRegions([])).toBe('');
  });
});
