import { describe, expect, it } from 'vitest';

import type { Rhythm } from '../src/lib/api';
import { areHoursAlike, changeDay, changeHours, toggleDay } from '../src/settings/rhythm';

const one = { is_on: true, every_min: 30, length_min: 2, most_a_day: 16 };
const rhythm: Rhythm = {
  is_on: true,
  short_breaks: one,
  long_breaks: { ...one, length_min: 5 },
  work: [
    { weekday: 1, from_min: 540, until_min: 1020 },
    { weekday: 3, from_min: 540, until_min: 1020 },
  ],
  quiet: [],
};

describe('work hours', () => {
  it('gives a day that becomes a work day the hours of the first, in the order of the week', () => {
    expect(toggleDay(rhythm, 2).work.map((day) => [day.weekday, day.from_min])).toEqual([
      [1, 540],
      [2, 540],
      [3, 540],
    ]);
  });
  it('frees a work day, and knows what to do when none is left', () => {
    const free = toggleDay(toggleDay(rhythm, 1), 3);
    expect(free.work).toEqual([]);
    expect(toggleDay(free, 7).work).toEqual([{ weekday: 7, from_min: 540, until_min: 1020 }]);
  });
  it('changes one day or all, and never to hours without length', () => {
    expect(areHoursAlike(rhythm)).toBe(true);
    const changed = changeDay(rhythm, 3, 600, 900);
    expect(areHoursAlike(changed)).toBe(false);
    expect(areHoursAlike(changeHours(changed, 480, 960))).toBe(true);
    expect(changeDay(rhythm, 3, 600, 600)).toBe(rhythm);
    expect(changeHours(rhythm, 600, 600)).toBe(rhythm);
  });
});
