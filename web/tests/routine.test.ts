import { describe, expect, it } from 'vitest';

import type { Step } from '../src/lib/api';
import {
  advance,
  computeRemaining,
  decideAfterPain,
  findStep,
  isEased,
  makeRoutine,
  needsRating,
  type Effect,
  type Input,
  type PainAnswer,
  type Routine,
} from '../src/lib/routine';

const leadIn_ms = 6000;
const step = (exercise: string, side: Step['side'], seconds: number, joint_motions: string[]): Step => ({
  exercise,
  name: exercise,
  side,
  seconds,
  gap_s: leadIn_ms / 1000,
  dose_words: 'once',
  position: 'standing',
  kind: 'circle',
  region: 'hips',
  reason: '',
  cues: ['one', 'two', 'three'],
  reviewed: 'none',
  gentle: false,
  eased: false,
  sets: 1,
  repetitions: 3,
  hold_s: 0,
  joint_motions,
  substitutes: [],
});

const steps = [
  step('hip-circle', 'left', 30, ['hip.flexion']),
  step('hip-circle', 'right', 30, ['hip.flexion']),
  step('arm-raise', 'both', 20, ['shoulder.flexion']),
];

/** Runs a routine by a clock that only this test moves. */
class Walk {
  routine: Routine = makeRoutine('r', steps);
  effects: Effect[] = [];
  now = 1000;

  give(input: Input, wait_ms = 0): this {
    this.now += wait_ms;
    const next = advance(this.routine, input, this.now);
    this.routine = next.routine;
    this.effects.push(...next.effects);
    return this;
  }
  run(ms: number): this {
    for (let i = 0; i < ms / 200; ++i) this.give({ kind: 'tick' }, 200);
    return this;
  }
  records() {
    return this.effects.flatMap((effect) => ('record' in effect ? [effect.record] : []));
  }
  said() {
    return this.effects.flatMap((effect) => ('say' in effect ? [effect.say] : []));
  }
}

const begin = () => new Walk().give({ kind: 'start' });
const pain = (given: Partial<PainAnswer>): PainAnswer => ({
  region: 'hips',
  side: 'left',
  intensity: 2,
  kind: 'dull',
  stretch_only: false,
  ...given,
});

describe('a routine', () => {
  it('tells its start, every step as it ends, and its end', () => {
    const walk = begin().run(3 * leadIn_ms + 80_000 + 1000);
    expect(walk.routine.phase).toBe('finished');
    walk.give({ kind: 'finish', effort: 4 });
    expect(walk.records()).toEqual([
      { routine_started: { routine: 'r', planned_s: 80, steps: 3 } },
      ...steps.map(({ exercise, side, seconds }) => ({
        step_done: { routine: 'r', exercise, side, seconds, complete: true, eased: false },
      })),
      { routine_finished: { routine: 'r', effort: 4 } },
    ]);
  });

  it('counts down without drift, and not while paused', () => {
    const walk = begin().run(leadIn_ms).run(10_000);
    expect(computeRemaining(walk.routine, walk.now)).toBeCloseTo(20, 3);
    walk.give({ kind: 'pause' });
    expect(computeRemaining(walk.routine, walk.now + 60_000)).toBeCloseTo(20, 3);
    walk.give({ kind: 'resume' }, 60_000).run(5000);
    expect(computeRemaining(walk.routine, walk.now)).toBeCloseTo(15, 3);
  });

  it('says the name before, cues on the way, and each once', () => {
    const walk = begin().run(leadIn_ms + 29_000);
    expect(walk.said()).toEqual(['hip-circle, left side', 'one', 'two', 'three', 'Five more seconds.']);
  });

  it('tells the part that was done when the page goes, and no part twice', () => {
    const walk = begin()
      .run(leadIn_ms + 12_000)
      .give({ kind: 'hide' })
      .give({ kind: 'hide' });
    const parts = () => walk.records().flatMap((record) => record.step_done ?? []);
    expect(parts().map((part) => part.seconds)).toEqual([12]);
    expect(parts()[0]?.complete).toBe(false);
    walk.give({ kind: 'resume' }, 5000).run(18_200);
    expect(parts().map((part) => part.seconds)).toEqual([12, 18]);
    expect(parts()[1]?.complete).toBe(true);
  });

  it('takes a sleeping computer for a pause, not for movement', () => {
    const walk = begin()
      .run(leadIn_ms + 4000)
      .give({ kind: 'tick' }, 3_600_000);
    expect(walk.routine.phase).toBe('paused');
    expect(walk.routine.elapsed_ms).toBeLessThanOrEqual(4000);
  });

  it('does not count a slip of the hand', () => {
    const walk = begin()
      .run(leadIn_ms + 1000)
      .give({ kind: 'next' });
    expect(walk.records().filter((record) => record.step_done)).toEqual([]);
    expect(walk.routine.index).toBe(1);
  });

  it('takes a tap near the end for done, and an earlier one for a part', () => {
    const complete = (after_ms: number) =>
      begin()
        .run(leadIn_ms + after_ms)
        .give({ kind: 'next' })
        .records()
        .flatMap((record) => record.step_done?.complete ?? []);
    expect(complete(25_000)).toEqual([true]);
    expect(complete(20_000)).toEqual([false]);
  });

  it('goes back to the step before', () => {
    const walk = begin()
      .run(leadIn_ms + 30_200 + 2000)
      .give({ kind: 'back' });
    expect(walk.routine.index).toBe(0);
    expect(walk.routine.phase).toBe('lead_in');
  });

  it('leaves an exercise out on both sides when it shall not come again', () => {
    const walk = begin().give({ kind: 'skip', meaning: 'never' });
    expect(findStep(walk.routine)?.exercise).toBe('arm-raise');
    expect(walk.records().at(-1)).toEqual({
      step_skipped: { routine: 'r', exercise: 'hip-circle', side: 'left', meaning: 'never', seconds: null },
    });
  });

  it('finishes once', () => {
    const walk = begin()
      .give({ kind: 'end' })
      .give({ kind: 'finish', effort: null })
      .give({ kind: 'finish', effort: 3 });
    expect(walk.records().filter((record) => record.routine_finished)).toHaveLength(1);
  });
});

