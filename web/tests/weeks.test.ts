import { expect, it } from 'vitest';

import { formatMinutes, makeWeeks } from '../src/progress/weeks';

it('adds a week up and puts its longest region first', () => {
  const [week] = makeWeeks([
    {
      from: '2026-11-02',
      regions: [
        { region: 'hips', minutes: 2 },
        { region: 'neck', minutes: 0 },
        { region: 'shoulders', minutes: 5.5 },
      ],
    },
  ]);
  expect(week).toEqual({
    label: '2 Nov',
    minutes: 7.5,
    parts: [
      { region: 'shoulders', minutes: 5.5 },
      { region: 'hips', minutes: 2 },
    ],
  });
});

it('does not round what was moved to nothing', () => {
  expect(formatMinutes(0.3)).toBe('under 1 min');
  expect(formatMinutes(1.6)).toBe('2 min');
});
