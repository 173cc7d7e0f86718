import { randomUUID } from 'node:crypto';

import type { Estimate, EventBody, Measured, Side } from '../../src/lib/api';
import type { Program } from './program';

type Told = Partial<EventBody>;

const estimate = (mean_deg: number, se_deg: number): Estimate => ({ mean_deg, se_deg });

const measure = (
  side: Side,
  reached_deg: number,
  usable_deg: number,
  given: Partial<Measured> = {},
): Told => ({
  measured: {
    joint_motion: 'shoulder.abduction',
    side,
    protocol: 'shoulder.abduction',
    method: 'camera',
    set_up: 'standing/front',
    available: null,
    reached: estimate(reached_deg, 4),
    usable: estimate(usable_deg, 4),
    hold_s: 3.4,
    set_up_se_deg: 2,
    steadiness_deg: 0.8,
    grade: 'measured',
    grade_reason: '',
    repetitions: [],
    recording: '',
    note: '',
    ...given,
  } satisfies Measured,
});

const move = (exercise: string, side: Side, seconds: number): Told => ({
  step_done: { routine: 'r', exercise, side, seconds, complete: true, eased: false },
});

/** Two weeks of somebody who moves on most days and measures a shoulder now and then. */
export async function tellStory(program: Program): Promise<void> {
  const day_ms = 24 * 3600 * 1000;
  const told: { back: number; event: Told }[] = [];
  for (const back of [13, 12, 10, 9, 8, 6, 5, 4, 2, 1]) {
    told.push({ back, event: move('hip-circle-supported', 'left', 40 + 10 * (back % 4)) });
    told.push({ back, event: move('hip-circle-supported', 'right', 40 + 10 * (back % 4)) });
    if (back % 2 === 0) told.push({ back, event: move('arm-raise-side-seated', 'right', 60) });
  }
  for (const [back, left, right] of [
    [13, 148, 121],
    [7, 150, 126],
    [1, 151, 146],
  ] as const) {
    told.push({ back, event: measure('left', left + 6, left) });
    told.push({ back, event: measure('right', right + 7, right) });
  }
  // Once with help and a phone: another way of measuring, and the one range that a camera does not show.
  const byPhone = { method: 'hand', set_up: 'hand.phone', set_up_se_deg: 0 } as const;
  told.push({ back: 6, event: measure('right', 158, 150, byPhone) });
  told.push({
    back: 6,
    event: measure('right', 0, 0, { ...byPhone, available: estimate(168, 6), reached: null, usable: null }),
  });
  const events = told
    .sort((a, b) => b.back - a.back)
    .map(({ back, event }) => ({
      id: randomUUID(),
      at: new Date(Date.now() - back * day_ms).toISOString(),
      offset_min: 0,
      event,
    }));
  await program.ask('/api/events', 'POST', { events });
}