describe('pain', () => {
  it('ends the step at once and tells the part done', () => {
    const walk = begin()
      .run(leadIn_ms + 9000)
      .give({ kind: 'hurt' });
    expect(walk.routine.phase).toBe('hurt');
    expect(walk.records().at(-1)?.step_done).toMatchObject({ seconds: 9, complete: false });
    const before = walk.routine.elapsed_ms;
    walk.run(5000);
    expect(walk.routine.elapsed_ms).toBe(before);
  });

  it.each([
    [pain({ intensity: 0 }), 'go_on'],
    [pain({ intensity: 2 }), 'go_on'],
    [pain({ intensity: 2, kind: 'pinching' }), 'ease'],
    [pain({ intensity: 3 }), 'ease'],
    [pain({ intensity: 5 }), 'ease'],
    [pain({ intensity: 6 }), 'leave_out'],
    [pain({ intensity: 1, kind: 'sharp' }), 'stop'],
    [pain({ intensity: 0, kind: 'spreading' }), 'stop'],
    [pain({ intensity: 1, kind: 'numb' }), 'stop'],
    [pain({ intensity: 1, kind: 'dizzy' }), 'stop'],
    [pain({ intensity: 8, stretch_only: true }), 'go_on'],
  ] as const)('%j: %s', (answer, decision) => {
    expect(decideAfterPain(answer)).toBe(decision);
  });

  const replanned = (intensity: number, steps: Step[] | null) =>
    begin()
      .run(leadIn_ms + 9000)
      .give({ kind: 'hurt' })
      .give({ kind: 'pain', answer: pain({ intensity, side: 'right', region: 'knees' }) })
      .give({ kind: 'replanned', steps });

  it.each([4, 7])('of %i drops what was planned and asks for a new plan of the time left', (intensity) => {
    const walk = begin()
      .run(leadIn_ms + 30_200)
      .run(leadIn_ms + 10_000)
      .give({ kind: 'hurt' })
      .give({ kind: 'pain', answer: pain({ intensity }) });
    expect(walk.routine.phase).toBe('replanning');
    expect(walk.routine.steps).toEqual(steps.slice(0, 1));
    expect(findStep(walk.routine)).toBeUndefined();
    expect(walk.routine.left_s).toBeCloseTo(20 + 20, 0);
    expect(walk.give({ kind: 'resume' }).run(5000).routine.phase).toBe('replanning');
  });

  it('goes on with the new plan when the person likes, eased where the plan says so', () => {
    const eased = { ...step('knee-lift', 'left', 20, ['hip.flexion']), eased: true };
    const walk = replanned(4, [eased, step('arm-raise', 'both', 20, ['shoulder.flexion'])]);
    expect(walk.routine.phase).toBe('paused');
    expect(isEased(walk.routine)).toBe(true);
    walk.give({ kind: 'resume' }).run(leadIn_ms + 20_200);
    expect(walk.records().at(-1)?.step_done).toMatchObject({ exercise: 'knee-lift', eased: true });
    expect(isEased(walk.routine)).toBe(false);
  });

  it('does not repeat what was done before it hurt', () => {
    const walk = begin()
      .run(leadIn_ms + 30_200)
      .run(leadIn_ms)
      .give({ kind: 'hurt' })
      .give({ kind: 'pain', answer: pain({ intensity: 4 }) })
      .give({ kind: 'replanned', steps });
    expect(walk.routine.steps).toEqual(steps);
    expect(walk.routine.index).toBe(1);
  });

  it('ends the routine when nothing may follow or nobody can plan it', () => {
    expect(replanned(7, []).routine.phase).toBe('finished');
    expect(replanned(7, null).routine.phase).toBe('finished');
  });

  it('asks for no figure from someone dizzy', () => {
    expect(needsRating('dizzy')).toBe(false);
    expect(needsRating('dull')).toBe(true);
  });

  it('ends the routine for a warning sign', () => {
    const walk = begin()
      .run(leadIn_ms + 9000)
      .give({ kind: 'hurt' })
      .give({ kind: 'pain', answer: pain({ kind: 'numb' }) });
    expect(walk.routine.phase).toBe('over');
    expect(walk.records().at(-1)?.pain_reported).toMatchObject({
      kind: 'numb',
      exercise: 'hip-circle',
      routine: 'r',
    });
  });
});
